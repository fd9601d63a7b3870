import { barcodeFrom, readBarcode } from "../../../core/ticketing/access/attendance.ts";
import { commonInput, commonOutput, commonResults, defineCommand, refuseCommand } from "../command.ts";
import { char, decimal, digits, integer } from "../fields.ts";
import { moneyToWire } from "../wire.ts";

export const verifyBarcode = defineCommand({
  name: "verify_barcode",
  product: "sth-customer",
  purpose: "Tells whose ticket a barcode is, for which seat, and what it cost. It admits nobody: that is scan's.",
  family: "plain",
  input: {
    ...commonInput,
    barcode: digits(20, "Barcode", "willcall"),
    event_name: char(8, "Only if it is for this event", "willcall"),
  },
  required: ["barcode"],
  output: {
    ...commonOutput,
    barcode: char(20, "Barcode", "willcall"),
    barcode_status: char(1, "A: opens a gate; R: was returned; X: was replaced by another", "willcall"),
    acct_id: integer("Whose ticket it is, or was", "willcall"),
    event_name: char(8, "Event", "willcall"),
    section_name: char(6, "Section", "willcall"),
    row_name: char(4, "Row", "willcall"),
    seat_num: integer("Seat", "willcall"),
    price_code: char(3, "Price code", "willcall"),
    ticket_type: char(40, "Type of ticket", "willcall"),
    full_price: decimal("Before discounts", "willcall"),
    purchase_price: decimal("As sold", "willcall"),
    plan_event_name: char(8, "The plan that it was sold in", "willcall"),
  },
  results: {
    ...commonResults,
    5321: { meaning: "Required input is missing; error_detail names the field", mark: "willcall" },
    5329: { meaning: "No such barcode, or none of this event", mark: "willcall", sqlCode: 100 },
  },
  codes: { missing: 5321, invalid: 9999 },
  async handle({ core, caller }, { barcode: read, event_name: eventName }) {
    const barcode = barcodeFrom(read!);
    const ticket = typeof barcode === "number" ? await readBarcode(core, caller.orgId, barcode) : undefined;
    if (!ticket || (eventName && ticket.eventName !== eventName.trim().toUpperCase()))
      return refuseCommand(5329, "barcode: no such barcode");
    return {
      barcode: String(barcode),
      barcode_status: ticket.retired === null ? "A" : ticket.retired === "returned" ? "R" : "X",
      acct_id: ticket.accountId,
      event_name: ticket.eventName,
      section_name: ticket.section,
      row_name: ticket.row,
      seat_num: ticket.seat,
      price_code: ticket.priceCode,
      ticket_type: ticket.ticketType,
      full_price: moneyToWire(ticket.fullPrice),
      purchase_price: moneyToWire(ticket.purchasePrice),
      plan_event_name: ticket.planName,
    };
  },
});
