import type { ScanRow } from "../../core/ticketing/access/attendance.ts";
import { admittedWrongly, outcomeText } from "../../core/ticketing/access/outcomes.ts";
import { char, type EncodableFields, integer } from "./fields.ts";
import { dateTimeToWire, dayToWire, exactToWire, yesNo } from "./wire.ts";

/** What is told of a scan (archtics.md, section 5). */
export const attendanceFields = {
  event_id: integer("Number of the event that the gate was open for", "observed"),
  event_name: char(8, "Its name", "observed"),
  event_date: char(10, "YYYY-MM-DD", "observed"),
  section_id: integer("Number of the section", "observed"),
  section_name: char(6, "Section", "observed"),
  row_id: integer("Number of the row", "observed"),
  row_name: char(4, "Row", "observed"),
  seat_num: integer("Seat", "observed"),
  acct_id: integer("Whose the ticket was when it was scanned", "observed"),
  ticket_acct_id: integer("The account that it had been sold to", "observed"),
  plan_event_Id: integer("Number of the plan that it was sold in", "observed"),
  plan_event_name: char(8, "Its name", "observed"),
  print_count: integer("How often the ticket was printed or sent", "observed"),
  ticket_type: char(40, "Type of ticket", "observed"),
  price_code: char(3, "Price code", "observed"),
  comp: char(1, "Y: it was given away", "observed"),
  scan_type: char(3, "IN: an entry; OUT: an exit", "observed"),
  result_code: integer("0: admitted, or let out; otherwise why not (docs/entry.md)", "observed"),
  result_type: char(40, "The same in words", "observed"),
  valid: char(1, "Y: result_code is 0", "observed"),
  action_time: char(8, "HH:MM:SS, at the venue, a scanner's own error taken off", "observed"),
  gate: char(20, "Gate", "observed"),
  source_system: char(10, "WILLCALL", "observed"),
  access_type: char(7, "ONLINE; OFFLINE: the scanner decided by itself and told it later", "observed"),
  channel_ind: char(1, "How the ticket was delivered: M on a telephone, C on a card, P otherwise; empty: it was not", "observed"),
  mobile: integer("1: on a telephone", "observed"),
  seq_num: integer("Number of the scan", "observed"),
  upd_datetime: char(16, "When it was recorded", "observed"),
  action_datetime: char(19, "Date and time of action_time, which may lie after midnight", "willcall"),
  barcode: char(
    20,
    "As it was read; only where no ticket has or had it, since one that was refused may still open a gate",
    "willcall",
  ),
  scanner: char(32, "Scanner", "willcall"),
  conflict_ind: char(
    1,
    "Y: admitted although somebody else was on the same ticket, or although the ticket gave no right to it; only a scanner that is offline can do so",
    "willcall",
  ),
  conflict_seq_num: integer("Number of the scan that it is in conflict with", "willcall"),
} as const;

/** A scan on the wire; `conflictsWith` is the scan that it is told to be in conflict with. */
export function attendanceToWire(
  timeZone: string,
  row: ScanRow,
  conflictsWith: number | null,
): EncodableFields<typeof attendanceFields> {
  const at = exactToWire(timeZone, row.at);
  return {
    event_id: row.eventId,
    event_name: row.eventName,
    event_date: dayToWire(timeZone, row.eventDate),
    section_id: row.sectionId,
    section_name: row.section,
    row_id: row.rowId,
    row_name: row.row,
    seat_num: row.seat,
    acct_id: row.accountId,
    ticket_acct_id: row.buyerId,
    plan_event_Id: row.planId,
    plan_event_name: row.planName,
    print_count: row.seat === null ? null : (row.prints ?? 0),
    ticket_type: row.ticketType,
    price_code: row.priceCode,
    comp: row.comp === null ? null : yesNo(row.comp),
    scan_type: row.direction.toUpperCase(),
    result_code: row.code,
    result_type: outcomeText(row.code),
    valid: yesNo(row.code === 0),
    action_time: at.slice(11),
    gate: row.gate,
    source_system: "WILLCALL",
    access_type: row.offline ? "OFFLINE" : "ONLINE",
    channel_ind: channelOf(row.printedVia),
    mobile: row.seat === null ? null : Number(row.printedVia === "mobile"),
    seq_num: row.scanId,
    upd_datetime: dateTimeToWire(timeZone, row.recordedAt),
    action_datetime: at,
    barcode: row.section === null ? row.barcode : null,
    scanner: row.scanner,
    conflict_ind: yesNo(conflictsWith !== null || admittedWrongly(row)),
    conflict_seq_num: conflictsWith,
  };
}

function channelOf(via: string | null): string | null {
  if (via === null) return null;
  return via === "mobile" ? "M" : via === "card" ? "C" : "P";
}
