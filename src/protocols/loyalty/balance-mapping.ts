import { type Campaign, type CampaignType, defaultPointsRatio, isMoney } from "../../core/loyalty/campaigns/campaign.ts";
import { moneyText, worth } from "../../core/loyalty/ledger/amounts.ts";
import { type Standing, standingsOf, type ToldEntry } from "../../core/loyalty/ledger/history.ts";
import { coalitionOf, type visibleCampaigns } from "../../core/loyalty/ledger/visible.ts";
import { dayIn, localTime } from "../../platform/clock.ts";
import type { CallContext } from "./call.ts";
import { glyphOf } from "./glyph.ts";
import { type Answer, list, own, seenText } from "./output.ts";

/** What has never happened has this day (loyalty.md, section 4). */
const never = "0000-00-00";

/** An amount of a campaign: whole, or with two decimals. */
export function amountText(type: CampaignType, amount: number): string {
  return isMoney(type) ? moneyText(amount) : String(amount);
}

/** What time and Willcall itself record, as the vendor's list of transactions tells it. */
const authorizations = {
  enrolment: "Account Activated.",
  depreciation: "Depreciation",
  fee: "Fee",
  transfer: "Balance transfer",
} as const;

export const transactionOutput = {
  id: seenText("Its id"),
  date: seenText("When it happened, in the organisation's time zone: YYYY-MM-DD HH:MM:SS"),
  authorization: seenText("Its description"),
  service_product: seenText("Of buyx the item; of a redemption the reward; of the activation `Activation`"),
  redeemed: seenText("Y when the amount was taken from the balance, else N"),
  amount: seenText("How much"),
  campaign: seenText("The campaign's name"),
  user_name: seenText("Who recorded it"),
  real: seenText("Y"),
} as const;

/** Whether an entry takes from the balance; what is returned is an activity with a minus. */
export function isTaken({ kind, amount }: Pick<ToldEntry, "kind" | "amount">): boolean {
  return kind === "redemption" || (amount < 0 && kind !== "activity");
}

/** How an entry is described: as whoever recorded it did, or for what made it. */
export function authorizationOf({ kind, description }: Pick<ToldEntry, "kind" | "description">): string | null {
  return description ?? (kind === "activity" || kind === "redemption" ? null : authorizations[kind]);
}

/** What an entry was for. */
export function serviceProductOf(
  { items, rewards }: Pick<Campaign, "items" | "rewards">,
  { kind, itemId, rewardId }: Pick<ToldEntry, "kind" | "itemId" | "rewardId">,
): string | null {
  if (kind === "enrolment") return "Activation";
  if (rewardId !== null) return rewards.find((one) => one.rewardId === rewardId)?.description ?? null;
  return items.find((one) => one.itemId === itemId)?.description ?? null;
}

/** A transaction of a campaign as the wire's. */
export function transactionToWire(campaign: Campaign, entry: ToldEntry, timeZone: string): Answer<typeof transactionOutput> {
  const taken = isTaken(entry);
  return {
    id: entry.entryId,
    date: localTime(timeZone, entry.occurredAt),
    authorization: authorizationOf(entry),
    service_product: serviceProductOf(campaign, entry),
    redeemed: taken,
    amount: amountText(campaign.type, taken ? -entry.amount : entry.amount),
    campaign: campaign.name,
    user_name: entry.userName,
    real: true,
  };
}

/** The day of something that was done, or that of never. */
export function dayOf(done: readonly [at: string, amount: number] | null | undefined, timeZone: string): string {
  return done ? dayIn(timeZone, new Date(done[0])) : never;
}

export const itemsOutput = {
  item_id: seenText("Its id"),
  name: seenText("What it is called"),
  earn_ratio: seenText("How many are bought for one that is free"),
  balance: seenText("How many the customer has"),
} as const;

/** What a customer has of each item of a campaign. */
export function itemsToWire({ items }: Campaign, standing: Standing | undefined): Answer<typeof itemsOutput>[] {
  return items.map(({ itemId, description, level }) => ({
    item_id: itemId,
    name: description,
    earn_ratio: level,
    balance: standing?.items.find((one) => one.itemId === itemId)?.balance ?? 0,
  }));
}

export const campaignBalances = {
  id: seenText("Its id"),
  name: seenText("What it is called"),
  type: seenText("Its type"),
  balance: seenText("What the customer has; of buyx see balances"),
  cumulative: seenText("All that was ever earned"),
  balance_coalition: seenText("What the customer has in the coalition's campaigns of the type, where there is one"),
  cumulative_coalition: seenText("All that was ever earned there"),
  first_transaction: seenText("The day of the first transaction: YYYY-MM-DD, or 0000-00-00"),
  last_transaction: seenText("The day of the last one"),
  balances: list("Of buyx: each item", "item", itemsOutput),
  available_rewards: list("Rewards that the balance is enough for", "reward", {
    id: own(seenText("Its id")),
    description: seenText("What it is"),
    needed_to_redeem: seenText("How much of the balance it takes"),
  }),
} as const;

/** What a customer has in a campaign, with the rewards in reach. */
export function campaignToWire(
  campaign: Campaign,
  standings: readonly Standing[],
  coalition: readonly Campaign[],
  timeZone: string,
): Answer<typeof campaignBalances> {
  const { campaignId, name, type, rewards } = campaign;
  const standing = standings.find((one) => one.campaignId === campaignId);
  const joint = coalitionOf(campaign, coalition, standings);
  const balance = standing?.balance ?? 0;
  const reached = rewards.filter(({ level }) => level <= balance);
  return {
    id: campaignId,
    name,
    type,
    balance: type === "buyx" ? undefined : amountText(type, balance),
    cumulative: amountText(type, type === "buyx" ? itemsEarned(standing) : (standing?.cumulative ?? 0)),
    balance_coalition: joint && amountText(type, joint.balance),
    cumulative_coalition: joint && amountText(type, joint.cumulative),
    first_transaction: dayOf(standing?.first, timeZone),
    last_transaction: dayOf(standing?.last, timeZone),
    balances: type === "buyx" ? itemsToWire(campaign, standing) : undefined,
    available_rewards: reached.map(({ rewardId, description, level }) => ({
      id: rewardId,
      description,
      needed_to_redeem: level,
    })),
  };
}

function itemsEarned(standing: Standing | undefined): number {
  return (standing?.items ?? []).reduce((sum, one) => sum + one.cumulative, 0);
}

/** What customers of a search have, when it is wanted. */
export const foundBalances = {
  campaigns: list(
    "With include_balances: the account's active campaigns, with what the customer has in each",
    "campaign",
    campaignBalances,
  ),
  equivalent_cash_balance: seenText("With include_balances: what money and points come to, points by the reward ratio"),
  equivalent_cash_balance_currency: seenText("Its currency"),
  equivalent_cash_balance_glyph: seenText("The currency's symbol"),
  last_transaction: seenText("With include_balances: the day of the last transaction in any of them"),
  last_redemption: seenText("The day of the last redemption"),
} as const;

/** What some customers have in campaigns, by their number. */
export async function balancesOf(
  { core, caller, organisation }: CallContext,
  customerIds: readonly number[],
  { own: campaigns, coalition }: Awaited<ReturnType<typeof visibleCampaigns>>,
): Promise<(customerId: number) => Answer<typeof foundBalances>> {
  const ids = [...new Set([...campaigns, ...coalition].map((one) => one.campaignId))];
  const all = await standingsOf(core, caller, customerIds, ids, true);
  const { timeZone, currency } = organisation;
  return (customerId) => {
    const standings = all.filter((one) => one.customerId === customerId);
    const mine = standings.filter(({ campaignId }) => campaigns.some((one) => one.campaignId === campaignId));
    const latest = (of: (one: Standing) => Standing["last"]) =>
      mine.map((one) => dayOf(of(one), timeZone)).reduce((a, b) => (a > b ? a : b), never);
    const cash = campaigns.reduce(
      (sum, one) =>
        sum +
        cashOf(
          one,
          mine.find(({ campaignId }) => campaignId === one.campaignId),
        ),
      0,
    );
    return {
      campaigns: campaigns.map((one) => campaignToWire(one, standings, coalition, timeZone)),
      equivalent_cash_balance: moneyText(cash),
      equivalent_cash_balance_currency: currency,
      equivalent_cash_balance_glyph: glyphOf(currency),
      last_transaction: latest((one) => one.last),
      last_redemption: latest((one) => one.lastRedemption),
    };
  };
}

/** What a balance is worth in money, in minor units; visits and items are worth none. */
function cashOf({ type, rewardRatio, pointsRatio }: Campaign, standing: Standing | undefined): number {
  const balance = standing?.balance ?? 0;
  if (isMoney(type)) return balance;
  return type === "points" ? worth(balance, rewardRatio ?? pointsRatio ?? defaultPointsRatio) : 0;
}
