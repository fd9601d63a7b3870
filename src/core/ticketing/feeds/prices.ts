import type { Core } from "../../core.ts";
import { namedByItemSet } from "../discovery/queries.ts";
import { changesOfPrices, type RepricedRow } from "./changes/queries.ts";
import { lastOfEach } from "./events-with-sales.ts";
import { type FeedPage, type FeedPlace, pageOf } from "./place.ts";
import { eventsNamed } from "./queries.ts";
import type { Asked } from "./which-events.ts";

/** A page of changes, told as the events and price codes that they are about. */
export type RepricedPage = FeedPage<RepricedRow> & { readonly told: readonly RepricedRow[] };

/**
 * Price codes of events and plans that were added or changed since a place. A page covers `count` changes in the order of the change log and has each event and price code that they are about once, with the last of them. What is no longer there
 * is left out. Drafts are told of too: when one is published nothing tells of its prices again.
 */
export async function changedPrices(
  { db }: Pick<Core, "db">,
  orgId: number,
  events: readonly number[] | undefined,
  from: FeedPlace,
  count: number,
): Promise<RepricedPage> {
  const read = await db.run(changesOfPrices, [orgId, from.at, from.seq, count + 1, from.skip, events ?? null]);
  const page = pageOf(read, count, from);
  return { ...page, told: lastOfEach(page.rows, (one) => `${one.eventId} ${one.priceCode}`) };
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
