import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { Caller } from "../../../src/core/core.ts";
import { createCampaign, plainCampaign } from "../../../src/core/loyalty/campaigns/make.ts";
import { addAccountId } from "../../../src/core/loyalty/details.ts";
import { testApp } from "../../support/app.ts";
import { sandboxOrgId } from "../archtics/support.ts";
import { campaigns } from "./ledger.ts";
import { call, john, refused, succeeded, type Values } from "./support.ts";

const test = await testApp();
const { core, directory } = test.parts;
const { points, giftcard } = campaigns;
const code = "012345678912345";
const shop = { ...john, account_id: "shop" };
const caller: Caller = {
  ...{ orgId: sandboxOrgId, timeZone: "America/New_York", keyId: null, userName: null },
  ...{ protocol: "server", call: "test", requestId: "test" },
};
const balance = async (values: Values, who = john) =>
  succeeded(await call(test, "customer_balance", { code, ...values }, who)).campaign.customer;

describe("an organisation with one account", () => {
  it("has no coalition", async () => {
    const { transaction } = succeeded(await call(test, "record_activity", { code, campaign_id: points, amount: "1" })).receipt;
    assert.equal(transaction.coalition_cumulative_balance, undefined);
    assert.equal(succeeded(await call(test, "account_info")).account.coalition, "No");
    const [first] = succeeded(await call(test, "customer_info", { code, campaign_id: points })).campaigns;
    assert.equal(first.balance_coalition, undefined);
  });
});

describe("an agency with two accounts", () => {
  let made: Promise<{ joint: string; apart: string }>;
  before(() => {
    made = makeShop();
  });

  async function makeShop() {
    await addAccountId(core, caller, "shop", {}, 2);
    await directory.refresh();
    const campaign = { ...plainCampaign, account: 2, type: "points", pointsRatio: "10" } as const;
    const joint = await createCampaign(core, caller, { ...campaign, name: "Shop points" });
    const apart = await createCampaign(core, caller, { ...campaign, name: "Apart", inCoalition: false });
    return { joint: String(joint), apart: String(apart) };
  }

  it("has campaigns that only their own account uses", async () => {
    const { joint } = await made;
    refused(await call(test, "record_activity", { code, campaign_id: joint, amount: "1" }), "campaign_id");
    refused(await call(test, "record_activity", { code, campaign_id: points, amount: "1" }, shop), "campaign_id");
    assert.equal(succeeded(await call(test, "account_info")).account.coalition, "Yes");
  });

  it("adds up what a customer has in campaigns of a type that take part", async () => {
    const { joint, apart } = await made;
    const record = async (campaign_id: string, amount: string, who = shop) =>
      succeeded(await call(test, "record_activity", { code, campaign_id, amount }, who)).receipt.transaction;
    assert.deepEqual((await record(joint, "5")).coalition_cumulative_balance, { points: "150" });
    assert.equal((await record(apart, "7")).coalition_cumulative_balance, undefined);
    await record(giftcard, "3", john);
    succeeded(await call(test, "redeem", { code, campaign_id: points, custom_points_redeem: 40 }));
    const [first] = succeeded(await call(test, "customer_info", { code, campaign_id: joint }, shop)).campaigns;
    assert.deepEqual([first.balance, first.balance_coalition, first.cumulative_coalition], ["50", "110", "150"]);
  });

  it("tells campaigns of the other account where the customer has transactions, and transactions across campaigns", async () => {
    const { joint, apart } = await made;
    const told = async (values: Values) => succeeded(await call(test, "customer_info", { code, ...values }, shop)).campaigns;
    assert.deepEqual(
      (await told({})).map((one: Values) => one.id),
      [joint, apart],
    );
    assert.deepEqual(
      (await told({ show_only_belong_to: "Y" })).map((one: Values) => one.id).sort(),
      [joint, apart, points, giftcard].sort(),
    );
    const across = await balance({ campaign_id: joint, across_campaigns: "Yes" }, shop);
    assert.deepEqual([...new Set(across.transactions.map((one: Values) => one.campaign))].sort(), [
      "Shop points",
      "Widget gift card",
      "Widget points",
    ]);
    assert.equal((await balance({ campaign_id: joint }, shop)).transactions.length, 2);
  });

  it("tells balances with searches", async () => {
    const [customer] = succeeded(await call(test, "customer_search", { last_name: "Roe", include_balances: "Y" })).customers;
    const { equivalent_cash_balance, equivalent_cash_balance_currency, campaigns: has } = customer;
    // 60 points at 100 for 1.00, and 3.00 on the card.
    assert.deepEqual([equivalent_cash_balance, equivalent_cash_balance_currency], ["3.60", "USD"]);
    assert.equal(has.length, 5);
    const [found] = succeeded(await call(test, "customer_find", { find_customer: "roe", include_balances: "Y" })).customers;
    assert.deepEqual(found, customer);
    const [plain] = succeeded(await call(test, "customer_search", { last_name: "Roe" })).customers;
    assert.equal(plain.campaigns, undefined);
  });
});
