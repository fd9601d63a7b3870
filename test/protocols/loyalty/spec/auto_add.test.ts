import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp, testClock } from "../../../support/app.ts";
import { campaigns } from "../ledger.ts";
import { call, succeeded, type Values } from "../support.ts";
import { balanceOf, campaignOf, isSum, itemsOf, partOf, records, refusedAndNothingChanged, standing } from "./ledger-world.ts";
import { edit, made } from "./world.ts";

const willcall = await testApp({ clock: testClock() });
const points = await campaignOf(willcall, "points", { points_ratio: 100 });
const events = await campaignOf(willcall, "events");
const earned = await campaignOf(willcall, "earned", { amount_per_event: 5 });
const card = await campaignOf(willcall, "giftcard");
const buyx = await campaignOf(willcall, "buyx");
const tea = await partOf(willcall, "item", buyx, { reward_level: 5, item_description: "Tea" });
await made(willcall, { code: "held", card_number: "held-card" });
await records(willcall, points, "held", { amount: 1 });

type Case = [what: string, values: Values, names: RegExp];
const refusals: Case[] = [
  ["without a campaign_id", { auto_add: 5 }, /^(auto_add|campaign_id)\b/],
  ["with an empty campaign_id", { auto_add: 5, campaign_id: "" }, /^(auto_add|campaign_id)\b/],
  ["with an unknown campaign", { auto_add: 5, campaign_id: "9999888877776666" }, /^campaign_id\b/],
  ["with an unknown campaign among others", { campaign_id: `${points},9999888877776666` }, /^campaign_id\b/],
  ["that is no amount", { auto_add: "lots", campaign_id: points }, /^auto_add\b/],
  ["of half a point", { auto_add: "1.5", campaign_id: points }, /^auto_add\b/],
  ["that suits one of two campaigns only", { auto_add: "1.50", campaign_id: `${card},${events}` }, /^auto_add\b/],
  ["of an unknown product", { auto_add: "Champagne", campaign_id: buyx }, /^auto_add\b/],
  ["that is negative", { auto_add: "-5", campaign_id: points }, /^auto_add\b/],
];
for (const [action, common] of [
  ["new", { customer_action: "new", code: "refused" }],
  ["edit", { customer_action: "edit", code: "held" }],
  ["edit that would make one", { customer_action: "edit", code: "refused" }],
] as const) {
  for (const [what, values, names] of refusals) {
    test(`${action}, auto_add ${what}: refused, and nothing is made or credited`, async () => {
      await refusedAndNothingChanged(willcall, "record_customer", { ...common, city: "X", ...values }, names);
    });
  }
}

/** The balance of each campaign after 25, or a tea, was added. */
async function assertCredited(code: string, times: number): Promise<void> {
  const of = (campaign: string) => balanceOf(willcall, campaign, code);
  assert.deepEqual([await of(points), await of(events)], [String(25 * times), String(25 * times)]);
  assert.deepEqual([await of(earned), await of(card)], [`${25 * times}.00`, `${25 * times}.00`]);
  assert.equal(await itemsOf(willcall, buyx, code, tea), String(times));
  for (const campaign of [points, events, earned, card]) await isSum(willcall, campaign, code);
}

test("new: the number is credited in every campaign listed, no ratio applied; of buyx the product's name", async () => {
  const campaign_id = [points, events, earned, card].join(",");
  await made(willcall, { code: "fresh", campaign_id, auto_add: 25 });
  succeeded(await edit(willcall, { code: "fresh", campaign_id: buyx, auto_add: "Tea" }));
  await assertCredited("fresh", 1);
});

test("edit, again and again; blanks around the commas", async () => {
  await made(willcall, { code: "edited" });
  for (const times of [1, 2]) {
    succeeded(await edit(willcall, { code: "edited", campaign_id: `${points}, ${events} ,${earned},${card}`, auto_add: "25" }));
    succeeded(await edit(willcall, { code: "edited", campaign_id: buyx, auto_add: "Tea" }));
    await assertCredited("edited", times);
  }
});

test("money with comma and cents; the activation comes first", async () => {
  await made(willcall, { code: "cents", campaign_id: card, auto_add: "2,75" });
  const { customer } = await standing(willcall, card, "cents");
  assert.equal(customer.balance, "2.75");
  const [credit, activation, ...more] = customer.transactions;
  assert.deepEqual([Number(credit.amount), credit.redeemed, activation.service_product, more], [2.75, "N", "Activation", []]);
});

test("an empty campaign_id enrols nowhere; a refused new leaves nobody enrolled", async () => {
  await made(willcall, { code: "nowhere", campaign_id: "" });
  const given = { code: "nowhere", show_only_belong_to: "Y" };
  assert.deepEqual(succeeded(await call(willcall, "customer_info", given)).campaigns, []);
});

test("a campaign that is listed twice is credited once; a comma at the end lists nothing", async () => {
  await made(willcall, { code: "twice", campaign_id: `${points},${points},`, auto_add: 5 });
  assert.equal(await balanceOf(willcall, points, "twice"), "5");
});

test("register credits, too", async () => {
  await made(willcall, { card_number: "loaded" });
  const given = { customer_action: "register", card_number: "loaded", first_name: "Reg", campaign_id: points, auto_add: 7 };
  succeeded(await call(willcall, "record_customer", given));
  assert.equal(await balanceOf(willcall, points, "loaded"), "7");
});

test("of many edits at once with auto_add all are credited", async () => {
  await made(willcall, { code: "raced" });
  const given = { code: "raced", campaign_id: campaigns.points, auto_add: 10 };
  for (const answer of await Promise.all(Array.from({ length: 10 }, () => edit(willcall, given)))) succeeded(answer);
  const { customer } = await standing(willcall, campaigns.points, "raced");
  const activations = customer.transactions.filter((one: Values) => one.service_product === "Activation");
  assert.deepEqual([customer.balance, activations.length], ["100", 1]);
});
