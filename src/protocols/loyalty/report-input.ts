import type { Campaign } from "../../core/loyalty/campaigns/campaign.ts";
import { readCampaigns } from "../../core/loyalty/campaigns/read.ts";
import type { Days } from "../../core/loyalty/reports/days.ts";
import type { CallContext } from "./call.ts";
import { fail } from "./failures.ts";
import { alsoNamed, choice, day, int, key, marked, required, text, type Values, yes } from "./fields.ts";
import type { Parameters } from "./parameters.ts";

/** Every report (loyalty.md, section 10). */
export const reportNames = [
  "customers_all",
  "customers_new",
  "customers_frequent",
  "customers_Inactive",
  "customers_birthday",
  "customers_custom_date",
  "customers_search",
  "customers_balances",
  "transactions_all",
] as const;

export type ReportName = (typeof reportNames)[number];

/** What the call takes. */
export const reportInput = {
  report: marked("observed", required(choice(reportNames, "Which report"))),
  date_start: marked("observed", day("The first day, in the organisation's time zone; without it there is no first")),
  date_end: marked("observed", day("The last day, likewise")),
  selected_campaigns: marked(
    "observed",
    key("Campaigns, by id, separated by commas; without it all that the user may use", 4_000),
  ),
  frequency: marked(
    "observed",
    int("Of customers_frequent, where it is required: the least number of transactions", 1, 1_000_000_000),
  ),
  include_redeemed: marked("observed", yes("Of customers_frequent: Y counts redemptions, too")),
  Inactive_for: marked("observed", int("Of customers_Inactive, where it is required: days without a transaction", 1, 100_000)),
  search_text: marked("observed", text("Of customers_search: words, as customer_find takes them", 500)),
  campaign_id: key("Of customers_balances, where it is required: the campaign"),
  offset: int("Of customers_balances: how many customers are passed over", 0, 1_000_000_000),
  limit: alsoNamed(int("Of customers_balances: how many customers are told at most", 0, 1_000_000_000), "length"),
  coalition_balance: choice(
    ["coalition_points", "coalition_storedvalue"],
    "Of customers_balances: tells what each has in all of the coalition's campaigns of points, or of money, too",
  ),
} as const;

export type ReportValues = Values<typeof reportInput>;

/** What only some of the reports look at. */
const own: Readonly<Record<string, readonly ReportName[]>> = {
  frequency: ["customers_frequent"],
  include_redeemed: ["customers_frequent"],
  Inactive_for: ["customers_Inactive"],
  search_text: ["customers_search"],
  campaign_id: ["customers_balances"],
  offset: ["customers_balances"],
  limit: ["customers_balances"],
  length: ["customers_balances"],
  coalition_balance: ["customers_balances"],
};

const withoutCommon: readonly ReportName[] = ["customers_balances"];
const withoutDays: readonly ReportName[] = ["customers_balances", "customers_search"];

/** What the report that is asked for does not look at: it can't be wrong. */
export function ignoredByReport(parameters: Parameters): string[] {
  const sent = parameters.get("report")?.trim().toLowerCase();
  const report = reportNames.find((one) => one.toLowerCase() === sent);
  if (!report) return [];
  return [
    ...Object.keys(own).filter((name) => !own[name]!.includes(report)),
    ...(withoutCommon.includes(report) ? ["selected_campaigns"] : []),
    ...(withoutDays.includes(report) ? ["date_start", "date_end"] : []),
  ];
}

/** The days of a report. Only birthdays may be across a new year. Fails with day-before. */
export function daysOf({ report, date_start, date_end }: ReportValues): Days {
  const [from, to] = [date_start ?? null, date_end ?? null];
  if (from !== null && to !== null && to < from && report !== "customers_birthday")
    fail("day-before", { field: "date_end", values: ["date_start"] });
  return { from, to };
}

/** The campaigns of the account that the user may use, deactivated ones too: what was recorded in them stays. */
export async function reportableCampaigns({ core, caller, accountNumber, user }: CallContext): Promise<Campaign[]> {
  const all = await readCampaigns(core, caller.orgId, accountNumber);
  return all.filter((one) => user.allowedCampaigns?.includes(String(one.campaignId)) ?? true);
}

/** Those that are selected; null when none were. Fails with campaign-invalid for one that is not among them. */
export function selectedOf(campaigns: readonly Campaign[], { selected_campaigns: sent }: ReportValues): Campaign[] | null {
  const ids = [
    ...new Set(
      (sent ?? "")
        .split(",")
        .map((id) => id.trim())
        .filter(Boolean),
    ),
  ];
  return ids.length === 0 ? null : ids.map((id) => campaignOf(campaigns, id, "selected_campaigns"));
}

/** The campaign of an id. Fails with campaign-invalid, naming `field`. */
export function campaignOf(campaigns: readonly Campaign[], id: string, field: string): Campaign {
  return campaigns.find((one) => String(one.campaignId) === id) ?? fail("campaign-invalid", { field, id });
}
