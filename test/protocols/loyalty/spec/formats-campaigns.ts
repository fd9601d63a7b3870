import { campaigns } from "../ledger.ts";
import type { Row } from "./formats-cases.ts";

const { points, buyx, giftcard } = campaigns;
const id = { id: /^\d+$/ };
const awkward = `Ä & <b> "quoted" 'x' ]]> \u{1F3AB}`;
const depreciation = { depreciation_type: "T", depreciation_interval: 6, depreciation_interval_type: "months" };

/** The calls about campaigns. The sandbox's parts have numbers up to 96. */
export const campaignRows: readonly Row[] = [
  { type: "campaign_new", values: { action: "campaign", campaign_type: "events", campaign_name: awkward }, random: id },
  { type: "campaign_new", values: { action: "campaign", campaign_type: "events" }, status: "error", names: "campaign_name" },
  {
    type: "campaign_new",
    values: { action: "reward", campaign_id: points, reward_level: 7, reward_description: awkward, reward_identifier: "r" },
  },
  {
    type: "campaign_new",
    values: { action: "promo", campaign_id: points, promo_operation: "+", promo_amount: 5, promo_start_date: "2026-01-01" },
  },
  { type: "campaign_new", values: { action: "item", campaign_id: buyx, item_description: "Tea", reward_level: 3 } },
  { type: "campaign_update", values: { action: "campaign", campaign_id: giftcard, description: awkward, latitude: "1,5" } },
  { type: "campaign_update", values: { action: "reward", campaign_id: points, reward_id: 1_000_000_004, new_reward_level: 8 } },
  { type: "campaign_update", values: { action: "promo", campaign_id: points }, status: "error", names: "promo_id" },
  { type: "campaign_rewards", values: { campaign_id: points } },
  { type: "campaign_rewards", about: "of another type", values: { campaign_id: giftcard } },
  { type: "campaign_promos", values: { campaign_id: points } },
  { type: "buyx_items_list", values: { campaign_id: buyx } },
  { type: "depreciation_new", values: { campaign_id: points, ...depreciation, depreciation_percentage: "12.5" } },
  { type: "depreciation_update", values: { campaign_id: points, depreciation_id: 1_000_000_007, depreciation_type: "L" } },
  { type: "campaign_depreciations", values: { campaign_id: points } },
  { type: "campaign_fee_new", values: { campaign_id: giftcard, fee_interval: 1, interval_type: "years", fee_amount: "1.5" } },
  { type: "campaign_fee_update", values: { campaign_id: giftcard, fee_id: 1_000_000_008, fee_description: awkward } },
  { type: "campaign_fees", values: { campaign_id: giftcard } },
  { type: "campaign_users", values: { campaign_id: points } },
  { type: "campaign_deactivate", values: { campaign_id: giftcard } },
  { type: "campaign_deactivate", about: "again", values: { campaign_id: giftcard }, status: "error", names: "campaign_id" },
  // The sandbox was made by the machine's clock.
  { type: "campaigns_list", values: { type_restrict: "points" }, random: { created_stamp: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/ } },
  { type: "campaigns_inactive_list", values: {}, random: { created_stamp: /^\d{4}-/ } },
  { type: "campaign_reactivate", values: { campaign_id: giftcard } },
  { type: "depreciation_delete", values: { campaign_id: points, depreciation_id: 1_000_000_007 } },
  { type: "campaign_fee_delete", values: { campaign_id: giftcard, fee_id: 1_000_000_008 } },
  { type: "campaign_delete", values: { action: "item", campaign_id: buyx, item_id: 1_000_000_006 } },
  { type: "campaign_delete", values: { action: "campaign", campaign_id: giftcard } },
  { type: "campaign_delete", values: { action: "card", campaign_id: points }, status: "error", names: "action" },
];
