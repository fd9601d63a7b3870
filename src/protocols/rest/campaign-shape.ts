import { type Static, Type } from "typebox";
import { type Campaign, type CampaignType, campaignTypes, isMoney } from "../../core/loyalty/campaigns/campaign.ts";
import { mostUnits } from "../../core/loyalty/campaigns/part-rules.ts";
import type { PartKind, Parts } from "../../core/loyalty/campaigns/parts.ts";
import { nullable, text } from "./shapes.ts";

/** The id of a campaign. */
export const campaignId = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description: "Of 16 digits" });

const units = ["points", "minor", "events", "items"] as const;
export type Unit = (typeof units)[number];

/** What amounts and balances of a campaign are counted in. */
export const unitShape = Type.Unsafe<Unit>({
  enum: [...units],
  description: "What amounts and balances are counted in; minor: minor units of the organisation's currency",
});

/** See unitShape. */
export function unitOf(type: CampaignType): Unit {
  if (isMoney(type)) return "minor";
  return type === "buyx" ? "items" : (type as "points" | "events");
}

export const typeShape = Type.Unsafe<CampaignType>({
  enum: [...campaignTypes],
  description: "What it counts: points, money on a card, visits, money earned by visits, or items bought",
});

const decimal = (pattern: string, description: string) => Type.String({ pattern, maxLength: 16, description });
const ratioPattern = "^\\d{1,6}(\\.\\d{1,4})?$";
const nullableDecimal = (pattern: string, description: string) =>
  nullable<string>("string", { pattern, maxLength: 16, description });
const coordinate = (description: string) => nullableDecimal("^-?\\d{1,3}(\\.\\d{1,10})?$", description);

/** What can be said of a campaign when it is made and changed later; its type says what it has. */
export const campaignFields = {
  name: Type.String({ minLength: 1, maxLength: 255 }),
  description: text(1_000),
  latitude: coordinate("Where it is, a decimal number from -90 to 90"),
  longitude: coordinate("Likewise, from -180 to 180"),
  points_ratio: nullableDecimal(ratioPattern, "Of points: how many 1.00 earns, a decimal number above 0; null: 100"),
  reward_ratio: nullableDecimal(ratioPattern, "Of points: how many are worth 1.00 of money off; null: as many as it earns"),
  event_amount: nullable<number>("integer", {
    minimum: 1,
    maximum: mostUnits,
    description: "Of earned, where it is required: what each event earns, in minor units",
  }),
  in_coalition: Type.Boolean({ description: "Whether it takes part in the coalition of the organisation's loyalty accounts" }),
  two_tier: Type.Boolean(),
} as const;

const level = (description: string) => Type.Integer({ minimum: 1, maximum: mostUnits, description });
const identifier = text(64, "The caller's own name for it, which no other of the campaign has");
const ofTime = {
  interval_count: Type.Integer({ minimum: 1, maximum: 1_000 }),
  interval_unit: Type.Unsafe<"days" | "months" | "years">({ enum: ["days", "months", "years"] }),
} as const;

/** What can be said of each kind of a campaign's parts. */
export const partFields = {
  rewards: {
    level: level("How much of the balance it takes"),
    description: Type.String({ minLength: 1, maxLength: 255 }),
    identifier,
  },
  promotions: {
    operation: Type.Unsafe<"add" | "multiply">({
      enum: ["add", "multiply"],
      description: "Whether its points are added to those of a purchase, or those of a purchase are multiplied",
    }),
    value: decimal(ratioPattern, "How many points, a whole number, or how many times; above 0"),
    description: text(255),
    identifier,
    starts_on: nullable<string>("string", { format: "date", description: "The first day; null: any" }),
    ends_on: nullable<string>("string", { format: "date", description: "The last day; null: any" }),
  },
  items: {
    description: Type.String({ minLength: 1, maxLength: 255 }),
    level: level("How many are bought for one that is free"),
    identifier,
  },
  depreciations: {
    ...ofTime,
    counted_from: Type.Unsafe<"transaction" | "last-activity">({ enum: ["transaction", "last-activity"] }),
    percentage: decimal("^\\d{1,3}(\\.\\d{1,2})?$", "How much is lost, above 0 and up to 100"),
  },
  fees: {
    ...ofTime,
    amount: Type.Integer({ minimum: 1, maximum: mostUnits, description: "In the campaign's unit" }),
    description: text(255),
  },
} as const;

const partNumber = Type.Integer();
const effectiveAfter = { effective_after: Type.String({ format: "date", description: "It counts what is due after that day" }) };

/** What each kind of a campaign's parts is as answers have it. */
export const partShapes = {
  rewards: Type.Object({ reward_id: partNumber, ...partFields.rewards }),
  promotions: Type.Object({ promotion_id: partNumber, ...partFields.promotions }),
  items: Type.Object({ item_id: partNumber, ...partFields.items }),
  depreciations: Type.Object({ depreciation_id: partNumber, ...partFields.depreciations, ...effectiveAfter }),
  fees: Type.Object({ fee_id: partNumber, ...partFields.fees, ...effectiveAfter }),
} as const;

export const campaignShape = Type.Object({
  campaign_id: campaignId,
  version: Type.Integer({
    description: "Goes up with every change of it or one of its parts, whichever protocol made it; also the ETag",
  }),
  account: Type.Integer({ description: "The loyalty account that it belongs to" }),
  type: typeShape,
  unit: unitShape,
  ...campaignFields,
  active: Type.Boolean(),
  created_at: Type.String({ format: "date-time" }),
  rewards: Type.Array(partShapes.rewards),
  promotions: Type.Array(partShapes.promotions),
  items: Type.Array(partShapes.items),
  depreciations: Type.Array(partShapes.depreciations),
  fees: Type.Array(partShapes.fees),
});

type Shown = { readonly [K in PartKind]: Static<(typeof partShapes)[K]> };

/** The core's parts as the wire's. */
export const partsToWire: { readonly [K in PartKind]: (part: Parts[K]) => Shown[K] } = {
  rewards: ({ rewardId, level: needed, description, identifier: own }) => ({
    ...{ reward_id: rewardId, level: needed, description, identifier: own },
  }),
  promotions: ({ promotionId, operation, value, description, identifier: own, startsOn, endsOn }) => ({
    ...{ promotion_id: promotionId, operation, value, description, identifier: own, starts_on: startsOn, ends_on: endsOn },
  }),
  items: ({ itemId, description, level: needed, identifier: own }) => ({
    ...{ item_id: itemId, description, level: needed, identifier: own },
  }),
  depreciations: ({ ruleId, intervalCount, intervalUnit, countedFrom, percentage, effectiveAfter: day }) => ({
    ...{ depreciation_id: ruleId, interval_count: intervalCount, interval_unit: intervalUnit },
    ...{ counted_from: countedFrom, percentage, effective_after: day },
  }),
  fees: ({ ruleId, intervalCount, intervalUnit, amount, description, effectiveAfter: day }) => ({
    ...{ fee_id: ruleId, interval_count: intervalCount, interval_unit: intervalUnit },
    ...{ amount, description, effective_after: day },
  }),
};

/** The core's campaign as the wire's. */
export function campaignToWire(campaign: Campaign): Static<typeof campaignShape> {
  const { campaignId: id, version, account, type, name, description, latitude, longitude, createdAt, active } = campaign;
  return {
    ...{ campaign_id: id, version, account, type, unit: unitOf(type), name, description, latitude, longitude },
    points_ratio: campaign.pointsRatio,
    reward_ratio: campaign.rewardRatio,
    event_amount: campaign.eventAmount,
    in_coalition: campaign.inCoalition,
    two_tier: campaign.twoTier,
    active,
    created_at: createdAt.toISOString(),
    rewards: campaign.rewards.map(partsToWire.rewards),
    promotions: campaign.promotions.map(partsToWire.promotions),
    items: campaign.items.map(partsToWire.items),
    depreciations: campaign.depreciations.map(partsToWire.depreciations),
    fees: campaign.fees.map(partsToWire.fees),
  };
}
