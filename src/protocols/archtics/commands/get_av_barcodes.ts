import { barcodeFrom } from "../../../core/ticketing/access/attendance.ts";
import { whichEvents } from "../../../core/ticketing/feeds/which-events.ts";
import { readValues, type ValuedTicket } from "../../../core/ticketing/values/read.ts";
import { commonInput, commonOutput, commonResults, defineCommand, refuseCommand } from "../command.ts";
import { pageFromWire, pageInput, pageOutput } from "../feed-fields.ts";
import { char, decimal, digits, type EncodableFields, integer, list } from "../fields.ts";
import { moneyToWire, yesNo } from "../wire.ts";

const valued = {
  barcode: digits(20, "Barcode", "willcall"),
  status_add_credit_amount: decimal("Money on the ticket", "willcall"),
  item: char(40, "What it is good for, where that is not money", "willcall"),
  item_count: integer("How many of it are on the ticket", "willcall"),
  event_name: char(8, "Event", "willcall"),
  section_name: char(6, "Section", "willcall"),
  row_name: char(4, "Row", "willcall"),
  seat_num: integer("Seat", "willcall"),
  acct_id: integer("Whose ticket it is", "willcall"),
} as const;

export const getAvBarcodes = defineCommand({
  name: "get_av_barcodes",
  product: "sth-customer",
  purpose: "Tells which tickets have value on them: a row per ticket for its money, and one for each item.",
  family: "plain",
  input: {
    ...commonInput,
    ...pageInput,
    event_name: char(8, "Of this event, or of the events of this plan", "willcall"),
    item_set: char(20, "Of the events of this item set", "willcall"),
    acct_id: integer("Of this account's tickets", "willcall"),
    barcode: char(20, "Of this ticket", "willcall"),
  },
  required: [],
  output: { ...commonOutput, ...pageOutput, barcodes: list(valued, "Tickets with value", 5_000, "willcall") },
  results: {
    ...commonResults,
    5311: { meaning: "None of event_name, item_set, acct_id and barcode was sent", mark: "willcall" },
    5319: { meaning: "There are none", mark: "willcall", sqlCode: 100 },
  },
  codes: { missing: 5311, invalid: 9999 },
  async handle({ core, caller }, values) {
    const { event_name: eventName, item_set: itemSet, acct_id: accountId, barcode: read } = values;
    if (!eventName && !itemSet && accountId == null && !read)
      refuseCommand(5311, "event_name: required, unless item_set, acct_id or barcode is sent");
    const { count, page } = pageFromWire(values);
    // What can't be a barcode is nobody's.
    const barcode = read ? Number(barcodeFrom(read)) || 0 : null;
    const events = await whichEvents(core, caller.orgId, { eventName, itemSet });
    const { rows, more } = await readValues(core, caller.orgId, { events, accountId, barcode, count, page });
    const where = { page: String(page), more: yesNo(more) };
    if (rows.length === 0) refuseCommand(5319, "No barcodes found", where);
    return { ...where, barcodes: rows.map(valuedToWire) };
  },
});

function valuedToWire({ barcode, item, balance, ...ticket }: ValuedTicket): EncodableFields<typeof valued> {
  return {
    barcode: String(barcode),
    ...(item ? { item, item_count: balance } : { status_add_credit_amount: moneyToWire(balance) }),
    event_name: ticket.eventName,
    section_name: ticket.section,
    row_name: ticket.row,
    seat_num: ticket.seat,
    acct_id: ticket.accountId,
  };
}
