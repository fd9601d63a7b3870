import type { FieldChanges } from "../../audit/change.ts";
import { type AlternateId, type CustomerData, customerFields, type ExternalReference } from "../../customers/customer.ts";
import { emailKey } from "../email.ts";
import { auditedIdentifiers, type Identifiers, type RetiredIdentifier, settled, type UniqueValue } from "../identifiers.ts";
import { secrets } from "./later-writes.ts";
import type { DefinedField } from "./queries.ts";

/** A customer as the change log tells it, secrets apart. */
export type Told = Readonly<Record<string, unknown>>;

/** A customer's data and what it is found by, in one. */
export const tell = (data: CustomerData, identifiers: Identifiers): Told => ({ ...data, ...auditedIdentifiers(identifiers) });

/** The same, parted again. `unique`: the numbers of the fields whose values count as identifiers. */
export function untell(told: Told, unique: ReadonlySet<number>): { data: CustomerData; identifiers: Identifiers } {
  const data = Object.fromEntries(customerFields.map((field) => [field, told[field] ?? null])) as unknown as CustomerData;
  const text = (field: string): string | null => (told[field] as string | null) ?? null;
  const list = <T>(field: string): T[] => (told[field] as T[] | null) ?? [];
  const email = text("email");
  const uniqueValues: UniqueValue[] = Object.entries(data.customFields ?? {})
    .map(([field, value]) => ({ field: Number(field), value }))
    .filter(({ field }) => unique.has(field));
  const identifiers = settled({
    email: email === null ? null : { value: email, valid: told.emailValid !== false },
    alternateIds: list<AlternateId>("alternateIds"),
    loyaltyCode: text("loyaltyCode"),
    cardNumber: text("cardNumber"),
    userName: text("userName"),
    references: list<ExternalReference>("references"),
    uniqueValues,
    retired: list<RetiredIdentifier>("retired"),
  });
  return { data, identifiers };
}

/**
 * Without values of fields that were not defined yet at a time, and those of fields that are not defined any more: a field that has been deleted and
 * defined anew has the number alone in common with the one before.
 */
export function withFieldsOf(told: Told, fields: ReadonlyMap<number, DefinedField>, at: Date): Told {
  const isDefined = (name: string): boolean => {
    const field = fields.get(Number(name));
    return field !== undefined && field.since <= at;
  };
  const kept = Object.entries((told.customFields ?? {}) as Record<string, unknown>).filter(([name]) => isDefined(name));
  return { ...told, customFields: kept.length > 0 ? Object.fromEntries(kept) : null };
}

/** What makes two elements of a list the same one. */
const keys: Readonly<Record<string, (element: never) => string>> = {
  alternateIds: ({ type, value }: AlternateId) => JSON.stringify([type, value]),
  references: ({ company }: ExternalReference) => company,
  retired: ({ kind, type, value }: RetiredIdentifier) => JSON.stringify([kind, type, value]),
};
const elsewhere: readonly string[] = [...secrets, "mergedInto", "emailValid"];

/** What a change makes of the customer that it was meant for, and not done to: a field becomes what it was set to, a list gains and loses. */
export function after(held: Told, values: FieldChanges): Told {
  const next: Record<string, unknown> = { ...held, emailValid: validAfter(held, values) };
  for (const [field, [from, to]] of Object.entries(values)) {
    if (elsewhere.includes(field)) continue;
    const key = keys[field];
    if (key) next[field] = [...mergedInto(held[field], from, to, (list) => byKey(list, key)).values()];
    else if (field === "customFields") next[field] = Object.fromEntries(mergedInto(held[field], from, to, byName));
    else next[field] = to;
  }
  if (isEmpty(next.customFields)) next.customFields = null;
  if (values.retired) next.retired = retiringOwn(held, values, next.retired as RetiredIdentifier[]);
  return next;
}

const byKey = (list: unknown, key: (element: never) => string) =>
  new Map(((list ?? []) as never[]).map((element) => [key(element), element as unknown]));
const byName = (fields: unknown) => new Map(Object.entries((fields ?? {}) as Record<string, unknown>));
const isEmpty = (fields: unknown): boolean => typeof fields === "object" && fields !== null && Object.keys(fields).length === 0;

/** What was taken away of the one goes from `held`, and what was added or set is added or set. */
function mergedInto(
  held: unknown,
  from: unknown,
  to: unknown,
  read: (value: unknown) => Map<string, unknown>,
): Map<string, unknown> {
  const [result, before, set] = [read(held), read(from), read(to)];
  for (const key of before.keys()) if (!set.has(key)) result.delete(key);
  for (const [key, value] of set) if (JSON.stringify(before.get(key)) !== JSON.stringify(value)) result.set(key, value);
  return result;
}

/** A new e-mail counts as one that mail reaches unless it is said otherwise; another spelling changes nothing about it. */
function validAfter(held: Told, { email, emailValid }: FieldChanges): unknown {
  if (emailValid) return emailValid[1];
  if (!email) return held.emailValid;
  const isSpelling = typeof held.email === "string" && emailKey(held.email) === emailKey(String(email[1]));
  return isSpelling ? held.emailValid : true;
}

const replaced = { loyaltyCode: "loyalty-code", cardNumber: "card-number" } as const;

/** Who had their code or card replaced retires the one that they had, and not the one that it was done to. */
function retiringOwn(held: Told, values: FieldChanges, retired: readonly RetiredIdentifier[]): RetiredIdentifier[] {
  let next = [...retired];
  for (const [field, kind] of Object.entries(replaced)) {
    const [from] = values[field] ?? [];
    const own = held[field];
    const isIt = (one: RetiredIdentifier) => one.kind === kind && one.value === from;
    if (typeof from !== "string" || from === own || !((values.retired![1] ?? []) as RetiredIdentifier[]).some(isIt)) continue;
    const had = ((held.retired ?? []) as RetiredIdentifier[]).some(isIt);
    if (!had) next = next.filter((one) => !isIt(one));
    if (typeof own === "string") next.push({ kind, type: "", value: own });
  }
  return next;
}
