import { Type } from "typebox";
import { holdClass } from "../../../core/ticketing/catalogue/kinds/prices.ts";
import { allItems } from "../../../core/ticketing/catalogue/read.ts";
import { blocksOf } from "../../../core/ticketing/inventory/blocks.ts";
import type { SeatState } from "../../../core/ticketing/inventory/seat.ts";
import { type ListedSeat, listSeats } from "../../../core/ticketing/orders/read.ts";
import { defineCall } from "../call.ts";
import { listAnswer, listQuery, pageOf, placeOf } from "../paging.ts";
import { nullable, number } from "../shapes.ts";
import { eventParams } from "../ticketing-seats.ts";

const states = ["open", "held", "reserved", "sold"] as const;
const state = Type.Unsafe<SeatState>({ enum: [...states] });

const rowShape = Type.Object({
  row_id: Type.Integer(),
  section: Type.String(),
  row: Type.String(),
  seat_increment: Type.Integer({ description: "By how much neighbours' numbers differ" }),
  blocks: Type.Array(
    Type.Object({
      first_seat: Type.Integer(),
      seats: Type.Integer(),
      state,
      hold_class: nullable<string>("string"),
      price_code: nullable<string>("string"),
      account_id: nullable<number>("integer", { description: "Whose they are, sold or reserved" }),
      order_id: nullable<number>("integer", { description: "Their order, or the cart that holds them" }),
      held_until: nullable<string>("string", { format: "date-time", description: "When the hold, or the reservation, ends" }),
    }),
    { description: "Neighbouring seats that are alike, as many together as there are" },
  ),
});

/** Seats as one row of the answer. */
function rowToWire(seats: readonly ListedSeat[], classes: ReadonlyMap<number, string>) {
  const { rowId, section, row, increment } = seats[0]!;
  const alike = (one: ListedSeat, other: ListedSeat): boolean =>
    one.state === other.state &&
    one.classId === other.classId &&
    one.priceCode === other.priceCode &&
    one.accountId === other.accountId &&
    one.orderId === other.orderId &&
    one.heldUntil?.getTime() === other.heldUntil?.getTime();
  const blocks = blocksOf(seats, alike).map(({ first, seats: all }) => ({
    first_seat: first.seat,
    seats: all.length,
    state: first.state,
    hold_class: classes.get(first.classId) ?? null,
    price_code: first.priceCode,
    account_id: first.accountId,
    order_id: first.orderId,
    held_until: first.heldUntil?.toISOString() ?? null,
  }));
  return { row_id: rowId, section, row, seat_increment: increment, blocks };
}

/** Rows of seats, each with all of its seats; they come in the order of their rows. */
function rowsOf(seats: readonly ListedSeat[]): ListedSeat[][] {
  const rows = new Map<number, ListedSeat[]>();
  for (const seat of seats) {
    const row = rows.get(seat.rowId);
    if (row) row.push(seat);
    else rows.set(seat.rowId, [seat]);
  }
  return [...rows.values()];
}

export const listEventSeats = defineCall({
  method: "GET",
  path: "/events/{event_id}/seats",
  scope: "seats:read",
  summary:
    "The seats of an event as they are now, for staff, row by row; limit counts rows, of which those without a seat that is wanted are left out",
  shapes: {
    params: eventParams,
    query: listQuery({
      state: Type.Optional(state),
      section: Type.Optional(Type.String({ minLength: 1, maxLength: 6 })),
      account_id: Type.Optional(number("Whose they are, sold or reserved")),
      order_id: Type.Optional(number("Of an order or a cart")),
    }),
    answer: listAnswer(rowShape),
  },
  async handle(context, { params, query }) {
    const { core, caller } = context;
    const list = { ...query, ...params };
    const { state: is, section, account_id: accountId, order_id: orderId } = query;
    const after = placeOf<number>(context, list) ?? 0;
    const wanted = { state: is, section, accountId, orderId };
    const [seats, all] = await Promise.all([
      listSeats(core, caller.orgId, params.event_id, wanted, after, query.limit + 1),
      allItems(core, caller.orgId, holdClass),
    ]);
    const classes = new Map(all.map((one) => [one.hold_class_id as number, one.name as string]));
    return pageOf(
      context,
      list,
      rowsOf(seats),
      (row) => rowToWire(row, classes),
      (row) => row[0]!.rowId,
    );
  },
});
