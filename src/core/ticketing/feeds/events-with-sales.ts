import type { Statement } from "../../../platform/database/statement.ts";
import type { Core } from "../../core.ts";
import { accountsMovedFirst, accountsMovedLast, eventsMovedFirst, eventsMovedLast, type MovedRow } from "./changes/queries.ts";
import { behindOf, type FeedPage, type FeedPlace, pageOfEach } from "./place.ts";
import type { WantedSales } from "./sales.ts";

/** An event, or an account at an event, with the latest sale or return. */
export type LastMove = MovedRow;

/** A page of what has been sold or returned since a place; see pageOfEach. */
type MovedSince = (
  core: Pick<Core, "db">,
  orgId: number,
  wanted: WantedSales,
  from: FeedPlace,
  count: number,
) => Promise<FeedPage<LastMove>>;

/** Events of which something was sold or returned since a place, each once. */
export const eventsWithSales: MovedSince = movedSince(eventsMovedLast, eventsMovedFirst);

/** The same of accounts: each account once for each event. */
export const accountsWithSales: MovedSince = movedSince(accountsMovedLast, accountsMovedFirst);

/** By cursor each at its last move, so that none comes again; by time each at its first, so that none is passed by. */
function movedSince(byCursor: Statement<MovedRow>, byTime: Statement<MovedRow>): MovedSince {
  return async ({ db }, orgId, { events, accountId = null }, from, count) => {
    const values = [orgId, from.at, from.seq, count + 1, from.skip, events ?? null, accountId, ...behindOf(from)];
    return pageOfEach(await db.run(from.byCursor ? byCursor : byTime, values), count, from);
  };
}
