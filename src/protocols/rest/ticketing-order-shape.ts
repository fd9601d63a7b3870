import { Type } from "typebox";
import type { Order } from "../../core/ticketing/orders/read.ts";
import { nullable, number, text } from "./shapes.ts";
import { seatFields } from "./ticketing-seats.ts";

const amount = (description: string) => Type.Integer({ minimum: 0, maximum: 99_999_999_999, description });

/** Neighbouring seats of one event that are sold at one price. */
export const lineShape = Type.Object(
  {
    event_id: Type.Optional(number("The event, unless event_name is sent")),
    event_name: Type.Optional(Type.String({ minLength: 1, maxLength: 8 })),
    ...seatFields,
    plan_id: Type.Optional(number("The plan that they are sold in")),
    price_code: Type.String({ minLength: 1, maxLength: 3 }),
    ticket_type_code: Type.Optional(Type.String({ minLength: 1, maxLength: 3, description: "_A unless it is sent" })),
    full_price: Type.Optional(amount("Of one seat, in minor units; what the price code says unless it is sent")),
    purchase_price: Type.Optional(amount("Of one seat; the full price less discount and with surcharge unless it is sent")),
    paid: Type.Optional(amount("Of one seat, how much of it is paid; all unless it is sent")),
    discount_code: Type.Optional(text(10)),
    discount: Type.Optional(amount("Of one seat")),
    surcharge_code: Type.Optional(text(10)),
    surcharge: Type.Optional(amount("Of one seat")),
    comp_code: Type.Optional(text(10, "Why it is given away")),
    comp_name: Type.Optional(text(40)),
    promotion_code: Type.Optional(text(20)),
    renewal: Type.Optional(Type.Boolean()),
    delivery_method: Type.Optional(Type.String({ minLength: 1, maxLength: 4, description: "A way of delivery by its code" })),
  },
  { additionalProperties: false },
);

/** An order. */
export const orderShape = Type.Object({
  order_id: Type.Integer(),
  account_id: Type.Integer({ description: "Who ordered; single seats may have become another's since" }),
  status: Type.Unsafe<"reserved" | "sold">({ enum: ["reserved", "sold"] }),
  sell_location: nullable<string>("string"),
  sales_source: nullable<string>("string"),
  created_at: Type.String({ format: "date-time" }),
  lines: Type.Array(
    Type.Object({
      line: Type.Integer(),
      event_id: Type.Integer(),
      event_name: Type.String(),
      plan_id: nullable<number>("integer"),
      section: Type.String(),
      row: Type.String(),
      first_seat: Type.Integer(),
      seats: Type.Integer(),
      seat_increment: Type.Integer(),
      seats_kept: Type.Integer({ description: "How many of them are the order's now: those that were returned are not" }),
      price_code: Type.String(),
      ticket_type_code: Type.String(),
      full_price: Type.Integer({ description: "Of one seat, in minor units" }),
      purchase_price: Type.Integer({ description: "Of one seat" }),
      paid: Type.Integer({ description: "Of one seat" }),
      delivery_method: nullable<string>("string"),
      reserved_until: nullable<string>("string", { format: "date-time" }),
    }),
  ),
});

/** The core's order as the wire's. */
export function orderToWire({ orderId, accountId, status, sellLocation, salesSource, createdAt, lines }: Order) {
  return {
    order_id: orderId,
    account_id: accountId,
    status,
    sell_location: sellLocation,
    sales_source: salesSource,
    created_at: createdAt.toISOString(),
    lines: lines.map((one) => ({
      line: one.line,
      event_id: one.eventId,
      event_name: one.eventName,
      plan_id: one.planId,
      section: one.section,
      row: one.row,
      first_seat: one.firstSeat,
      seats: one.seats,
      seat_increment: one.increment,
      seats_kept: one.kept,
      price_code: one.priceCode,
      ticket_type_code: one.ticketTypeCode,
      full_price: one.fullPrice,
      purchase_price: one.purchasePrice,
      paid: one.paid,
      delivery_method: one.deliveryMethod,
      reserved_until: one.reservedUntil?.toISOString() ?? null,
    })),
  };
}
