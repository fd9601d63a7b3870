import { Refusal } from "../../core/refusal.ts";
import { barcodeFrom } from "../../core/ticketing/access/attendance.ts";
import { type ChangedValue, changeValue, mostValue, type TicketName } from "../../core/ticketing/values/change.ts";
import { type CommandContext, commonInput, commonOutput, commonResults, refuseCommand } from "./command.ts";
import { char, type DecodedFields, decimal, digits, type EncodableFields, integer } from "./fields.ts";
import { moneyFromWire, moneyToWire } from "./wire.ts";

/** The inputs of what changes the value on a ticket. */
export const valueInput = {
  ...commonInput,
  barcode: digits(20, "The ticket, by its barcode", "willcall"),
  event_name: char(8, "Or by its seat: event", "willcall"),
  section_name: char(6, "Section", "willcall"),
  row_name: char(4, "Row", "willcall"),
  seat_num: integer("Seat", "willcall"),
  amount: decimal("Money", "willcall"),
  item: char(40, "Or what it is good for, in place of money", "willcall"),
  count: integer("How many of the item", "willcall"),
  description: char(250, "What for", "willcall"),
  ext_trans_id: char(64, "The caller's number for it: sent again, it counts once", "willcall"),
} as const;

/** The outputs of it. */
export const valueOutput = {
  ...commonOutput,
  entry_num: integer("Number of this change; of one that was sent before, the first one's", "willcall"),
  barcode: char(20, "The ticket's barcode", "willcall"),
  acct_id: integer("Whose it is", "willcall"),
  event_name: char(8, "Event", "willcall"),
  section_name: char(6, "Section", "willcall"),
  row_name: char(4, "Row", "willcall"),
  seat_num: integer("Seat", "willcall"),
  status_add_credit_amount: decimal("Money on the ticket now", "willcall"),
  item: char(40, "The item", "willcall"),
  item_count: integer("How many of it are on the ticket now", "willcall"),
} as const;

/** The results of it. */
export const valueResults = {
  ...commonResults,
  5501: { meaning: "Required input is missing; error_detail names the field", mark: "willcall" },
  5502: { meaning: "No such ticket: not sold, returned, or without a barcode", mark: "willcall" },
} as const;

type Values = DecodedFields<typeof valueInput>;

/** Does it, and gives the answer. Refuses with 5501, 5502, 5503 and 9999. */
export async function changeFromWire(
  { core, caller }: CommandContext,
  values: Values,
  way: "add" | "redeem",
): Promise<EncodableFields<typeof valueOutput>> {
  const ticket = ticketFromWire(values);
  const { item, amount } = whatFromWire(values);
  const { description, ext_trans_id: reference } = values;
  try {
    const change = { ticket, item, amount, description, reference };
    return changedToWire(await changeValue(core, caller, way, change, (done) => ({ done })));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.refusal === "not-there") refuseCommand(5502, `${"barcode" in ticket ? "barcode" : "seat_num"}: no such ticket`);
    if (error.refusal === "balance-too-low") refuseCommand(5503, `${item ? "count" : "amount"}: not enough value on the ticket`);
    if (error.refusal === "reference-in-use") refuseCommand(9999, "ext_trans_id: was sent for something else");
    if (error.refusal === "value-invalid") refuseCommand(9999, `${item ? "count" : "amount"}: ${error.facts.fault}`);
    throw error;
  }
}

/** The answer to a change that was made. */
export function changedToWire({ ticket, entryId, item, balance }: ChangedValue): EncodableFields<typeof valueOutput> {
  return {
    entry_num: entryId,
    barcode: String(ticket.barcode),
    acct_id: ticket.accountId,
    event_name: ticket.eventName,
    section_name: ticket.section,
    row_name: ticket.row,
    seat_num: ticket.seat,
    ...(item ? { item, item_count: balance } : { status_add_credit_amount: moneyToWire(balance) }),
  };
}

function ticketFromWire({ barcode, event_name, section_name, row_name, seat_num }: Values): TicketName {
  if (barcode) {
    const number = barcodeFrom(barcode);
    return typeof number === "number" ? { barcode: number } : refuseCommand(5502, "barcode: no such ticket");
  }
  const none = [event_name, section_name, row_name, seat_num].every((one) => one == null);
  if (none) refuseCommand(5501, "barcode: required, unless event_name, section_name, row_name and seat_num are sent");
  const need = <T>(name: string, value: T | null | undefined): T => value ?? refuseCommand(5501, `${name}: required`);
  return {
    eventName: need("event_name", event_name),
    section: need("section_name", section_name),
    row: need("row_name", row_name),
    seat: need("seat_num", seat_num),
  };
}

function whatFromWire({ amount, item, count }: Values): { item: string; amount: number } {
  if (item) {
    if (amount != null) refuseCommand(9999, "amount: only in place of item and count");
    if (count == null) return refuseCommand(5501, "count: required with item");
    return count >= 1 ? { item, amount: count } : refuseCommand(9999, "count: must be above zero");
  }
  if (amount == null) return refuseCommand(5501, "amount: required, unless item and count are sent");
  if (count != null) refuseCommand(5501, "item: required with count");
  const minor = moneyFromWire(amount);
  if (minor === undefined || minor < 1 || minor > mostValue)
    return refuseCommand(9999, "amount: must be above zero, with at most two decimals, and at most 99999999.99");
  return { item: "", amount: minor };
}
