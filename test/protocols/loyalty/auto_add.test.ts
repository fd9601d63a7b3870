import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { campaigns } from "./ledger.ts";
import { userOf } from "./people.ts";
import { call, customerOf, refused, succeeded, type Values } from "./support.ts";

const test = await testApp();
const { points, giftcard, events, earned, buyx } = campaigns;
const add = (values: Values, action = "new") => call(test, "record_customer", { customer_action: action, ...values });
const balance = async (code: string, campaign_id: string) =>
  succeeded(await call(test, "customer_balance", { code, campaign_id })).campaign.customer;

describe("campaign_id and auto_add: what is refused, and leaves nobody behind", () => {
  it("campaigns that are not there", async () => {
    for (const campaign_id of ["7", "1111222233334445", `${points},1111222233334445`])
      refused(await add({ code: "r1", campaign_id }), "campaign_id");
    assert.equal(await customerOf(test, "r1"), undefined);
  });

  it("credit without a campaign, of the wrong kind, of nothing or less", async () => {
    refused(await add({ code: "r2", auto_add: "25" }), "auto_add");
    for (const [campaign_id, auto_add] of [
      [points, "many"],
      [points, "1.5"],
      [points, "0"],
      [points, "-5"],
      [events, "9.95"],
      [giftcard, "0.00"],
      [giftcard, "-1.00"],
      [giftcard, "1.999"],
      [buyx, "Tea"],
      [`${points},${buyx}`, "25"],
    ])
      refused(await add({ code: "r2", campaign_id, auto_add }), "auto_add");
    assert.equal(await customerOf(test, "r2"), undefined);
  });

  it("an edit by one who may not record transactions, profile and all", async () => {
    succeeded(await add({ code: "r3", first_name: "Before" }));
    const user = await userOf(test, "clerk");
    succeeded(await call(test, "user_update", { user_name: user.user_id, suppress_permissions: "record_transaction" }));
    const values = { customer_action: "edit", code: "r3", first_name: "After", campaign_id: points, auto_add: "5" };
    refused(await call(test, "record_customer", values, user), "user_id");
    assert.equal((await customerOf(test, "r3"))?.first_name, "Before");
  });
});

describe("campaign_id and auto_add", () => {
  it("joins campaigns, once, with an activation each", async () => {
    succeeded(await add({ code: "a1", campaign_id: ` ${points}, ${events},` }));
    for (const campaign of [points, events]) {
      const { transactions, balance: has } = await balance("a1", campaign);
      assert.deepEqual([has, transactions.length, transactions[0].authorization], ["0", 1, "Account Activated."]);
    }
    succeeded(await add({ code: "a1", campaign_id: points }, "edit"));
    assert.equal((await balance("a1", points)).transactions.length, 1);
    assert.equal((await balance("a1", giftcard)).transactions.length, 0);
  });

  it("credits each campaign in its units, on new and edit", async () => {
    succeeded(await add({ code: "a2", campaign_id: `${points},${events}`, auto_add: "15" }));
    assert.equal((await balance("a2", points)).balance, "15");
    assert.equal((await balance("a2", events)).balance, "15");
    succeeded(await add({ code: "a2", campaign_id: `${giftcard},${earned}`, auto_add: "9,95" }, "edit"));
    assert.equal((await balance("a2", giftcard)).balance, "9.95");
    assert.equal((await balance("a2", earned)).balance, "9.95");
    succeeded(await add({ code: "a2", campaign_id: buyx, auto_add: "coffee" }, "edit"));
    assert.equal((await balance("a2", buyx)).items[0].balance, "1");
    const { transactions } = await balance("a2", points);
    assert.deepEqual(
      transactions.map((one: Values) => [one.amount, one.authorization]),
      [
        ["15", ""],
        ["0", "Account Activated."],
      ],
    );
  });
});

describe("customers who are merged", () => {
  const merge = async (survivor: string, loser: string) => {
    const values = { previous_code: survivor, new_code: loser, check_override: "Y", keep_which: "matched" };
    succeeded(await call(test, "card_replace", values));
  };

  it("have their balances and transactions in one", async () => {
    succeeded(await add({ code: "m1", first_name: "One", campaign_id: points, auto_add: "100" }));
    succeeded(await add({ code: "m2", first_name: "Two", campaign_id: `${points},${events}`, auto_add: "30" }));
    await merge("m1", "m2");
    const { balance: has, transactions } = await balance("m2", points);
    assert.deepEqual([has, transactions.length], ["130", 4]);
    assert.equal((await balance("m2", events)).balance, "30");
    refused(await call(test, "redeem", { code: "m1", campaign_id: points, custom_points_redeem: 1 }), "code");
    succeeded(await call(test, "record_activity", { code: "m1", campaign_id: points, amount: "0.10" }));
    succeeded(await call(test, "redeem", { code: "m2", campaign_id: points, custom_points_redeem: 140 }));
    assert.equal((await balance("m1", points)).balance, "0");
  });
});
