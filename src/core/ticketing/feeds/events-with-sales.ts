import type { Core } from "../../core.ts";
import { accountsMovedFirst, accountsMovedLast, eventsMovedFirst, eventsMovedLast, type MovedRow } from "./changes/queries.ts";
import { behindOf, type FeedPage, type FeedPlace, pageOfEach } from "./place.ts";
import type { WantedSales } from "./sales.ts";

/** An event, or an account at an event, with the latest sale or return. */
export type LastMove = MovedRow;

/** Events of which something was sold or returned since a place, each once; see pageOfEach. */
export async function eventsWithSales(
  { db }: Pick<Core, "db">,
  orgId: number,
  { events, accountId = null }: WantedSales,
  from: FeedPlace,
  count: number,
): Promise<FeedPage<LastMove>> {
  const values = [orgId, from.at, from.seq, count + 1, from.skip, events ?? null, accountId, ...behindOf(from)];
  return pageOfEach(await db.run(from.byCursor ? eventsMovedLast : eventsMovedFirst, values), count, from);
}

/** The same of accounts: each account once for each event. */
export async function accountsWithSales(
  { db }: Pick<Core, "db">,
  orgId: number,
  { events, accountId = null }: WantedSales,
  from: FeedPlace,
  count: number,
): Promise<FeedPage<LastMove>> {
  const values = [orgId, from.at, from.seq, count + 1, from.skip, events ?? null, accountId, ...behindOf(from)];
  return pageOfEach(await db.run(from.byCursor ? accountsMovedLast : accountsMovedFirst, values), count, from);
}
