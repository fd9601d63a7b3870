import { violates } from "../../platform/database/errors.ts";
import type { Transaction } from "../../platform/database/transaction.ts";
import type { Caller, Core } from "../core.ts";
import type { AlternateId, ExternalReference } from "../customers/customer.ts";
import { refuse } from "../refusal.ts";
import { emailKey } from "./email.ts";
import {
  deleteIdentifier,
  emailOwner,
  type IdentifierRow,
  identifierColumns,
  identifiersOf,
  insertIdentifiers,
  referenceBearer,
  updateIdentifier,
} from "./queries.ts";

/** Everything that a customer is found by. */
export interface Identifiers {
  readonly email: { readonly value: string; readonly valid: boolean } | null;
  readonly alternateIds: readonly AlternateId[];
  readonly loyaltyCode: string | null;
  /** At most one per company. */
  readonly references: readonly ExternalReference[];
}

/** As the change log tells them: what the identifiers are, in an order of its own, without anything that follows from elsewhere. */
export function auditedIdentifiers({ email, alternateIds, loyaltyCode, references }: Identifiers): Record<string, unknown> {
  const key = (id: AlternateId): string => JSON.stringify([id.type, id.value]);
  const sorted = [...alternateIds].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  return {
    email: email?.value ?? null,
    emailValid: email ? email.valid : null,
    alternateIds: sorted.length ? sorted : null,
    loyaltyCode,
    references: references.length ? [...references].sort((a, b) => (a.company < b.company ? -1 : 1)) : null,
  };
}

/** The identifiers of one customer; in a transaction that has locked the customer they can't change. */
export async function readIdentifiers(tx: Pick<Transaction, "query">, orgId: number, customerId: number): Promise<Identifiers> {
  return toIdentifiers(await tx.query(identifiersOf, [orgId, customerId]));
}

/** The identifiers that rows are. */
export function toIdentifiers(
  rows: readonly Pick<IdentifierRow, "kind" | "type" | "value" | "comment" | "valid">[],
): Identifiers {
  const email = rows.find((row) => row.kind === "email");
  return {
    email: email ? { value: email.value, valid: email.valid } : null,
    alternateIds: rows.filter((row) => row.kind === "alternate-id").map(({ type, value, comment }) => ({ type, value, comment })),
    loyaltyCode: rows.find((row) => row.kind === "loyalty-code")?.value ?? null,
    references: rows.filter((row) => row.kind === "external-reference").map(({ type, value }) => ({ company: type, value })),
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
export function newIdentifiers(identifiers: Identifiers, onAccount: boolean): unknown[][] {
  return listsOf(asRows(identifiers, onAccount));
}

const listsOf = (rows: readonly IdentifierRow[]): unknown[][] => identifierColumns.map((name) => rows.map((row) => row[name]));

function asRows({ email, alternateIds, loyaltyCode, references }: Identifiers, onAccount: boolean): IdentifierRow[] {
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
    ...references.map(({ company, value }) => ({
      ...plain,
      kind: "external-reference" as const,
      type: company,
      value_key: referenceKey(company, value),
      value,
    })),
  ];
}

/** How a reference compares: as it is, within its company. */
export const referenceKey = (company: string, value: string): string => `${company} ${value}`;

const keyOf = (row: IdentifierRow): string => JSON.stringify([row.kind, row.type, row.value_key]);

/** Refuses with email-in-use when a customer on an account, other than `except`, has the e-mail. A look, not a lock. */
export async function refuseEmailInUse(core: Core, caller: Caller, email: string, except?: number): Promise<void> {
  const [owner] = await core.db.read(emailOwner, [caller.orgId, emailKey(email)]);
  if (owner && owner.customer_id !== except)
    refuse("email-in-use", { accountId: owner.account_id, customerId: owner.customer_id, field: "email" });
}

/** Refuses with reference-in-use when a customer other than `except` bears the reference. A look, not a lock. */
export async function refuseReferenceInUse(
  core: Core,
  caller: Caller,
  reference: ExternalReference,
  except?: number,
): Promise<void> {
  const [bearer] = await core.db.read(referenceBearer, [caller.orgId, referenceKey(reference.company, reference.value)]);
  if (bearer && bearer.customer_id !== except) refuse("reference-in-use", { customerId: bearer.customer_id, field: "reference" });
}

/** Whether an error means that an exclusive identifier (an e-mail, a loyalty code or a reference) is somebody else's. */
export function isIdentifierTaken(error: unknown): boolean {
  return violates(error, "identifiers_exclusive");
}
