import type { Caller, Core } from "../../core.ts";
import type { Days } from "./days.ts";
import { countTransactions, type TransactionRow, transactionsAfter } from "./queries.ts";
import { openReport, type Report } from "./report.ts";

/** Which transactions a report looks at: those of some campaigns, on some days. */
export interface Looked extends Days {
  readonly campaignIds: readonly number[];
}

/** A transaction that is told: an entry, with whose it is now. */
export type ReportedTransaction = TransactionRow;

/** How many entries are looked at in one read. */
const pageSize = 1_000;

/**
 * The transactions of campaigns, by their time (loyalty.md, section 10, transactions_all): those that stand, enrolments among them. They are counted first: what is recorded while the report is
 * read may be told without having been counted.
 */
export async function reportTransactions(
  core: Pick<Core, "db">,
  caller: Caller,
  looked: Looked,
): Promise<Report<ReportedTransaction>> {
  const { from, to, campaignIds } = looked;
  // Counting goes through all of the days at once, so it does not stand in the way of short reads.
  const [counted] = await core.db.run(countTransactions, [caller.orgId, caller.timeZone, from, to, campaignIds]);
  return openReport(counted?.count ?? 0, pagesOf(core, caller, looked));
}

async function* pagesOf(
  { db }: Pick<Core, "db">,
  { orgId, timeZone }: Caller,
  { from, to, campaignIds }: Looked,
): AsyncGenerator<readonly ReportedTransaction[]> {
  let after: readonly [at: string | null, id: number | null] = [null, null];
  for (;;) {
    const rows = await db.run(transactionsAfter, [orgId, timeZone, from, to, campaignIds, ...after, pageSize]);
    const [any] = rows;
    if (!any) return;
    after = [any.endAt, any.endId];
    const told = rows.flatMap((row) => (row.entryId === null ? [] : [row]));
    if (told.length > 0) yield told;
  }
}
