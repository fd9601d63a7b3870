import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp } from "../../../support/app.ts";
import { call, customerOf, succeeded, type Values } from "../support.ts";
import { edit, everyone, made, refusesAndChangesNothing } from "./world.ts";

const willcall = await testApp();

/** What `new` answers, and the card number that is then on file. */
async function added(values: Values) {
  const { customer } = succeeded(await call(willcall, "record_customer", { customer_action: "new", ...values }));
  return { customer, onFile: (await customerOf(willcall, customer.code))!.card_number };
}

test("sender's own id goes in `code`; both may be sent", async () => {
  assert.deepEqual(await added({ code: "89-own" }), { customer: { status: "new", code: "89-own" }, onFile: "" });
  assert.deepEqual(await added({ code: "C-1", card_number: "C-1" }), { customer: { status: "new", code: "C-1" }, onFile: "C-1" });
});

test("with no `code`, card_number becomes the code and is returned; it may be non-digits", async () => {
  assert.deepEqual(await added({ card_number: "04A1B2C3" }), {
    customer: { status: "new", code: "04A1B2C3" },
    onFile: "04A1B2C3",
  });
});

test("new_code=Yes overrides that with a 16-digit id", async () => {
  const { customer, onFile } = await added({ card_number: "07070707", new_code: "Yes" });
  assert.match(customer.code, /^\d{16}$/);
  assert.equal(onFile, "07070707");
});

test("With neither code, card number nor card_number_generate: 16 random digits", async () => {
  for (const values of [{}, { first_name: "Jo" }, { new_code: "Yes" }, { code: "", card_number: "" }]) {
    const { customer, onFile } = await added(values);
    assert.match(customer.code, /^\d{16}$/);
    assert.deepEqual([Object.keys(customer), onFile], [["status", "code"], ""]);
  }
});

test("a generated card number becomes the code too, unless new_code=Yes", async () => {
  const { customer, onFile } = await added({ card_number_generate: 10 });
  assert.match(customer.card_number, /^\d{10}$/);
  assert.deepEqual([customer.code, onFile], [customer.card_number, customer.card_number]);
  const fresh = await added({ card_number_generate: 10, new_code: "Yes" });
  assert.match(fresh.customer.code, /^\d{16}$/);
  assert.equal(fresh.onFile, fresh.customer.card_number);
  const own = await added({ card_number_generate: 10, code: "own-code" });
  assert.deepEqual([own.customer.code, own.onFile], ["own-code", own.customer.card_number]);
});

test("card_number_prefix and _suffix count inside the number of digits", async () => {
  const shape = { card_number_prefix: "555", card_number_suffix: "77" };
  assert.match((await added({ card_number_generate: 9, ...shape })).customer.card_number, /^555\d{4}77$/);
  const { customer } = succeeded(await call(willcall, "generate_card_number", { how_many_digits: 9, ...shape }));
  assert.match(customer.card_number, /^555\d{4}77$/);
});

test("generate_card_number: default 16, unique within the account, does not create a customer", async () => {
  const before = await everyone(willcall);
  const numbers = new Set<string>();
  for (let n = 0; n < 5; n++) {
    const answer = succeeded(await call(willcall, "generate_card_number"));
    assert.match(answer.customer.card_number, /^\d{16}$/);
    assert.deepEqual(Object.keys(answer.customer), ["card_number"]);
    numbers.add(answer.customer.card_number);
  }
  assert.equal(numbers.size, 5);
  assert.deepEqual(await everyone(willcall), before);
});

test("one 2014 client sends `action` instead of customer_action", async () => {
  assert.equal(succeeded(await call(willcall, "record_customer", { action: "new", code: "by-action" })).customer.status, "new");
});

test("country, phone and the rest are stored as given", async () => {
  const given = {
    country: "New Zealand",
    phone: "(02) 555-24 55 x9",
    state: "ZZ",
    postal_code: "MX5-4F6",
    email: "As.Given@Mail.test",
  };
  await made(willcall, { code: "given", ...given });
  const { country, phone, state, postal_code, email } = (await customerOf(willcall, "given"))!;
  assert.deepEqual({ country, phone, state, postal_code, email }, given);
});

test("a customer with an e-mail that is already in use is stored all the same, and nothing is merged", async () => {
  const before = Object.keys(await everyone(willcall)).length;
  for (const code of ["mail-1", "mail-2"]) await made(willcall, { code, email: "doglover@invalid.null" });
  assert.equal(Object.keys(await everyone(willcall)).length, before + 2);
  assert.equal((await customerOf(willcall, "mail-2"))!.email, "doglover@invalid.null");
});

test("register: an existing, unregistered card is filled in and becomes registered, once", async () => {
  for (const number of [{ code: "loaded", card_number: "loaded-card" }, { card_number: "0001" }]) {
    const code = await made(willcall, number);
    assert.equal((await customerOf(willcall, code))!.registered, "N");
    const profile = { first_name: "Reg", last_name: "Ister", customer_password: "hers", custom_date: "1970-07-14" };
    const values = { customer_action: "register", card_number: number.card_number, ...profile };
    assert.equal(succeeded(await call(willcall, "record_customer", values)).customer.code, code);
    const { registered, first_name, custom_date, card_number } = (await customerOf(willcall, code))!;
    assert.deepEqual([registered, first_name, custom_date, card_number], ["Y", "Reg", "1970-07-14", number.card_number]);
    succeeded(await call(willcall, "validate_customer_password", { code, customer_password: "hers" }));
    await refusesAndChangesNothing(willcall, "record_customer", { ...values, first_name: "Thief" });
  }
});

test("edit with new_code=Yes forces a fresh 16-digit code, and the old one leads to the customer", async () => {
  await made(willcall, { code: "stale", first_name: "Jo" });
  const { customer } = succeeded(await edit(willcall, { code: "stale", new_code: "Yes" }));
  assert.match(customer.code, /^\d{16}$/);
  assert.equal(customer.status, "update");
  assert.equal((await customerOf(willcall, customer.code))!.first_name, "Jo");
  assert.equal((await customerOf(willcall, "stale"))!.code, customer.code);
  await refusesAndChangesNothing(willcall, "record_customer", { customer_action: "new", code: "stale" }, /^code\b/);
});

test("edit with code and card_number: the card number becomes the one sent", async () => {
  await made(willcall, { code: "lost", card_number: "lost-card" });
  succeeded(await edit(willcall, { code: "lost", card_number: "found-card" }));
  assert.equal((await customerOf(willcall, "lost"))!.card_number, "found-card");
  assert.equal(succeeded(await call(willcall, "customer_info", { card_number: "found-card" })).customer.code, "lost");
});

test("first_name, last_name, phone, email, street1, street2, city, state, postal_code: free text", async () => {
  const names = ["first_name", "last_name", "phone", "email", "street1", "street2", "city", "state", "postal_code", "country"];
  for (const name of names) {
    await made(willcall, { code: `free-${name}`, [name]: "n/a" });
    assert.equal((await customerOf(willcall, `free-${name}`))![name], "n/a");
  }
});
