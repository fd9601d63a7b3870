import type { Transaction } from "../../platform/database/transaction.ts";
import { newWrite, type Record as RecordChange, runWrite, type Write } from "../audit/write.ts";
import type { Caller, Core } from "../core.ts";
import { type HeldCustomer, holdCustomer, writeCustomer } from "../customers/change.ts";
import { type Identifiers, isIdentifierTaken } from "../identity/identifiers.ts";
import { findCards } from "../identity/merge/cards.ts";
import { holdBoth, mergeHeld } from "../identity/merge/merge.ts";
import { refuse } from "../refusal.ts";
import { type CardShape, claimFreeCard, holdCards, refuseRetiredCard } from "./cards.ts";
import { type BearerRow, bearers } from "./queries.ts";

/** Whose record is kept where the new code is another's: the one that was looked for, or the one that has the code. */
export type Kept = "matched" | "duplicate";

/** The numbers that a customer is to have; at least one. */
export interface Replacement {
  readonly code?: string;
  readonly card?: string;
  /** A card number is to be made. */
  readonly generate?: CardShape;
  /** Numbers that are on file may be given all the same. */
  readonly override: boolean;
  readonly kept?: Kept;
  /** Whether a customer who is on an account may be merged away: their account would be somebody else's. */
  readonly mayTakeAccounts: boolean;
}

/** Whose numbers are replaced. */
export interface Target {
  /** Any number that leads to them. */
  readonly customerId: number;
  /** The code and card that they have, as far as is known: held, so that nobody gives them out meanwhile. */
  readonly cardNumber: string | null;
}

export interface Replaced {
  readonly customerId: number;
  readonly code: string;
  /** One that was made. */
  readonly generatedCard: string | null;
}

/** Somebody's code has become another's since it was looked for. */
class Changed extends Error {}

const attempts = 5;

/**
 * Gives a customer a new code, card number or both, and retires what they had (seed 004; decisions.md, section 3, card_replace). A new code that
 * is another customer's makes the two one, as `kept` says. Undefined when the customer has no code any more. Refuses with code-in-use and
 * card-in-use (not with `override`), number-retired, choice-missing (field kept), not-permitted, no-free-number, and what mergeHeld refuses; changes nothing then.
 */
export async function replaceNumbers(
  core: Core,
  caller: Caller,
  target: Target,
  wanted: Replacement,
): Promise<Replaced | undefined> {
  const write = newWrite(core);
  for (let attempt = 1; ; attempt++) {
    try {
      return await runWrite(core, caller, write, (tx, record) => decide({ core, caller, tx, record, write }, target, wanted));
    } catch (error) {
      // Somebody was faster: what they have done is there to be looked at.
      if (!(error instanceof Changed || isIdentifierTaken(error)) || attempt === attempts) throw error;
    }
  }
}

interface Running {
  readonly core: Core;
  readonly caller: Caller;
  readonly tx: Transaction;
  readonly record: RecordChange;
  readonly write: Write;
}

async function decide(running: Running, target: Target, wanted: Replacement): Promise<Replaced | undefined> {
  const { caller, tx } = running;
  const { code, card } = wanted;
  const codes = code === undefined ? [] : [code];
  // All that may be retired are held at once, in their order: the card of who has the new code, too.
  const owners = (await tx.query(bearers, [caller.orgId, codes, []])).map((row) => row.customer_id);
  const theirs = await findCards(tx, caller.orgId, owners);
  const cards = [card, target.cardNumber, ...theirs].filter((one) => typeof one === "string");
  const rows = await holdCards(tx, caller, codes, cards);
  if (card !== undefined) refuseCard(rows, card, wanted.override);
  const owner = code === undefined ? undefined : ownerOf(rows, code, wanted.override);
  if (!owner) return alone(running, target, wanted);
  const { survivor: matched, loser: duplicate } = await holdBoth(tx, caller.orgId, target.customerId, owner);
  if (!matched || matched.identifiers.loyaltyCode === null) return undefined;
  if (duplicate?.identifiers.loyaltyCode !== code) throw new Changed();
  // The code is their own already.
  if (matched.row.customer_id === duplicate!.row.customer_id) return alone(running, target, wanted);
  if (wanted.kept === undefined) refuse("choice-missing", { field: "kept" });
  return join(running, matched, duplicate!, wanted);
}

/** Of a card that is on file. */
function refuseCard(rows: readonly BearerRow[], card: string, override: boolean): void {
  refuseRetiredCard(rows, card);
  if (!override && rows.some((row) => row.kind === "card-number" && row.value === card))
    refuse("card-in-use", { field: "cardNumber" });
}

/** Whose a code is; undefined: nobody's. */
function ownerOf(rows: readonly BearerRow[], code: string, override: boolean): number | undefined {
  const row = rows.find((one) => one.kind === "loyalty-code" && one.value === code);
  if (row?.retired) refuse("number-retired", { field: "loyaltyCode" });
  if (row && !override) refuse("code-in-use", { field: "loyaltyCode" });
  return row?.customer_id;
}

async function alone(running: Running, target: Target, wanted: Replacement): Promise<Replaced | undefined> {
  const { caller, tx, record, write } = running;
  const held = await holdCustomer(tx, caller.orgId, target.customerId);
  if (!held || held.identifiers.loyaltyCode === null) return undefined;
  const made = await makeCard(running, wanted);
  const identifiers = withNumbers(held.identifiers, wanted.code, made ?? wanted.card);
  writeCustomer(tx, record, caller, write.at, held, { data: held.data, identifiers, nameOptional: true }, "card-replaced");
  return { customerId: held.row.customer_id, code: identifiers.loyaltyCode!, generatedCard: made };
}

/** Makes the one who was looked for and the one who has the new code one. */
async function join(running: Running, matched: HeldCustomer, duplicate: HeldCustomer, wanted: Replacement): Promise<Replaced> {
  const { core, caller, tx, record, write } = running;
  const made = await makeCard(running, wanted);
  const card = made ?? wanted.card;
  const [survivor, loser] = wanted.kept === "matched" ? [matched, duplicate] : [duplicate, matched];
  if (loser.onAccount && !wanted.mayTakeAccounts) refuse("not-permitted", { field: "delete-customer" });
  await mergeHeld(tx, record, core, caller, write.at, survivor, loser, {
    survivorNext: (joined) => withNumbers(joined, wanted.code, card),
  });
  return { customerId: survivor.row.customer_id, code: wanted.code!, generatedCard: made };
}

async function makeCard({ core, caller, tx }: Running, { generate }: Replacement): Promise<string | null> {
  return generate ? claimFreeCard(core, tx, caller.orgId, generate) : null;
}

/** With another code or card; those that they take the place of are retired. */
function withNumbers(held: Identifiers, code = held.loyaltyCode, card = held.cardNumber): Identifiers {
  const retired = [...held.retired];
  const retire = (kind: "loyalty-code" | "card-number", value: string | null, next: string | null) => {
    const known = retired.some((one) => one.kind === kind && one.value === value);
    if (value !== null && value !== next && !known) retired.push({ kind, type: "", value });
  };
  retire("loyalty-code", held.loyaltyCode, code);
  retire("card-number", held.cardNumber, card);
  return { ...held, loyaltyCode: code, cardNumber: card, retired };
}
