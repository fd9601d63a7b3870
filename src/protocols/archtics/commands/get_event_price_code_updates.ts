import { changedPrices, pricedEvents } from "../../../core/ticketing/feeds/prices.ts";
import { commonInput, commonOutput, commonResults, defineCommand, refuseCommand } from "../command.ts";
import { feedFromWire, feedInput, feedOutput, feedToWire, hasStart } from "../feed-fields.ts";
import { char, integer, list } from "../fields.ts";
import { dateTimeToWire } from "../wire.ts";

const priceCode = {
  event_name: char(8, "Event or plan", "observed"),
  event_id: integer("Its number", "observed"),
  price_code: char(3, "Price code", "observed"),
  upd_datetime: char(16, "The last change that this page covers", "observed"),
  upd_user: char(12, "Who made it", "observed"),
} as const;

export const getEventPriceCodeUpdates = defineCommand({
  name: "get_event_price_code_updates",
  product: "sth-customer",
  purpose:
    "Tells which price codes of which events and plans were added or changed since a time; what has been removed since is left out. An event and price code is told once, with the latest: by cursor it comes again when it changes again; in pages it stays where it was, whatever is being changed meanwhile. Drafts are told of too, since nothing tells of their prices again when they are published.",
  family: "plain",
  input: {
    ...commonInput,
    ...feedInput,
    event_name: char(8, "Only prices of this event or plan", "willcall"),
    item_set: char(20, "Only prices of the events and plans that this item set names", "willcall"),
  },
  required: [],
  output: {
    ...commonOutput,
    ...feedOutput,
    price_codes: list(priceCode, "Price codes, by their last change", 5_000, "willcall"),
  },
  results: {
    ...commonResults,
    5291: { meaning: "Neither start_datetime nor cursor was sent", mark: "willcall" },
    5299: { meaning: "There are none", mark: "willcall", sqlCode: 100 },
  },
  codes: { missing: 5291, invalid: 9999 },
  async handle(context, values) {
    const { core, caller } = context;
    if (!hasStart(values)) refuseCommand(5291, "start_datetime: required, unless cursor is sent");
    const { from, count, page } = feedFromWire(context, values);
    const { event_name: eventName, item_set: itemSet } = values;
    const events = await pricedEvents(core, caller.orgId, { eventName, itemSet });
    const found = await changedPrices(core, caller.orgId, events, from, count);
    const where = feedToWire(context, found, page);
    if (found.rows.length === 0) refuseCommand(5299, "No price code updates found", where);
    const told = found.rows.map((one) => ({
      event_name: one.eventName,
      event_id: one.eventId,
      price_code: one.priceCode,
      upd_datetime: dateTimeToWire(caller.timeZone, one.occurredAt),
      upd_user: one.userName,
    }));
    return { ...where, price_codes: told };
  },
});
