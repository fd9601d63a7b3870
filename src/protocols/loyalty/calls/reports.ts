import { today } from "../../../core/today.ts";
import { defineCall } from "../call.ts";
import { bareList, seenText } from "../output.ts";
import { answerCustomers, customerColumns, reportedOutput } from "../report-customers.ts";
import { ignoredByReport, reportableCampaigns, reportInput, selectedOf } from "../report-input.ts";
import { answerTransactions, transactionOutput } from "../report-transactions.ts";

export const reports = defineCall({
  type: "reports",
  purpose: "Reports of customers and of transactions.",
  permission: "access-reports",
  hasTable: true,
  input: reportInput,
  ignored: ignoredByReport,
  output: {
    customers_count: seenText("Of reports of customers: how many they are, whatever offset and limit are"),
    transactions_count: seenText("Of transactions_all: how many they are"),
    transactions: bareList("Of transactions_all: each, by its time", "transaction", transactionOutput),
    customers: bareList("Of reports of customers: each, with every field that is defined", "customer", reportedOutput),
  },
  notes: `With output=CSV the answer is a table of the transactions or the customers (RFC 4180): a header line with the names below, UTF-8, a file that is named after the report and the day; an error is a table with the one
column \`error\`. A cell that a spreadsheet would take for a formula has an apostrophe in front.

Customers are told who have a code, with what was recorded for those who were merged into them. customers_new: who was added on these days, with selected_campaigns who joined one of them
then. customers_frequent: who has at least \`frequency\` transactions on these days in these campaigns. customers_Inactive: who has none, redemptions neither, on the last \`Inactive_for\` days up to date_end, or up to today;
who never had one, too. customers_birthday: whose custom_date has a month and day on these days, whatever the year; date_end may be before date_start, across the new year, and 29 February counts as the 28th in
years without one. customers_custom_date: whose custom_date is on these days. customers_balances: who has joined the campaign. Other reports of customers have, with selected_campaigns, only those who joined one of them.
Transactions that were deleted are not told. Deactivated campaigns may be selected.`,
  async handle(context, values) {
    const campaigns = await reportableCampaigns(context);
    const { report } = values;
    const name = `${report}-${today(context.core, context.caller.timeZone)}`;
    if (report === "transactions_all") {
      const answer = await answerTransactions(context, values, selectedOf(campaigns, values) ?? campaigns);
      return { ...answer, table: { name, list: "transactions", columns: Object.keys(transactionOutput) } };
    }
    const { fields, ...answer } = await answerCustomers(context, values, campaigns);
    return { ...answer, table: { name, list: "customers", columns: customerColumns(values, fields) } };
  },
});
