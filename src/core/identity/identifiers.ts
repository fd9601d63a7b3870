import { violates } from "../../platform/database/errors.ts";
import type { Transaction } from "../../platform/database/transaction.ts";
import type { Caller, Core } from "../core.ts";
import type { AlternateId, ExternalReference } from "../customers/customer.ts";
import { refuse } from "../refusal.ts";
import { emailKey } from "./email.ts";
import {
  deleteIdentifier,
  emailOwner,
  type IdentifierKind,
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
  /** Null for one whose loyalty side has been ended. */
  readonly loyaltyCode: string | null;
  /** Others may bear the same. */
  readonly cardNumber: string | null;
  /** What the customer calls themselves in an integration's own application. */
  readonly userName: string | null;
  /** At most one per company. */
  readonly references: readonly ExternalReference[];
  /** Values of the organisation's own fields that no two customers may share. */
  readonly uniqueValues: readonly UniqueValue[];
  /** What still leads to the customer and is not given out again. */
  readonly retired: readonly RetiredIdentifier[];
}

export interface UniqueValue {
  /** The field's number. */
  readonly field: number;
  readonly value: string;
}

export interface RetiredIdentifier {
  readonly kind: "email" | "loyalty-code" | "card-number" | "external-reference";
  /** Of a reference its company; otherwise empty. */
  readonly type: string;
  readonly value: string;
}

/** Of a customer who is found by nothing. */
export const noIdentifiers: Identifiers = {
  email: null,
  alternateIds: [],
  loyaltyCode: null,
  cardNumber: null,
  userName: null,
  references: [],
  uniqueValues: [],
  retired: [],
};

/** As the change log tells them: what the identifiers are, in an order of its own, without anything that follows from elsewhere. */
export function auditedIdentifiers(identifiers: Identifiers): Record<string, unknown> {
  const { email, alternateIds, loyaltyCode, cardNumber, userName, references, retired } = identifiers;
  return {
    email: email?.value ?? null,
    emailValid: email ? email.valid : null,
    alternateIds: sorted(alternateIds, (id) => [id.type, id.value]),
    loyaltyCode,
    cardNumber,
    userName,
    references: sorted(references, (one) => [one.company]),
    retired: sorted(retired, (one) => [one.kind, one.type, one.value]),
  };
}

/** Null when there is none. */
function sorted<T>(list: readonly T[], key: (one: T) => string[]): T[] | null {
  if (list.length === 0) return null;
  const text = (one: T): string => JSON.stringify(key(one));
  return [...list].sort((a, b) => (text(a) < text(b) ? -1 : 1));
}

/** The identifiers of one customer; in a transaction that has locked the customer they can't change. */
export async function readIdentifiers(tx: Pick<Transaction, "query">, orgId: number, customerId: number): Promise<Identifiers> {
  return toIdentifiers(await tx.query(identifiersOf, [orgId, customerId]));
}

/** The identifiers that rows are. */
export function toIdentifiers(
  rows: readonly Pick<IdentifierRow, "kind" | "type" | "value" | "comment" | "valid" | "retired">[],
): Identifiers {
  const current = rows.filter((row) => !row.retired);
  const of = (kind: IdentifierKind) => current.filter((row) => row.kind === kind);
  const [email] = of("email");
  return {
    email: email ? { value: email.value, valid: email.valid } : null,
    alternateIds: of("alternate-id").map(({ type, value, comment }) => ({ type, value, comment })),
    loyaltyCode: of("loyalty-code")[0]?.value ?? null,
    cardNumber: of("card-number")[0]?.value ?? null,
    userName: of("user-name")[0]?.value ?? null,
    references: of("external-reference").map(({ type, value }) => ({ company: type, value })),
    uniqueValues: of("custom-field").map(({ type, value }) => ({ field: Number(type), value })),
    retired: rows
      .filter((row) => row.retired)
      .map(({ kind, type, value }) => ({ kind: kind as RetiredIdentifier["kind"], type, value })),
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
    const { kind, type, value_key, value, comment, exclusive, valid, retired } = row;
    const held = from.get(key);
    if (!held) added.push(row);
    else if (JSON.stringify(held) !== JSON.stringify(row)) {
      tx.send(updateIdentifier, [orgId, customerId, kind, type, value_key, value, comment, exclusive, valid, retired]);
    }
  }
  if (added.length) tx.send(insertIdentifiers, [orgId, customerId, at, ...listsOf(added)]);
}

/** Without what is retired and has become the customer's own again: nothing is both. */
export function settled(identifiers: Identifiers): Identifiers {
  if (identifiers.retired.length === 0) return identifiers;
  const current = new Set(asRows({ ...identifiers, retired: [] }, true).map(keyOf));
  const retired = identifiers.retired.filter((one) => !asRows({ ...noIdentifiers, retired: [one] }, true).some(isIn(current)));
  return retired.length === identifiers.retired.length ? identifiers : { ...identifiers, retired };
}

const isIn =
  (keys: ReadonlySet<string>) =>
  (row: IdentifierRow): boolean =>
    keys.has(keyOf(row));

/** What nobody else may have, by kind and key. */
export function exclusiveKeys(identifiers: Identifiers, onAccount: boolean): [kind: IdentifierKind, key: string][] {
  return asRows(identifiers, onAccount)
    .filter((row) => row.exclusive)
    .map((row) => [row.kind, row.value_key]);
}

/** A new customer's identifiers, as insertCustomer takes them. */
export function newIdentifiers(identifiers: Identifiers, onAccount: boolean): unknown[][] {
  return listsOf(asRows(identifiers, onAccount));
}

const listsOf = (rows: readonly IdentifierRow[]): unknown[][] => identifierColumns.map((name) => rows.map((row) => row[name]));

/** The retired come first, so that what takes their place is never there twice. */
function asRows(identifiers: Identifiers, onAccount: boolean): IdentifierRow[] {
  const { email, alternateIds, loyaltyCode, cardNumber, userName, references, uniqueValues, retired } = identifiers;
  const one = (kind: IdentifierKind, value: string | null, more: Partial<IdentifierRow> = {}): IdentifierRow[] => {
    if (value === null) return [];
    const type = more.type ?? "";
    const row = { kind, type, value_key: valueKey(kind, type, value), value, comment: null, exclusive: true, valid: true };
    return [{ ...row, retired: false, ...more }];
  };
  return [
    ...retired.flatMap(({ kind, type, value }) => one(kind, value, { type, exclusive: kind !== "card-number", retired: true })),
    ...(email ? one("email", email.value, { exclusive: onAccount, valid: email.valid }) : []),
    ...alternateIds.flatMap(({ type, value, comment }) => one("alternate-id", value, { type, comment, exclusive: false })),
    ...one("loyalty-code", loyaltyCode),
    ...one("card-number", cardNumber, { exclusive: false }),
    ...one("user-name", userName),
    ...references.flatMap(({ company, value }) => one("external-reference", value, { type: company })),
    ...uniqueValues.flatMap(({ field, value }) => one("custom-field", value, { type: String(field) })),
  ];
}

/** How an identifier compares: an e-mail trimmed and without case, a reference within its company, a field's value within its field. */
export function valueKey(kind: IdentifierKind, type: string, value: string): string {
  if (kind === "email") return emailKey(value);
  return kind === "external-reference" || kind === "custom-field" ? referenceKey(type, value) : value;
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

/** Whether an error means that an exclusive identifier (see asRows) is somebody else's. */
export function isIdentifierTaken(error: unknown): boolean {
  return violates(error, "identifiers_exclusive");
}
