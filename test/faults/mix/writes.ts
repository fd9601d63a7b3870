import type { Answer, Caller } from "./caller.ts";
import { type Card, newCard } from "./card.ts";
import type { Asked, Ledger } from "./ledger.ts";
import type { Random } from "./random.ts";

/** What one caller does, one call after the other, by chance. */
export interface Lane {
  readonly caller: Caller;
  readonly ledger: Ledger;
  readonly random: Random;
}

/** Settles a write by its answer: `refusals` are the codes that may be expected, everything else is a fault. */
export function settle(ledger: Ledger, asked: Asked, answer: Answer, ...refusals: number[]): boolean {
  if (answer === undefined) return false;
  if (answer.result === 0) ledger.settle(asked, "done");
  else if (refusals.includes(answer.result)) ledger.settle(asked, "refused");
  else ledger.complain(`${asked.marker} is answered ${JSON.stringify(answer)}`);
  return answer.result === 0;
}

export const addCommand = (asked: Asked, pin: string, acct_id?: number) => ({
  cmd: "customer_add",
  pin,
  customer: { name_last: "Mix", street_addr_1: asked.marker, email: asked.email, acct_id },
});

/** Adds a customer, and again under the same e-mail until it is answered. */
export async function openCard({ caller, ledger }: Lane, pin: string): Promise<Card | undefined> {
  let email: string | undefined;
  for (let attempt = 1; ledger.faults.length === 0; attempt++) {
    email ??= ledger.newEmail();
    const asked = ledger.ask({ email, newPin: pin });
    const [answer] = await caller.call(addCommand(asked, pin));
    const added = settle(ledger, asked, answer, ...(attempt > 1 ? [11408] : []));
    if (answer === undefined || ledger.faults.length) continue;
    const { acct_id: accountId, cust_name_id: customerId } = answer;
    if (added) asked.ids = { accountId, customerId };
    const card = newCard(accountId, customerId, email, pin, asked.marker);
    // The attempt that was not answered is what is on file.
    if (!added) for (const one of ledger.asked.values()) if (one.email === email) card.strayMarkers.add(one.marker);
    return card;
  }
  return undefined;
}

/** Adds a name to an account that others may be writing to. */
export async function addName({ caller, ledger }: Pick<Lane, "caller" | "ledger">, accountId: number): Promise<void> {
  const asked = ledger.ask({ email: ledger.newEmail() });
  const [answer] = await caller.call(addCommand(asked, "1", accountId));
  if (settle(ledger, asked, answer)) asked.ids = { accountId: answer.acct_id, customerId: answer.cust_name_id };
}

/** A replacement of the primary name's data; an alternate id comes or goes with some. */
export const updateCommand = (asked: Asked, { accountId, email }: { accountId: number; email?: string }, random: Random) => ({
  cmd: "customer_update",
  call_reason: "S",
  customer: {
    acct_id: accountId,
    name_last: "Mix",
    street_addr_1: asked.marker,
    email,
    alt_id_array: random.chance(0.5)
      ? [{ alt_id_type: "OUT", alt_id: `id ${random.below(5)}`, alt_id_action: random.pick(["A", "D"]) }]
      : undefined,
  },
});
