import { violates } from "../../platform/database/errors.ts";
import type { Transaction } from "../../platform/database/transaction.ts";
import type { Caller, Core } from "../core.ts";
import type { AlternateId } from "../customers/customer.ts";
import { refuse } from "../refusal.ts";
import { emailKey } from "./email.ts";
import {
  deleteIdentifier,
  emailOwner,
  type IdentifierRow,
  identifierColumns,
  identifiersOf,
  insertIdentifiers,
  updateIdentifier,
} from "./queries.ts";

/** Everything that a customer is found by. */
export interface Identifiers {
  readonly email: { readonly value: string; readonly valid: boolean } | null;
  readonly alternateIds: readonly AlternateId[];
  readonly loyaltyCode: string | null;
}

export const noIdentifiers: Identifiers = { email: null, alternateIds: [], loyaltyCode: null };

/** As the change log tells them: what the identifiers are, in an order of its own, without anything that follows from elsewhere. */
export function auditedIdentifiers({ email, alternateIds, loyaltyCode }: Identifiers): Record<string, unknown> {
  const key = (id: AlternateId): string => JSON.stringify([id.type, id.value]);
  const sorted = [...alternateIds].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  return {
    email: email?.value ?? null,
    emailValid: email ? email.valid : null,
    alternateIds: sorted.length ? sorted : null,
    loyaltyCode,
  };
}

/** The identifiers of one customer; in a transaction that has locked the customer they can't change. */
export async function readIdentifiers(tx: Pick<Transaction, "query">, orgId: number, customerId: number): Promise<Identifiers> {
  const rows = await tx.query(identifiersOf, [orgId, customerId]);
  const email = rows.find((row) => row.kind === "email");
  return {
    email: email ? { value: email.value, valid: email.valid } : null,
    alternateIds: rows.filter((row) => row.kind === "alternate-id").map(({ type, value, comment }) => ({ type, value, comment })),
    loyaltyCode: rows.find((row) => row.kind === "loyalty-code")?.value ?? null,
  };
}

/**
 * Makes a locked customer's identifiers what `after` says. `onAccount`: whether the customer is on an account, and was before;
 * that makes the e-mail theirs alone (decisions.md, section 1); the database decides, see isIdentifierTaken.
 */
export function writeIdentifiers(
  tx: Transaction,
  orgId: number,
  customerId: number,
  before: Identifiers,
  after: Identifiers,
  onAccount: boolean,
  at: Date,
  wasOnAccount = onAccount,
): void {
  const from = new Map(asRows(before, wasOnAccount).map((row) => [keyOf(row), row]));
  const to = new Map(asRows(after, onAccount).map((row) => [keyOf(row), row]));
  for (const [key, { kind, type, value_key }] of from)
    if (!to.has(key)) tx.send(deleteIdentifier, [orgId, customerId, kind, type, value_key]);
  const added: IdentifierRow[] = [];
  for (const [key, row] of to) {
    const { kind, type, value_key, value, comment, exclusive, valid } = row;
    const held = from.get(key);
    if (!held) added.push(row);
    else if (JSON.stringify(held) !== JSON.stringify(row)) {
      tx.send(updateIdentifier, [orgId, customerId, kind, type, value_key, value, comment, exclusive, valid]);
    }
  }
  if (added.length) tx.send(insertIdentifiers, [orgId, customerId, at, ...listsOf(added)]);
}

/** A new customer's identifiers, as insertCustomer takes them. */
export function newIdentifiers(identifiers: Identifiers): unknown[][] {
  return listsOf(asRows(identifiers, true));
}

const listsOf = (rows: readonly IdentifierRow[]): unknown[][] => identifierColumns.map((name) => rows.map((row) => row[name]));

function asRows({ email, alternateIds, loyaltyCode }: Identifiers, onAccount: boolean): IdentifierRow[] {
  const plain = { type: "", comment: null, exclusive: true, valid: true };
  return [
    ...(email
      ? [
          {
            ...plain,
            kind: "email" as const,
            value_key: emailKey(email.value),
            value: email.value,
            exclusive: onAccount,
            valid: email.valid,
          },
        ]
      : []),
    ...alternateIds.map(({ type, value, comment }) => ({
      ...plain,
      kind: "alternate-id" as const,
      type,
      value_key: value,
      value,
      comment,
      exclusive: false,
    })),
    ...(loyaltyCode === null ? [] : [{ ...plain, kind: "loyalty-code" as const, value_key: loyaltyCode, value: loyaltyCode }]),
  ];
}

const keyOf = (row: IdentifierRow): string => JSON.stringify([row.kind, row.type, row.value_key]);

/** Refuses with email-in-use when a customer on an account, other than `except`, has the e-mail. A look, not a lock. */
export async function refuseEmailInUse(core: Core, caller: Caller, email: string, except?: number): Promise<void> {
  const [owner] = await core.db.read(emailOwner, [caller.orgId, emailKey(email)]);
  if (owner && owner.customer_id !== except)
    refuse("email-in-use", { accountId: owner.account_id, customerId: owner.customer_id, field: "email" });
}

/** Whether an error means that an exclusive identifier (an e-mail or a loyalty code) is somebody else's. */
export function isIdentifierTaken(error: unknown): boolean {
  return violates(error, "identifiers_exclusive");
}
