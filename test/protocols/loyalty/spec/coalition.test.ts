import assert from "node:assert/strict";
import { test } from "node:test";
import { addAccountId } from "../../../../src/core/loyalty/details.ts";
import { testApp, testClock } from "../../../support/app.ts";
import { sandboxOrgId } from "../../archtics/support.ts";
import { campaigns } from "../ledger.ts";
import { call, john, refused, succeeded } from "../support.ts";
import { campaignOf, records } from "./ledger-world.ts";
import { made } from "./world.ts";

const willcall = await testApp({ clock: testClock() });
const operator = { orgId: sandboxOrgId, timeZone: "America/New_York", keyId: null, userName: null } as const;
const asked = { ...operator, protocol: "command-line", call: "account-id-added", requestId: "spec" } as const;
await addAccountId(willcall.parts.core, asked, "shop", {}, 2);
const shop = { ...john, account_id: "shop" };

await made(willcall, { code: "who", first_name: "Ann" });
const mine = await campaignOf(willcall, "points", { points_ratio: 1 });
const theirs = await campaignOf(willcall, "points", { points_ratio: 1 }, shop);
const apart = await campaignOf(willcall, "points", { points_ratio: 1, coalition_opt_out: "Yes" }, shop);
const record = async (campaign_id: string, amount: number, who = john) =>
  succeeded(await call(willcall, "record_activity", { campaign_id, code: "who", amount }, who)).receipt.transaction;

type Told = Record<string, string>;

test("each account has campaigns of its own, and both reach the same customers", async () => {
  const ids = async (who = john): Promise<string[]> =>
    succeeded(await call(willcall, "campaigns_list", {}, who)).campaigns.map(({ id }: Told) => id);
  assert.deepEqual((await ids(shop)).sort(), [theirs, apart].sort());
  const own = await ids();
  assert.deepEqual([own.includes(mine), own.includes(campaigns.points), own.includes(theirs)], [true, true, false]);
  for (const who of [john, shop]) {
    const { customer } = succeeded(await call(willcall, "customer_info", { code: "who" }, who));
    assert.equal(customer.first_name, "Ann");
  }
});

test("another account's campaign can't be recorded in, redeemed from, changed or told of by its parts", async () => {
  for (const [type, values] of [
    ["record_activity", { amount: 1 }],
    ["redeem", { custom_points_redeem: 1 }],
    ["campaign_update", { action: "campaign", new_campaign_name: "Stolen" }],
    ["campaign_delete", { action: "campaign" }],
    ["campaign_deactivate", {}],
    ["campaign_rewards", {}],
  ] as const)
    refused(await call(willcall, type, { campaign_id: theirs, code: "who", ...values }), /^campaign_id\b/);
});

test("in_coalition is Y, but of who opted out", async () => {
  const { campaigns: told } = succeeded(await call(willcall, "campaigns_list", {}, shop));
  const of = (id: string) => told.find((one: Told) => one.id === id).in_coalition;
  assert.equal(of(theirs), "Y");
  assert.notEqual(of(apart), "Y");
});

test("receipts, customer_info and reports add the coalition up, without who opted out", async () => {
  await record(mine, 100);
  await record(apart, 1000, shop);
  const { balance, cumulative_balance, coalition_cumulative_balance } = await record(theirs, 20, shop);
  assert.deepEqual([balance.points, cumulative_balance.points, coalition_cumulative_balance.points], ["20", "20", "120"]);
  for (const [who, campaign_id, own] of [
    [john, mine, "100"],
    [shop, theirs, "20"],
  ] as const) {
    const info = succeeded(await call(willcall, "customer_info", { code: "who", campaign_id }, who));
    const [{ balance, balance_coalition, cumulative_coalition }] = info.campaigns;
    assert.deepEqual([balance, balance_coalition, cumulative_coalition], [own, "120", "120"]);
    const sum = { report: "customers_balances", campaign_id, coalition_balance: "coalition_points" };
    const { customers } = succeeded(await call(willcall, "reports", sum, who));
    const [told] = customers.filter(({ code }: Told) => code === "who");
    assert.deepEqual([told.balance, told.coalition_balance], [own, "120"]);
  }
});

test("across_campaigns=Yes tells the history of all campaigns of the coalition, without it the campaign's own", async () => {
  const told = async (values: Record<string, string>) => {
    const given = { campaign_id: mine, code: "who", ...values };
    const { transactions } = succeeded(await call(willcall, "customer_balance", given)).campaign.customer;
    return transactions
      .map((one: Told) => one.amount)
      .filter((amount: string) => amount !== "0")
      .sort();
  };
  assert.deepEqual(await told({}), ["100"]);
  assert.deepEqual(await told({ across_campaigns: "Yes" }), ["100", "20"]);
});

test("show_only_belong_to=Y: campaigns the customer has transactions in", async () => {
  const { campaigns: told } = succeeded(await call(willcall, "customer_info", { code: "who", show_only_belong_to: "Y" }));
  const ids = told.map(({ id }: Told) => id);
  assert.deepEqual([ids.includes(mine), ids.includes(campaigns.points)], [true, false]);
});

test("a redemption lowers the coalition's balance and not what was ever earned", async () => {
  succeeded(await call(willcall, "redeem", { campaign_id: mine, code: "who", custom_points_redeem: 60 }));
  const info = succeeded(await call(willcall, "customer_info", { code: "who", campaign_id: theirs }, shop));
  const [{ balance, balance_coalition, cumulative_coalition }] = info.campaigns;
  assert.deepEqual([balance, balance_coalition, cumulative_coalition], ["20", "60", "120"]);
});

test("reports of an account tell its own campaigns' transactions", async () => {
  const report = succeeded(await call(willcall, "reports", { report: "transactions_all" }, shop));
  const amounts = report.transactions.map((one: Told) => one.amount_number).filter((n: string) => n !== "0");
  assert.deepEqual(amounts.sort(), ["1000", "20"]);
  assert.deepEqual(succeeded(await call(willcall, "account_info", {}, shop)).account.coalition, "Yes");
});

test("a campaign of money is no part of the points' sum, and coalition_storedvalue adds the money", async () => {
  const cards = [await campaignOf(willcall, "giftcard"), await campaignOf(willcall, "giftcard", {}, shop)] as const;
  await records(willcall, cards[0], "who", { amount: "5.25" });
  const more = { campaign_id: cards[1], code: "who", amount: "1.75" };
  const { receipt } = succeeded(await call(willcall, "record_activity", more, shop));
  assert.equal(receipt.transaction.coalition_cumulative_balance.amount, "7.00");
  const sum = { report: "customers_balances", campaign_id: cards[0], coalition_balance: "coalition_storedvalue" };
  const [told] = succeeded(await call(willcall, "reports", sum)).customers;
  assert.deepEqual([told.balance, told.coalition_balance], ["5.25", "7.00"]);
});
