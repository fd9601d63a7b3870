import { differences, type FieldChanges } from "../../audit/change.ts";
import type { Campaign, CampaignType, Depreciation, Fee, Item, Promotion, Reward } from "./campaign.ts";

/** What may belong to a campaign, by the lists that it stands in. */
export interface Parts {
  readonly rewards: Reward;
  readonly promotions: Promotion;
  readonly items: Item;
  readonly depreciations: Depreciation;
  readonly fees: Fee;
}
export type PartKind = keyof Parts;
export type PartLists = { readonly [K in PartKind]: readonly Parts[K][] };

interface Shape {
  /** What one is called in the change log. */
  readonly name: string;
  readonly id: string;
  /** In the order of the statements' values. */
  readonly columns: readonly string[];
  /** The types of campaign that have such parts (loyalty.md, section 8). */
  readonly types: readonly CampaignType[];
}

const ofRules = [
  "kind",
  "intervalCount",
  "intervalUnit",
  "countedFrom",
  "percentage",
  "amount",
  "description",
  "effectiveAfter",
] as const;
const withTime = ["points", "giftcard", "events", "earned"] as const;

export const shapes: Readonly<Record<PartKind, Shape>> = {
  rewards: { name: "reward", id: "rewardId", columns: ["level", "description", "identifier"], types: ["points", "events"] },
  promotions: {
    name: "promotion",
    id: "promotionId",
    columns: ["operation", "value", "description", "identifier", "startsOn", "endsOn"],
    types: ["points"],
  },
  items: { name: "item", id: "itemId", columns: ["description", "level", "identifier"], types: ["buyx"] },
  depreciations: { name: "depreciation", id: "ruleId", columns: ofRules, types: withTime },
  fees: { name: "fee", id: "ruleId", columns: ofRules, types: withTime },
};

export const partKinds = Object.keys(shapes) as PartKind[];

/** A campaign's lists while nothing belongs to it. */
export const noParts: PartLists = { rewards: [], promotions: [], items: [], depreciations: [], fees: [] };

/** A part's number. */
export function partId<K extends PartKind>(kind: K, part: Parts[K]): number {
  return (part as unknown as Record<string, number>)[shapes[kind].id]!;
}

/** A part's values, without its number, in the order of its columns: undefined for those that its kind does not have. */
export function partValues<K extends PartKind>(kind: K, part: Parts[K]): unknown[] {
  return shapes[kind].columns.map((column) => (part as unknown as Record<string, unknown>)[column]);
}

/** Whether two parts say the same. */
export function isSame<K extends PartKind>(kind: K, one: Parts[K], other: Parts[K]): boolean {
  return JSON.stringify(partValues(kind, one)) === JSON.stringify(partValues(kind, other));
}

/** What the change log tells of a campaign and of what belongs to it, each part as one value. What follows from the rest is not told. */
type Told = Omit<Campaign, "campaignId" | "version" | "createdAt" | "shortestDays"> & { readonly deleted?: boolean };

/** What has changed between two states of a campaign, as the change log tells it; `before` null: it has been made. */
export function campaignDifferences(before: Told | null, after: Told): FieldChanges {
  return differences(before ? toldOf(before) : {}, toldOf(after));
}

function toldOf(campaign: Told): Record<string, unknown> {
  const { account, name, type, description, latitude, longitude, pointsRatio, rewardRatio, eventAmount } = campaign;
  const { inCoalition, twoTier, active, deleted } = campaign;
  const own = { account, name, type, description, latitude, longitude, pointsRatio, rewardRatio, eventAmount };
  const parts = partKinds.flatMap((kind) => (campaign[kind] as Parts[typeof kind][]).map((part) => toldPart(kind, part)));
  return { ...own, inCoalition, twoTier, active, deleted, ...Object.fromEntries(parts) };
}

function toldPart<K extends PartKind>(kind: K, part: Parts[K]): [string, unknown] {
  const { name, columns } = shapes[kind];
  const values = partValues(kind, part);
  return [`${name} ${partId(kind, part)}`, Object.fromEntries(columns.map((column, at) => [column, values[at]]))];
}
