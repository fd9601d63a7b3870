import { accountsWithSales } from "../../../core/ticketing/feeds/events-with-sales.ts";
import { whichEvents } from "../../../core/ticketing/feeds/which-events.ts";
import { commonInput, commonOutput, commonResults, defineCommand, refuseCommand } from "../command.ts";
import { feedFromWire, feedInput, feedOutput, feedToWire, hasStart } from "../feed-fields.ts";
import { char, integer, list } from "../fields.ts";
import { dateTimeToWire } from "../wire.ts";

const account = {
  acct_id: integer("Account", "willcall"),
  event_name: char(8, "Event", "willcall"),
  event_id: integer("Its number", "willcall"),
  upd_datetime: char(16, "The last sale or return that this page covers", "willcall"),
} as const;

export const getAccountsWithSales = defineCommand({
  name: "get_accounts_with_sales",
  product: "sth-customer",
  purpose:
    "Tells which accounts bought or returned tickets since a time, and of which events. An account and event is told once, with the latest: by cursor it comes again when it changes again; in pages it stays where it was, whatever is being changed meanwhile.",
  family: "plain",
  input: {
    ...commonInput,
    ...feedInput,
    event_name: char(8, "Only this event, or those of this plan", "willcall"),
    item_set: char(20, "Only events of this item set", "willcall"),
    acct_id: integer("Only this account", "willcall"),
  },
  required: [],
  output: {
    ...commonOutput,
    ...feedOutput,
    accounts: list(account, "Accounts, by their last sale or return", 5_000, "willcall"),
  },
  results: {
    ...commonResults,
    5051: { meaning: "Neither start_datetime nor cursor was sent", mark: "willcall" },
    5059: { meaning: "There are none", mark: "willcall", sqlCode: 100 },
  },
  codes: { missing: 5051, invalid: 9999 },
  async handle(context, values) {
    const { core, caller } = context;
    if (!hasStart(values)) refuseCommand(5051, "start_datetime: required, unless cursor is sent");
    const { from, count, page } = feedFromWire(context, values);
    const { event_name: eventName, item_set: itemSet, acct_id: accountId } = values;
    const events = await whichEvents(core, caller.orgId, { eventName, itemSet });
    const found = await accountsWithSales(core, caller.orgId, { events, accountId }, from, count);
    const where = feedToWire(context, found, page);
    if (found.rows.length === 0) refuseCommand(5059, "No accounts with sales found", where);
    const told = found.rows.map((one) => ({
      acct_id: one.accountId,
      event_name: one.eventName,
      event_id: one.eventId,
      upd_datetime: dateTimeToWire(caller.timeZone, one.recordedAt),
    }));
    return { ...where, accounts: told };
  },
});
