import { readSales, type SoldRow } from "../../../core/ticketing/feeds/sales.ts";
import { whichEvents } from "../../../core/ticketing/feeds/which-events.ts";
import { commonInput, commonOutput, commonResults, defineCommand, refuseCommand } from "../command.ts";
import { feedFromWire, feedInput, feedOutput, feedToWire, hasStart } from "../feed-fields.ts";
import { char, decimal, type EncodableFields, integer, list } from "../fields.ts";
import { dateTimeToWire, dayToWire, moneyToWire, numberOf, yesNo } from "../wire.ts";

const ticket = {
  event_name: char(8, "Event", "observed"),
  event_id: integer("Number of the event", "observed"),
  event_date: char(10, "YYYY-MM-DD", "observed"),
  section_name: char(6, "Section", "observed"),
  section_id: integer("Number of the section", "observed"),
  row_name: char(4, "Row", "observed"),
  row_id: integer("Number of the row", "observed"),
  seat_num: integer("The first seat of the block", "observed"),
  last_seat: integer("The last seat of the block", "observed"),
  num_seats: integer("Seats in the block", "observed"),
  seat_increment: integer("By how much neighbours' numbers differ", "observed"),
  acct_id: integer("Whose they became, or were", "observed"),
  order_num: integer("Order", "observed"),
  order_line_item: integer("Line of the order", "observed"),
  order_line_item_seq: integer("Number of this sale or return, as ticket_seq_id", "observed"),
  ticket_seq_id: integer("Number of this sale or return", "observed"),
  ticket_status: char(1, "A: sold; R: returned", "observed"),
  tran_type: char(
    1,
    "S: a sale; R: a return; T: a transfer, which is told as R of the account that had them and as A of the one that has",
    "willcall",
  ),
  ticket_type: char(40, "Type of ticket", "observed"),
  ticket_type_code: char(3, "Its code", "observed"),
  price_code: char(3, "Price code", "observed"),
  price_code_desc: char(64, "What it stands for", "observed"),
  full_price: decimal("Of one seat, before discounts", "observed"),
  purchase_price: decimal("Of one seat, as sold", "observed"),
  block_purchase_price: decimal("Of the block", "observed"),
  paid: char(1, "Y, N, or P for partly", "observed"),
  paid_amount: decimal("Of the block, what is paid", "observed"),
  owed_amount: decimal("Of the block, what is not", "observed"),
  comp_code: integer("Why it was given away, where that is a number", "observed"),
  comp_name: char(40, "In full", "observed"),
  disc_code: char(10, "Discount", "observed"),
  disc_amount: decimal("Of one seat", "observed"),
  surchg_code: char(10, "Surcharge", "observed"),
  surchg_amount: decimal("Of one seat", "observed"),
  class_name: char(20, "The seats' class", "observed"),
  sell_location: char(20, "Where it was sold", "observed"),
  sales_source_name: char(40, "What brought the sale about", "observed"),
  plan_event_name: char(8, "The plan that it was sold in", "observed"),
  plan_event_id: integer("Its number", "observed"),
  promo_code: char(20, "Promotion", "observed"),
  renewal_ind: char(1, "Y: a renewal", "observed"),
  return_reason: char(40, "Of a return: why", "observed"),
  return_datetime: char(16, "Of a return: when", "observed"),
  delivery_method: char(4, "Way of delivery", "observed"),
  delivery_method_name: char(64, "In full", "observed"),
  add_user: char(12, "Who sold it", "observed"),
  add_datetime: char(16, "When it was sold", "observed"),
  upd_user: char(12, "Who made this change", "observed"),
  upd_datetime: char(16, "When this change was made", "observed"),
} as const;

export const getTicketSales = defineCommand({
  name: "get_ticket_sales",
  product: "sth-customer",
  purpose:
    "Tells sales and returns of tickets since a time, of an event or a set of them: a row per block of neighbouring seats, in the order in which they happened. Whoever adds sales and takes returns away, in this order, has what is sold.",
  family: "plain",
  input: {
    ...commonInput,
    ...feedInput,
    event_name: char(8, "Of this event, or of the events of this plan", "willcall"),
    item_set: char(20, "Of the events of this item set", "willcall"),
    acct_id: integer("Of this account only", "willcall"),
  },
  required: [],
  output: {
    ...commonOutput,
    ...feedOutput,
    tickets: list(ticket, "Sales and returns", 5_000, "willcall"),
  },
  results: {
    ...commonResults,
    5281: { meaning: "None of event_name, item_set, acct_id, start_datetime and cursor was sent", mark: "willcall" },
    5289: { meaning: "There are none", mark: "willcall", sqlCode: 100 },
  },
  codes: { missing: 5281, invalid: 9999 },
  async handle(context, values) {
    const { core, caller } = context;
    const { event_name: eventName, item_set: itemSet, acct_id: accountId } = values;
    if (!eventName && !itemSet && accountId == null && !hasStart(values))
      refuseCommand(5281, "start_datetime: required, unless event_name, item_set, acct_id or cursor is sent");
    const { from, count, page } = feedFromWire(context, values);
    const events = await whichEvents(core, caller.orgId, { eventName, itemSet });
    const found = await readSales(core, caller.orgId, { events, accountId }, from, count);
    const where = feedToWire(context, found, page);
    if (found.rows.length === 0) refuseCommand(5289, "No ticket sales found", where);
    return { ...where, tickets: found.rows.map((row) => ticketToWire(caller.timeZone, row)) };
  },
});

function ticketToWire(timeZone: string, row: SoldRow): EncodableFields<typeof ticket> {
  const { seats, purchasePrice, paid } = row;
  const returned = row.kind === "return" || row.kind === "transfer-out";
  return {
    event_name: row.eventName,
    event_id: row.eventId,
    event_date: dayToWire(timeZone, row.eventDate),
    section_name: row.section,
    section_id: row.sectionId,
    row_name: row.row,
    row_id: row.rowId,
    seat_num: row.firstSeat,
    last_seat: row.firstSeat + (seats - 1) * row.increment,
    num_seats: seats,
    seat_increment: row.increment,
    acct_id: row.accountId,
    order_num: row.orderId,
    order_line_item: row.line,
    order_line_item_seq: row.moveId,
    ticket_seq_id: row.moveId,
    ticket_status: returned ? "R" : "A",
    tran_type: row.kind.startsWith("transfer") ? "T" : returned ? "R" : "S",
    ticket_type: row.ticketTypeName,
    ticket_type_code: row.ticketTypeCode,
    price_code: row.priceCode,
    price_code_desc: row.priceCodeName,
    full_price: moneyToWire(row.fullPrice),
    purchase_price: moneyToWire(purchasePrice),
    block_purchase_price: moneyToWire(purchasePrice * seats),
    paid: paidLetter(paid, purchasePrice),
    paid_amount: moneyToWire(paid * seats),
    owed_amount: moneyToWire((purchasePrice - paid) * seats),
    comp_code: numberOf(row.compCode),
    comp_name: row.compName,
    disc_code: row.discountCode,
    disc_amount: moneyToWire(row.discount),
    surchg_code: row.surchargeCode,
    surchg_amount: moneyToWire(row.surcharge),
    class_name: row.className,
    sell_location: row.sellLocation,
    sales_source_name: row.salesSource,
    plan_event_name: row.planName,
    plan_event_id: row.planId,
    promo_code: row.promotionCode,
    renewal_ind: yesNo(row.renewal),
    return_reason: row.reason,
    return_datetime: returned ? dateTimeToWire(timeZone, row.recordedAt) : null,
    delivery_method: row.deliveryMethod,
    delivery_method_name: row.deliveryMethodName,
    add_user: returned ? null : row.userName,
    add_datetime: dateTimeToWire(timeZone, row.soldAt),
    upd_user: row.userName,
    upd_datetime: dateTimeToWire(timeZone, row.recordedAt),
  };
}

/** Y when nothing is owed, N when nothing is paid of what is to be, otherwise P. */
export function paidLetter(paid: number, price: number): "Y" | "N" | "P" {
  if (paid >= price) return "Y";
  return paid === 0 ? "N" : "P";
}
