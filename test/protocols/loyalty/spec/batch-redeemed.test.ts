import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp, testClock } from "../../../support/app.ts";
import { call, succeeded, type Values } from "../support.ts";
import { balanceOf, campaignOf, isSum, itemsOf, partOf, records, standing } from "./ledger-world.ts";
import { made } from "./world.ts";

const willcall = await testApp({ clock: testClock() });
await made(willcall, { code: "who", card_number: "who-card" });
const headers = {
  visits_header_1: "campaign_id",
  visits_header_2: "code",
  visits_header_3: "redeemed",
  visits_header_4: "amount",
};
const batch = async (Visits_Data: string, more: Values = {}) =>
  succeeded(await call(willcall, "batch_transactions", { delimiter: "pipe", ...headers, Visits_Data, ...more })).batch;

test("redeemed=Y takes money, visits and items; with apply_ratio amounts of these types are as without", async () => {
  const card = await campaignOf(willcall, "giftcard");
  const earned = await campaignOf(willcall, "earned", { amount_per_event: "9" });
  const events = await campaignOf(willcall, "events");
  const buyx = await campaignOf(willcall, "buyx");
  const item = await partOf(willcall, "item", buyx, { reward_level: 2 });
  for (const apply_ratio of ["no", "yes"]) {
    const lines = [`${card}|who|N|5,50`, `${earned}|who|N|4`, `${events}|who|N|3`, `${buyx}|who|N|6`];
    assert.deepEqual((await batch(lines.join("\n"), { apply_ratio })).errors ?? [], []);
  }
  const taken = [`${card}|who|Y|1.25`, `${earned}|who|Y|0.5`, `${events}|who|Y|2`, `${buyx}|who|Y|2`];
  assert.equal((await batch(taken.join("\n"))).transactions, "4");
  const balances = [];
  for (const campaign of [card, earned, events]) balances.push(await balanceOf(willcall, campaign, "who"));
  assert.deepEqual(balances, ["9.75", "7.50", "4"]);
  assert.equal(await itemsOf(willcall, buyx, "who", item), "10");
  for (const campaign of [card, earned, events]) await isSum(willcall, campaign, "who");
});

test("apply_ratio=yes: a reward that is unknown, another campaign's or above the balance is an error of its line", async () => {
  const points = await campaignOf(willcall, "points");
  const other = await campaignOf(willcall, "points");
  const reward = await partOf(willcall, "reward", points, { reward_level: 100 });
  const foreign = await partOf(willcall, "reward", other, { reward_level: 1 });
  await records(willcall, points, "who", { amount: "0.99" });
  const lines = [reward, foreign, "888888"].map((id) => `${points}|who|Y|${id}`);
  const { errors } = await batch(lines.join("\n"), { apply_ratio: "yes" });
  assert.deepEqual(
    errors.map(({ line }: { line: string }) => line),
    ["1", "2", "3"],
  );
  assert.equal(await balanceOf(willcall, points, "who"), "99");
});

test("comma: an amount with a comma is quoted, as in CSV; a semicolon or a pipe is no separator then", async () => {
  const card = await campaignOf(willcall, "giftcard");
  await batch(`${card},who,N,"1,25"`, { delimiter: "comma" });
  assert.equal(await balanceOf(willcall, card, "who"), "1.25");
});

test("headers in any order, and card_number in the place of code", async () => {
  const events = await campaignOf(willcall, "events");
  const order = { visits_header_1: "date", visits_header_2: "amount", visits_header_3: "campaign_id", visits_header_4: "code" };
  await batch(`01/02/2026|2|${events}|who`, order);
  const { customer } = await standing(willcall, events, "who");
  assert.deepEqual([customer.balance, customer.last_transaction], ["2", "2026-01-02"]);
});

test("a line whose date is not in the calendar, or in days first, is an error of that line", async () => {
  const events = await campaignOf(willcall, "events");
  const dated = { ...headers, visits_header_5: "date" };
  const lines = ["02/29/2025", "31/01/2026", "yesterday", "1/2/26"].map((date) => `${events}|who|N|1|${date}`);
  const { errors } = await batch(`${lines.join("\n")}\n${events}|who|N|1|02/29/2024`, dated);
  assert.deepEqual(
    errors.slice(0, 3).map(({ line }: { line: string }) => line),
    ["1", "2", "3"],
  );
  for (const { error } of errors) assert.match(error, /date/);
});
