import type { Block } from "../../../core/ticketing/inventory/blocks.ts";
import type { Ticket } from "../../../core/ticketing/tickets/owned.ts";
import { accountSeat, accountSeatsInput, accountSeatsResults, readAccountSeats } from "../account-seats.ts";
import { commonInput, commonOutput, defineCommand } from "../command.ts";
import { pageOutput } from "../feed-fields.ts";
import { char, decimal, type EncodableFields, integer, list } from "../fields.ts";
import { placeToWire } from "../seats-sold-fields.ts";
import { dateTimeToWire, dayToWire, moneyToWire } from "../wire.ts";

const seat = {
  ...accountSeat,
  num_seats: integer("Seats in the block", "observed"),
  price: decimal("Of one seat, without discounts and surcharges", "observed"),
  block_purchase_price: decimal("Of the block, as it will be sold", "observed"),
  acct_id: integer("The account", "observed"),
  order_num: integer("Order", "observed"),
  order_line_item: integer("Line of the order", "observed"),
  usr: char(12, "Who reserved them", "observed"),
  datetime: char(16, "When they were reserved", "observed"),
  hours_held: integer("Whole hours since then", "observed"),
  release_datetime: char(16, "Until when; left out when nothing was said about it", "observed"),
  reserved_ind: char(1, "Y", "observed"),
  sell_location: char(20, "Where they were reserved", "observed"),
  plan_event_name: char(8, "The plan that they are reserved in", "observed"),
} as const;

export const getSeatsOnAccountReserved = defineCommand({
  name: "get_seats_on_account_reserved",
  product: "sth-customer",
  purpose:
    "Tells the seats that are kept for an account and not sold: a row per block of neighbouring seats of one order line, in the order of event, section, row and seat.",
  family: "plain",
  input: { ...commonInput, ...accountSeatsInput },
  required: ["acct_id"],
  output: {
    ...commonOutput,
    ...pageOutput,
    seats: list(seat, "Blocks of seats", 5_000, "willcall"),
  },
  results: accountSeatsResults,
  codes: { missing: 5061, invalid: 9999 },
  async handle(context, values) {
    const { core, caller } = context;
    const { blocks, ...where } = await readAccountSeats(context, values, {
      state: "reserved",
      alike: ["className", "orderId", "line", "priceCode", "fullPrice", "purchasePrice", "planName"],
    });
    const now = core.clock.now();
    return { ...where, seats: blocks.map((block) => toWire(caller.timeZone, values.acct_id!, block, now)) };
  },
});

function toWire(timeZone: string, accountId: number, block: Block<Ticket>, now: Date): EncodableFields<typeof seat> {
  const { first, seats } = block;
  return {
    event_name: first.eventName,
    event_id: first.eventId,
    event_date: dayToWire(timeZone, first.startsAt),
    ...placeToWire(block),
    num_seats: seats.length,
    class_name: first.className,
    price_code: first.priceCode,
    price: moneyToWire(first.fullPrice),
    block_purchase_price: moneyToWire(first.purchasePrice * seats.length),
    acct_id: accountId,
    order_num: first.orderId,
    order_line_item: first.line,
    usr: first.userName,
    datetime: dateTimeToWire(timeZone, first.soldAt),
    hours_held: Math.max(0, Math.floor((now.getTime() - first.soldAt.getTime()) / 3_600_000)),
    release_datetime: dateTimeToWire(timeZone, first.reservedUntil),
    reserved_ind: "Y",
    sell_location: first.sellLocation,
    plan_event_name: first.planName,
  };
}
