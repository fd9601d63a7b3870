import type { Block } from "../../core/ticketing/inventory/blocks.ts";
import { isYes } from "../../core/ticketing/tickets/allowed.ts";
import type { Ticket } from "../../core/ticketing/tickets/owned.ts";
import { char, decimal, type EncodableFields, integer, list } from "./fields.ts";
import {
  allowedMeanings,
  letterOf,
  markets,
  seatStatusOf,
  seatTypes,
  sectionTypes,
  showsBarcode,
  ticketStatusOf,
} from "./ticket-letters.ts";
import { dateTimeToWire, dayToWire, moneyToWire, yesNo } from "./wire.ts";

/** Seats of one block may differ in these. */
const atomicSeat = {
  atomic_seat: char(100, "Number of the seat; text on the wire, as in the samples"),
  barcode: char(20, "Its barcode: only when it may be forwarded or resold, and is given out already"),
  ticket_status: char(
    2,
    "How the ticket was last given out: PB by the box office, PI online, PC by customer service, PP paperless, FP forced paperless, FW forced will call, WC will call, VM seen on a telephone. Left out when it was not",
  ),
  status_seat_num: integer("Number of the seat; with ticket_status"),
  status_date_time: char(16, "When that was"),
  status_pid_display: char(20, "Never given: Willcall has no personal ids"),
  status_add_credit_amount: decimal("The money on the ticket"),
  history_confirmation: char(16, "Never given: Willcall has no such numbers"),
} as const;

/** A block of seats as seats_sold tells it. */
export const soldBlock = {
  event_name: char(8, "Event"),
  event_id: integer("Its number"),
  master_event_name: char(8, "The same event, as in the samples"),
  plan_name: char(8, "The plan that they were sold in; left out of single tickets"),
  add_date_time: char(16, "When they were sold"),
  purchase_date: char(10, "The day of it"),
  section_name: char(6, "Section"),
  row_name: char(4, "Row"),
  seat_num: integer("The first seat of the block"),
  num_seat: integer("Seats in the block"),
  last_seat: integer("The last seat of the block"),
  seat_increment: integer("By how much neighbours' numbers differ"),
  price_code: char(3, "Price code"),
  full_price: decimal("Of one seat, without discounts and surcharges"),
  block_full_price: decimal("Of the block"),
  purchase_price: decimal("Of one seat, as sold"),
  block_purchase_price: decimal("Of the block"),
  section_type: char(1, "N standard, S suite, C club"),
  seat_type: char(1, "N numbered, S standing, G general admission"),
  seat_status_ind: char(
    1,
    "A active, C on a card. Other letters are never given: a ticket that was forwarded is its recipient's, and told with their account",
  ),
  forwarding_allowed_ind: char(1, allowedMeanings.forward),
  resale_allowed_ind: char(1, allowedMeanings.resale),
  print_to_tf_allowed_ind: char(1, allowedMeanings.print),
  transfer_to_card_allowed_ind: char(1, allowedMeanings.card),
  exchange_allowed_ind: char(1, allowedMeanings.exchange),
  view_mobile_allowed_ind: char(1, allowedMeanings.mobile),
  return_allowed_ind: char(1, allowedMeanings.return),
  attended_seats: list({ attended_seat: char(250, "Number of a seat") }, "Those of the block whose tickets were admitted"),
  email_addr: char(100, "Never given: a ticket that was forwarded is its recipient's, and told with their account"),
  market_ind: char(1, "P primary market, S secondary market, H a retail sale of the Host"),
  ticket_type_code: char(3, "Type of ticket, as in _A"),
  ticket_type_pc: char(40, "Type of ticket and price code, as in Adult / 1"),
  gate_exit_portal: char(120, "Gate and portal of the section"),
  class_attribute: char(
    1_000,
    "Abbreviations of the seats' attributes, with commas between; system_options tells what they stand for",
  ),
  atomic_seats: list(atomicSeat, "The seats one by one"),
  delayed_delivery: char(1, "Y: the tickets are not given out yet; N: they are"),
  print_offset_date_time: char(16, "From when on they are given out; only when delayed_delivery is Y"),
  return_price_value: decimal("Of one seat, what is paid back when it is given back; only when return_allowed_ind is Y"),
  user_flag: char(1, "Y: bought through a system of the organisation's own; N: otherwise"),
} as const;

/** A block as the wire has it. */
export function blockToWire(timeZone: string, { first, seats }: Block<Ticket>): EncodableFields<typeof soldBlock> {
  const { verdicts, fullPrice, purchasePrice } = first;
  const attributes = new Set(seats.flatMap((one) => one.attributes));
  return {
    event_name: first.eventName,
    event_id: first.eventId,
    master_event_name: first.eventName,
    plan_name: first.planName,
    add_date_time: dateTimeToWire(timeZone, first.soldAt),
    purchase_date: dayToWire(timeZone, first.soldAt),
    ...placeToWire({ first, seats }),
    num_seat: seats.length,
    price_code: first.priceCode,
    full_price: moneyToWire(fullPrice),
    block_full_price: moneyToWire(fullPrice * seats.length),
    purchase_price: moneyToWire(purchasePrice),
    block_purchase_price: moneyToWire(purchasePrice * seats.length),
    section_type: sectionTypes[first.sectionType],
    seat_type: seatTypes[first.seating],
    seat_status_ind: seatStatusOf(first),
    forwarding_allowed_ind: letterOf("forward", verdicts.forward),
    resale_allowed_ind: letterOf("resale", verdicts.resale),
    print_to_tf_allowed_ind: letterOf("print", verdicts.print),
    transfer_to_card_allowed_ind: letterOf("card", verdicts.card),
    exchange_allowed_ind: letterOf("exchange", verdicts.exchange),
    view_mobile_allowed_ind: letterOf("mobile", verdicts.mobile),
    return_allowed_ind: letterOf("return", verdicts.return),
    attended_seats: seats.filter((one) => one.attended).map((one) => ({ attended_seat: String(one.seat) })),
    market_ind: markets[first.market],
    ticket_type_code: first.ticketTypeCode,
    ticket_type_pc: [first.ticketTypeName, first.priceCode].filter(Boolean).join(" / "),
    gate_exit_portal: [first.gate, first.portal].filter(Boolean).join(" / "),
    class_attribute: [...attributes].sort().join(","),
    atomic_seats: seats.map((one) => seatToWire(timeZone, one)),
    delayed_delivery: yesNo(first.delayedUntil !== null),
    print_offset_date_time: dateTimeToWire(timeZone, first.delayedUntil),
    return_price_value: isYes(verdicts.return) ? moneyToWire(first.paid) : null,
    user_flag: yesNo(first.userFlag),
  };
}

/** Where a block is, as every answer about seats has it. */
export function placeToWire({ first, seats }: Block<Ticket>) {
  return {
    section_name: first.section,
    row_name: first.row,
    seat_num: first.seat,
    last_seat: seats.at(-1)!.seat,
    seat_increment: first.increment,
  };
}

function seatToWire(timeZone: string, ticket: Ticket): EncodableFields<typeof atomicSeat> {
  const status = ticketStatusOf(ticket);
  return {
    atomic_seat: String(ticket.seat),
    barcode: showsBarcode(ticket) && ticket.barcode !== null ? String(ticket.barcode) : null,
    ticket_status: status,
    status_seat_num: status ? ticket.seat : null,
    status_date_time: status ? dateTimeToWire(timeZone, ticket.printedAt) : null,
    status_add_credit_amount: moneyToWire(ticket.money),
  };
}
