import type { Core } from "../../core.ts";
import { type EventRow, eventsBehind, namedByItemSet, type PriceRow, pricesOfEvent } from "../discovery/queries.ts";

export type { EventRow, PriceRow };

/** Which events and plans are wanted: those of a list of names, or those that an item set names; all when neither is given. Names are compared without case. */
export interface WantedEvents {
  readonly names?: readonly string[] | null;
  readonly itemSet?: string | null;
}

/** Events and plans by name, at most `count` of those behind a name (a blank one for the first). Drafts are never among them; what is cancelled is. */
export async function readEvents(
  { db }: Pick<Core, "db">,
  orgId: number,
  { names, itemSet }: WantedEvents,
  behind: string,
  count: number,
): Promise<EventRow[]> {
  const [set] = itemSet ? await db.read(namedByItemSet, [orgId, capitals(itemSet)]) : [{ events: null }];
  if (!set) return [];
  return db.run(eventsBehind, [orgId, capitals(behind), count, names?.map(capitals) ?? null, set.events]);
}

/** The prices of an event or plan by its name, which is compared without case: by price code and type of ticket, `count` of them behind `skip` others. None of a draft. */
export async function readPrices(
  { db }: Pick<Core, "db">,
  orgId: number,
  eventName: string,
  count: number,
  skip: number,
): Promise<PriceRow[]> {
  return db.run(pricesOfEvent, [orgId, capitals(eventName), count, skip]);
}

/** A name as names of events and item sets are kept. */
const capitals = (name: string): string => name.trim().toUpperCase();
