import type { Caller, Core } from "../../core.ts";
import { type CustomerData, customerColumns, customerFields } from "../../customers/customer.ts";
import { refuse } from "../../refusal.ts";
import { type Identifiers, toIdentifiers } from "../identifiers.ts";
import type { IdentifierRow } from "../queries.ts";
import { findMergeRow, mergesOf, numberIsKnown, type StampedIdentifier } from "./queries.ts";

/** A merge of two customers: the loser has been the survivor since. */
export interface Merge {
  readonly mergeId: string;
  readonly survivorId: number;
  readonly loserId: number;
  readonly mergedAt: Date;
  /** Null: it stands. */
  readonly undoneAt: Date | null;
  /** Who did it. */
  readonly keyId: string | null;
  readonly userName: string | null;
  readonly protocol: string;
}

type Owned = { readonly customer_id: number };

/** A name on an account, as its row is. */
export interface JournalName extends Owned {
  readonly account_id: number;
  readonly nickname: string | null;
  readonly nickname_order: number;
  readonly came_from: number | null;
}

/** What a merge found: rows as they were, as JSON has them. */
export interface Journal {
  readonly customers: readonly (Owned & Readonly<Record<string, unknown>>)[];
  readonly identifiers: readonly (Owned & IdentifierRow & StampedIdentifier)[];
  readonly names: readonly JournalName[];
  /** Of the accounts that the loser was on. */
  readonly primaries: readonly { readonly account_id: number; readonly customer_id: number }[];
  /** The numbers that led to the loser. */
  readonly led: readonly number[];
}

/** One of the two customers, as they were. */
export interface JournalSide {
  readonly data: CustomerData;
  readonly identifiers: Identifiers;
  readonly stamps: readonly StampedIdentifier[];
  readonly names: readonly JournalName[];
  readonly secrets: Secrets;
}

/** The hashes of what a customer proves themselves with, as they lie in the row. */
export interface Secrets {
  readonly pin_hash: string | null;
  readonly pin_temporary: boolean;
  readonly password_hash: string | null;
  readonly card_pin_hash: string | null;
}

/** What the journal says of the customer of a number. */
export function sideOf(journal: Journal, customerId: number): JournalSide {
  const mine = <T extends Owned>(rows: readonly T[]): T[] => rows.filter((row) => row.customer_id === customerId);
  const [row = {} as Readonly<Record<string, unknown>>] = mine(journal.customers);
  const data = Object.fromEntries(customerFields.map((field) => [field, row[customerColumns[field]]]));
  const stamps = mine(journal.identifiers);
  return {
    data: data as unknown as CustomerData,
    identifiers: toIdentifiers(inOrder(stamps)),
    stamps,
    names: mine(journal.names),
    secrets: row as unknown as Secrets,
  };
}

/** As the identifiers of a customer are read: the order of what was added. */
function inOrder<T extends StampedIdentifier>(rows: readonly T[]): T[] {
  const key = (row: T): string => `${row.created_at} ${row.type} ${row.value_key}`;
  return [...rows].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** A merge by its id; undefined when there is none. */
export async function findMerge(core: Pick<Core, "db">, caller: Caller, mergeId: string): Promise<Merge | undefined> {
  const [found] = await core.db.read(findMergeRow, [caller.orgId, mergeId]);
  return found;
}

/** The merges that a customer of a number was part of, undone ones too, oldest first, those behind `after`. Refuses with customer-not-found. */
export async function listMerges(
  core: Pick<Core, "db">,
  caller: Caller,
  customerId: number,
  after: readonly [mergedAt: string, mergeId: string] | undefined,
  limit: number,
): Promise<Merge[]> {
  const [[known], merges] = await Promise.all([
    core.db.read(numberIsKnown, [caller.orgId, customerId]),
    core.db.read(mergesOf, [caller.orgId, customerId, after?.[0] ?? null, after?.[1] ?? null, limit]),
  ]);
  if (!known) refuse("customer-not-found", { field: "customerId" });
  return merges;
}
