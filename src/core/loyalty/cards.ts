import type { Transaction } from "../../platform/database/transaction.ts";
import type { Caller, Core } from "../core.ts";
import { refuse } from "../refusal.ts";
import { type BearerRow, bearers, claimCardNumber, holdCardNumber, knownCardNumbers } from "./queries.ts";

/** What a card number looks like that is to be made: `digits` in all, of which prefix and suffix are given. */
export interface CardShape {
  readonly digits: number;
  readonly prefix: string;
  readonly suffix: string;
}

/** Digits of a code that nobody has chosen. */
export const codeDigits = 16;
const tries = 40;
/** How many numbers are looked at together when none is reserved. */
const together = 10;

function randomCard(core: Core, { digits, prefix, suffix }: CardShape): string {
  return `${prefix}${core.ids.digits(digits - prefix.length - suffix.length)}${suffix}`;
}

/**
 * A card number that is and was on file nowhere; it is not kept for anybody (loyalty.md, section 3). Refuses with no-free-number when
 * none is found, as when nearly all of that shape are given out.
 */
export async function freeCardNumber(core: Core, orgId: number, shape: CardShape): Promise<string> {
  for (let tried = 0; tried < tries; tried += together) {
    const numbers = Array.from({ length: together }, () => randomCard(core, shape));
    const known = new Set((await core.db.read(knownCardNumbers, [orgId, numbers])).map((row) => row.card_number));
    const free = numbers.find((one) => !known.has(one));
    if (free !== undefined) return free;
  }
  return refuse("no-free-number", { field: "generate" });
}

/** Makes a card number for the customer that this transaction is about: nobody else gets it meanwhile. Refuses with no-free-number. */
export async function claimFreeCard(core: Core, tx: Transaction, orgId: number, shape: CardShape): Promise<string> {
  for (let tried = 0; tried < tries; tried++) {
    const [claimed] = await tx.query(claimCardNumber, [orgId, randomCard(core, shape)]);
    if (claimed) return claimed.card_number;
  }
  return refuse("no-free-number", { field: "generate" });
}

/** A code and a card that are asked about. */
export interface Numbers {
  readonly code: string | undefined;
  readonly card: string | undefined;
}

/** Without a code the card may be somebody's code. */
function listed({ code, card }: Numbers): [codes: string[], cards: string[]] {
  const codes = [code ?? card].filter((one) => one !== undefined);
  return [codes, card === undefined ? [] : [card]];
}

/** Who bears a code or a card now, retired ones too; whoIsMeant says whom they mean. */
export function findBearers(core: Pick<Core, "db">, caller: Caller, numbers: Numbers): Promise<BearerRow[]> {
  return core.db.read(bearers, [caller.orgId, ...listed(numbers)]);
}

/** The same, with the card held until the transaction ends: nobody else gives it out or retires it meanwhile. */
export function holdBearers(tx: Transaction, caller: Caller, numbers: Numbers): Promise<BearerRow[]> {
  const [codes, cards] = listed(numbers);
  return holdCards(tx, caller, codes, cards);
}

/**
 * Who bears the codes and cards, with the cards held until the transaction ends: nobody else gives them out or retires them
 * meanwhile. In the order of the numbers, so that callers can't wait for each other.
 */
export function holdCards(
  tx: Transaction,
  caller: Pick<Caller, "orgId">,
  codes: readonly string[],
  cards: readonly string[],
): Promise<BearerRow[]> {
  for (const card of [...new Set(cards)].sort()) tx.send(holdCardNumber, [caller.orgId, card]);
  return tx.query(bearers, [caller.orgId, codes, cards]);
}

/** Refuses with number-retired when a card number was somebody's and now is nobody's: it may have been stolen. */
export function refuseRetiredCard(rows: readonly BearerRow[], card: string): void {
  const own = rows.filter((row) => row.kind === "card-number" && row.value === card);
  if (own.length > 0 && own.every((row) => row.retired)) refuse("number-retired", { field: "cardNumber" });
}
