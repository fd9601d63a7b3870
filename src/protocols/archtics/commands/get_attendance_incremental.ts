import { readNewScans } from "../../../core/ticketing/access/attendance.ts";
import { whichEvents } from "../../../core/ticketing/feeds/which-events.ts";
import { attendanceFields, attendanceToWire } from "../attendance-fields.ts";
import { commonInput, commonOutput, commonResults, defineCommand, refuseCommand } from "../command.ts";
import { feedFromWire, feedInput, feedOutput, feedToWire, hasStart } from "../feed-fields.ts";
import { char, integer, list } from "../fields.ts";

export const getAttendanceIncremental = defineCommand({
  name: "get_attendance_incremental",
  product: "sth-customer",
  purpose:
    "Tells all scans since a time, in the order in which they were heard of: a row per scan, each once by cursor. Conflicts are told as they were known when the scan was recorded; get_attendance tells them as they are known now.",
  family: "plain",
  input: {
    ...commonInput,
    ...feedInput,
    event_name: char(8, "Of this event, or of the events of this plan", "willcall"),
    item_set: char(20, "Of the events of this item set", "willcall"),
    acct_id: integer("Of tickets that were this account's", "willcall"),
  },
  required: [],
  output: { ...commonOutput, ...feedOutput, attendance: list(attendanceFields, "Scans", 5_000, "willcall") },
  results: {
    ...commonResults,
    5301: { meaning: "Neither start_datetime nor cursor was sent", mark: "willcall" },
    5309: { meaning: "There are none", mark: "willcall", sqlCode: 100 },
  },
  codes: { missing: 5301, invalid: 9999 },
  async handle(context, values) {
    const { core, caller } = context;
    if (!hasStart(values)) refuseCommand(5301, "start_datetime: required, unless cursor is sent");
    const { from, count, page } = feedFromWire(context, values);
    const { event_name: eventName, item_set: itemSet } = values;
    const events = await whichEvents(core, caller.orgId, { eventName, itemSet });
    const found = await readNewScans(core, caller.orgId, { events, accountId: values.acct_id }, from, count);
    const where = feedToWire(context, found, page);
    if (found.rows.length === 0) refuseCommand(5309, "No attendance found", where);
    return { ...where, attendance: found.rows.map((row) => attendanceToWire(caller.timeZone, row, row.conflictedWith)) };
  },
});
