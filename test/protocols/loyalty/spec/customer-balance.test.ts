import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp, testClock } from "../../../support/app.ts";
import { call, succeeded, type Values } from "../support.ts";
import { balanceOf, campaignOf, partOf, records, redeems, standing } from "./ledger-world.ts";
import { edit, made } from "./world.ts";

const clock = testClock();
const willcall = await testApp({ clock });
const minute = 60_000;

await made(willcall, { code: "who", card_number: "who-card", first_name: "Ann", last_name: "Lee" });

type Told = Record<string, string>;

test("enrolling writes an activation, which is the only transaction then; twice it is written once", async () => {
  for (const type of ["points", "giftcard", "events"]) {
    const campaign_id = await campaignOf(willcall, type);
    for (const _ of [1, 2]) succeeded(await edit(willcall, { code: "who", campaign_id, city: "Here" }));
    const { customer } = await standing(willcall, campaign_id, "who");
    assert.equal(customer.transactions.length, 1, JSON.stringify(customer.transactions));
    const { authorization, service_product, redeemed, real, amount } = customer.transactions[0];
    assert.deepEqual([authorization, service_product, redeemed, real], ["Account Activated.", "Activation", "N", "Y"]);
    assert.equal(Number(amount), 0);
    assert.equal(Number(customer.balance), 0);
  }
});

test("transactions_number: 0 none, n that many of the latest, absent all", async () => {
  const campaign = await campaignOf(willcall, "points", { points_ratio: 1 });
  for (const amount of [10, 20, 30]) {
    clock.pass(minute);
    await records(willcall, campaign, "who", { amount });
  }
  const told = async (transactions_number?: number) =>
    (await standing(willcall, campaign, "who", { transactions_number })).customer.transactions.map((one: Told) => one.amount);
  assert.deepEqual([await told(0), await told(1), await told(2)], [[], ["30"], ["30", "20"]]);
  assert.deepEqual((await told()).map(Number), [30, 20, 10, 0]);
  assert.deepEqual(await told(99), await told());
});

test("redeemed: N of what was earned, Y of what was taken; last_transaction and last_redemption", async () => {
  const campaign = await campaignOf(willcall, "points", { points_ratio: 1, campaign_name: "Flags" });
  await records(willcall, campaign, "who", { amount: 100, authorization: "Bought" });
  const before = (await standing(willcall, campaign, "who")).customer;
  assert.deepEqual(
    [before.last_transaction, before.last_transaction_points, before.last_redemption],
    ["2026-06-15", "100", "0000-00-00"],
  );
  clock.pass(24 * 60 * minute);
  await redeems(willcall, campaign, "who", { custom_points_redeem: 40, authorization: "Taken" });
  const { campaign_id, campaign_type, campaign_name, customer } = await standing(willcall, campaign, "who");
  assert.deepEqual([campaign_id, campaign_type, campaign_name], [campaign, "points", "Flags"]);
  assert.deepEqual(
    [customer.code, customer.card_number, customer.first_name, customer.last_name],
    ["who", "who-card", "Ann", "Lee"],
  );
  assert.deepEqual([customer.balance, customer.last_redemption], ["60", "2026-06-16"]);
  assert.equal(Math.abs(Number(customer.last_redemption_points)), 40);
  const flags = customer.transactions.map((one: Told) => [
    one.authorization,
    one.redeemed,
    one.campaign,
    one.user_name,
    one.real,
  ]);
  assert.deepEqual(flags, [
    ["Taken", "Y", "Flags", "john1970", "Y"],
    ["Bought", "N", "Flags", "john1970", "Y"],
    ["Account Activated.", "N", "Flags", "john1970", "Y"],
  ]);
});

test("last_transaction_points of a return is negative, as its amount is", async () => {
  const campaign = await campaignOf(willcall, "points", { points_ratio: 1 });
  await records(willcall, campaign, "who", { amount: 100 });
  await records(willcall, campaign, "who", { amount: -30 });
  const { customer } = await standing(willcall, campaign, "who");
  assert.equal(customer.transactions[0].amount, "-30");
  assert.equal(customer.last_transaction_points, "-30");
});

test("days are the organisation's: 03:59 UTC is still the day before in New York", async () => {
  const campaign = await campaignOf(willcall, "events");
  clock.set(new Date("2026-07-02T03:59:00Z"));
  await records(willcall, campaign, "who");
  const { customer } = await standing(willcall, campaign, "who", { transactions_number: 1 });
  assert.equal(customer.last_transaction, "2026-07-01");
  assert.match(customer.transactions[0].date, /^2026-07-01/);
});

test("balance is an older name of customer_balance", async () => {
  const campaign_id = await campaignOf(willcall, "events");
  await records(willcall, campaign_id, "who");
  const asked = [{ code: "who" }, { card_number: "who-card" }];
  for (const by of asked) {
    const [older, newer] = await Promise.all(
      ["balance", "customer_balance"].map((type) => call(willcall, type, { campaign_id, ...by })),
    );
    assert.deepEqual(succeeded(older!), succeeded(newer!));
  }
});

test("a customer who never came: zero, and days that are 0000-00-00", async () => {
  await made(willcall, { code: "never" });
  const { customer } = await standing(willcall, await campaignOf(willcall, "points"), "never");
  assert.deepEqual(
    [customer.balance, customer.last_transaction, customer.last_redemption, customer.transactions],
    ["0", "0000-00-00", "0000-00-00", []],
  );
});

test("customer_info: campaigns with balances and rewards in reach; include_balances=N, campaign_id, show_only_belong_to", async () => {
  const campaign = await campaignOf(willcall, "points", { points_ratio: 1 });
  await records(willcall, campaign, "who", { amount: 100 });
  await partOf(willcall, "reward", campaign, { reward_level: 100, reward_description: "In reach" });
  await partOf(willcall, "reward", campaign, { reward_level: 101, reward_description: "Out of reach" });
  const info = async (values: Values) => succeeded(await call(willcall, "customer_info", { code: "who", ...values }));
  const { campaigns } = await info({ campaign_id: campaign });
  assert.equal(campaigns.length, 1);
  const { id, type, balance, available_rewards } = campaigns[0];
  assert.deepEqual([id, type, balance, available_rewards.length], [campaign, "points", "100", 1]);
  const [{ description, needed_to_redeem }] = available_rewards;
  assert.deepEqual([description, needed_to_redeem], ["In reach", "100"]);
  await redeems(willcall, campaign, "who", { reward_to_redeem: needed_to_redeem });
  assert.equal(await balanceOf(willcall, campaign, "who"), "0");
  assert.equal((await info({ include_balances: "N" })).campaigns, undefined);
  const untouched = await campaignOf(willcall, "points");
  const ids = async (values: Values) => (await info(values)).campaigns.map((one: Told) => one.id);
  assert.ok((await ids({})).includes(untouched));
  const own = await ids({ show_only_belong_to: "Y" });
  assert.deepEqual([own.includes(untouched), own.includes(campaign)], [false, true]);
});

test("customer_info and customer_balance of buyx: an item each, with its balance", async () => {
  const campaign = await campaignOf(willcall, "buyx");
  const item_id = await partOf(willcall, "item", campaign, { reward_level: 10, item_description: "Tea" });
  await records(willcall, campaign, "who", { service_product: item_id, buyx_quantity: 7 });
  const { campaigns } = succeeded(await call(willcall, "customer_info", { code: "who", campaign_id: campaign }));
  assert.deepEqual(campaigns[0].balances, [{ item_id, name: "Tea", earn_ratio: "10", balance: "7" }]);
  const { customer } = await standing(willcall, campaign, "who");
  assert.deepEqual([customer.items.length, customer.items[0].balance, customer.balance], [1, "7", undefined]);
  assert.equal(customer.transactions[0].service_product, "Tea");
});

test("customer_search and customer_find with include_balances=Y tell balances, without it none", async () => {
  const campaign = await campaignOf(willcall, "giftcard");
  await records(willcall, campaign, "who", { amount: "3.5" });
  for (const [type, values] of [
    ["customer_search", { last_name: "lee" }],
    ["customer_find", { find_customer: "ann lee" }],
  ] as const) {
    const [found] = succeeded(await call(willcall, type, { ...values, include_balances: "Y" })).customers;
    assert.equal(found.campaigns.find((one: Told) => one.id === campaign).balance, "3.50");
    const [plain] = succeeded(await call(willcall, type, values)).customers;
    assert.equal(plain.campaigns, undefined);
  }
});
