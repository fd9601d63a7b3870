import { type Campaign, campaignTypes } from "../../core/loyalty/campaigns/campaign.ts";
import { readOpenCampaigns } from "../../core/loyalty/campaigns/read.ts";
import type { CallContext } from "./call.ts";
import { campaignOutput } from "./campaign-fields.ts";
import { campaignToWire } from "./campaign-mapping.ts";
import { choice, int, marked, text, type Values } from "./fields.ts";
import { element, list, seenText } from "./output.ts";

const columns = ["id", "name", "type", "description"] as const;
const seen = <const F extends Parameters<typeof marked>[1]>(field: F): F => marked("observed", field);

/** Which campaigns are told of, and in which order. */
export const listInput = {
  type_restrict: seen(choice(campaignTypes, "Only campaigns of that type")),
  searchField: seen(choice(columns, "What is compared with searchValue")),
  searchOper: seen(choice(["eq"], "How: the whole value, in any case of letters")),
  searchValue: seen(text("With what; without searchField or without it all are told of")),
  sortField: seen(choice([...columns, "created_stamp"], "By what they are ordered; created_stamp unless it is sent")),
  sortOrder: seen(choice(["asc", "desc"], "asc unless it is sent")),
  offset: seen(int("How many are passed over, from the first", 0, 1_000_000_000)),
  length: seen(int("How many are told of at most; all unless it is sent", 1, 1_000_000_000)),
} as const;

/** What both lists answer. */
export const listOutput = {
  account_name: seenText("What the account's business is called"),
  campaigns: list("The campaigns", "campaign", campaignOutput),
  pagination: element("Which of them", {
    total: seenText("How many there are"),
    offset: seenText("How many were passed over"),
    length: seenText("How many are told of at most"),
  }),
} as const;

/** The campaigns of the account that the user may use: the active ones, or the others. */
export async function listCampaigns(context: CallContext, sent: Values<typeof listInput>, active: boolean) {
  const { core, caller, organisation, account, accountNumber, user } = context;
  const key = { account: accountNumber, allowed: user.allowedCampaigns };
  const open = await readOpenCampaigns(core, caller.orgId, key, active);
  const found = sorted(open.filter(isWanted), sent.sortField);
  if (sent.sortOrder === "desc") found.reverse();
  const { offset = 0, length = found.length } = sent;
  return {
    account_name: account.details.businessName ?? organisation.name,
    campaigns: found.slice(offset, offset + length).map((one) => campaignToWire(one, context)),
    pagination: { total: found.length, offset, length },
  };

  function isWanted(campaign: Campaign): boolean {
    const { type_restrict: type, searchField, searchValue } = sent;
    if (type !== undefined && campaign.type !== type) return false;
    return !searchField || !searchValue || textOf(campaign, searchField).toLowerCase() === searchValue.toLowerCase();
  }
}

type Column = (typeof columns)[number];

function textOf(campaign: Campaign, column: Column): string {
  return column === "id" ? String(campaign.campaignId) : (campaign[column] ?? "");
}

/** Those that are equal stay in the order in which they were made. */
function sorted(campaigns: readonly Campaign[], by: Column | "created_stamp" | undefined): Campaign[] {
  if (by === undefined || by === "created_stamp") return [...campaigns];
  return campaigns.toSorted((one, other) => textOf(one, by).localeCompare(textOf(other, by), "en"));
}
