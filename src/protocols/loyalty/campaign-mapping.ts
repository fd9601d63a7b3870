import { type Campaign, type CampaignType, defaultPointsRatio } from "../../core/loyalty/campaigns/campaign.ts";
import { decimalOf } from "../../core/loyalty/campaigns/decimals.ts";
import type { CampaignInput } from "../../core/loyalty/campaigns/edit.ts";
import type { NewCampaign } from "../../core/loyalty/campaigns/make.ts";
import { moneyText } from "../../core/loyalty/ledger/amounts.ts";
import { localTime } from "../../platform/clock.ts";
import type { CallContext } from "./call.ts";
import type { campaignOutput, newInput, updateInput } from "./campaign-fields.ts";
import { fail } from "./failures.ts";
import type { Values } from "./fields.ts";
import { glyphOf } from "./glyph.ts";
import type { Answer } from "./output.ts";

type New = Values<typeof newInput>;
type Update = Values<typeof updateInput>;

/** A new campaign. Fails with what is missing or malformed; what its type does not have is passed over. */
export function campaignFromWire(sent: New, account: number): NewCampaign {
  const type = (sent.campaign_type as CampaignType | undefined) ?? fail("missing", { field: "campaign_type" });
  return {
    account,
    type,
    name: sent.campaign_name ?? fail("missing", { field: "campaign_name" }),
    description: sent.description ?? null,
    latitude: coordinate("latitude", sent.latitude, 90) ?? null,
    longitude: coordinate("longitude", sent.longitude, 180) ?? null,
    pointsRatio: type === "points" ? (ratio("points_ratio", sent.points_ratio) ?? null) : null,
    rewardRatio: type === "points" ? (ratio("reward_ratio", sent.reward_ratio) ?? null) : null,
    eventAmount:
      type === "earned"
        ? (eventAmount("amount_per_event", sent.amount_per_event) ?? fail("missing", { field: "amount_per_event" }))
        : null,
    inCoalition: !sent.coalition_opt_out,
    twoTier: !sent.two_tier_opt_out,
  };
}

/** What is to be changed of a campaign, by its type. Fails with what is missing or malformed. */
export function campaignChangeFromWire(sent: Update, { type }: Pick<Campaign, "type">): CampaignInput {
  return {
    name: present("new_campaign_name", sent.new_campaign_name),
    description: sent.description,
    latitude: coordinate("latitude", sent.latitude, 90),
    longitude: coordinate("longitude", sent.longitude, 180),
    inCoalition: negated(sent.coalition_opt_out),
    twoTier: negated(sent.two_tier_opt_out),
    ...(type === "points" && {
      pointsRatio: ratio("new_points_ratio", sent.new_points_ratio),
      rewardRatio: ratio("new_reward_ratio", sent.new_reward_ratio),
    }),
    ...(type === "earned" && { eventAmount: eventAmount("new_amount_per_event", sent.new_amount_per_event) }),
  };
}

const negated = (sent: string | undefined) => (sent === undefined ? undefined : !/^(yes|y|true|1)$/i.test(sent));

/** What may be left out, but not taken away. Fails with missing. */
export function present<T>(field: string, sent: T | null | undefined): T | undefined {
  return sent === null ? fail("missing", { field }) : sent;
}

function coordinate(field: string, sent: string | null | undefined, most: number): string | null | undefined {
  if (!sent) return sent as null | undefined;
  const found = decimalOf(sent, 3, 10);
  return found !== undefined && Math.abs(Number(found)) <= most ? found : fail("no-coordinate", { field, least: -most, most });
}

/** A ratio in its shortest form; what was not sent, or sent empty, as it is. Fails with no-ratio. */
export function ratio<T extends null | undefined>(field: string, sent: string | T): string | T {
  if (!sent) return sent as T;
  const found = decimalOf(sent, 6, 4);
  return found !== undefined && Number(found) > 0 ? found : fail("no-ratio", { field });
}

function eventAmount(field: string, sent: number | undefined): number | undefined {
  return sent === undefined || sent > 0 ? sent : fail("amount-too-small", { field, least: 0.01 });
}

/** A campaign in a list. */
export function campaignToWire(campaign: Campaign, { organisation }: CallContext): Answer<typeof campaignOutput> {
  const { type, pointsRatio, rewardRatio, eventAmount: amount } = campaign;
  const { currency, timeZone } = organisation;
  return {
    id: campaign.campaignId,
    name: campaign.name,
    type,
    in_coalition: campaign.inCoalition,
    created_stamp: localTime(timeZone, campaign.createdAt),
    points_ratio: type === "points" ? (pointsRatio ?? defaultPointsRatio) : undefined,
    reward_ratio: type === "points" ? rewardRatio : undefined,
    earned_per_event: type === "earned" ? moneyText(amount ?? 0) : undefined,
    currency,
    glyph: glyphOf(currency),
    description: campaign.description ?? undefined,
    latitude: campaign.latitude ?? undefined,
    longitude: campaign.longitude ?? undefined,
    two_tier: campaign.twoTier,
  };
}
