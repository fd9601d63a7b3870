import { type Static, Type } from "typebox";
import { type Campaign, type CampaignType, isMoney } from "../../core/loyalty/campaigns/campaign.ts";
import { readFields } from "../../core/loyalty/fields.ts";
import { activityOf } from "../../core/loyalty/ledger/activity.ts";
import { moneyText } from "../../core/loyalty/ledger/amounts.ts";
import type { Draft } from "../../core/loyalty/ledger/entry.ts";
import { transactionValues } from "../../core/loyalty/ledger/fields.ts";
import { redemptionOf } from "../../core/loyalty/ledger/redemption.ts";
import { refuse } from "../../core/refusal.ts";
import { dayIn } from "../../platform/clock.ts";
import type { NativeContext } from "./call.ts";
import { campaignId } from "./campaign-shape.ts";
import { refuseField } from "./problems.ts";
import { number, text } from "./shapes.ts";

const mostMoney = 999_999_999_999;

/** A transaction that is to be recorded. */
export const transactionInput = Type.Object(
  {
    type: Type.Unsafe<"activity" | "redemption">({ enum: ["activity", "redemption"] }),
    campaign_id: campaignId,
    money: Type.Optional(
      Type.Integer({
        minimum: -mostMoney,
        maximum: mostMoney,
        description:
          "In minor units. Of an activity of points what was spent, of giftcard what is put on the card; negative for what is returned. Of a redemption of points, instead of a reward, the money off; of giftcard and earned what is taken out",
      }),
    ),
    promotion_id: Type.Optional(number("Of an activity of points")),
    item_id: Type.Optional(number("Of buyx, where it is required: what was bought, or is free")),
    quantity: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1_000_000, description: "Of an activity of buyx: how many; 1 unless it is sent" }),
    ),
    reward_id: Type.Optional(number("Of a redemption of points and events")),
    points: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1_000_000_000, description: "Of a redemption of points, instead of a reward" }),
    ),
    description: Type.Optional(text(255)),
    custom_fields: Type.Optional(
      Type.Unsafe<Readonly<Record<string, string | null>>>({
        type: "object",
        propertyNames: { pattern: "^[1-9]\\d{0,8}$" },
        additionalProperties: { type: ["string", "null"], maxLength: 64_000 },
        description: "The organisation's own fields for transactions, by the field's number",
      }),
    ),
    occurred_at: Type.Optional(
      Type.String({ format: "date-time", description: "When it happened, not before 1900; now unless it is sent" }),
    ),
  },
  { additionalProperties: false },
);

export type TransactionInput = Static<typeof transactionInput>;

/** What a transaction may say besides, by its own type and the campaign's. */
const takes: Readonly<Record<TransactionInput["type"], Readonly<Record<CampaignType, readonly string[]>>>> = {
  activity: { points: ["money", "promotion_id"], giftcard: ["money"], events: [], earned: [], buyx: ["item_id", "quantity"] },
  redemption: {
    points: ["reward_id", "points", "money"],
    giftcard: ["money"],
    events: ["reward_id"],
    earned: ["money"],
    buyx: ["item_id"],
  },
};
const special = ["money", "promotion_id", "item_id", "quantity", "reward_id", "points"] as const;

/**
 * The entry that a transaction comes to, by its campaign as it is. Refuses as activityOf and redemptionOf do, with field-value, and what such a transaction does not take: what was sent would
 * otherwise be passed over in silence.
 */
export async function draftFromWire(context: NativeContext, sent: TransactionInput): Promise<(campaign: Campaign) => Draft> {
  const { core, caller, organisation } = context;
  const occurredAt = instantFrom(context, sent.occurred_at);
  const fields = await readFields(core, caller.orgId, "transaction");
  const told = {
    description: sent.description ?? null,
    customFields: transactionValues(fields, sent.custom_fields ?? {}),
    occurredAt,
  };
  const day = dayIn(organisation.timeZone, occurredAt ?? core.clock.now());
  return (campaign) => {
    refuseForeign(sent, campaign);
    if (sent.type === "redemption") return redemptionOf(campaign, { ...told, ...takenOut(sent, campaign) }, false);
    const promotion = named(sent.promotion_id, campaign.promotions, (one) => one.promotionId, "promotion-not-found");
    const item = named(sent.item_id, campaign.items, (one) => one.itemId, "item-not-found");
    return activityOf(campaign, { ...told, money: sent.money, promotion, item, quantity: sent.quantity }, day);
  };
}

function refuseForeign(sent: TransactionInput, { type }: Campaign): void {
  const mine = takes[sent.type][type];
  for (const name of special)
    if (sent[name] !== undefined && !mine.includes(name))
      refuseField(`body.${name}`, `is not taken by ${sent.type === "activity" ? "an activity" : "a redemption"} of ${type}`);
  if (sent.type === "redemption" && mine.filter((name) => sent[name as "points"] !== undefined).length > 1)
    refuseField("body", `takes one of ${mine.join(", ")}`);
}

function takenOut({ reward_id, item_id, points, money }: TransactionInput, campaign: Campaign) {
  if (isMoney(campaign.type)) return { reward: money === undefined ? undefined : moneyText(money) };
  const reward =
    named(reward_id, campaign.rewards, (one) => one.rewardId, "reward-not-found") ??
    named(item_id, campaign.items, (one) => one.itemId, "item-not-found");
  return { reward, points, money };
}

/** A part as the core is told of it. The core takes its other names, too; here a number is nothing else. */
function named<T>(
  id: number | undefined,
  parts: readonly T[],
  idOf: (part: T) => number,
  missing: "promotion-not-found" | "item-not-found" | "reward-not-found",
): string | undefined {
  if (id === undefined) return undefined;
  return parts.some((one) => idOf(one) === id) ? String(id) : refuse(missing);
}

function instantFrom({ core }: NativeContext, sent: string | undefined): Date | null {
  if (sent === undefined) return null;
  const at = new Date(sent);
  if (Number.isNaN(at.getTime())) refuseField("body.occurred_at", "is no time");
  if (at.getTime() < Date.UTC(1900, 0, 1)) refuseField("body.occurred_at", "is before 1900");
  return at > core.clock.now() ? refuseField("body.occurred_at", "lies in the future") : at;
}
