import type { Caller, Core } from "../core.ts";
import { emailKey } from "../identity/email.ts";
import { type Identifiers, referenceKey, toIdentifiers } from "../identity/identifiers.ts";
import { type CustomerData, customerFields, type ExternalReference } from "./customer.ts";
import { recordOf, recordsAfter, recordsByIdentifier, survivorOf } from "./queries.ts";

/** A customer by itself, whatever accounts it is on. */
export interface CustomerRecord {
  readonly customerId: number;
  readonly version: number;
  /** The day it was added, and that of its last change, in the organisation's time zone: YYYY-MM-DD. */
  readonly addedOn: string;
  readonly changedOn: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly data: CustomerData;
  readonly identifiers: Identifiers;
  /** What it is to be written to by: the number of whoever was asked for, which is another's when they have been merged into it. */
  readonly askedFor: number;
}

/** Whom to find: the number is tried first, then the reference. */
export interface CustomerKey {
  readonly customerId?: number;
  readonly reference?: ExternalReference;
}

/** The customer of a number or a reference, in one round trip; undefined when neither is anybody's. */
export async function findRecord(core: Pick<Core, "db">, caller: Caller, key: CustomerKey): Promise<CustomerRecord | undefined> {
  const { reference } = key;
  const [row] = await core.db.read(recordOf, [
    caller.orgId,
    caller.timeZone,
    asInteger(key.customerId),
    reference ? referenceKey(reference.company, reference.value) : null,
  ]);
  return row && toRecord(row);
}

/** Whether a number leads to a customer: it is theirs, or was that of one who has been merged into them. */
export async function isNumberOf(core: Pick<Core, "db">, caller: Caller, number: number, customerId: number): Promise<boolean> {
  if (number === customerId) return true;
  const [row] = await core.db.read(survivorOf, [caller.orgId, asInteger(number)]);
  return row?.merged_into === customerId;
}

/** What can be no customer's number is nobody's; PostgreSQL would refuse to compare it. */
export function asInteger(number: number | undefined): number | null {
  return number !== undefined && number > 0 && number <= 2_147_483_647 ? number : null;
}

type IdentifierTuple = [kind: never, type: string, value: string, comment: string | null, valid: boolean, retired: boolean];

/** A row of queries.ts, recordColumns, as a record; the order is that of recordOf. */
export function toRecord(row: readonly unknown[]): CustomerRecord {
  const [customerId, version, addedOn, changedOn, createdAt, updatedAt, identifiers, ...values] = row as [
    number,
    number,
    string,
    string,
    Date,
    Date,
    IdentifierTuple[] | null,
    ...unknown[],
  ];
  const data: Record<string, unknown> = {};
  for (const [at, field] of customerFields.entries()) data[field] = values[at];
  const rows = (identifiers ?? []).map(([kind, type, value, comment, valid, retired]) => ({
    kind,
    type,
    value,
    comment,
    valid,
    retired,
  }));
  return {
    customerId,
    version,
    addedOn,
    changedOn,
    createdAt,
    updatedAt,
    data: data as unknown as CustomerData,
    identifiers: toIdentifiers(rows),
    askedFor: (values[customerFields.length] as number | undefined) ?? customerId,
  };
}

/** Who bears an identifier. */
export type CustomerFilter =
  | { readonly email: string }
  | { readonly alternateId: string }
  | { readonly reference: ExternalReference };

/** Customers with numbers above `after`, in their order, at most `limit`: all, or those whom the filter finds. */
export async function listRecords(
  core: Pick<Core, "db">,
  caller: Caller,
  filter: CustomerFilter | undefined,
  after: number,
  limit: number,
): Promise<CustomerRecord[]> {
  const from = [caller.orgId, caller.timeZone, after, limit];
  if (!filter) return (await core.db.read(recordsAfter, from)).map(toRecord);
  const [kind, key] =
    "email" in filter
      ? ["email", emailKey(filter.email)]
      : "alternateId" in filter
        ? ["alternate-id", filter.alternateId]
        : ["external-reference", referenceKey(filter.reference.company, filter.reference.value)];
  return (await core.db.read(recordsByIdentifier, [...from, kind, key])).map(toRecord);
}
