import { test } from "node:test";
import { campaigns } from "../ledger.ts";
import { call, succeeded, type Values } from "../support.ts";
import { anyCampaign, type Case, spoilable, testRefusals, unknownCampaign } from "./ledger-errors.ts";

const { willcall, asleep, reward } = await spoilable();
const { points, giftcard, events, buyx } = campaigns;
const type = { action: "campaign", campaign_name: "Named" };

testRefusals(willcall, {
  campaign_new: [
    [
      type,
      [
        ["no type", {}, /^campaign_type\b/],
        ["an unknown type", { campaign_type: "visits" }, /^campaign_type\b/],
        ["no name", { campaign_type: "points", campaign_name: "" }, /^campaign_name\b/],
        ["no action", { campaign_type: "points", action: undefined }, /^action\b/],
        ["another action", { campaign_type: "points", action: "party" }, /^action\b/],
        ["earned without an amount", { campaign_type: "earned" }, /^amount_per_event\b/],
        ["earned with none", { campaign_type: "earned", amount_per_event: "0" }, /^amount_per_event\b/],
        ["a points ratio that is none", { campaign_type: "points", points_ratio: "lots" }, /^points_ratio\b/],
        ["points ratio 0", { campaign_type: "points", points_ratio: "0" }, /^points_ratio\b/],
        ["a negative reward ratio", { campaign_type: "points", reward_ratio: "-1" }, /^reward_ratio\b/],
      ],
    ],
    [
      { action: "reward", campaign_id: points, reward_level: 5, reward_description: "R" },
      [
        ...anyCampaign,
        ["no level", { reward_level: "" }, /^reward_level\b/],
        ["level 0", { reward_level: 0 }, /^reward_level\b/],
        ["no description", { reward_description: "" }, /^reward_description\b/],
        ["of giftcard", { campaign_id: giftcard }],
      ],
    ],
    [
      { action: "promo", campaign_id: points, promo_operation: "+", promo_amount: 5, promo_description: "P" },
      [
        ...anyCampaign,
        ["operation", { promo_operation: "-" }, /^promo_operation\b/],
        ["no operation", { promo_operation: "" }, /^promo_operation\b/],
        ["amount", { promo_amount: "x" }, /^promo_amount\b/],
        ["no amount", { promo_amount: "" }, /^promo_amount\b/],
        ["of events", { campaign_id: events }],
      ],
    ],
    [
      { action: "item", campaign_id: buyx, item_description: "I", reward_level: 5 },
      [
        ...anyCampaign,
        ["no description", { item_description: "" }, /^item_description\b/],
        ["no level", { reward_level: "" }, /^reward_level\b/],
        ["of points", { campaign_id: points }],
      ],
    ],
  ],
  ...Object.fromEntries(
    ["campaign_update", "campaign_delete"].map((call): [string, [Values, Case[]][]] => [
      call,
      [
        [{ action: "campaign", campaign_id: points }, [...anyCampaign, ["no action", { action: "" }, /^action\b/]]],
        ...["reward", "promo", "item"].map((action): [Values, Case[]] => [
          { action, campaign_id: action === "item" ? buyx : points },
          [
            [`no ${action}_id`, {}, new RegExp(`^${action}_id\\b`)],
            [`an unknown ${action}_id`, { [`${action}_id`]: 888888 }, new RegExp(`^${action}_id\\b`)],
            [`${action}_id of another campaign`, { [`${action}_id`]: reward, campaign_id: action === "item" ? buyx : events }],
          ],
        ]),
      ],
    ]),
  ),
  campaign_deactivate: [[{ campaign_id: points }, [...anyCampaign, ["again", { campaign_id: asleep }]]]],
  campaign_reactivate: [[{ campaign_id: asleep }, [...anyCampaign, ["an active one", { campaign_id: points }]]]],
  ...Object.fromEntries(
    ["campaign_rewards", "campaign_promos", "buyx_items_list", "campaign_fees", "campaign_depreciations"].map((call) => [
      call,
      [[{ campaign_id: points }, anyCampaign] as const],
    ]),
  ),
  campaigns_list: [
    [
      {},
      [
        ["a type that is none", { type_restrict: "visits" }, /^type_restrict\b/],
        ["an offset", { offset: "x" }, /^offset\b/],
      ],
    ],
  ],
  reports: [
    [
      { report: "customers_all" },
      [
        ["no report", { report: "" }, /^report\b/],
        ["unknown report", { report: "weather" }, /^report\b/],
        ["date_start", { date_start: "06/15/2026" }, /^date_start\b/],
        ["date_end", { date_end: "2026-02-30" }, /^date_end\b/],
        ["unknown campaign", { selected_campaigns: `${points},${unknownCampaign}` }, /^selected_campaigns\b/],
        ["customers_balances without a campaign", { report: "customers_balances" }, /^campaign_id\b/],
        [
          "customers_balances, unknown campaign",
          { report: "customers_balances", campaign_id: unknownCampaign },
          /^campaign_id\b/,
        ],
        ["customers_frequent", { report: "customers_frequent", frequency: "often" }, /^frequency\b/],
        ["customers_Inactive", { report: "customers_Inactive", Inactive_for: "long" }, /^Inactive_for\b/],
      ],
    ],
  ],
});

test("the good calls that these refusals are made of", async () => {
  const good: [string, Values][] = [
    ["campaign_new", { ...type, campaign_type: "points" }],
    ["campaign_new", { action: "item", campaign_id: buyx, item_description: "I", reward_level: 5 }],
    ["campaign_new", { action: "promo", campaign_id: points, promo_operation: "+", promo_amount: 5, promo_description: "P" }],
    ["campaign_new", { action: "reward", campaign_id: points, reward_level: 5, reward_description: "R" }],
    ["campaign_delete", { action: "reward", campaign_id: points, reward_id: reward }],
  ];
  for (const [name, values] of good) succeeded(await call(willcall, name, values));
});
