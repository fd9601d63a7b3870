import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp, testClock } from "../../../support/app.ts";
import { campaigns } from "../ledger.ts";
import { call, parseXml, succeeded } from "../support.ts";
import { balanceOf, campaignOf, isSum, itemsOf, partOf, records, standing } from "./ledger-world.ts";
import { made } from "./world.ts";

const willcall = await testApp({ clock: testClock() });

await made(willcall, { code: "who", card_number: "who-card", first_name: "Ann", last_name: "Lee", custom_field_3: "2012-01-01" });

test("points: amount x points_ratio, rounded half up; comma and dot; 100 per 1.00 by default", async () => {
  for (const [points_ratio, amount, points] of [
    [undefined, "9.95", "995"],
    [undefined, "9,95", "995"],
    [undefined, "0.01", "1"],
    ["", "1", "100"],
    ["1.5", "9.95", "15"], // 14.925
    ["1.5", "1.00", "2"], // 1.5
    ["1.5", "3", "5"], // 4.5
    ["0.5", "4.99", "2"], // 2.495
    ["0,5", "5", "3"], // 2.5
    ["1.1", "10.45", "11"], // 11.495
    ["1.005", "100", "101"], // 100.5, which binary fractions make 100.49999999999999
    ["100", "-2.00", "-200"],
  ] as const) {
    const campaign = await campaignOf(willcall, "points", { points_ratio });
    if (Number(points) < 0) await records(willcall, campaign, "who", { amount: "10.00" });
    const before = Number(Number(points) < 0 ? 1000 : 0);
    const { purchase, recorded, balance } = await records(willcall, campaign, "who", { amount });
    assert.deepEqual([balance.points, purchase.currency], [String(before + Number(points)), "USD"], `${points_ratio} ${amount}`);
    if (recorded) assert.equal(recorded.points, points);
    assert.equal(await balanceOf(willcall, campaign, "who"), String(before + Number(points)));
  }
});

test("points: a + promotion adds, with and without an amount; an x promotion multiplies", async () => {
  const campaign = await campaignOf(willcall, "points", { points_ratio: "10" });
  const plus = await partOf(willcall, "promo", campaign, { promo_operation: "+", promo_amount: 50, promo_description: "Plus" });
  const times = await partOf(willcall, "promo", campaign, { promo_operation: "x", promo_amount: "3", promo_description: "x" });
  const half = await partOf(willcall, "promo", campaign, { promo_operation: "x", promo_amount: "1.5" });
  for (const [values, points, balance] of [
    [{ promo_id: plus }, "50", "50"],
    [{ promo_id: plus, amount: "1.25" }, "63", "113"], // 12.5 is 13
    [{ promo_id: times, amount: "2.00" }, "60", "173"],
    [{ promo_id: half, amount: "0.50" }, "8", "181"], // 5 x 1.5 = 7.5
    [{ promo_id: "", amount: "1.00" }, "10", "191"],
  ] as const) {
    const transaction = await records(willcall, campaign, "who", values);
    assert.deepEqual([transaction.recorded.points, transaction.balance.points], [points, balance]);
  }
  await isSum(willcall, campaign, "who");
});

test("giftcard: amount is put on the card; earned: amount_per_event for each; events: one for each", async () => {
  const card = await campaignOf(willcall, "giftcard");
  assert.equal((await records(willcall, card, "who", { amount: "12,5" })).add.amount, "12.50");
  assert.equal((await records(willcall, card, "who", { amount: "0.01" })).balance.amount, "12.51");
  assert.equal(await balanceOf(willcall, card, "who"), "12.51");
  const earned = await campaignOf(willcall, "earned", { amount_per_event: "2.5" });
  await records(willcall, earned, "who");
  assert.equal((await records(willcall, earned, "who")).balance.amount, "5.00");
  assert.equal(await balanceOf(willcall, earned, "who"), "5.00");
  const events = await campaignOf(willcall, "events");
  for (const count of ["1", "2", "3"]) {
    await records(willcall, events, "who");
    assert.equal(await balanceOf(willcall, events, "who"), count);
  }
  for (const campaign of [card, earned, events]) await isSum(willcall, campaign, "who");
});

test("buyx: service_product is an item's id or identifier; buyx_quantity, one unless it is sent", async () => {
  const campaign = await campaignOf(willcall, "buyx");
  const tea = await partOf(willcall, "item", campaign, { reward_level: 5, item_identifier: "TEA" });
  const bun = await partOf(willcall, "item", campaign, { reward_level: 3 });
  await records(willcall, campaign, "who", { service_product: tea });
  await records(willcall, campaign, "who", { service_product: "TEA", buyx_quantity: 3 });
  await records(willcall, campaign, "who", { service_product: bun, buyx_quantity: "2" });
  assert.deepEqual([await itemsOf(willcall, campaign, "who", tea), await itemsOf(willcall, campaign, "who", bun)], ["4", "2"]);
  assert.equal((await standing(willcall, campaign, "who")).customer.balance, undefined);
});

test("the sandbox's campaigns of all five types take an activity", async () => {
  const { points, giftcard, events, earned, buyx } = campaigns;
  for (const [campaign_id, values, type] of [
    [points, { amount: "9.95" }, "points"],
    [giftcard, { amount: "9.95" }, "giftcard"],
    [events, {}, "events"],
    [earned, {}, "earned"],
    [buyx, { service_product: "96" }, "buyx"],
  ] as const) {
    const { receipt } = succeeded(await call(willcall, "record_activity", { campaign_id, code: "who", ...values }));
    assert.deepEqual([receipt.campaign.id, receipt.campaign.type], [campaign_id, type]);
  }
  assert.equal(await balanceOf(willcall, points, "who"), "995");
});

test("the receipt's shape: account_name, agency, campaign, customer without what is empty, transaction", async () => {
  const campaign_id = await campaignOf(willcall, "points", { campaign_name: "Shape" });
  const sent = { campaign_id, card_number: "who-card", amount: "9,95", authorization: "Receipt & 7" };
  const { receipt } = succeeded(await call(willcall, "record_activity", sent));
  assert.ok(receipt.account_name);
  assert.deepEqual(Object.keys(receipt.agency).sort(), ["email", "id", "name"]);
  assert.deepEqual(receipt.campaign, { id: campaign_id, name: "Shape", type: "points" });
  const { first_name, last_name, card_number, custom_field_3, ...others } = receipt.customer;
  assert.deepEqual([first_name, last_name, card_number, custom_field_3.data], ["Ann", "Lee", "who-card", "2012-01-01"]);
  assert.ok(!Object.values(others).includes(""), JSON.stringify(others));
  const { id, purchase, recorded, balance, cumulative_balance } = receipt.transaction;
  assert.match(id, /^\d+$/);
  assert.deepEqual(purchase, { amount: "9.95", currency: "USD", glyph: "$" });
  assert.deepEqual(recorded, { points: "995", description: "Receipt & 7" });
  assert.deepEqual([balance, cumulative_balance], [{ points: "995" }, { points: "995" }]);
  const xml = parseXml((await call(willcall, "record_activity", { ...sent, output: "XML" })).text);
  const [receiptElement] = xml.children;
  assert.equal(receiptElement!.name, "receipt");
  assert.ok(receiptElement!.children.find(({ name }) => name === "agency")!.children.some(({ name }) => name === "name"));
});

test("giftcard's receipt: add with amount, currency, glyph and description", async () => {
  const campaign_id = await campaignOf(willcall, "giftcard");
  const { add, balance } = await records(willcall, campaign_id, "who", { amount: "5", authorization: "Top-up" });
  assert.deepEqual(add, { amount: "5.00", currency: "USD", glyph: "$", description: "Top-up" });
  assert.deepEqual(balance, { amount: "5.00", currency: "USD", glyph: "$" });
});

test("custom_field_#: transaction fields that are defined are taken, also right after they were added", async () => {
  const field = { action: "add", custom_field_7_label: "Till", custom_field_7_type: "Pick", custom_field_7_choices: "A,B" };
  succeeded(await call(willcall, "transaction_fields", field));
  const campaign = await campaignOf(willcall, "events");
  await records(willcall, campaign, "who", { custom_field_7: "B" });
  assert.equal(await balanceOf(willcall, campaign, "who"), "1");
});

test("code wins over card_number; an empty code counts as not sent", async () => {
  await made(willcall, { code: "other", card_number: "other-card" });
  const campaign = await campaignOf(willcall, "events");
  await records(willcall, campaign, "who", { card_number: "other-card" });
  await records(willcall, campaign, "", { card_number: "other-card" });
  assert.deepEqual([await balanceOf(willcall, campaign, "who"), await balanceOf(willcall, campaign, "other")], ["1", "1"]);
});

test("many activities at once are all counted", async () => {
  const campaign = await campaignOf(willcall, "points");
  await Promise.all(Array.from({ length: 20 }, () => records(willcall, campaign, "who", { amount: "1.00" })));
  assert.equal(await balanceOf(willcall, campaign, "who"), "2000");
  await isSum(willcall, campaign, "who");
});
