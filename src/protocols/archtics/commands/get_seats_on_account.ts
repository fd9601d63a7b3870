import type { Block } from "../../../core/ticketing/inventory/blocks.ts";
import type { Ticket } from "../../../core/ticketing/tickets/owned.ts";
import { accountSeat, accountSeatsInput, accountSeatsResults, readAccountSeats } from "../account-seats.ts";
import { commonInput, commonOutput, defineCommand } from "../command.ts";
import { pageOutput } from "../feed-fields.ts";
import { char, decimal, type EncodableFields, integer, list } from "../fields.ts";
import { placeToWire } from "../seats-sold-fields.ts";
import { dayToWire, moneyToWire } from "../wire.ts";
import { paidLetter } from "./get_ticket_sales.ts";

const seat = {
  ...accountSeat,
  num_seat: integer("Seats in the block", "willcall"),
  num_seats: integer("The same", "observed"),
  plan_name: char(8, "The plan that they were sold in", "willcall"),
  ticket_type_code: char(3, "Type of ticket", "observed"),
  purchase_price: decimal("Of one seat, as sold", "observed"),
  block_purchase_price: decimal("Of the block", "observed"),
  ticket_status: char(1, "A: sold", "observed"),
  paid: char(1, "Y, N, or P for partly", "observed"),
} as const;

export const getSeatsOnAccount = defineCommand({
  name: "get_seats_on_account",
  product: "sth-customer",
  purpose:
    "Tells the seats that an account has, in short: a row per block of neighbouring seats that are alike, in the order of event, section, row and seat. seats_sold also tells what may be done with them.",
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
    const { blocks, ...where } = await readAccountSeats(context, values, {
      alike: ["className", "planName", "priceCode", "ticketTypeCode", "purchasePrice", "paid"],
    });
    return { ...where, seats: blocks.map((block) => toWire(context.caller.timeZone, block)) };
  },
});

function toWire(timeZone: string, block: Block<Ticket>): EncodableFields<typeof seat> {
  const { first, seats } = block;
  return {
    event_name: first.eventName,
    event_id: first.eventId,
    event_date: dayToWire(timeZone, first.startsAt),
    ...placeToWire(block),
    num_seat: seats.length,
    num_seats: seats.length,
    class_name: first.className,
    plan_name: first.planName,
    price_code: first.priceCode,
    ticket_type_code: first.ticketTypeCode,
    purchase_price: moneyToWire(first.purchasePrice),
    block_purchase_price: moneyToWire(first.purchasePrice * seats.length),
    ticket_status: "A",
    paid: paidLetter(first.paid, first.purchasePrice),
  };
}
