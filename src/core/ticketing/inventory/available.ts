import type { Caller, Core } from "../../core.ts";
import { seatClasses } from "../discovery/queries.ts";
import { type AvailableRun, availableRuns, availableSums, type SoldEvent, soldEvent } from "../discovery/seats/queries.ts";

export type { AvailableRun, SoldEvent };

/** Which seats are wanted. Names are compared without case. */
export interface WantedSeats {
  readonly section?: string | null;
  readonly priceCode?: string | null;
  /** Seats that are not there to be had at all are told of only when their class is named. */
  readonly className?: string | null;
}

/** Seats of a section, a class and a price code. The price is that of one, in minor units. */
export type AvailableSum = NonNullable<(typeof availableSums)["row"]>;

/** The event whose seats can be had: published or postponed, and no plan. Undefined when there is none of that name, which is compared without case. */
export async function findSoldEvent({ db }: Pick<Core, "db">, orgId: number, eventName: string): Promise<SoldEvent | undefined> {
  const [event] = await db.read(soldEvent, [orgId, eventName.trim().toUpperCase()]);
  return event;
}

/**
 * The seats of an event that are open, in the longest runs of neighbours of a row that have one class, one price code and the same attributes; `count` runs behind `skip` others, in the order in which they are shown. A seat whose hold has
 * ended is open. The price is that of the dearest type of ticket that is not given away.
 */
export async function readAvailable(
  core: Pick<Core, "db" | "clock">,
  { orgId }: Pick<Caller, "orgId">,
  event: SoldEvent,
  wanted: WantedSeats,
  count: number,
  skip: number,
): Promise<AvailableRun[]> {
  return core.db.run(availableRuns, [...(await narrowed(core, orgId, event, wanted)), count, skip]);
}

/** The same seats, counted by section, class and price code. */
export async function sumAvailable(
  core: Pick<Core, "db" | "clock">,
  { orgId }: Pick<Caller, "orgId">,
  event: SoldEvent,
  wanted: WantedSeats,
): Promise<AvailableSum[]> {
  return core.db.run(availableSums, await narrowed(core, orgId, event, wanted));
}

/** What both statements are asked for. */
async function narrowed(
  { db, clock }: Pick<Core, "db" | "clock">,
  orgId: number,
  { eventId, manifestId }: SoldEvent,
  { section, priceCode, className }: WantedSeats,
): Promise<unknown[]> {
  const name = capitals(className);
  const classes = await db.read(seatClasses, [orgId]);
  const chosen = classes.filter((one) => (name === null ? !one.kill : one.name.toUpperCase() === name)).map((one) => one.classId);
  return [orgId, eventId, clock.now(), manifestId, capitals(section), capitals(priceCode), chosen];
}

const capitals = (text: string | null | undefined): string | null => text?.trim().toUpperCase() || null;
