import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp, testClock } from "../../../support/app.ts";
import { call, type LoyaltyAnswer, succeeded } from "../support.ts";
import { balanceOf, campaignOf, isSum, records, standing } from "./ledger-world.ts";
import { edit, made } from "./world.ts";

const willcall = await testApp({ clock: testClock() });
const good = (answers: readonly LoyaltyAnswer[]) => answers.filter(({ status }) => status === "success").length;
const many = Array.from({ length: 10 }, (_, n) => n);

test("deleting a transaction and redeeming its points at once: one of the two is done", async () => {
  for (const n of many) {
    const campaign_id = await campaignOf(willcall, "points", { points_ratio: 1 });
    const code = await made(willcall, { code: `both-${n}` });
    const { id } = await records(willcall, campaign_id, code, { amount: 100 });
    const answers = await Promise.all([
      call(willcall, "transaction_delete", { campaign_id, code, transaction_id: id }),
      call(willcall, "redeem", { campaign_id, code, custom_points_redeem: 100 }),
    ]);
    assert.equal(good(answers), 1, answers.map(({ text }) => text).join());
    assert.equal(await balanceOf(willcall, campaign_id, code), "0");
    await isSum(willcall, campaign_id, code);
  }
});

test("of many who delete one transaction at once, one does", async () => {
  const campaign_id = await campaignOf(willcall, "points", { points_ratio: 1 });
  const code = await made(willcall, { code: "deleted" });
  const { id } = await records(willcall, campaign_id, code, { amount: 100 });
  await records(willcall, campaign_id, code, { amount: 1000 });
  const once = () => call(willcall, "transaction_delete", { campaign_id, code, transaction_id: id });
  assert.equal(good(await Promise.all(many.map(once))), 1);
  assert.equal(await balanceOf(willcall, campaign_id, code), "1000");
});

test("joining at once by many ways writes one activation", async () => {
  const campaign_id = await campaignOf(willcall, "events");
  const code = await made(willcall, { code: "joins" });
  const answers = await Promise.all(
    many.map((n) =>
      n % 2 ? call(willcall, "record_activity", { campaign_id, code }) : edit(willcall, { code, campaign_id, city: n }),
    ),
  );
  assert.equal(good(answers), many.length);
  const { balance, transactions } = (await standing(willcall, campaign_id, code)).customer;
  const activations = transactions.filter((one: { service_product: string }) => one.service_product === "Activation");
  assert.deepEqual([balance, activations.length], ["5", 1]);
});

for (const keep_which of ["matched", "duplicate"]) {
  test(`what is recorded while two are merged (${keep_which}) is not lost`, async () => {
    const campaign_id = await campaignOf(willcall, "points", { points_ratio: 1 });
    const [old, other] = [`${keep_which}-old`, `${keep_which}-other`];
    for (const code of [old, other]) await made(willcall, { code, campaign_id, auto_add: 1000 });
    const record = (n: number) => call(willcall, "record_activity", { campaign_id, code: n % 2 ? old : other, amount: 10 });
    const merge = { previous_code: old, new_code: other, check_override: "Y", keep_which };
    const [merged, ...recorded] = await Promise.all([call(willcall, "card_replace", merge), ...many.map(record)]);
    succeeded(merged);
    assert.equal(await balanceOf(willcall, campaign_id, other), String(2000 + 10 * good(recorded)));
    await isSum(willcall, campaign_id, other);
  });
}

test("batches at once count every line", async () => {
  const campaign = await campaignOf(willcall, "giftcard");
  const codes = [await made(willcall, { code: "b-1" }), await made(willcall, { code: "b-2" })];
  const lines = many.map((n) => `${campaign}|${codes[n % 2]}|0.10`);
  const headers = { visits_header_1: "campaign_id", visits_header_2: "code", visits_header_3: "amount" };
  const send = (order: string[]) =>
    call(willcall, "batch_transactions", { delimiter: "pipe", ...headers, Visits_Data: order.join("\n") });
  const answers = await Promise.all([send(lines), send([...lines].reverse()), send(lines), send([...lines].reverse())]);
  for (const answer of answers) assert.equal(succeeded(answer).batch.transactions, "10");
  for (const code of codes) assert.equal(await balanceOf(willcall, campaign, code), "2.00");
});
