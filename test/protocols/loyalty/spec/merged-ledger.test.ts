import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp, testClock } from "../../../support/app.ts";
import { call, customerOf, refused, succeeded } from "../support.ts";
import { balanceOf, campaignOf, isSum, itemsOf, partOf, records, redeems, standing } from "./ledger-world.ts";
import { made } from "./world.ts";

const willcall = await testApp({ clock: testClock() });
const points = await campaignOf(willcall, "points", { points_ratio: 1 });
const card = await campaignOf(willcall, "giftcard");
const buyx = await campaignOf(willcall, "buyx");
const tea = await partOf(willcall, "item", buyx, { reward_level: 5 });

type Told = Record<string, string>;

/** Two customers with transactions: the old one 100 - 30 points, 5.50 and 2 items; the other 7 points and 4 items. */
async function two(name: string) {
  const [old, other] = [`${name}-old`, `${name}-other`];
  for (const code of [old, other]) await made(willcall, { code, card_number: `${code}-card`, first_name: code });
  const { id } = await records(willcall, points, old, { amount: 100, authorization: "of the old" });
  await redeems(willcall, points, old, { custom_points_redeem: 30 });
  await records(willcall, points, other, { amount: 7, authorization: "of the other" });
  await records(willcall, card, old, { amount: "5.50" });
  await records(willcall, buyx, old, { service_product: tea, buyx_quantity: 2 });
  await records(willcall, buyx, other, { service_product: tea, buyx_quantity: 4 });
  return { old, other, id };
}

async function assertBoth(code: string): Promise<void> {
  assert.deepEqual([await balanceOf(willcall, points, code), await balanceOf(willcall, card, code)], ["77", "5.50"]);
  assert.equal(await itemsOf(willcall, buyx, code, tea), "6");
  for (const campaign of [points, card]) await isSum(willcall, campaign, code);
  const { transactions } = (await standing(willcall, points, code)).customer;
  const told = transactions.map((one: Told) => one.authorization);
  assert.ok(told.includes("of the old") && told.includes("of the other"), told.join());
}

for (const keep_which of ["matched", "duplicate"]) {
  test(`keep_which=${keep_which}: the survivor has the transactions and balances of both`, async () => {
    const { old, other, id } = await two(keep_which);
    const given = { previous_code: old, new_code: other, check_override: "Y", keep_which };
    succeeded(await call(willcall, "card_replace", given));
    assert.equal((await customerOf(willcall, other))!.first_name, keep_which === "matched" ? old : other);
    await assertBoth(other);
    const { transactions } = succeeded(
      await call(willcall, "reports", { report: "transactions_all", selected_campaigns: points }),
    );
    const mine = transactions.filter((one: Told) => one.authorization === "of the old" && one.code === other);
    assert.equal(mine.length, 1);
    await redeems(willcall, points, other, { custom_points_redeem: 77 });
    refused(await call(willcall, "transaction_delete", { campaign_id: points, code: other, transaction_id: id }), /./);
    refused(await call(willcall, "redeem", { campaign_id: card, code: old, reward_to_redeem: "0.01" }), /./);
    assert.equal(await balanceOf(willcall, card, other), "5.50");
    assert.equal(await balanceOf(willcall, card, old), "5.50");
  });
}

test("a transaction that came by a merge can be deleted under the survivor's code", async () => {
  const { old, other } = await two("deleted");
  const { id } = await records(willcall, points, old, { amount: 3 });
  succeeded(
    await call(willcall, "card_replace", { previous_code: old, new_code: other, check_override: "Y", keep_which: "matched" }),
  );
  succeeded(await call(willcall, "transaction_delete", { campaign_id: points, code: other, transaction_id: id }));
  await assertBoth(other);
});

test("a new code or card keeps balances; the retired one reads and does not redeem", async () => {
  const { old } = await two("moved");
  succeeded(await call(willcall, "card_replace", { previous_code: old, new_code: "moved-new", new_card_number: "moved-card" }));
  assert.equal(await balanceOf(willcall, points, "moved-new"), "70");
  assert.equal(await balanceOf(willcall, points, old), "70");
  for (const lost of [{ code: old }, { card_number: `${old}-card` }])
    refused(await call(willcall, "redeem", { campaign_id: points, custom_points_redeem: 1, ...lost }), /./);
  succeeded(await call(willcall, "redeem", { campaign_id: points, card_number: "moved-card", custom_points_redeem: 1 }));
});

test("customer_delete removes the transactions from every report", async () => {
  const { old } = await two("erased");
  const told = async () => (await call(willcall, "reports", { report: "transactions_all" })).text.includes(`"code": "${old}"`);
  assert.equal(await told(), true);
  succeeded(await call(willcall, "customer_delete", { code: old }));
  assert.equal(await told(), false);
  refused(await call(willcall, "customer_balance", { campaign_id: points, code: old }), /./);
});
