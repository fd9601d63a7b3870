import { type CampaignType, isMoney } from "../../core/loyalty/campaigns/campaign.ts";
import { decimalOf } from "../../core/loyalty/campaigns/decimals.ts";
import type { CampaignInput } from "../../core/loyalty/campaigns/edit.ts";
import type { PartInputs } from "../../core/loyalty/campaigns/part-changes.ts";
import type { PartKind } from "../../core/loyalty/campaigns/parts.ts";
import { moneyText } from "../../core/loyalty/ledger/amounts.ts";
import type { campaignFields } from "./campaign-shape.ts";
import { refuseField } from "./problems.ts";

type Sent = Readonly<Record<string, unknown>>;
type SentCampaign = Partial<Record<keyof typeof campaignFields, unknown>>;

/** What only campaigns of one type have. */
const ofOneType = { points_ratio: "points", reward_ratio: "points", event_amount: "earned" } as const;

/** What was sent of a campaign, in the core's terms; what was not sent is undefined. Refuses what campaigns of the type have not, and numbers out of their bounds. */
export function campaignFromWire(sent: SentCampaign, type: CampaignType): CampaignInput {
  for (const [name, only] of Object.entries(ofOneType))
    if ((sent[name as keyof SentCampaign] ?? null) !== null && type !== only)
      refuseField(`body.${name}`, `is not for campaigns of the type ${type}`);
  if (sent.event_amount === null && type === "earned") refuseField("body.event_amount", "is required");
  return {
    name: sent.name as string | undefined,
    description: sent.description as string | null | undefined,
    latitude: within(sent, "latitude", -90, 90),
    longitude: within(sent, "longitude", -180, 180),
    pointsRatio: aboveZero(sent, "points_ratio"),
    rewardRatio: aboveZero(sent, "reward_ratio"),
    eventAmount: sent.event_amount as number | null | undefined,
    inCoalition: sent.in_coalition as boolean | undefined,
    twoTier: sent.two_tier as boolean | undefined,
  };
}

/** A decimal number in its shortest form; its shape has been looked at. */
function shortest(sent: Sent, name: string, isIn: (value: number) => boolean, fault: string): string | null | undefined {
  const text = sent[name] as string | null | undefined;
  if (text === null || text === undefined) return text;
  const found = decimalOf(text, 10, 10);
  return found !== undefined && isIn(Number(found)) ? found : refuseField(`body.${name}`, fault);
}

const within = (sent: Sent, name: string, least: number, most: number) =>
  shortest(sent, name, (value) => value >= least && value <= most, `must be from ${least} to ${most}`);

const aboveZero = (sent: Sent, name: string, most = Number.POSITIVE_INFINITY) =>
  shortest(
    sent,
    name,
    (value) => value > 0 && value <= most,
    `must be above 0${most === Number.POSITIVE_INFINITY ? "" : ` and at most ${most}`}`,
  );

/** What was sent of a part, in the core's terms; what was not sent is undefined. Refuses numbers out of their bounds. */
export function partFromWire<K extends PartKind>(kind: K, sent: Sent, type: CampaignType): Partial<PartInputs[K]> {
  return partOf(kind, sent, type) as Partial<PartInputs[K]>;
}

function partOf(kind: PartKind, sent: Sent, type: CampaignType): object {
  const { description, identifier, level } = sent;
  const ofTime = { intervalCount: sent.interval_count, intervalUnit: sent.interval_unit };
  switch (kind) {
    case "rewards":
    case "items":
      return { level, description, identifier };
    case "promotions": {
      const { operation, starts_on: startsOn, ends_on: endsOn } = sent;
      return { operation, value: aboveZero(sent, "value"), description, identifier, startsOn, endsOn };
    }
    case "depreciations":
      return { ...ofTime, countedFrom: sent.counted_from, percentage: aboveZero(sent, "percentage", 100) };
    case "fees":
      return { ...ofTime, amount: feeAmount(sent.amount as number | undefined, type), description };
  }
}

/** The core takes it as it is written in the campaign's unit. */
function feeAmount(amount: number | undefined, type: CampaignType): string | undefined {
  if (amount === undefined) return undefined;
  return isMoney(type) ? moneyText(amount) : String(amount);
}
