import { type Static, Type } from "typebox";
import type { Campaign } from "../../core/loyalty/campaigns/campaign.ts";
import type { EntryKind } from "../../core/loyalty/ledger/entry.ts";
import type { Standing, ToldEntry } from "../../core/loyalty/ledger/history.ts";
import { campaignId, typeShape, unitOf, unitShape } from "./campaign-shape.ts";
import { nullable } from "./shapes.ts";

const kinds = ["enrolment", "activity", "redemption", "depreciation", "fee", "transfer"] as const satisfies EntryKind[];
const time = Type.String({ format: "date-time" });
const part = nullable<number>("integer");

/** The number of a transaction. */
export const transactionId = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });

export const transactionShape = Type.Object({
  transaction_id: transactionId,
  customer_id: Type.Integer({ description: "Whose it is now: who was merged into another leaves theirs to that one" }),
  campaign_id: campaignId,
  type: Type.Unsafe<EntryKind>({ enum: [...kinds] }),
  unit: unitShape,
  amount: Type.Integer({ description: "What it adds to the balance, or takes from it, in the unit" }),
  money: nullable<number>("integer", {
    description: "What was spent, or taken off where it is negative, in minor units, where that is not the amount",
  }),
  item_id: part,
  promotion_id: part,
  reward_id: part,
  description: nullable<string>("string"),
  custom_fields: Type.Record(Type.String(), Type.String(), { description: "By the field's number" }),
  occurred_at: time,
  recorded_at: time,
  user_name: nullable<string>("string", { description: "Who recorded it, where a user did" }),
  undoes: nullable<number>("integer", { description: "The transaction that this one takes back" }),
});

/** A transaction by itself. */
export const foundShape = Type.Object({
  ...transactionShape.properties,
  undone_by: nullable<number>("integer", { description: "The transaction that has taken it back; null while it stands" }),
});

/** A transaction that was just made. */
export const recordedShape = Type.Object({
  ...foundShape.properties,
  balance: Type.Integer({ description: "What the customer had after it, of the item where it is one's" }),
  cumulative: Type.Integer({ description: "All that was ever earned, likewise" }),
});

/** An entry of the ledger as the wire has it, with whose it is. */
export function transactionToWire(
  entry: ToldEntry,
  customerId: number,
  { type }: Pick<Campaign, "type">,
): Static<typeof transactionShape> {
  return {
    transaction_id: entry.entryId,
    customer_id: customerId,
    campaign_id: entry.campaignId,
    type: entry.kind,
    unit: unitOf(type),
    amount: entry.amount,
    money: entry.money,
    item_id: entry.itemId || null,
    promotion_id: entry.promotionId,
    reward_id: entry.rewardId,
    description: entry.description,
    custom_fields: { ...entry.customFields },
    occurred_at: entry.occurredAt.toISOString(),
    recorded_at: entry.recordedAt.toISOString(),
    user_name: entry.userName,
    undoes: entry.undoes,
  };
}

const when = (description: string) => nullable<string>("string", { format: "date-time", description });
const amounts = { balance: Type.Integer(), cumulative: Type.Integer({ description: "All that was ever earned" }) } as const;

export const balanceShape = Type.Object({
  campaign_id: campaignId,
  name: Type.String(),
  type: typeShape,
  unit: unitShape,
  active: Type.Boolean(),
  ...amounts,
  items: Type.Array(Type.Object({ item_id: Type.Integer(), ...amounts }), {
    description: "Of each item of a campaign that counts them; the balance is all of them together",
  }),
  enrolled_at: time,
  first_activity_at: when("When something was earned for the first time; null: never"),
  last_activity_at: when("When for the last time"),
  last_redemption_at: when("When something was redeemed for the last time"),
});

/** What a customer has in a campaign, as the wire has it. */
export function balanceToWire(standing: Standing, campaign: Campaign): Static<typeof balanceShape> {
  const { campaignId: id, name, type, active } = campaign;
  const all = [standing, ...standing.items];
  return {
    ...{ campaign_id: id, name, type, unit: unitOf(type), active },
    balance: all.reduce((sum, one) => sum + one.balance, 0),
    cumulative: all.reduce((sum, one) => sum + one.cumulative, 0),
    items: standing.items.map(({ itemId, balance, cumulative }) => ({ item_id: itemId, balance, cumulative })),
    enrolled_at: standing.enrolledAt.toISOString(),
    first_activity_at: instantOf(standing.first),
    last_activity_at: instantOf(standing.last),
    last_redemption_at: instantOf(standing.lastRedemption),
  };
}

const instantOf = (edge: Standing["first"]): string | null => edge && new Date(edge[0]).toISOString();
