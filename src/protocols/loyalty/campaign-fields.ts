import { campaignTypes } from "../../core/loyalty/campaigns/campaign.ts";
import { mostUnits } from "../../core/loyalty/campaigns/part-rules.ts";
import { alsoNamed, choice, day, int, key, marked, money, required, text, yes } from "./fields.ts";
import { element, own as ours, outText, seenText } from "./output.ts";

const seen = <const F extends Parameters<typeof marked>[1]>(field: F): F => marked("observed", field);
const own = <const F extends Parameters<typeof marked>[1]>(field: F): F => marked("willcall", field);

/** A ratio's characters: more than its digits, so that what is wrong with it is told. */
const ratio = (meaning: string) => text(meaning, 64);

/** What is done, and to what. */
export const actionInput = { action: key("campaign, reward, promo or item") } as const;

/** Which campaign, where it must be sent. */
export const campaignKey = { campaign_id: required(key("The campaign, by its id of 16 digits")) } as const;

/** Which campaign a part belongs to. */
export const someCampaign = { campaign_id: key("The campaign, by its id of 16 digits") } as const;

const level = int("Of a reward: how much of the balance it takes; of an item: how many are bought for a free one", 1, mostUnits);
const operation = choice(["+", "x"], "Of a promotion: + adds points to those of the purchase, x multiplies them");
const amount = ratio("Of a promotion: how many points, or how many times");

const place = {
  description: text("What else there is to say of a campaign", 1_000),
  latitude: text("Where a campaign is", 64),
  longitude: text("Where a campaign is", 64),
} as const;

const days = {
  promo_start_date: own(alsoNamed(day("Of a promotion: its first day"), "new_promo_start_date")),
  promo_end_date: own(alsoNamed(day("Of a promotion: its last day"), "new_promo_end_date")),
  promo_custom_id: own(alsoNamed(text("Of a promotion: an id of the caller's own", 64), "new_promo_custom_id")),
} as const;

/** What a campaign, a reward, a promotion or an item is made with. */
export const newInput = {
  campaign_type: choice(campaignTypes, "What the campaign counts"),
  campaign_name: text("What the campaign is called"),
  ...place,
  points_ratio: ratio("Of points: how many 1.00 earns; 100 unless it is sent"),
  reward_ratio: ratio("Of points: how many are worth 1.00 of money off; as many as it earns unless it is sent"),
  amount_per_event: money("Of earned, where it is required: what each event earns"),
  coalition_opt_out: seen(yes("Yes: the campaign takes no part in the agency's coalition")),
  two_tier_opt_out: seen(yes("Yes: the campaign has one tier only")),
  reward_level: seen(level),
  reward_description: seen(text("Of a reward: what it is")),
  reward_identifier: seen(text("Of a reward: an id of the caller's own, which no other of the campaign has", 64)),
  promo_operation: seen(operation),
  promo_amount: seen(amount),
  promo_description: seen(text("Of a promotion: what it is")),
  ...days,
  item_description: seen(text("Of an item: what it is")),
  item_identifier: seen(text("Of an item: an id of the caller's own, which no other of the campaign has", 64)),
} as const;

/** What can be changed of them; what is not sent stays. */
export const updateInput = {
  new_campaign_name: seen(text("What the campaign is called")),
  description: own(alsoNamed(place.description, "new_description")),
  latitude: own(alsoNamed(place.latitude, "new_latitude")),
  longitude: own(alsoNamed(place.longitude, "new_longitude")),
  new_points_ratio: seen(ratio("Of points: how many 1.00 earns; empty: 100")),
  new_reward_ratio: seen(ratio("Of points: how many are worth 1.00 of money off; empty: as many as it earns")),
  new_amount_per_event: seen(money("Of earned: what each event earns")),
  coalition_opt_out: own(key("Yes or No: whether the campaign takes no part in the agency's coalition", 8)),
  two_tier_opt_out: own(key("Yes or No: whether the campaign has one tier only", 8)),
  new_reward_level: seen(level),
  new_reward_description: seen(text("Of a reward: what it is")),
  new_reward_identifier: seen(text("Of a reward: an id of the caller's own; empty: none", 64)),
  new_promo_operation: seen(operation),
  new_promo_amount: seen(amount),
  new_promo_description: seen(text("Of a promotion: what it is; empty: nothing")),
  ...days,
  new_item_description: seen(text("Of an item: what it is")),
  new_item_identifier: own(text("Of an item: an id of the caller's own; empty: none", 64)),
} as const;

const part = (what: string) => seen(int(`The ${what}, by its id`, 1, 2_147_483_647));

/** Which part is changed or deleted. */
export const partKeys = { reward_id: part("reward"), promo_id: part("promotion"), item_id: part("item") } as const;

/** How all answers tell of what was changed. */
export const changed = (what: string) =>
  element(`The ${what}`, { id: seenText("Its id") }, { status: "What was done: new, update or deleted" });

/** What was made or changed: one of these. */
export const changedOutput = {
  campaign: element("The campaign", { id: seenText("Its id") }, { status: "update or deleted; not told of a new one" }),
  reward: changed("reward"),
  promo: changed("promotion"),
  item: changed("item"),
} as const;

/** A campaign in a list. */
export const campaignOutput = {
  id: seenText("Its id, of 16 digits"),
  name: seenText("What it is called"),
  type: seenText("What it counts"),
  in_coalition: seenText("Y: it takes part in the agency's coalition"),
  created_stamp: seenText("When it was made: YYYY-MM-DD HH:MM:SS in the account's time zone"),
  points_ratio: seenText("Of points: how many 1.00 earns"),
  reward_ratio: seenText("Of points: how many are worth 1.00 of money off; empty: as many as it earns"),
  earned_per_event: seenText("Of earned: what each event earns, with two decimals"),
  currency: seenText("The currency of amounts"),
  glyph: seenText("Its symbol"),
  description: ours(outText("What else there is to say of it, if there is something")),
  latitude: ours(outText("Where it is, if that was told")),
  longitude: ours(outText("Where it is, if that was told")),
  two_tier: ours(outText("N: it has one tier only")),
} as const;

export const rewardOutput = {
  id: seenText("Its id"),
  level: seenText("How much of the balance it takes"),
  description: seenText("What it is"),
  identifier: ours(outText("The caller's own id, if there is one")),
} as const;

export const promotionOutput = {
  id: seenText("Its id"),
  operand: seenText("+ or x"),
  value: seenText("How many points, or how many times"),
  description: seenText("What it is"),
  promo_custom_id: seenText("The caller's own id"),
  promo_start_date: seenText("Its first day; empty: any"),
  promo_end_date: seenText("Its last day; empty: any"),
} as const;

export const itemOutput = {
  id: seenText("Its id"),
  level: seenText("How many are bought for a free one"),
  description: seenText("What it is"),
  identifier: ours(outText("The caller's own id, if there is one")),
} as const;

export const depreciationOutput = {
  id: seenText("Its id"),
  depreciation_type: ours(outText("T or L")),
  depreciation_interval: seenText("After how many of the intervals"),
  depreciation_interval_type: seenText("days, months or years"),
  depreciation_percentage: seenText("How much is lost, in percent"),
} as const;

export const feeOutput = {
  id: seenText("Its id"),
  interval: seenText("After how many of the intervals"),
  interval_type: seenText("days, months or years"),
  amount: seenText("What is taken: of giftcard and earned money with two decimals, else a whole number"),
  description: seenText("What it is for"),
} as const;
