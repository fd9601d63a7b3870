import type { Core } from "../../core.ts";
import { refuse } from "../../refusal.ts";
import { eventStatus } from "../events/queries.ts";
import type { SeatState } from "../inventory/seat.ts";
import { type ListedSeat, linesOfOrder, type OrderLine, readOrder, seatsOfEvent } from "./queries.ts";

export type { ListedSeat, OrderLine };

/** An order with its lines. */
export interface Order {
  readonly orderId: number;
  readonly accountId: number;
  readonly status: "reserved" | "sold";
  readonly sellLocation: string | null;
  readonly salesSource: string | null;
  readonly createdAt: Date;
  readonly lines: readonly OrderLine[];
}

/** The order of a number. Refuses with not-there. */
export async function openOrder({ db }: Pick<Core, "db">, orgId: number, orderId: number): Promise<Order> {
  const [[order], lines] = await Promise.all([db.run(readOrder, [orgId, orderId]), db.run(linesOfOrder, [orgId, orderId])]);
  return order ? { ...order, lines } : refuse("not-there", { field: "order_id", id: String(orderId) });
}

/** Which seats of an event are wanted. */
export interface SeatsWanted {
  readonly state?: SeatState;
  readonly accountId?: number;
  /** Of an order or a cart. */
  readonly orderId?: number;
  readonly section?: string;
}

/** Seats of an event as they are now, in the order of their rows' numbers: those of at most `rows` rows behind the row `after`. Refuses with not-there. */
export async function listSeats(
  { db, clock }: Pick<Core, "db" | "clock">,
  orgId: number,
  eventId: number,
  { state, accountId, orderId, section }: SeatsWanted,
  after: number,
  rows: number,
): Promise<ListedSeat[]> {
  const [event] = await db.read(eventStatus, [orgId, eventId]);
  if (!event) return refuse("not-there", { field: "event_id", id: String(eventId) });
  const filter = [state ?? null, accountId ?? null, orderId ?? null, event.manifest_id, section ?? null];
  return db.run(seatsOfEvent, [orgId, eventId, after, rows, clock.now(), ...filter]);
}
