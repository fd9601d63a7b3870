import { eventsWithSales } from "../../../core/ticketing/feeds/events-with-sales.ts";
import { whichEvents } from "../../../core/ticketing/feeds/which-events.ts";
import { commonInput, commonOutput, commonResults, defineCommand, refuseCommand } from "../command.ts";
import { feedFromWire, feedInput, feedOutput, feedToWire, hasStart } from "../feed-fields.ts";
import { char, integer, list } from "../fields.ts";
import { dateTimeToWire } from "../wire.ts";

const event = {
  event_name: char(8, "Event", "willcall"),
  event_id: integer("Its number", "willcall"),
  upd_datetime: char(16, "The last sale or return that this page covers", "willcall"),
} as const;

export const getEventsWithSales = defineCommand({
  name: "get_events_with_sales",
  product: "sth-customer",
  purpose:
    "Tells of which events tickets were sold or returned since a time. An event is told once, with the latest: by cursor it comes again when it changes again; in pages it stays where it was, whatever is being changed meanwhile.",
  family: "plain",
  input: {
    ...commonInput,
    ...feedInput,
    event_name: char(8, "Only this event, or those of this plan", "willcall"),
    item_set: char(20, "Only events of this item set", "willcall"),
    acct_id: integer("Only sales to this account, and what it returned", "willcall"),
  },
  required: [],
  output: { ...commonOutput, ...feedOutput, events: list(event, "Events, by their last sale or return", 5_000, "willcall") },
  results: {
    ...commonResults,
    5271: { meaning: "Neither start_datetime nor cursor was sent", mark: "willcall" },
    5279: { meaning: "There are none", mark: "willcall", sqlCode: 100 },
  },
  codes: { missing: 5271, invalid: 9999 },
  async handle(context, values) {
    const { core, caller } = context;
    if (!hasStart(values)) refuseCommand(5271, "start_datetime: required, unless cursor is sent");
    const { from, count, page } = feedFromWire(context, values);
    const { event_name: eventName, item_set: itemSet, acct_id: accountId } = values;
    const events = await whichEvents(core, caller.orgId, { eventName, itemSet });
    const found = await eventsWithSales(core, caller.orgId, { events, accountId }, from, count);
    const where = feedToWire(context, found, page);
    if (found.rows.length === 0) refuseCommand(5279, "No events with sales found", where);
    const told = found.rows.map((one) => ({
      event_name: one.eventName,
      event_id: one.eventId,
      upd_datetime: dateTimeToWire(caller.timeZone, one.recordedAt),
    }));
    return { ...where, events: told };
  },
});
