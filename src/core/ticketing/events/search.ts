import type { Caller, Core } from "../../core.ts";
import { classesWithSeats, eventsBetween, seatClasses } from "../discovery/queries.ts";
import { whichEvents } from "../feeds/which-events.ts";

/** Which events are looked for. Names are compared without case. */
export interface EventSearch {
  /** The event begins at it or later, and before the other. */
  readonly from: Date;
  readonly until: Date;
  readonly itemSet?: string | null;
  readonly venue?: string | null;
  readonly season?: string | null;
  readonly organization?: string | null;
}

/** An event that was found. */
export interface FoundEvent {
  readonly eventId: number;
  readonly name: string;
}

/** A class of seats as a search looks into it. */
export interface SearchedClass {
  readonly classId: number;
  readonly name: string;
  /** Whether the public may buy its seats. */
  readonly open: boolean;
}

/** More events than any organisation has in a few years. */
const mostEvents = 5_000;
/** Events whose seats one statement looks through, so that none takes long. */
const eventsAtOnce = 20;

/** Events in a span of time by their start, without drafts, plans and what is cancelled. Of an item set those of its plans too. */
export async function searchEvents(core: Pick<Core, "db">, orgId: number, search: EventSearch): Promise<FoundEvent[]> {
  const { from, until, itemSet, venue, season, organization } = search;
  const events = await whichEvents(core, orgId, { itemSet });
  const names = [venue, season, organization].map((one) => one?.trim().toUpperCase() || null);
  return core.db.run(eventsBetween, [orgId, from, until, mostEvents, events ?? null, ...names]);
}

/** Those of the named classes that there are, all when none is named; by name. */
export async function searchedClasses(
  { db }: Pick<Core, "db">,
  orgId: number,
  names: readonly string[],
): Promise<SearchedClass[]> {
  const wanted = new Set(names.map((one) => one.trim().toUpperCase()));
  const classes = await db.read(seatClasses, [orgId]);
  return classes.filter((one) => wanted.size === 0 || wanted.has(one.name.toUpperCase()));
}

/**
 * Which of the classes have so many neighbouring seats to be had, by the event's number. Only classes that the public may buy are looked into. Whether the event is on sale makes no difference.
 */
export async function availableClasses(
  { db, clock }: Pick<Core, "db" | "clock">,
  { orgId }: Pick<Caller, "orgId">,
  events: readonly FoundEvent[],
  classes: readonly SearchedClass[],
  seats: number,
): Promise<Map<number, string[]>> {
  const open = classes.filter((one) => one.open);
  const names = new Map(open.map((one) => [one.classId, one.name]));
  const found = new Map<number, string[]>();
  for (let at = 0; at < events.length && open.length > 0; at += eventsAtOnce) {
    const ids = events.slice(at, at + eventsAtOnce).map((one) => one.eventId);
    const pairs = await db.run(classesWithSeats, [orgId, ids, [...names.keys()], seats, clock.now()]);
    for (const { eventId, classId } of pairs) found.set(eventId, [...(found.get(eventId) ?? []), names.get(classId)!].sort());
  }
  return found;
}
