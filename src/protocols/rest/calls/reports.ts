import { Type } from "typebox";
import type { Campaign } from "../../../core/loyalty/campaigns/campaign.ts";
import { readCampaigns } from "../../../core/loyalty/campaigns/read.ts";
import {
  type CustomersWanted,
  type ReportedCustomer,
  reportCustomers,
  reportCustomersAfter,
} from "../../../core/loyalty/reports/customers.ts";
import { daysBefore } from "../../../core/loyalty/reports/days.ts";
import { reportTransactions } from "../../../core/loyalty/reports/transactions.ts";
import { today } from "../../../core/today.ts";
import { defineCall, type NativeContext } from "../call.ts";
import { campaignId } from "../campaign-shape.ts";
import { customerShape, customerToWire } from "../customer-shape.ts";
import { listAnswer, listQuery, pageOf, placeOf } from "../paging.ts";
import { refuseField } from "../problems.ts";
import { nullable } from "../shapes.ts";
import { formatQuery, tableOf } from "../table.ts";
import { transactionShape, transactionToWire } from "../transaction-shape.ts";
import { listFilters, lookedAt, transactionPage } from "./transactions.ts";

const reports = ["all", "added", "frequent", "inactive", "birthday", "custom-date", "balances"] as const;

const days = {
  from: Type.Optional(Type.String({ format: "date", description: "The first day, where the organisation is" })),
  to: Type.Optional(Type.String({ format: "date", description: "The last day" })),
} as const;

const query = listQuery({
  report: Type.Optional(
    Type.Unsafe<(typeof reports)[number]>({
      enum: [...reports],
      description:
        "Whom it is about, all unless it is sent. added: who was added on these days, or with campaign_id joined it then; frequent: who has at least least_transactions on these days; inactive: who has none on the last inactive_days; birthday: whose custom date is on one of these days of any year; custom-date: whose custom date is one of these days; balances: who has joined campaign_id",
    }),
  ),
  ...days,
  campaign_id: Type.Optional({ ...campaignId, description: "Only who has joined it, and what they did there" }),
  least_transactions: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000_000, description: "Required for frequent" })),
  with_redemptions: Type.Optional(
    Type.Boolean({ description: "Whether redemptions count for frequent; false unless it is sent" }),
  ),
  inactive_days: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000, description: "Required for inactive" })),
  ...formatQuery,
});

const figure = (description: string) => nullable<number>("integer", { description });
const reportedShape = Type.Object({
  ...customerShape.properties,
  transactions_count: figure("How many transactions were looked at, of all, frequent and inactive"),
  last_transaction_on: nullable<string>("string", { format: "date", description: "When the last of them was" }),
  balance: figure("Of balances, in the campaign's unit; items counted together"),
  cumulative: figure("Of balances: all that was ever earned"),
});

interface Sent {
  readonly report?: (typeof reports)[number];
  readonly from?: string;
  readonly to?: string;
  readonly campaign_id?: number;
  readonly least_transactions?: number;
  readonly with_redemptions?: boolean;
  readonly inactive_days?: number;
}

/** What only one of the reports takes, and needs. */
const ofOne = { least_transactions: "frequent", inactive_days: "inactive", with_redemptions: "frequent" } as const;

function wantedOf({ core, caller }: NativeContext, sent: Sent, campaigns: readonly Campaign[]): CustomersWanted {
  const { report = "all", from = null, to = null, campaign_id: only } = sent;
  for (const [name, of] of Object.entries(ofOne)) {
    const isSent = sent[name as keyof typeof ofOne] !== undefined;
    if (isSent && report !== of) refuseField(`query.${name}`, `is not for ${report}`);
    if (!isSent && report === of && name !== "with_redemptions") refuseField(`query.${name}`, `is required for ${report}`);
  }
  if (from !== null && to !== null && to < from && report !== "birthday") refuseField("query.to", "is before query.from");
  if (report === "balances" && only === undefined) refuseField("query.campaign_id", "is required for balances");
  const joined = only === undefined ? null : campaigns.filter((one) => one.campaignId === only).map((one) => one.campaignId);
  const doings = { from, to, campaignIds: joined ?? campaigns.map((one) => one.campaignId), withRedemptions: true };
  switch (report) {
    case "all":
      return { selection: { by: "all" }, joined, doings };
    case "added":
      return { selection: { by: "added", days: { from, to } }, joined };
    case "frequent": {
      const counted = { ...doings, withRedemptions: sent.with_redemptions ?? false };
      const least = sent.least_transactions!;
      return { selection: { by: "doings", doings: counted, least, most: Number.POSITIVE_INFINITY }, joined, doings: counted };
    }
    case "inactive": {
      const last = to ?? today(core, caller.timeZone);
      const recent = { ...doings, from: daysBefore(last, sent.inactive_days!), to: last };
      return { selection: { by: "doings", doings: recent, least: 0, most: 0 }, joined, doings };
    }
    case "birthday":
      return { selection: { by: "birthday", days: { from, to } }, joined };
    case "custom-date":
      return { selection: { by: "custom-date", days: { from, to } }, joined };
    case "balances":
      return { selection: { by: "campaign", campaignId: only! }, joined, balances: { campaignId: only!, together: [] } };
  }
}

export const getCustomersReport = defineCall({
  method: "GET",
  path: "/reports/customers",
  scope: "customers:read",
  summary: "A report of customers with a loyalty code, in the order of their numbers, as pages or as one table",
  csv: true,
  shapes: { query, answer: listAnswer(reportedShape) },
  async handle(context, { query: sent }) {
    const { core, caller, reads } = context;
    const wanted = wantedOf(context, sent, await readCampaigns(core, caller.orgId));
    const show = ({ record, doings, balances }: ReportedCustomer) => ({
      ...customerToWire(record),
      transactions_count: doings?.count ?? null,
      last_transaction_on: doings?.last ?? null,
      balance: balances?.balance ?? null,
      cumulative: balances?.cumulative ?? null,
    });
    const noted = (one: ReportedCustomer) => {
      reads.note(caller, one.record.customerId);
      return show(one);
    };
    const place = placeOf<number>(context, sent);
    if (sent.format === "csv") {
      const name = `customers-${sent.report ?? "all"}-${today(core, caller.timeZone)}`;
      return tableOf(name, reportedShape, await reportCustomers(core, caller, wanted), noted) as never;
    }
    const rows = await reportCustomersAfter(core, caller, wanted, place ?? 0, sent.limit + 1);
    return pageOf(context, sent, rows, noted, ({ record }) => record.customerId);
  },
});

export const getTransactionsReport = defineCall({
  method: "GET",
  path: "/reports/transactions",
  scope: "transactions:read",
  summary: "What /transactions lists, as pages or as one table",
  csv: true,
  shapes: { query: listQuery({ ...listFilters, ...formatQuery }), answer: listAnswer(transactionShape) },
  async handle(context, { query: sent }) {
    if (sent.format !== "csv") return transactionPage(context, sent);
    const { core, caller, reads } = context;
    const { looked, campaigns } = await lookedAt(context, sent);
    const report = await reportTransactions(core, caller, looked);
    const name = `transactions-${today(core, caller.timeZone)}`;
    return tableOf(name, transactionShape, report, (row) => {
      reads.note(caller, row.holderId);
      return transactionToWire(row, row.holderId, campaigns.get(row.campaignId)!);
    }) as never;
  },
});
