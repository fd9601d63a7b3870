import { refuse } from "../../refusal.ts";
import { type Campaign, defaultPointsRatio, isMoney } from "../campaigns/campaign.ts";
import { bounded, itemOf } from "./activity.ts";
import { moneyOf, scaled } from "./amounts.ts";
import { blankDraft, type Draft } from "./entry.ts";

/** What a customer takes out, as a caller tells it: one of the three, and in a campaign of money an amount for the reward. */
export interface Redemption {
  /** A reward's number, identifier or level, an amount of money, or an item. */
  readonly reward?: string;
  readonly points?: number;
  /** Money off for points, in minor units. */
  readonly money?: number;
  readonly description: string | null;
  readonly customFields: Readonly<Record<string, string>> | null;
  /** Null: now. */
  readonly occurredAt: Date | null;
}

/** The most that an associate clerk may redeem: points, and money in minor units (decisions.md, section 3, roles). */
export const clerksMost = { points: 10_000, money: 100_00 } as const;

/**
 * What a redemption takes from a campaign's balance (loyalty.md, section 9). Refuses with nothing-to-redeem, amount-invalid, amount-too-small,
 * reward-not-found, item-not-found and, when `limited`, redemption-over-limit.
 */
export function redemptionOf(campaign: Campaign, redemption: Redemption, limited: boolean): Draft {
  const draft = drafted(campaign, redemption);
  if (limited) refuseOverLimit(campaign, draft, "reward");
  return draft;
}

/** Refuses with redemption-over-limit what an associate clerk may not take from a balance, be it redeemed or returned. */
export function refuseOverLimit({ type }: Campaign, { amount, money }: Pick<Draft, "amount" | "money">, field: string): void {
  const most = isMoney(type) ? clerksMost.money / 100 : clerksMost.points;
  const isOver = isMoney(type) ? -amount > clerksMost.money : type === "points" && -amount > clerksMost.points;
  if (isOver || (money ?? 0) < -clerksMost.money) refuse("redemption-over-limit", { field, most });
}

function drafted(campaign: Campaign, { reward, points, money, ...told }: Redemption): Draft {
  const draft = { ...blankDraft, kind: "redemption", ...told } as const;
  switch (campaign.type) {
    case "points":
      if (points !== undefined) return { ...draft, amount: -atLeastOne(points) };
      if (money !== undefined) {
        const ratio = campaign.rewardRatio ?? campaign.pointsRatio ?? defaultPointsRatio;
        if (money < 1) refuse("amount-too-small", { field: "redeemedMoney", least: 0.01 });
        return { ...draft, amount: -bounded(atLeastOne(scaled(money, [ratio], 100))), money: -money };
      }
      return { ...draft, ...rewardOf(campaign, reward) };
    case "events":
      return { ...draft, ...rewardOf(campaign, reward) };
    case "giftcard":
    case "earned": {
      const amount = moneyOf(reward ?? nothing()) ?? refuse("amount-invalid", { field: "reward" });
      return { ...draft, amount: amount < 1 ? refuse("amount-too-small", { field: "reward", least: 0.01 }) : -amount };
    }
    case "buyx": {
      const item = itemOf(campaign, reward ?? nothing());
      return { ...draft, itemId: item.itemId, amount: -item.level };
    }
  }
}

const nothing = (): never => refuse("nothing-to-redeem", { field: "reward" });

function atLeastOne(points: number): number {
  return points >= 1 ? points : refuse("amount-too-small", { field: "points", least: 1 });
}

/** Clients send a reward's number or, as one of them has it from customer_info, what is needed for it. */
function rewardOf({ rewards }: Campaign, wanted: string | undefined): Pick<Draft, "amount" | "rewardId"> {
  if (wanted === undefined) return nothing();
  const found =
    rewards.find((one) => String(one.rewardId) === wanted) ??
    rewards.find((one) => one.identifier === wanted) ??
    rewards.find((one) => String(one.level) === wanted) ??
    refuse("reward-not-found", { field: "reward" });
  return { amount: -found.level, rewardId: found.rewardId };
}
