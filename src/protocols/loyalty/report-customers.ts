import type { Campaign, CampaignType } from "../../core/loyalty/campaigns/campaign.ts";
import { readCampaigns } from "../../core/loyalty/campaigns/read.ts";
import { type CustomField, readFields } from "../../core/loyalty/fields.ts";
import { type CustomersWanted, type ReportedCustomer, reportCustomers } from "../../core/loyalty/reports/customers.ts";
import { type Days, daysBefore } from "../../core/loyalty/reports/days.ts";
import { today } from "../../core/today.ts";
import { amountText } from "./balance-mapping.ts";
import type { CallContext } from "./call.ts";
import { customerOutput } from "./customer-fields.ts";
import { customerToWire } from "./customer-mapping.ts";
import { fail } from "./failures.ts";
import { type Answer, outText, seenText } from "./output.ts";
import { campaignOf, daysOf, type ReportName, type ReportValues, selectedOf } from "./report-input.ts";
import { pagedOf } from "./report-pages.ts";

const doingsOutput = {
  transactions_count: seenText(
    "Of customers_all, _frequent and _Inactive: how many transactions the customer has among those that were looked at",
  ),
  last_transaction: seenText("Of these: the day of the last one, YYYY-MM-DD; 0000-00-00 for none"),
} as const;
const balancesOutput = {
  balance: outText("Of customers_balances: what the customer has in the campaign; of a buyx campaign all items together"),
  cumulative: outText("Likewise: all that was ever earned"),
  coalition_balance: outText("Likewise: what coalition_balance asks for"),
} as const;

/** A customer as reports tell them. */
export const reportedOutput = { ...customerOutput, ...doingsOutput, ...balancesOutput } as const;

/** The columns of a table of them, by the report. */
export function customerColumns(values: ReportValues, fields: readonly CustomField[]): string[] {
  const { report, coalition_balance } = values;
  const own = fields.map(({ number }) => `custom_field_${number}`);
  const profile = Object.keys(customerOutput).filter((name) => !name.includes("#"));
  const about = tellsDoings(report)
    ? Object.keys(doingsOutput)
    : report === "customers_balances"
      ? Object.keys(balancesOutput)
      : [];
  return [...profile, ...own, ...about.filter((name) => name !== "coalition_balance" || coalition_balance)];
}

const tellsDoings = (report: ReportName): boolean =>
  ["customers_all", "customers_frequent", "customers_Inactive"].includes(report);

/** A report of customers, recorded as read. */
export async function answerCustomers(context: CallContext, values: ReportValues, campaigns: readonly Campaign[]) {
  const { core, caller, organisation, reads } = context;
  const fields = await readFields(core, caller.orgId, "customer");
  const campaign =
    values.report === "customers_balances"
      ? campaignOf(campaigns, values.campaign_id ?? fail("missing", { field: "campaign_id" }), "campaign_id")
      : undefined;
  const wanted = campaign ? await balancesWanted(context, values, campaign) : customersWanted(context, values, fields, campaigns);
  const report = await reportCustomers(core, caller, wanted);
  const toWire = (page: readonly ReportedCustomer[]) =>
    page.map((one): Answer<typeof reportedOutput> => {
      reads.note(caller, one.record.customerId);
      return {
        ...customerToWire(one.record, fields, organisation.timeZone),
        ...doingsToWire(one.doings),
        ...(campaign && balancesToWire(one.balances, campaign.type, values)),
      };
    });
  return { fields, customers_count: report.count, customers: pagedOf(report, toWire) };
}

function customersWanted(
  context: CallContext,
  values: ReportValues,
  fields: readonly CustomField[],
  campaigns: readonly Campaign[],
): CustomersWanted {
  const days = daysOf(values);
  const joined = selectedOf(campaigns, values)?.map((one) => one.campaignId) ?? null;
  const doings = { ...days, campaignIds: joined ?? campaigns.map((one) => one.campaignId), withRedemptions: true };
  switch (values.report) {
    case "customers_new":
      return { selection: { by: "added", days }, joined };
    case "customers_frequent": {
      const least = values.frequency ?? fail("missing", { field: "frequency" });
      const counted = { ...doings, withRedemptions: values.include_redeemed };
      return { selection: { by: "doings", doings: counted, least, most: Number.POSITIVE_INFINITY }, joined, doings: counted };
    }
    case "customers_Inactive": {
      const recent = { ...doings, ...recentDays(context, values, days) };
      return { selection: { by: "doings", doings: recent, least: 0, most: 0 }, joined, doings };
    }
    case "customers_birthday":
      return { selection: { by: "birthday", days }, joined };
    case "customers_custom_date":
      return { selection: { by: "custom-date", days }, joined };
    case "customers_search":
      return { selection: { by: "words", text: values.search_text ?? "", fields }, joined };
    default:
      return { selection: { by: "all" }, joined, doings };
  }
}

/** The days on which an inactive customer has done nothing: so many up to the report's last day, or up to today, if that is earlier. */
function recentDays({ core, caller }: CallContext, { Inactive_for }: ReportValues, { from, to }: Days): Days {
  const now = today(core, caller.timeZone);
  const last = to !== null && to < now ? to : now;
  const first = daysBefore(last, Inactive_for ?? fail("missing", { field: "Inactive_for" }));
  return { from: from !== null && from > first ? from : first, to };
}

async function balancesWanted(
  { core, caller }: CallContext,
  values: ReportValues,
  { campaignId }: Campaign,
): Promise<CustomersWanted> {
  const { coalition_balance, offset, limit } = values;
  const types = coalition_balance && coalitionTypes[coalition_balance];
  // The sum is the coalition's: other accounts' campaigns are in it.
  const all = types ? await readCampaigns(core, caller.orgId) : [];
  const together = all.filter((one) => one.inCoalition && types!.includes(one.type)).map((one) => one.campaignId);
  return { selection: { by: "campaign", campaignId }, joined: null, balances: { campaignId, together }, offset, limit };
}

const coalitionTypes: Readonly<Record<string, readonly CampaignType[]>> = {
  coalition_points: ["points"],
  coalition_storedvalue: ["giftcard", "earned"],
};

function doingsToWire(doings: ReportedCustomer["doings"]): Answer<typeof doingsOutput> {
  return doings ? { transactions_count: doings.count, last_transaction: doings.last ?? "0000-00-00" } : {};
}

function balancesToWire(
  balances: ReportedCustomer["balances"],
  type: CampaignType,
  { coalition_balance }: ReportValues,
): Answer<typeof balancesOutput> {
  const { balance, cumulative, coalition } = balances ?? { balance: 0, cumulative: 0, coalition: 0 };
  return {
    balance: amountText(type, balance),
    cumulative: amountText(type, cumulative),
    coalition_balance: coalition_balance && amountText(coalitionTypes[coalition_balance]![0]!, coalition),
  };
}
