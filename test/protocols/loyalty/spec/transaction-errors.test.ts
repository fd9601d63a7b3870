import { test } from "node:test";
import { campaigns } from "../ledger.ts";
import { call, succeeded, type Values } from "../support.ts";
import { anyCustomer, type Case, spoilable, testRefusals, unknownCampaign } from "./ledger-errors.ts";
import { records } from "./ledger-world.ts";

const { willcall, asleep, times, plus, reward } = await spoilable();
const { points, giftcard, events, earned, buyx } = campaigns;
const { id: elsewhere } = await records(willcall, giftcard, "twin-1", { amount: 1 });
const who = { code: "who" };
const deactivated: Case = ["a deactivated campaign", { campaign_id: asleep }, /^campaign_id\b/];
const notAmounts = ["abc", "1.2.3", "0", "0.00", "0.001", "1e3", "NaN", "99999999999999999999", "--1"];

testRefusals(willcall, {
  record_activity: [
    [{ campaign_id: points, amount: 1, ...who }, [...anyCustomer, deactivated]],
    [
      { campaign_id: points, ...who },
      [
        ["points with neither amount nor promo_id", {}, /amount|promo_id/],
        ["an x promotion without an amount", { promo_id: times }, /^amount\b/],
        ["an unknown promotion", { promo_id: "888888", amount: 1 }, /^promo_id\b/],
        ...notAmounts.map((amount): Case => [`points, amount ${amount}`, { amount }, /^amount\b/]),
        ["an undefined field", { amount: 1, custom_field_66: "x" }, /^custom_field_66\b/],
      ],
    ],
    [
      { campaign_id: giftcard, ...who },
      [
        ["giftcard without an amount", {}, /^amount\b/],
        ["giftcard with an empty amount", { amount: "" }, /^amount\b/],
        ["giftcard with 0.00", { amount: "0.00" }, /^amount\b/],
        ["giftcard with 0.004", { amount: "0.004" }, /^amount\b/],
      ],
    ],
    [
      { campaign_id: buyx, ...who },
      [
        ["buyx without an item", {}, /^service_product\b/],
        ["buyx with an unknown item", { service_product: "Champagne" }, /^service_product\b/],
        ...["0", "-1", "1.5", "many"].map(
          (buyx_quantity): Case => [`quantity ${buyx_quantity}`, { service_product: 96, buyx_quantity }, /^buyx_quantity\b/],
        ),
      ],
    ],
  ],
  redeem: [
    [
      { campaign_id: points, custom_points_redeem: 1, ...who },
      [...anyCustomer, deactivated, ["a retired code", { code: "retired" }]],
    ],
    [
      { campaign_id: points, ...who },
      [
        ["nothing to redeem", {}],
        ["an unknown reward", { reward_to_redeem: "888888" }, /^reward_to_redeem\b/],
        ["a reward above the balance", { reward_to_redeem: reward }],
        ["points above the balance", { custom_points_redeem: 101 }],
        ["dollars above the balance", { custom_dollars_redeem: "1.01" }],
        ...["0", "-5", "1.5", "abc"].map((n): Case => [`points ${n}`, { custom_points_redeem: n }, /^custom_points_redeem\b/]),
        ...["0", "-5", "0.001", "abc"].map(
          (n): Case => [`dollars ${n}`, { custom_dollars_redeem: n }, /^custom_dollars_redeem\b/],
        ),
      ],
    ],
    [
      { campaign_id: events, ...who },
      [
        ["events: nothing to redeem", {}],
        ["points' reward", { reward_to_redeem: reward }],
      ],
    ],
    ...[giftcard, earned].map((campaign_id): [Values, Case[]] => [
      { campaign_id, ...who },
      [
        ["money: nothing to redeem", {}],
        ...["0", "0.00", "0.001", "-1", "abc", "100000"].map((n): Case => [`money ${n}`, { reward_to_redeem: n }]),
      ],
    ]),
    [
      { campaign_id: buyx, ...who },
      [
        ["buyx: nothing", {}],
        ["no such item", { reward_to_redeem: "Tea" }],
        ["too few", { reward_to_redeem: 96 }],
      ],
    ],
  ],
  transaction_delete: [
    [{ campaign_id: points, transaction_id: elsewhere, ...who }, anyCustomer],
    [
      { campaign_id: giftcard, ...who },
      [
        ["no transaction_id", {}, /^transaction_id\b/],
        ["no number", { transaction_id: "x" }, /^transaction_id\b/],
        ["unknown", { transaction_id: "888888" }],
        ["another customer's", { transaction_id: elsewhere }],
      ],
    ],
  ],
  customer_balance: [
    [
      { campaign_id: points, ...who },
      [...anyCustomer, ["a number that is none", { transactions_number: "few" }, /^transactions_number\b/]],
    ],
  ],
  customer_info: [[who, [["an unknown campaign", { campaign_id: unknownCampaign }, /^campaign_id\b/]]]],
});

test("the good calls that these refusals are made of", async () => {
  const good: [string, Values][] = [
    ["record_activity", { campaign_id: points, ...who, promo_id: plus }],
    ["record_activity", { campaign_id: points, ...who, amount: "0.01", promo_id: times }],
    ["redeem", { campaign_id: points, ...who, custom_points_redeem: 1 }],
    ["redeem", { campaign_id: earned, ...who, reward_to_redeem: "0.01" }],
    ["transaction_delete", { campaign_id: giftcard, code: "twin-1", transaction_id: elsewhere }],
  ];
  for (const [name, values] of good) succeeded(await call(willcall, name, values));
});
