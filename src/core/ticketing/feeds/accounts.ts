import type { Core } from "../../core.ts";
import { accountsChangedFirst, accountsChangedLast, type ChangedRow } from "./changes/queries.ts";
import { behindOf, type FeedPage, type FeedPlace, pageOfEach } from "./place.ts";

/**
 * Accounts that changed since a place, by whatever protocol: each account once for each customer on it who changed, and for its primary one when it changed itself; see pageOfEach. `accountId`: only that one. What is only counted, as wrong PINs, may be
 * told too.
 */
export async function changedAccounts(
  { db }: Pick<Core, "db">,
  orgId: number,
  accountId: number | null,
  from: FeedPlace,
  count: number,
): Promise<FeedPage<ChangedRow>> {
  const values = [orgId, from.at, from.seq, count + 1, from.skip, accountId, ...behindOf(from)];
  const page = pageOfEach(await db.run(from.byCursor ? accountsChangedLast : accountsChangedFirst, values), count, from);
  const last = page.rows.at(-1);
  // When old changes were numbered is not known; by time they go by when they happened.
  return last && page.at.getTime() === 0 ? { ...page, at: last.occurredAt } : page;
}
