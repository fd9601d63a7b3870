import { refuse } from "../../refusal.ts";
import { type Campaign, defaultPointsRatio, type Item, type Promotion } from "../campaigns/campaign.ts";
import { mostAmount, scaled } from "./amounts.ts";
import { blankDraft, type Draft } from "./entry.ts";

/** What a customer did, as a caller tells it. */
export interface Activity {
  /** What was spent or put on a card, in minor units; negative for what is returned. */
  readonly money?: number;
  readonly promotion?: string;
  /** Of a campaign that counts items. */
  readonly item?: string;
  readonly quantity?: number;
  readonly description: string | null;
  readonly customFields: Readonly<Record<string, string>> | null;
  /** Null: now. */
  readonly occurredAt: Date | null;
}

/**
 * What an activity earns in a campaign, on a day (loyalty.md, section 9). Refuses with amount-missing, amount-too-small, amount-too-large, promotion-not-found and
 * item-not-found.
 */
export function activityOf(campaign: Campaign, activity: Activity, day: string): Draft {
  const { description, customFields, occurredAt, money } = activity;
  const draft = { ...blankDraft, kind: "activity", description, customFields, occurredAt } as const;
  if (money === 0) refuse("amount-too-small", { field: "money", least: 0.01 });
  switch (campaign.type) {
    case "points": {
      const promotion = activity.promotion === undefined ? undefined : promotionOf(campaign, activity.promotion, day);
      const amount = bounded(pointsOf(campaign, money, promotion));
      return { ...draft, amount, money: money ?? null, promotionId: promotion?.promotionId ?? null };
    }
    case "giftcard":
      return { ...draft, amount: money ?? refuse("amount-missing", { field: "money" }) };
    case "events":
      return { ...draft, amount: 1 };
    case "earned":
      return { ...draft, amount: campaign.eventAmount ?? 0 };
    case "buyx": {
      const item = itemOf(campaign, activity.item ?? refuse("item-missing", { field: "item" }));
      return { ...draft, itemId: item.itemId, amount: bounded(activity.quantity ?? 1) };
    }
  }
}

/** Points of a purchase, of a promotion, or of both. Refuses with amount-missing. */
function pointsOf(campaign: Campaign, money: number | undefined, promotion: Promotion | undefined): number {
  const ratio = campaign.pointsRatio ?? defaultPointsRatio;
  if (money === undefined && promotion?.operation !== "add") refuse("amount-missing", { field: "money" });
  const points = money === undefined ? 0 : scaled(money, [ratio], 100);
  if (!promotion) return points;
  return promotion.operation === "add" ? points + scaled(1, [promotion.value]) : scaled(money!, [ratio, promotion.value], 100);
}

function promotionOf({ promotions }: Campaign, wanted: string, day: string): Promotion {
  const found =
    promotions.find((one) => String(one.promotionId) === wanted) ?? promotions.find((one) => one.identifier === wanted);
  const runs = found && (found.startsOn === null || found.startsOn <= day) && (found.endsOn === null || found.endsOn >= day);
  return runs ? found : refuse("promotion-not-found", { field: "promotion" });
}

/** The item that a caller means, by its number, its identifier or its name. Refuses with item-not-found. */
export function itemOf({ items }: Campaign, wanted: string): Item {
  const name = wanted.toLowerCase();
  return (
    items.find((one) => String(one.itemId) === wanted) ??
    items.find((one) => one.identifier === wanted) ??
    items.find((one) => one.description.toLowerCase() === name) ??
    refuse("item-not-found", { field: "item" })
  );
}

/** Refuses with amount-too-large what nobody can mean. */
export function bounded(amount: number): number {
  return Math.abs(amount) <= mostAmount ? amount : refuse("amount-too-large", { field: "money" });
}
