import type { Statement } from "../../../platform/database/statement.ts";
import type { Caller, Core } from "../../core.ts";
import { type CustomerRecord, toRecord } from "../../customers/record.ts";
import type { CustomField } from "../fields.ts";
import { recordsOfNumbers } from "../search/queries.ts";
import { findMembers } from "../search/words.ts";
import { birthdaysOn, type Days } from "./days.ts";
import {
  balancesOf,
  doingsOf,
  numbersAmong,
  numbersByBirthday,
  numbersByCustomDate,
  numbersByDoings,
  numbersOfAll,
  numbersOfJoined,
  numbersOfNew,
} from "./queries.ts";
import { openReport, type Report } from "./report.ts";
import type { Looked } from "./transactions.ts";

/** The customers' doings among transactions: what they earned by and, where it counts, what they redeemed. */
export interface Doings extends Looked {
  readonly withRedemptions: boolean;
}

/** Whom a report is about. */
export type Selection =
  | { readonly by: "all" }
  | { readonly by: "added"; readonly days: Days }
  /** Those with at least and at most so many doings. */
  | { readonly by: "doings"; readonly doings: Doings; readonly least: number; readonly most: number }
  | { readonly by: "birthday"; readonly days: Days }
  | { readonly by: "custom-date"; readonly days: Days }
  | { readonly by: "words"; readonly text: string; readonly fields: readonly CustomField[] }
  | { readonly by: "campaign"; readonly campaignId: number };

/** What a report of customers is to tell. */
export interface CustomersWanted {
  readonly selection: Selection;
  /** Only those who have joined one of these campaigns; for those who were added, then. Null: all. */
  readonly joined: readonly number[] | null;
  /** Tells how many of these a customer has, and the day of the last one. */
  readonly doings?: Doings;
  /** Tells what a customer has in the campaign, and in all of the others together. */
  readonly balances?: { readonly campaignId: number; readonly together: readonly number[] };
  /** Tells `limit` customers behind the first `offset`. */
  readonly offset?: number;
  readonly limit?: number;
}

/** A customer with what the report is about; what was not wanted is not there. */
export interface ReportedCustomer {
  readonly record: CustomerRecord;
  readonly doings?: { readonly count: number; readonly last: string | null };
  /** In the campaign's units; items counted together. */
  readonly balances?: { readonly balance: number; readonly cumulative: number; readonly coalition: number };
}

/** How many customers are looked at in one read, and how many are told by one. */
const scanSize = 2_000;
const pageSize = 500;
const mostCount = 1_000_000_000_000;

/**
 * Customers with a loyalty code, by their numbers (loyalty.md, section 10). Their numbers are found first, and with them how many there are, before offset and limit; who is merged away or
 * erased while the report is read is counted and not told.
 */
export async function reportCustomers(
  core: Pick<Core, "db">,
  caller: Caller,
  wanted: CustomersWanted,
): Promise<Report<ReportedCustomer>> {
  const { selection, offset = 0, limit = Number.POSITIVE_INFINITY } = wanted;
  const numbers = selection.by === "words" ? await found(core, caller, selection, wanted) : await scanned(core, caller, wanted);
  return openReport(numbers.length, pagesOf(core, caller, wanted, numbers.slice(offset, offset + limit)));
}

/** A page of such a report, but of one by words: at most `limit` customers numbered above `after`, without looking at all of them. */
export async function reportCustomersAfter(
  core: Pick<Core, "db">,
  caller: Caller,
  wanted: CustomersWanted,
  after: number,
  limit: number,
): Promise<ReportedCustomer[]> {
  const all: ReportedCustomer[] = [];
  for (let place = after; all.length < limit; ) {
    const numbers = await scanned(core, caller, wanted, place, limit - all.length);
    const last = numbers.at(-1);
    if (last === undefined) break;
    for await (const page of pagesOf(core, caller, wanted, numbers)) all.push(...page);
    place = last;
  }
  return all;
}

/** Goes through all of a key, for numbers only: four bytes of memory for each who is told. */
async function scanned(
  { db }: Pick<Core, "db">,
  { orgId, timeZone }: Caller,
  wanted: CustomersWanted,
  first = 0,
  most = Number.POSITIVE_INFINITY,
): Promise<number[]> {
  const { statement, joined, values } = scanOf(timeZone, wanted);
  const all: number[] = [];
  for (let after = first; ; ) {
    const [row] = await db.run(statement, [orgId, after, scanSize, joined, ...values]);
    all.push(...(row?.numbers ?? []));
    if (!row || row.last === null) return all;
    if (all.length >= most) return all.slice(0, most);
    after = row.last;
  }
}

interface Scan {
  readonly statement: Statement<{ readonly last: number | null; readonly numbers: readonly number[] }>;
  readonly joined: readonly number[] | null;
  readonly values: readonly unknown[];
}

function scanOf(timeZone: string, { selection, joined }: CustomersWanted): Scan {
  switch (selection.by) {
    case "added":
      return { statement: numbersOfNew, joined, values: [timeZone, selection.days.from, selection.days.to] };
    case "doings": {
      const values = [...doingsValues(timeZone, selection.doings), selection.least, Math.min(selection.most, mostCount)];
      return { statement: numbersByDoings, joined, values };
    }
    case "birthday":
      return { statement: numbersByBirthday, joined, values: [birthdaysOn(selection.days)] };
    case "custom-date":
      return { statement: numbersByCustomDate, joined, values: [selection.days.from, selection.days.to] };
    case "campaign":
      return { statement: numbersOfJoined, joined: [selection.campaignId], values: [] };
    default:
      return { statement: numbersOfAll, joined, values: [] };
  }
}

const doingsValues = (timeZone: string, { from, to, campaignIds, withRedemptions }: Doings): unknown[] => [
  ...[timeZone, from, to, campaignIds],
  withRedemptions ? ["activity", "redemption"] : ["activity"],
];

async function found(
  core: Pick<Core, "db">,
  caller: Caller,
  { text, fields }: Extract<Selection, { by: "words" }>,
  { joined }: CustomersWanted,
): Promise<number[]> {
  const numbers: number[] = [];
  const keep = async (page: readonly CustomerRecord[]) => {
    const all = page.map((one) => one.customerId);
    const [row] = joined ? await core.db.run(numbersAmong, [caller.orgId, all, all.length, joined]) : [{ numbers: all }];
    numbers.push(...(row?.numbers ?? []));
  };
  const { first, rest } = await findMembers(core, caller, fields, text);
  await keep(first);
  for await (const page of rest ?? []) await keep(page);
  return numbers;
}

async function* pagesOf(
  { db }: Pick<Core, "db">,
  { orgId, timeZone }: Caller,
  { doings, balances }: CustomersWanted,
  numbers: readonly number[],
): AsyncGenerator<readonly ReportedCustomer[]> {
  for (let at = 0; at < numbers.length; at += pageSize) {
    const page = numbers.slice(at, at + pageSize);
    const [rows, done, held] = await Promise.all([
      db.run(recordsOfNumbers, [orgId, timeZone, page]),
      doings ? db.run(doingsOf, [orgId, page, ...doingsValues(timeZone, doings)]) : [],
      balances ? db.run(balancesOf, [orgId, page, balances.campaignId, balances.together]) : [],
    ]);
    const doingsBy = new Map(done.map((one) => [one.customerId, one]));
    const balancesBy = new Map(held.map((one) => [one.customerId, one]));
    const told = rows.map(toRecord).filter((one) => one.identifiers.loyaltyCode !== null);
    yield told.map((record) => ({
      record,
      doings: doingsBy.get(record.customerId),
      balances: balancesBy.get(record.customerId),
    }));
  }
}
