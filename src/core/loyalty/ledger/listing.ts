import type { Caller, Core } from "../../core.ts";
import { transactionsAfter } from "../reports/queries.ts";
import type { Looked, ReportedTransaction } from "../reports/transactions.ts";
import { findEntry, type ToldEntry } from "./queries.ts";

/** An entry with whose it is now, and what has taken it back. */
export type FoundEntry = ToldEntry & { readonly holderId: number; readonly undoneBy: number | null };

/** An entry of a campaign that is not deleted, whatever has become of it; undefined when the organisation has none of that number. */
export async function findTransaction(
  { db }: Pick<Core, "db">,
  { orgId }: Caller,
  entryId: number,
): Promise<FoundEntry | undefined> {
  const [found] = await db.read(findEntry, [orgId, entryId]);
  return found;
}

/** Behind which entry a list goes on. */
export type ListPlace = readonly [occurredAt: string, entryId: number];

/** How many entries are looked at in one read, once a first one has not brought enough. */
const scanSize = 1_000;

/** The entries that stand of some campaigns on some days, by their time, at most so many of them behind a place. Each read is short, however few of the entries there are these campaigns'. */
export async function listTransactions(
  { db }: Pick<Core, "db">,
  { orgId, timeZone }: Caller,
  { from, to, campaignIds }: Looked,
  after: ListPlace | undefined,
  limit: number,
): Promise<ReportedTransaction[]> {
  const told: ReportedTransaction[] = [];
  let place: readonly [string | null, number | null] = after ?? [null, null];
  for (let size = limit; ; size = scanSize) {
    const rows = await db.run(transactionsAfter, [orgId, timeZone, from, to, campaignIds, ...place, size]);
    const [any] = rows;
    if (!any) return told;
    place = [any.endAt, any.endId];
    told.push(...rows.flatMap((row) => (row.entryId === null ? [] : [row])));
    if (told.length >= limit) return told.slice(0, limit);
  }
}
