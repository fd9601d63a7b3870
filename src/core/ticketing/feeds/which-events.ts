import type { Core } from "../../core.ts";
import { eventsNamed, eventsOfItemSet } from "./queries.ts";

/** Which events a caller asks for: those of a plan too, or of an item set; all when neither is named. */
export interface Asked {
  readonly eventName?: string | null;
  readonly itemSet?: string | null;
}

/**
 * The numbers of the events that are asked for, by names compared without case; undefined for all. None when there is no such event or item set, or the event is not in the item set: what is
 * not there and what has nothing to tell are answered alike.
 */
export async function whichEvents(
  { db }: Pick<Core, "db">,
  orgId: number,
  { eventName, itemSet }: Asked,
): Promise<readonly number[] | undefined> {
  const [named, set] = await Promise.all([
    eventName ? db.read(eventsNamed, [orgId, eventName.trim().toUpperCase()]) : undefined,
    itemSet ? db.read(eventsOfItemSet, [orgId, itemSet.trim().toUpperCase()]) : undefined,
  ]);
  const byName = named?.flatMap((one) => (one.planType === "plan" ? one.members : [one.eventId]));
  const bySet = set?.length === 0 ? [] : (set?.[0]?.events ?? undefined);
  if (byName === undefined || bySet === undefined) return byName ?? bySet;
  return byName.filter((one) => bySet.includes(one));
}
