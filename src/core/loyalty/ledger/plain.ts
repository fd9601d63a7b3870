import { refuse } from "../../refusal.ts";
import { type Campaign, isMoney } from "../campaigns/campaign.ts";
import { activityOf, bounded, itemOf } from "./activity.ts";
import { moneyOf } from "./amounts.ts";
import { blankDraft, type Draft } from "./entry.ts";
import { redemptionOf } from "./redemption.ts";

/** An amount as such, of whatever the campaign counts: what auto_add and batches name (loyalty.md, sections 2 and 9). */
export interface Plain {
  /** As the caller wrote it; null: one event, one item, or what an event earns. */
  readonly amount: string | null;
  /** Of a campaign that counts items; null: its only one. */
  readonly item: string | null;
  readonly redeemed: boolean;
  /** In a points campaign the amount is money that was spent, and of a redemption a reward. */
  readonly byRatio: boolean;
  readonly description: string | null;
  readonly customFields: Readonly<Record<string, string>> | null;
  /** Null: now. */
  readonly occurredAt: Date | null;
}

/**
 * The entry of a plain amount; negative ones are returns. Refuses with amount-missing, amount-invalid, amount-too-small, amount-too-large, item-missing, item-not-found and reward-not-found. Day: that of the
 * transaction.
 */
export function plainDraft(campaign: Campaign, plain: Plain, day: string): Draft {
  const { amount, item, redeemed, byRatio, ...told } = plain;
  if (byRatio && campaign.type === "points") {
    if (redeemed) return redemptionOf(campaign, { ...told, reward: amount ?? undefined }, false);
    return activityOf(campaign, { ...told, money: amount === null ? undefined : parsed("giftcard", amount) }, day);
  }
  const counted = amount === null ? unitOf(campaign) : parsed(campaign.type, amount);
  const least = isMoney(campaign.type) ? 0.01 : 1;
  if (counted === 0 || (redeemed && counted < 0)) refuse("amount-too-small", { field: "money", least });
  const itemId = campaign.type === "buyx" ? itemIdOf(campaign, item) : 0;
  const kind = redeemed ? "redemption" : "activity";
  return { ...blankDraft, ...told, kind, itemId, amount: bounded(redeemed ? -counted : counted) };
}

function unitOf({ type, eventAmount }: Campaign): number {
  if (type === "events" || type === "buyx") return 1;
  if (type === "earned" && eventAmount !== null) return eventAmount;
  return refuse("amount-missing", { field: "money" });
}

function parsed(type: Campaign["type"], text: string): number {
  const whole = /^[+-]?\d{1,13}(?:[.,]0{1,2})?$/;
  const number = isMoney(type) ? moneyOf(text) : whole.test(text.trim()) ? Math.trunc(Number(text.replace(",", "."))) : undefined;
  return number ?? refuse(isMoney(type) ? "amount-invalid" : "amount-not-whole", { field: "money" });
}

function itemIdOf(campaign: Campaign, item: string | null): number {
  if (item !== null) return itemOf(campaign, item).itemId;
  const [only, ...others] = campaign.items;
  return only && others.length === 0 ? only.itemId : refuse("item-missing", { field: "item" });
}
