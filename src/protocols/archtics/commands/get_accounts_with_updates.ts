import { changedAccounts } from "../../../core/ticketing/feeds/accounts.ts";
import { commonInput, commonOutput, commonResults, defineCommand, refuseCommand } from "../command.ts";
import { feedFromWire, feedInput, feedOutput, feedToWire, hasStart } from "../feed-fields.ts";
import { char, integer, list } from "../fields.ts";
import { dateTimeToWire } from "../wire.ts";

const account = {
  acct_id: integer("Account", "willcall"),
  cust_name_id: integer("The name that changed; when it was the account, its primary name", "willcall"),
  upd_date: char(16, "The last change that this page covers", "observed"),
  upd_user: char(12, "Who made it", "observed"),
} as const;

export const getAccountsWithUpdates = defineCommand({
  name: "get_accounts_with_updates",
  product: "sth-customer",
  purpose:
    "Tells which accounts were added or changed since a time, themselves or a name on them, whichever protocol did it. A name's change is told for each of its accounts. An account and name is told once, with the latest: by cursor it comes again when it changes again; in pages it stays where it was, whatever is being changed meanwhile.",
  family: "plain",
  input: { ...commonInput, ...feedInput, acct_id: integer("Only this account", "willcall") },
  required: [],
  output: { ...commonOutput, ...feedOutput, accounts: list(account, "Accounts, by their last change", 5_000, "willcall") },
  results: {
    ...commonResults,
    5041: { meaning: "Neither start_datetime nor cursor was sent", mark: "willcall" },
    5049: { meaning: "There are none", mark: "willcall", sqlCode: 100 },
  },
  codes: { missing: 5041, invalid: 9999 },
  async handle(context, values) {
    const { core, caller } = context;
    if (!hasStart(values)) refuseCommand(5041, "start_datetime: required, unless cursor is sent");
    const { from, count, page } = feedFromWire(context, values);
    const found = await changedAccounts(core, caller.orgId, values.acct_id ?? null, from, count);
    const where = feedToWire(context, found, page);
    if (found.rows.length === 0) refuseCommand(5049, "No accounts with updates found", where);
    const told = found.rows.map((one) => ({
      acct_id: one.accountId,
      cust_name_id: one.customerId,
      upd_date: dateTimeToWire(caller.timeZone, one.occurredAt),
      upd_user: one.userName,
    }));
    return { ...where, accounts: told };
  },
});
