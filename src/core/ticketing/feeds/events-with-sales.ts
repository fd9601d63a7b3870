import type { Core } from "../../core.ts";
import { type MovedRow, movesOfSales } from "./changes/queries.ts";
import { type FeedPage, type FeedPlace, pageOf } from "./place.ts";
import type { WantedSales } from "./sales.ts";

/** A page of moves, told as what they are about. */
export type MovedPage<Row> = FeedPage<MovedRow> & { readonly told: readonly Row[] };

/** An event, or an account at an event, with the latest sale or return. */
export type LastMove = Pick<MovedRow, "eventId" | "eventName" | "accountId" | "recordedAt">;

/**
 * Events of which something was sold or returned since a place. A page covers `count` sales and returns in the order of the change log and has each event that they are about once, in the order in which they last come in it: so no sale is
 * missed, whatever is being written meanwhile, and an event can come again on the next page.
 */
export async function eventsWithSales(
  core: Pick<Core, "db">,
  orgId: number,
  wanted: WantedSales,
  from: FeedPlace,
  count: number,
): Promise<MovedPage<LastMove>> {
  return told(core, orgId, wanted, from, count, (move) => String(move.eventId));
}

/** The same of accounts: each account once for each event. */
export async function accountsWithSales(
  core: Pick<Core, "db">,
  orgId: number,
  wanted: WantedSales,
  from: FeedPlace,
  count: number,
): Promise<MovedPage<LastMove>> {
  return told(core, orgId, wanted, from, count, (move) => `${move.accountId} ${move.eventId}`);
}

async function told(
  { db }: Pick<Core, "db">,
  orgId: number,
  { events, accountId = null }: WantedSales,
  from: FeedPlace,
  count: number,
  keyOf: (move: MovedRow) => string,
): Promise<MovedPage<LastMove>> {
  const read = await db.run(movesOfSales, [orgId, from.at, from.seq, count + 1, from.skip, events ?? null, accountId]);
  const page = pageOf(read, count, from);
  return { ...page, told: lastOfEach(page.rows, keyOf) };
}

/** The last row of each key, in the order in which these come. */
export function lastOfEach<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Row[] {
  const last = new Map<string, Row>();
  for (const row of rows) {
    const key = keyOf(row);
    last.delete(key);
    last.set(key, row);
  }
  return [...last.values()];
}
