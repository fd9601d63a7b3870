import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp } from "../../../support/app.ts";
import { call, customerOf, succeeded, type Values } from "../support.ts";
import { everyone, refusesAndChangesNothing, twoCalled } from "./world.ts";

const willcall = await testApp();

const replace = (values: Values) => call(willcall, "card_replace", values);

/** What a record keeps: everything but its numbers and the time of its last change. */
async function kept(code: string): Promise<Record<string, unknown>> {
  const { code: _, card_number: __, record_timestamp: ___, ...rest } = (await customerOf(willcall, code))!;
  return rest;
}

const validates = async (code: string, customer_password: string) =>
  (await call(willcall, "validate_customer_password", { code, customer_password })).status === "success";

test("if [new_code or new_card_number] already exist in the system an error will be generated", async () => {
  const { old, other } = await twoCalled(willcall, "check");
  await refusesAndChangesNothing(willcall, "card_replace", { previous_code: old, new_code: other }, /^new_code\b/);
  const withKeep = { previous_code: old, new_code: other, keep_which: "matched" };
  await refusesAndChangesNothing(willcall, "card_replace", withKeep, /^new_code\b/);
  const card = { previous_code: old, new_card_number: `${other}-card` };
  await refusesAndChangesNothing(willcall, "card_replace", card, /^new_card_number\b/);
  await refusesAndChangesNothing(willcall, "card_replace", { ...card, check_override: "N" }, /^new_card_number\b/);
});

test("set the check_override parameter to Y and it will not perform this check: card_numbers can be duplicates", async () => {
  const override = { previous_code: "check-old", new_card_number: "check-other-card", check_override: "Y" };
  succeeded(await replace(override));
  assert.equal((await customerOf(willcall, "check-old"))!.card_number, "check-other-card");
  assert.equal((await customerOf(willcall, "check-other"))!.card_number, "check-other-card");
});

test("card codes must be unique: check_override Y AND keep_which", async () => {
  const clash = { previous_code: "check-old", new_code: "check-other", check_override: "Y" };
  await refusesAndChangesNothing(willcall, "card_replace", clash, /keep_which/);
  await refusesAndChangesNothing(willcall, "card_replace", { ...clash, keep_which: "both" }, /^keep_which\b/);
});

test("matched: keeps the information of the old card, replaces its code, and deletes the duplicate", async () => {
  const { old, other } = await twoCalled(willcall, "m1");
  const information = await kept(old);
  const before = Object.keys(await everyone(willcall)).length;
  const answer = await replace({ previous_code: old, new_code: other, check_override: "Y", keep_which: "matched" });
  assert.deepEqual(succeeded(answer).customer, { code: other });
  assert.deepEqual(await kept(other), information);
  assert.equal((await customerOf(willcall, other))!.card_number, `${old}-card`);
  const after = await everyone(willcall);
  assert.equal(Object.keys(after).length, before - 1);
  assert.equal(after[old], undefined);
  assert.deepEqual([await validates(other, `pw ${old}`), await validates(other, `pw ${other}`)], [true, false]);
});

test("matched: and/or card number with the new one(s), sent or generated", async () => {
  for (const [name, card] of [
    ["m2", { new_card_number: "m2-fresh" }],
    ["m3", { card_number_generate: 12 }],
  ] as const) {
    const { old, other } = await twoCalled(willcall, name);
    const information = await kept(old);
    const values = { previous_card: `${old}-card`, new_code: other, check_override: "Y", keep_which: "matched", ...card };
    const { customer } = succeeded(await replace(values));
    assert.deepEqual(customer, name === "m2" ? { code: other } : { code: other, card_number: customer.card_number });
    assert.deepEqual(await kept(other), information);
    assert.equal((await customerOf(willcall, other))!.card_number, name === "m2" ? "m2-fresh" : customer.card_number);
  }
});

test("duplicate: keeps the information and card of the account with new_code, and deletes the old account", async () => {
  const { old, other } = await twoCalled(willcall, "d1");
  const information = await kept(other);
  const before = Object.keys(await everyone(willcall)).length;
  const answer = await replace({ previous_code: old, new_code: other, check_override: "Y", keep_which: "duplicate" });
  assert.deepEqual(succeeded(answer).customer, { code: other });
  assert.deepEqual(await kept(other), information);
  assert.equal((await customerOf(willcall, other))!.card_number, `${other}-card`);
  assert.equal(Object.keys(await everyone(willcall)).length, before - 1);
  assert.deepEqual([await validates(other, `pw ${other}`), await validates(other, `pw ${old}`)], [true, false]);
});

test("duplicate: replace the existing card_number of that account if a new_card_number is given (or card_number_generate)", async () => {
  for (const [name, card] of [
    ["d2", { new_card_number: "d2-fresh" }],
    ["d3", { card_number_generate: 12 }],
  ] as const) {
    const { old, other } = await twoCalled(willcall, name);
    const information = await kept(other);
    const values = { previous_code: old, new_code: other, check_override: "Y", keep_which: "duplicate", ...card };
    const { customer } = succeeded(await replace(values));
    assert.deepEqual(await kept(other), information);
    assert.equal((await customerOf(willcall, other))!.card_number, name === "d2" ? "d2-fresh" : customer.card_number);
  }
});
