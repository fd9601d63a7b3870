import type { Core } from "../../core.ts";
import { type FeedPage, type FeedPlace, pageOf } from "./place.ts";
import { type SoldRow, salesAfter, salesOfAccountAfter, salesOfEventAfter, salesOfEventsAfter } from "./queries.ts";

export type { SoldRow };

/** Which sales and returns are wanted. */
export interface WantedSales {
  /** Undefined: of all. */
  readonly events: readonly number[] | undefined;
  readonly accountId?: number | null;
}

/** Sales and returns from a place on, in the order in which the change log has them: nothing is skipped and nothing comes twice, whatever is being written meanwhile. At most `count`. */
export async function readSales(
  { db }: Pick<Core, "db">,
  orgId: number,
  { events, accountId = null }: WantedSales,
  from: FeedPlace,
  count: number,
): Promise<FeedPage<SoldRow>> {
  const where = [orgId, from.at, from.seq, count + 1, from.skip, accountId];
  const read =
    events === undefined
      ? await db.run(accountId === null ? salesAfter : salesOfAccountAfter, where)
      : events.length === 1
        ? await db.run(salesOfEventAfter, [...where, events[0]])
        : await db.run(salesOfEventsAfter, [...where, events]);
  return pageOf(read, count, from);
}
