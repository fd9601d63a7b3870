import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp } from "../../../support/app.ts";
import { call, customerOf, type Values } from "../support.ts";
import { everyone, made } from "./world.ts";

const willcall = await testApp();

/** Sends calls at once, and gives how each was answered. */
async function atOnce(type: string, values: Values[]) {
  const answers = await Promise.all(values.map((one) => call(willcall, type, one)));
  for (const { http, text } of answers) assert.equal(http, 200, text);
  return answers;
}

const many = Array.from({ length: 10 }, (_, n) => n);
const good = (answers: { status: string | undefined }[]) => answers.filter(({ status }) => status === "success");

test("codes are unique: of many who add one code at once, one is told new", async () => {
  const answers = await atOnce(
    "record_customer",
    many.map((n) => ({ customer_action: "new", code: "raced", first_name: `N${n}` })),
  );
  assert.equal(good(answers).length, 1);
});

test("new: of many who add one card number at once, one is told new", async () => {
  const answers = await atOnce(
    "record_customer",
    many.map((n) => ({ customer_action: "new", code: `raced-card-${n}`, card_number: "raced-card" })),
  );
  assert.equal(good(answers).length, 1);
  const bearers = Object.values(await everyone(willcall)).filter(({ card_number }) => card_number === "raced-card");
  assert.equal(bearers.length, 1);
});

test("edit: of many who edit an unknown code at once, one is new and the others update", async () => {
  const answers = await atOnce(
    "record_customer",
    many.map((n) => ({ customer_action: "edit", code: "raced-edit", phone: String(n) })),
  );
  const told = answers.map(({ json }) => json.customer?.status).sort();
  assert.deepEqual(told, ["new", ...Array(9).fill("update")]);
});

test("edit: of many who edit an unknown card number at once, one is new and the others update it", async () => {
  const answers = await atOnce(
    "record_customer",
    many.map((n) => ({ customer_action: "edit", card_number: "raced-by-card", phone: String(n) })),
  );
  assert.equal(new Set(answers.map(({ json }) => json.customer?.code)).size, 1);
  assert.equal(answers.filter(({ json }) => json.customer?.status === "new").length, 1);
});

test("customer_username and unique fields are unique, also at once", async () => {
  for (const name of ["customer_username", "custom_field_4"]) {
    const answers = await atOnce(
      "record_customer",
      many.map((n) => ({ customer_action: "new", code: `${name}-${n}`, [name]: "raced" })),
    );
    assert.equal(good(answers).length, 1, name);
    for (const { error } of answers) if (error) assert.match(error, new RegExp(`^${name}\\b`));
    assert.equal(Object.keys(await everyone(willcall)).filter((code) => code.startsWith(name)).length, 1);
  }
});

test("register: of many who register a card at once, one does", async () => {
  await made(willcall, { card_number: "raced-load" });
  const answers = await atOnce(
    "record_customer",
    many.map((n) => ({ customer_action: "register", card_number: "raced-load", first_name: `R${n}` })),
  );
  assert.equal(good(answers).length, 1);
});

test("card_replace: of many who give one new code at once to different customers, one does", async () => {
  for (const n of many) await made(willcall, { code: `rival-${n}` });
  const answers = await atOnce(
    "card_replace",
    many.map((n) => ({ previous_code: `rival-${n}`, new_code: "the-prize" })),
  );
  assert.equal(good(answers).length, 1);
  assert.ok(await customerOf(willcall, "the-prize"));
});

test("card_replace: two who merge each other at once leave one customer, whom both codes lead to", async () => {
  for (const code of ["east", "west"]) await made(willcall, { code, first_name: code });
  const how = { check_override: "Y", keep_which: "matched" };
  const answers = await atOnce("card_replace", [
    { previous_code: "east", new_code: "west", ...how },
    { previous_code: "west", new_code: "east", ...how },
  ]);
  assert.ok(good(answers).length >= 1);
  const [east, west] = [await customerOf(willcall, "east"), await customerOf(willcall, "west")];
  assert.deepEqual(east, west);
  assert.equal(Object.keys(await everyone(willcall)).filter((code) => code === "east" || code === "west").length, 1);
});
