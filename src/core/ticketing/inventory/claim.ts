import type { Transaction } from "../../../platform/database/transaction.ts";
import type { Caller } from "../../core.ts";
import { refuse } from "../../refusal.ts";
import { refuseTwice } from "./hold.ts";
import { lockSeats } from "./queries.ts";
import { type EventRun, type HeldSeat, keyOf, placeOf, placesOf, seatsOf } from "./seat.ts";

/** Locked seats, to be had run by run. */
export interface Claimed {
  /** All, in the order of their key. */
  readonly seats: readonly HeldSeat[];
  /** Those of a run, rising. */
  of(run: EventRun): HeldSeat[];
}

/** Locks all seats of runs in the order of their key. Refuses with seats-not-there, and value-invalid for a seat that is named twice. */
export async function claim(tx: Transaction, { orgId }: Caller, runs: readonly EventRun[]): Promise<Claimed> {
  const places = placesOf(runs);
  refuseTwice(places);
  const seats = await tx.query(lockSeats, [
    orgId,
    places.map((one) => one.eventId),
    places.map((one) => one.rowId),
    places.map((one) => one.seat),
  ]);
  const byKey = new Map(seats.map((seat) => [keyOf(seat), seat]));
  if (seats.length < places.length)
    refuse("seats-not-there", { seats: places.filter((one) => !byKey.has(keyOf(one))).map(placeOf) });
  return {
    seats,
    of: (run) => seatsOf(run).map((seat) => byKey.get(keyOf({ ...run, seat }))!),
  };
}
