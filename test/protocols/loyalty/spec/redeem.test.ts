import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp, testClock } from "../../../support/app.ts";
import { call, refused, succeeded, type Values } from "../support.ts";
import { balanceOf, campaignOf, isSum, itemsOf, partOf, records, redeems, standing } from "./ledger-world.ts";
import { made } from "./world.ts";

const willcall = await testApp({ clock: testClock() });

await made(willcall, { code: "who", card_number: "who-card" });

const redeem = (campaign_id: string, values: Values) => call(willcall, "redeem", { campaign_id, code: "who", ...values });
const remove = (campaign_id: string, transaction_id: string, code = "who") =>
  call(willcall, "transaction_delete", { campaign_id, code, transaction_id });

/** A campaign of points with a balance. */
async function pointsOf(points: number, more: Values = {}): Promise<string> {
  const campaign = await campaignOf(willcall, "points", { points_ratio: 1, ...more });
  await records(willcall, campaign, "who", { amount: points });
  return campaign;
}

test("points: a reward by its id, or by what is needed for it; not when the level is above the balance", async () => {
  const campaign = await pointsOf(1000);
  const small = await partOf(willcall, "reward", campaign, { reward_level: 400, reward_description: "A mug" });
  const big = await partOf(willcall, "reward", campaign, { reward_level: 601 });
  const { deduct, balance } = await redeems(willcall, campaign, "who", { reward_to_redeem: small, authorization: "Desk 4" });
  assert.deepEqual([Number(deduct.points), deduct.description, balance.points], [-400, "Desk 4", "600"]);
  refused(await redeem(campaign, { reward_to_redeem: big }), /./);
  assert.equal(await balanceOf(willcall, campaign, "who"), "600");
  await redeems(willcall, campaign, "who", { reward_to_redeem: "400" });
  assert.equal(await balanceOf(willcall, campaign, "who"), "200");
  refused(await redeem(campaign, { reward_to_redeem: small }), /./);
  await isSum(willcall, campaign, "who");
});

test("points: a reward by its id", async () => {
  const campaign = await pointsOf(1000);
  const dear = await partOf(willcall, "reward", campaign, { reward_level: 500 });
  await redeems(willcall, campaign, "who", { reward_to_redeem: dear });
  assert.equal(await balanceOf(willcall, campaign, "who"), "500");
});

test("points: custom_points_redeem, and custom_dollars_redeem by the reward ratio, rounded half up", async () => {
  const campaign = await pointsOf(1000, { reward_ratio: "50" });
  await redeems(willcall, campaign, "who", { custom_points_redeem: 1 });
  assert.equal(await balanceOf(willcall, campaign, "who"), "999");
  await redeems(willcall, campaign, "who", { custom_dollars_redeem: "2,50" });
  assert.equal(await balanceOf(willcall, campaign, "who"), "874");
  await redeems(willcall, campaign, "who", { custom_dollars_redeem: "0.01" });
  assert.equal(await balanceOf(willcall, campaign, "who"), "873");
  refused(await redeem(campaign, { custom_points_redeem: 874 }), /./);
  refused(await redeem(campaign, { custom_dollars_redeem: "17.48" }), /./);
  await redeems(willcall, campaign, "who", { custom_points_redeem: 873 });
  assert.equal(await balanceOf(willcall, campaign, "who"), "0");
  refused(await redeem(campaign, { custom_points_redeem: 1 }), /./);
  await isSum(willcall, campaign, "who");
});

test("events: a reward by its id; a visit short is refused", async () => {
  const campaign = await campaignOf(willcall, "events");
  const reward = await partOf(willcall, "reward", campaign, { reward_level: 3 });
  for (const _ of [1, 2]) await records(willcall, campaign, "who");
  refused(await redeem(campaign, { reward_to_redeem: reward }), /./);
  for (const _ of [1, 2]) await records(willcall, campaign, "who");
  const { deduct, balance } = await redeems(willcall, campaign, "who", { reward_to_redeem: reward });
  assert.deepEqual([Number(deduct.events), balance.events], [-3, "1"]);
  await isSum(willcall, campaign, "who");
});

test("giftcard and earned: an amount, to the cent; a cent over the balance is refused", async () => {
  for (const [type, more, values] of [
    ["giftcard", {}, { amount: "10.00" }],
    ["earned", { amount_per_event: "10.00" }, {}],
  ] as const) {
    const campaign = await campaignOf(willcall, type, more);
    await records(willcall, campaign, "who", values);
    refused(await redeem(campaign, { reward_to_redeem: "10.01" }), /./);
    const { deduct, balance } = await redeems(willcall, campaign, "who", { reward_to_redeem: "2,5" });
    assert.deepEqual([deduct.amount, deduct.currency, balance.amount], ["-2.50", "USD", "7.50"]);
    await redeems(willcall, campaign, "who", { reward_to_redeem: "0.01" });
    await redeems(willcall, campaign, "who", { reward_to_redeem: "7.49" });
    assert.equal(await balanceOf(willcall, campaign, "who"), "0.00");
    refused(await redeem(campaign, { reward_to_redeem: "0.01" }), /./);
    await isSum(willcall, campaign, "who");
  }
});

test("buyx: the item, for as many as its level; one item's balance is not another's", async () => {
  const campaign = await campaignOf(willcall, "buyx");
  const tea = await partOf(willcall, "item", campaign, { reward_level: 3 });
  const bun = await partOf(willcall, "item", campaign, { reward_level: 3 });
  await records(willcall, campaign, "who", { service_product: tea, buyx_quantity: 4 });
  await records(willcall, campaign, "who", { service_product: bun, buyx_quantity: 2 });
  refused(await redeem(campaign, { reward_to_redeem: bun }), /./);
  await redeems(willcall, campaign, "who", { reward_to_redeem: tea });
  refused(await redeem(campaign, { reward_to_redeem: tea }), /./);
  assert.deepEqual([await itemsOf(willcall, campaign, "who", tea), await itemsOf(willcall, campaign, "who", bun)], ["1", "2"]);
});

test("of many redemptions at once no more are done than the balance is enough for", async () => {
  const campaign = await pointsOf(500);
  const answers = await Promise.all(Array.from({ length: 10 }, () => redeem(campaign, { custom_points_redeem: 100 })));
  assert.equal(answers.filter(({ status }) => status === "success").length, 5);
  assert.equal(await balanceOf(willcall, campaign, "who"), "0");
});

test("transaction_delete takes a transaction back; a second time, or of whom it is not, it is refused", async () => {
  await made(willcall, { code: "else" });
  const campaign = await pointsOf(100);
  const other = await campaignOf(willcall, "points");
  const { id } = await records(willcall, campaign, "who", { amount: 25 });
  await records(willcall, campaign, "else", { amount: 25 });
  for (const answer of [await remove(other, id), await remove(campaign, id, "else"), await remove(campaign, "999999999")])
    refused(answer, /./);
  assert.equal(await balanceOf(willcall, campaign, "who"), "125");
  succeeded(await remove(campaign, id));
  assert.equal(await balanceOf(willcall, campaign, "who"), "100");
  refused(await remove(campaign, id), /./);
  const { customer } = await standing(willcall, campaign, "who");
  assert.ok(!customer.transactions.some((one: { id: string }) => one.id === id));
  await isSum(willcall, campaign, "who");
});

test("transaction_delete: not while its points are spent; when the redemption is deleted they are there again", async () => {
  const campaign = await campaignOf(willcall, "points", { points_ratio: 1 });
  const first = await records(willcall, campaign, "who", { amount: 100 });
  const second = await records(willcall, campaign, "who", { amount: 50 });
  const spent = await redeems(willcall, campaign, "who", { custom_points_redeem: 120 });
  for (const { id } of [first, second]) refused(await remove(campaign, id), /./);
  assert.equal(await balanceOf(willcall, campaign, "who"), "30");
  succeeded(await remove(campaign, spent.id));
  assert.equal(await balanceOf(willcall, campaign, "who"), "150");
  for (const { id } of [first, second]) succeeded(await remove(campaign, id));
  assert.equal(await balanceOf(willcall, campaign, "who"), "0");
  await isSum(willcall, campaign, "who");
});

test("transaction_delete of money, visits and items that are spent is refused as well", async () => {
  const card = await campaignOf(willcall, "giftcard");
  const { id } = await records(willcall, card, "who", { amount: 5 });
  await redeems(willcall, card, "who", { reward_to_redeem: "0.01" });
  refused(await remove(card, id), /./);
  const buyx = await campaignOf(willcall, "buyx");
  const [tea, bun] = [
    await partOf(willcall, "item", buyx, { reward_level: 2 }),
    await partOf(willcall, "item", buyx, { reward_level: 2 }),
  ];
  const bought = await records(willcall, buyx, "who", { service_product: tea, buyx_quantity: 2 });
  await records(willcall, buyx, "who", { service_product: bun, buyx_quantity: 9 });
  await redeems(willcall, buyx, "who", { reward_to_redeem: tea });
  refused(await remove(buyx, bought.id), /./);
  assert.equal(await itemsOf(willcall, buyx, "who", tea), "0");
});
