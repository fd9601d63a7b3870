import { readScans } from "../../../core/ticketing/access/attendance.ts";
import { whichEvents } from "../../../core/ticketing/feeds/which-events.ts";
import { attendanceFields, attendanceToWire } from "../attendance-fields.ts";
import { commonInput, commonOutput, commonResults, defineCommand, refuseCommand } from "../command.ts";
import { pageFromWire, pageInput, pageOutput } from "../feed-fields.ts";
import { char, integer, list } from "../fields.ts";
import { yesNo } from "../wire.ts";

export const getAttendance = defineCommand({
  name: "get_attendance",
  product: "sth-customer",
  purpose:
    "Tells who came through the gates of an event, or with an account's tickets, and who was kept out: a row per scan, seat by seat. Conflicts are told as they are known now: a scan that is reported late may make or resolve one.",
  family: "plain",
  input: {
    ...commonInput,
    ...pageInput,
    event_name: char(8, "Of this event, or of the events of this plan"),
    acct_id: integer("Of this account's tickets"),
    item_set: char(20, "Of the events of this item set", "willcall"),
    page: char(10, 'Which page, from "0" on'),
  },
  required: [],
  output: { ...commonOutput, ...pageOutput, attendance: list(attendanceFields, "Scans", 5_000, "willcall") },
  results: {
    ...commonResults,
    5301: { meaning: "None of event_name, acct_id and item_set was sent", mark: "willcall" },
    5309: { meaning: "There are none", mark: "willcall", sqlCode: 100 },
  },
  codes: { missing: 5301, invalid: 9999 },
  async handle({ core, caller }, values) {
    const { event_name: eventName, item_set: itemSet, acct_id: accountId } = values;
    if (!eventName && !itemSet && accountId == null)
      refuseCommand(5301, "event_name: required, unless acct_id or item_set is sent");
    const { count, page } = pageFromWire(values);
    const events = await whichEvents(core, caller.orgId, { eventName, itemSet });
    const { rows, more } = await readScans(core, caller.orgId, { events, accountId, count, page });
    const where = { page: String(page), more: yesNo(more) };
    if (rows.length === 0) refuseCommand(5309, "No attendance found", where);
    return { ...where, attendance: rows.map((row) => attendanceToWire(caller.timeZone, row, row.conflictsWith)) };
  },
});
