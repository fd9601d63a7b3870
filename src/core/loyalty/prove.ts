import type { Core } from "../core.ts";
import { refuse } from "../refusal.ts";
import { attempt, customerSubject } from "./attempts.ts";
import { type ProvingRow, provingBearers } from "./users/queries.ts";

/** Who somebody says they are: all that is given must be the same customer's. */
export interface Claim {
  readonly loyaltyCode?: string;
  readonly userName?: string;
  readonly cardNumber?: string;
  readonly phone?: string;
  readonly password?: string;
  readonly cardPin?: string;
}

const nobody: Pick<ProvingRow, "passwordHash" | "cardPinHash"> = { passwordHash: null, cardPinHash: null };

/**
 * Checks what a customer proves themselves with, and gives the customer's number (decisions.md, section 3, the rest). Refuses with secret-mismatch whatever
 * does not match, and whoever does not exist, has no such secret or shares a card with others; and with attempts-locked after five of these in a row. Retired codes
 * and cards are nobody's here. All of it takes the same time. A claim has at least one name and one secret.
 */
export async function proveCustomer(core: Core, orgId: number, claim: Claim): Promise<number> {
  const { kind, value } = namedBy(claim);
  const bearers = await core.db.read(provingBearers, [orgId, kind, value]);
  const only = bearers.length === 1 ? bearers[0] : undefined;
  // Of one who is found all attempts count together, whatever they were found by.
  const name = only ? customerSubject(only.customerId) : `customer by ${kind} ${value}`;
  const proved = await attempt(core, { orgId, name }, async () => {
    const { passwordHash, cardPinHash } = only ?? nobody;
    const right = [await verified(core, claim.password, passwordHash), await verified(core, claim.cardPin, cardPinHash)];
    return only && isSame(only, claim) && right.every(Boolean) ? only.customerId : undefined;
  });
  return proved ?? refuse("secret-mismatch");
}

/** What of a claim nobody shares comes first. */
function namedBy({ loyaltyCode, userName, cardNumber }: Claim): { kind: string; value: string } {
  if (loyaltyCode !== undefined) return { kind: "loyalty-code", value: loyaltyCode };
  if (userName !== undefined) return { kind: "user-name", value: userName };
  return { kind: "card-number", value: cardNumber ?? "" };
}

function isSame(row: ProvingRow, { loyaltyCode, userName, cardNumber, phone }: Claim): boolean {
  const same = (wanted: string | undefined, held: string | null) => wanted === undefined || wanted === held;
  const samePhone = phone === undefined || (row.phone !== null && bare(phone) === bare(row.phone));
  // Who has left the programme proves nothing.
  return (
    row.loyaltyCode !== null &&
    same(loyaltyCode, row.loyaltyCode) &&
    same(userName, row.userName) &&
    same(cardNumber, row.cardNumber) &&
    samePhone
  );
}

/** A telephone number however it is grouped. */
const bare = (phone: string): string => phone.replaceAll(/[\s().-]/g, "");

/** What was not sent is not wrong; with nothing to compare with the same work is done. */
async function verified(core: Core, secret: string | undefined, hash: string | null): Promise<boolean> {
  return secret === undefined || core.hasher.slots.run(() => core.hasher.verify(secret, hash));
}
