/** What a seat of an event is: nobody's, kept for a cart for a while, kept for an account, or an account's. */
export type SeatState = "open" | "held" | "reserved" | "sold";

/** Neighbouring seats of a row: `seats` of them from `firstSeat` on, whose numbers differ by `increment`. */
export interface Run {
  readonly rowId: number;
  readonly firstSeat: number;
  readonly seats: number;
  readonly increment: number;
}

/** Neighbouring seats at one event. */
export interface EventRun extends Run {
  readonly eventId: number;
}

/** One seat at one event. */
export interface Place {
  readonly eventId: number;
  readonly rowId: number;
  readonly seat: number;
}

/** A seat's state row, locked. */
export interface HeldSeat extends Place {
  /** Where the row lies, for as long as it is locked. */
  readonly at: string;
  readonly state: SeatState;
  readonly classId: number;
  readonly priceCode: string | null;
  readonly orderId: number | null;
  readonly line: number | null;
  readonly accountId: number | null;
  readonly heldUntil: Date | null;
  readonly barcode: number | null;
  readonly turn: number;
}

/** The numbers of a run's seats. */
export function seatsOf({ firstSeat, seats, increment }: Run): number[] {
  return Array.from({ length: seats }, (_, index) => firstSeat + index * increment);
}

/** The last seat of a run. */
export const lastSeatOf = ({ firstSeat, seats, increment }: Run): number => firstSeat + (seats - 1) * increment;

/** Whether a seat is there to be had: a hold, and a reservation that ends, counts no more from that moment (decisions.md, section 2, Purchase). */
export function isOpen({ state, heldUntil }: Pick<HeldSeat, "state" | "heldUntil">, now: Date): boolean {
  return state === "open" || (state !== "sold" && heldUntil !== null && heldUntil <= now);
}

/** In the order in which seats are locked, so that nobody waits for who waits for them. */
export function inKeyOrder(one: Place, other: Place): number {
  return one.eventId - other.eventId || one.rowId - other.rowId || one.seat - other.seat;
}

/** All seats of runs, in the order in which they are locked. */
export function placesOf(runs: readonly EventRun[]): Place[] {
  return runs.flatMap((run) => seatsOf(run).map((seat) => ({ eventId: run.eventId, rowId: run.rowId, seat }))).sort(inKeyOrder);
}

/** Where a seat is, as a key. */
export const keyOf = ({ eventId, rowId, seat }: Place): string => `${eventId} ${rowId} ${seat}`;

/** Where a seat is, without the rest of what is known of it. */
export const placeOf = ({ eventId, rowId, seat }: Place): Place => ({ eventId, rowId, seat });
