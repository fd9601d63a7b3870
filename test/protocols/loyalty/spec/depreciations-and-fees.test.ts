import assert from "node:assert/strict";
import { test } from "node:test";
import { campaigns } from "../ledger.ts";
import { call, succeeded } from "../support.ts";
import { anyCampaign, spoilable, testRefusals } from "./ledger-errors.ts";
import { campaignOf } from "./ledger-world.ts";

const { willcall } = await spoilable();
const { points, events } = campaigns;
const depreciation = { depreciation_type: "T", depreciation_interval: 6, depreciation_interval_type: "months" };
const half = { campaign_id: points, ...depreciation, depreciation_percentage: "50" };
const { id: depreciation_id } = succeeded(await call(willcall, "depreciation_new", half)).depreciation;
const fee = { campaign_id: points, fee_interval: 1, interval_type: "years", fee_amount: 5 };

testRefusals(willcall, {
  depreciation_new: [
    [
      { ...half, depreciation_interval: 7 },
      [
        ...anyCampaign,
        ["the same interval again", { depreciation_interval: 6 }],
        ["type", { depreciation_type: "Z" }, /^depreciation_type\b/],
        ["interval", { depreciation_interval: 0 }, /^depreciation_interval\b/],
        ["interval type", { depreciation_interval_type: "weeks" }, /^depreciation_interval_type\b/],
        ["percentage", { depreciation_percentage: "101" }, /^depreciation_percentage\b/],
        ["no percentage", { depreciation_percentage: "" }, /^depreciation_percentage\b/],
      ],
    ],
  ],
  depreciation_update: [
    [
      { campaign_id: points },
      [
        ["no id", {}, /^depreciation_id\b/],
        ["unknown", { depreciation_id: 888888 }],
      ],
    ],
  ],
  depreciation_delete: [
    [
      { campaign_id: events },
      [
        ["no id", {}, /^depreciation_id\b/],
        ["another's", { depreciation_id }],
      ],
    ],
  ],
  campaign_fee_new: [
    [
      fee,
      [
        ...anyCampaign,
        ["interval", { fee_interval: "x" }, /^fee_interval\b/],
        ["interval type", { interval_type: "weeks" }, /^interval_type\b/],
        ["amount", { fee_amount: "-1" }, /^fee_amount\b/],
        ["no amount", { fee_amount: "" }, /^fee_amount\b/],
      ],
    ],
  ],
  campaign_fee_update: [
    [
      { campaign_id: points },
      [
        ["no id", {}, /^fee_id\b/],
        ["unknown", { fee_id: 888888 }],
      ],
    ],
  ],
  campaign_fee_delete: [
    [
      { campaign_id: points },
      [
        ["no id", {}, /^fee_id\b/],
        ["unknown", { fee_id: 888888 }],
      ],
    ],
  ],
});

test("the good calls that these refusals are made of", async () => {
  succeeded(await call(willcall, "depreciation_new", { ...half, depreciation_interval: 7 }));
  succeeded(await call(willcall, "depreciation_delete", { campaign_id: points, depreciation_id }));
  succeeded(await call(willcall, "campaign_fee_new", fee));
});

test("depreciations and fees: new, told, updated, deleted", async () => {
  const campaign_id = await campaignOf(willcall, "points");
  const every = { depreciation_interval: 6, depreciation_interval_type: "months", depreciation_percentage: "10" };
  const added = succeeded(await call(willcall, "depreciation_new", { campaign_id, depreciation_type: "T", ...every }));
  const depreciation_id = added.depreciation.id;
  const change = { campaign_id, depreciation_id, depreciation_percentage: "20" };
  succeeded(await call(willcall, "depreciation_update", change));
  const { depreciations } = succeeded(await call(willcall, "campaign_depreciations", { campaign_id }));
  const { id, depreciation_interval, depreciation_interval_type, depreciation_percentage } = depreciations[0];
  assert.deepEqual(
    [depreciations.length, id, depreciation_interval, depreciation_interval_type, depreciation_percentage],
    [1, depreciation_id, "6", "months", "20"],
  );
  succeeded(await call(willcall, "depreciation_delete", { campaign_id, depreciation_id }));
  assert.deepEqual(succeeded(await call(willcall, "campaign_depreciations", { campaign_id })).depreciations, []);
  const fee = { campaign_id, fee_interval: 1, interval_type: "years", fee_amount: 5, fee_description: "Yearly" };
  const fee_id = succeeded(await call(willcall, "campaign_fee_new", fee)).fee.id;
  succeeded(await call(willcall, "campaign_fee_update", { campaign_id, fee_id, fee_amount: 6, interval_type: "months" }));
  const { fees } = succeeded(await call(willcall, "campaign_fees", { campaign_id }));
  assert.deepEqual(fees, [{ id: fee_id, interval: "1", interval_type: "months", amount: "6", description: "Yearly" }]);
  succeeded(await call(willcall, "campaign_fee_delete", { campaign_id, fee_id }));
  assert.deepEqual(succeeded(await call(willcall, "campaign_fees", { campaign_id })).fees, []);
});
