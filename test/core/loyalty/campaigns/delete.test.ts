import assert from "node:assert/strict";
import { it } from "node:test";
import { sealChanges } from "../../../../src/core/audit/seals.ts";
import { numberCommitted } from "../../../../src/core/audit/sequencer.ts";
import { mergeCustomers } from "../../../../src/core/identity/merge/merge.ts";
import { sweepDeletedCampaigns } from "../../../../src/core/loyalty/campaigns/delete.ts";
import { matchMember } from "../../../../src/core/loyalty/members.ts";
import { checks } from "../../../../src/core/verify/checks.ts";
import type { Database } from "../../../../src/platform/database/database.ts";
import { loadPepper } from "../../../../src/platform/secrets/pepper.ts";
import { campaigns } from "../../../protocols/loyalty/ledger.ts";
import { call, refused, succeeded, type Values } from "../../../protocols/loyalty/support.ts";
import { operator } from "../../../protocols/loyalty/users.ts";
import { testApp } from "../../../support/app.ts";
import { testConfig } from "../../../support/config.ts";
import { rowsOf } from "./queries.ts";

const test = await testApp();
const { core } = test.parts;
const held = async (id: string) => (await core.db.read(rowsOf, [1, Number(id)]))[0]!;

/** Asserts that `willcall verify` would find nothing. */
async function assertSound(): Promise<void> {
  while ((await numberCommitted(core, 1)) > 0);
  await sealChanges(core);
  const pepper = loadPepper("/nowhere", testConfig.env.PEPPER);
  for (const { name, faults } of checks)
    for await (const fault of faults({ db: core.db, pepper })) assert.fail(`${name}: ${fault}`);
}

/** The database as one that is killed at its second transaction leaves it. */
function killedAtSecond(db: Database): Database {
  let begun = 0;
  const transaction: Database["transaction"] = (...given) =>
    ++begun === 2 ? Promise.reject(new Error("killed")) : db.transaction(...given);
  return Object.assign(Object.create(db), { transaction }) as Database;
}

it("a deleted campaign is gone for every call at once, and what was recorded in it goes afterwards, also when that is interrupted", async () => {
  const { points: campaign_id, buyx } = campaigns;
  const bought = { campaign_id: buyx, service_product: "96" };
  const codes = ["01", "02", "03", "04"];
  for (const code of codes) {
    succeeded(await call(test, "record_customer", { customer_action: "new", code, first_name: `N${code}` }));
    succeeded(await call(test, "record_activity", { code, campaign_id, amount: 10 }));
    succeeded(await call(test, "record_activity", { code, ...bought }));
  }
  const [survivor, loser] = await Promise.all(
    codes.slice(0, 2).map((loyaltyCode) => matchMember(core, operator, { loyaltyCode })),
  );
  await mergeCustomers(core, operator, survivor!.customerId, loser!.customerId);
  assert.equal(await sweepDeletedCampaigns(core), 0);
  const before = await held(buyx);

  const { status } = succeeded(await call(test, "campaign_delete", { action: "campaign", campaign_id })).campaign;
  assert.equal(status, "deleted");
  const reward = {
    action: "reward",
    campaign_id,
    reward_id: 1_000_000_001,
    reward_level: 5,
    reward_description: "x",
    new_reward_level: 6,
  };
  const rule = { campaign_id, depreciation_type: "T", depreciation_interval: 1, depreciation_interval_type: "years" };
  for (const [type, values] of [
    ["record_activity", { campaign_id, code: "01", amount: 1 }],
    ["campaign_new", reward],
    ["campaign_update", reward],
    ["campaign_update", { ...reward, action: "campaign", new_campaign_name: "x" }],
    ["campaign_delete", reward],
    ["campaign_delete", { action: "campaign", campaign_id }],
    ["campaign_deactivate", { campaign_id }],
    ["campaign_reactivate", { campaign_id }],
    ["campaign_rewards", { campaign_id }],
    ["campaign_promos", { campaign_id }],
    ["buyx_items_list", { campaign_id }],
    ["depreciation_new", { ...rule, depreciation_percentage: 1 }],
    ["campaign_depreciations", { campaign_id }],
    ["campaign_fee_new", { campaign_id, fee_interval: 1, interval_type: "days", fee_amount: 1 }],
    ["campaign_fees", { campaign_id }],
    ["campaign_users", { campaign_id }],
    ["user_update", { user_name: "kiosk1", allowed_campaigns: campaign_id }],
  ] as [string, Values][])
    refused(await call(test, type, values), /campaign/);
  for (const type of ["campaigns_list", "campaigns_inactive_list"])
    assert.ok(!(await call(test, type)).text.includes(campaign_id), type);
  for (const type of ["customer_balance", "customer_info"]) {
    const answer = await call(test, type, { code: "03", campaign_id: undefined });
    assert.ok(!answer.text.includes(campaign_id) && answer.text.includes("N03") === (type === "customer_info"), answer.text);
  }

  const { balances, entries } = await held(campaign_id);
  assert.ok(balances >= 3 && entries >= 8, `${balances} balances, ${entries} entries`);
  await assertSound();
  await assert.rejects(sweepDeletedCampaigns({ db: killedAtSecond(core.db) }, 1), /killed/);
  const left = await held(campaign_id);
  assert.ok(left.balances < balances && left.entries < entries && left.balances > 0);
  await assertSound();
  assert.equal(await sweepDeletedCampaigns(core, 2), left.balances + left.entries);
  assert.deepEqual(await held(campaign_id), { balances: 0, entries: 0 });
  await assertSound();
  assert.equal(await sweepDeletedCampaigns(core), 0);
  assert.deepEqual(await held(buyx), before);
});
