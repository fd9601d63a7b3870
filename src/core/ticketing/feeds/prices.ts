import type { Core } from "../../core.ts";
import { namedByItemSet } from "../discovery/queries.ts";
import { pricesChangedFirst, pricesChangedLast, type RepricedRow } from "./changes/queries.ts";
import { behindOf, type FeedPage, type FeedPlace, pageOfEach } from "./place.ts";
import { eventsNamed } from "./queries.ts";
import type { Asked } from "./which-events.ts";

/**
 * Price codes of events and plans that were added or changed since a place, each once; see pageOfEach. What is no longer there is left out. Drafts are told of too: when one is published nothing tells of its prices again.
 */
export async function changedPrices(
  { db }: Pick<Core, "db">,
  orgId: number,
  events: readonly number[] | undefined,
  from: FeedPlace,
  count: number,
): Promise<FeedPage<RepricedRow>> {
  const values = [orgId, from.at, from.seq, count + 1, from.skip, events ?? null, ...behindOf(from)];
  return pageOfEach(await db.run(from.byCursor ? pricesChangedLast : pricesChangedFirst, values), count, from);
}

/** The numbers of the events and plans that have the asked-for prices: here a plan stands for itself, as it has prices of its own. Undefined for all. */
export async function pricedEvents(
  { db }: Pick<Core, "db">,
  orgId: number,
  { eventName, itemSet }: Asked,
): Promise<readonly number[] | undefined> {
  const [named, set] = await Promise.all([
    eventName ? db.read(eventsNamed, [orgId, eventName.trim().toUpperCase()]) : undefined,
    itemSet ? db.read(namedByItemSet, [orgId, itemSet.trim().toUpperCase()]) : undefined,
  ]);
  const byName = named?.map((one) => one.eventId);
  const bySet = set?.length === 0 ? [] : (set?.[0]?.events ?? undefined);
  if (byName === undefined || bySet === undefined) return byName ?? bySet;
  return byName.filter((one) => bySet.includes(one));
}
