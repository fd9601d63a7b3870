/** The five kinds of campaign, by what they count: points, money on a card, visits, money earned by visits, items bought. */
export const campaignTypes = ["points", "giftcard", "events", "earned", "buyx"] as const;
export type CampaignType = (typeof campaignTypes)[number];

/** Whether a campaign's balances are money, in minor units; the others' are whole points, events or items. */
export function isMoney(type: CampaignType): boolean {
  return type === "giftcard" || type === "earned";
}

/** What customers get for so much of their balance. */
export interface Reward {
  readonly rewardId: number;
  readonly level: number;
  readonly description: string;
  readonly identifier: string | null;
}

/** What a purchase earns besides, or how many times over. */
export interface Promotion {
  readonly promotionId: number;
  readonly operation: "add" | "multiply";
  /** A decimal number, as text. */
  readonly value: string;
  readonly description: string | null;
  readonly identifier: string | null;
  /** Its first and its last day, YYYY-MM-DD; null: any. */
  readonly startsOn: string | null;
  readonly endsOn: string | null;
}

/** What is bought so many times for one that is free. */
export interface Item {
  readonly itemId: number;
  readonly description: string;
  readonly level: number;
  readonly identifier: string | null;
}

interface RuleOfTime {
  readonly ruleId: number;
  readonly intervalCount: number;
  readonly intervalUnit: "days" | "months" | "years";
  /** What was due on that day or before it is none of the rule's affair, YYYY-MM-DD. */
  readonly effectiveAfter: string;
}

/** How much of what was earned is lost, each interval after it was or after the customer's last activity. */
export interface Depreciation extends RuleOfTime {
  readonly kind: "depreciation";
  readonly countedFrom: "transaction" | "last-activity";
  /** A decimal number above 0 and up to 100, as text. */
  readonly percentage: string;
}

/** What is taken each interval after the customer joined, as far as there is something to take; in the campaign's units. */
export interface Fee extends RuleOfTime {
  readonly kind: "fee";
  readonly amount: number;
  readonly description: string | null;
}

/** A campaign with all that belongs to it. */
export interface Campaign {
  /** Of 16 digits. */
  readonly campaignId: number;
  /** The loyalty account that it belongs to. */
  readonly account: number;
  readonly name: string;
  readonly type: CampaignType;
  readonly description: string | null;
  /** Decimal numbers, as text. */
  readonly latitude: string | null;
  readonly longitude: string | null;
  /** Of points: how many 1.00 earns, and how many are worth 1.00 of money off; null: as many as it earns. Decimal numbers, as text. */
  readonly pointsRatio: string | null;
  readonly rewardRatio: string | null;
  /** Of earned: what each event earns, in minor units. */
  readonly eventAmount: number | null;
  readonly inCoalition: boolean;
  readonly twoTier: boolean;
  readonly active: boolean;
  /** In how many days, at the least, one of its rules may be due. */
  readonly shortestDays: number | null;
  /** Counts the changes of the campaign and of all that belongs to it. */
  readonly version: number;
  readonly createdAt: Date;
  readonly rewards: readonly Reward[];
  readonly promotions: readonly Promotion[];
  readonly items: readonly Item[];
  readonly depreciations: readonly Depreciation[];
  readonly fees: readonly Fee[];
}

/** Points that 1.00 earns where a campaign says nothing (loyalty.md, section 8). */
export const defaultPointsRatio = "100";

const shortest = { days: 1, months: 28, years: 365 } as const;

/** In how many days, at the least, one of the rules is due; null without rules. */
export function shortestDaysOf(rules: readonly RuleOfTime[]): number | null {
  const days = rules.map((one) => one.intervalCount * shortest[one.intervalUnit]);
  return days.length === 0 ? null : Math.min(...days);
}
