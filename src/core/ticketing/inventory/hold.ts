import { randomSlice } from "../../../platform/ids.ts";
import { newWrite } from "../../audit/write.ts";
import type { Caller, Core } from "../../core.ts";
import { nextNumber } from "../../organisations/blocks.ts";
import { refuse } from "../../refusal.ts";
import { eventStatus } from "../events/queries.ts";
import { classRules, findSeats, holdSeat, holdSeats } from "./queries.ts";
import { isOpen, keyOf, type Place, placeOf, placesOf, type Run } from "./seat.ts";

/** Seats of one event that are wanted for a while. */
export interface Hold {
  readonly eventId: number;
  readonly runs: readonly Run[];
  /** The cart; a new one unless it is given. */
  readonly orderId?: number;
  /** For whom, when that is known already. */
  readonly accountId?: number;
  /** When it ends by itself. */
  readonly until: Date;
}

/**
 * Holds seats for a cart, all of them or none, in one statement and one round trip; gives the cart's number. A seat whose hold has ended is open. Refuses with seats-not-there, seats-not-open (both name the
 * seats), event-not-published and value-invalid (a seat twice).
 */
export async function holdFor(core: Core, caller: Caller, { eventId, runs, accountId, until, ...cart }: Hold): Promise<number> {
  const { orgId } = caller;
  const orderId = cart.orderId ?? (await nextNumber(core, orgId, "order"));
  const places = placesOf(runs.map((run) => ({ ...run, eventId })));
  refuseTwice(places);
  const write = newWrite(core);
  const by = [accountId ?? null, write.writeId, caller.keyId, caller.userName, caller.protocol, caller.call, caller.requestId];
  const head = [orgId, eventId, orderId, until, write.at];
  const numbers: number[] = [];
  for (const _ of runs) numbers.push(await nextNumber(core, orgId, "seat-move"));
  const [first] = places;
  if (!first) return refuse("value-invalid", { field: "seats", fault: "must name a seat" });
  const seats = places.map((one) => one.seat);
  const alone = [...head, first.rowId, first.seat, numbers[0], randomSlice(16), ...by];
  const several = [
    ...[...head, places.map((one) => one.rowId), seats, numbers, runs.map((one) => one.rowId)],
    ...[runs.map((one) => one.firstSeat), runs.map((one) => one.seats), runs.map(() => randomSlice(16)), ...by],
  ];
  const [statement, values] = places.length === 1 ? ([holdSeat, alone] as const) : ([holdSeats, several] as const);
  // The key of the move tells when a run whose answer was lost had been done.
  const { rows, unsure } = await core.db.runOnce(statement, values, { constraint: "seat_moves_pkey" });
  if (rows === undefined || rows.length > 0) return orderId;
  return explain(core, caller, eventId, places, { orderId, until, unsure });
}

/** Says why seats could not be held, or that they are after all. */
async function explain(
  core: Core,
  { orgId }: Caller,
  eventId: number,
  places: readonly Place[],
  held: { readonly orderId: number; readonly until: Date; readonly unsure: boolean },
): Promise<number> {
  const [event] = await core.db.read(eventStatus, [orgId, eventId]);
  if (!event) return refuse("not-there", { field: "event_id", id: String(eventId) });
  if (event.status !== "published" && event.status !== "postponed") return refuse("event-not-published");
  const found = await core.db.read(findSeats, [
    orgId,
    places.map((one) => one.eventId),
    places.map((one) => one.rowId),
    places.map((one) => one.seat),
  ]);
  const known = new Map(found.map((one) => [keyOf(one), one]));
  const absent = places.filter((one) => !known.has(keyOf(one)));
  if (absent.length > 0) return refuse("seats-not-there", { seats: absent });
  // A run whose answer was lost may have been done: then all are this cart's.
  const ours = found.every((one) => one.orderId === held.orderId && one.heldUntil?.getTime() === held.until.getTime());
  if (held.unsure && ours) return held.orderId;
  const now = core.clock.now();
  const killed = new Set((await core.db.read(classRules, [orgId])).filter((one) => one.kill).map((one) => one.classId));
  const taken = found.filter((one) => !isOpen(one, now) || killed.has(one.classId));
  return refuse("seats-not-open", { seats: (taken.length > 0 ? taken : found).map(placeOf) });
}

/** Refuses seats of which one is named twice; they are in the order of their key. */
export function refuseTwice(places: readonly Place[]): void {
  const twice = places.find((one, index) => index > 0 && keyOf(one) === keyOf(places[index - 1]!));
  if (twice) refuse("value-invalid", { field: "seats", fault: "name a seat twice", seats: [twice] });
}
