import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp } from "../../../support/app.ts";
import { call, customerOf, succeeded } from "../support.ts";
import { edit, everyone, made, refusesAndChangesNothing } from "./world.ts";

const willcall = await testApp();

test("'code' is required to update an EXISTING customer as it is the internal ID for the customer.", async () => {
  await made(willcall, { code: "existing", first_name: "Jo", city: "Rome", phone: "1" });
  assert.deepEqual(succeeded(await edit(willcall, { code: "existing", phone: "555-555-2455" })).customer, {
    status: "update",
    code: "existing",
  });
  const { first_name, city, phone } = (await customerOf(willcall, "existing"))!;
  assert.deepEqual({ first_name, city, phone }, { first_name: "Jo", city: "Rome", phone: "555-555-2455" });
});

test("If it is NOT included, a NEW customer will be created, and the API response will return a randomly generated 16-digit unique id", async () => {
  const before = Object.keys(await everyone(willcall)).length;
  const codes = new Set<string>();
  for (const _ of [1, 2]) {
    const { customer } = succeeded(await edit(willcall, { first_name: "John", last_name: "Doe" }));
    assert.equal(customer.status, "new");
    assert.match(customer.code, /^\d{16}$/);
    codes.add(customer.code);
  }
  assert.equal(codes.size, 2);
  assert.equal(Object.keys(await everyone(willcall)).length, before + 2);
});

test("If the code is given, but it matches NO existing customer, a NEW customer will be created with the information given.", async () => {
  const { customer } = succeeded(
    await edit(willcall, { code: "unheard-of", card_number: "U1", last_name: "Poe", country: "New Zealand" }),
  );
  assert.deepEqual(customer, { status: "new", code: "unheard-of" });
  const { last_name, country, card_number } = (await customerOf(willcall, "unheard-of"))!;
  assert.deepEqual({ last_name, country, card_number }, { last_name: "Poe", country: "New Zealand", card_number: "U1" });
});

test("a code that matches nobody makes a new customer although its card_number is another's", async () => {
  await made(willcall, { code: "first-bearer", card_number: "SHARED" });
  assert.deepEqual(succeeded(await edit(willcall, { code: "second-bearer", card_number: "SHARED" })).customer, {
    status: "new",
    code: "second-bearer",
  });
  assert.equal((await customerOf(willcall, "first-bearer"))!.card_number, "SHARED");
});

test("You can always query the API for the 'code' associated with a card_number", async () => {
  const code = await made(willcall, { card_number: "ASK1", new_code: "Yes" });
  assert.notEqual(code, "ASK1");
  assert.equal(succeeded(await call(willcall, "customer_info", { card_number: "ASK1" })).customer.code, code);
});

test("there's multiple matches [of the card_number], it will return an error", async () => {
  await made(willcall, { code: "m1", card_number: "MULTI" });
  succeeded(await edit(willcall, { code: "m2", card_number: "MULTI" }));
  await refusesAndChangesNothing(
    willcall,
    "record_customer",
    { customer_action: "edit", card_number: "MULTI", city: "X" },
    /card_number/,
  );
});

test("If there's a single match, it will assume that record to be the correct one, and return the pre-existing code", async () => {
  await made(willcall, { code: "single", card_number: "SINGLE-CARD", first_name: "Jo" });
  const { customer } = succeeded(await edit(willcall, { card_number: "SINGLE-CARD", city: "Oslo" }));
  assert.deepEqual(customer, { status: "update", code: "single" });
  const { first_name, city, card_number } = (await customerOf(willcall, "single"))!;
  assert.deepEqual({ first_name, city, card_number }, { first_name: "Jo", city: "Oslo", card_number: "SINGLE-CARD" });
});

test("a match of the card_number goes before one of the code", async () => {
  await made(willcall, { code: "BOTH", card_number: "other-card" });
  await made(willcall, { code: "bears-it", card_number: "BOTH-2" });
  succeeded(await edit(willcall, { code: "bears-it", card_number: "BOTH" }));
  assert.equal(succeeded(await edit(willcall, { card_number: "BOTH", city: "Oslo" })).customer.code, "bears-it");
  assert.equal((await customerOf(willcall, "BOTH"))!.city, "");
});

test("If no matching card_number is found, it will attempt one last match at the code, and whatever card_number existed will be replaced", async () => {
  await made(willcall, { code: "4711", card_number: "old-card" });
  assert.deepEqual(succeeded(await edit(willcall, { card_number: "4711", city: "Bonn" })).customer, {
    status: "update",
    code: "4711",
  });
  const { card_number, city } = (await customerOf(willcall, "4711"))!;
  assert.deepEqual({ card_number, city }, { card_number: "4711", city: "Bonn" });
});

test("If there's no match, it will create a new record and return a random 16-digit code", async () => {
  const { customer } = succeeded(await edit(willcall, { card_number: "nobody-bears-this", city: "Bonn" }));
  assert.equal(customer.status, "new");
  assert.match(customer.code, /^\d{16}$/);
  assert.equal((await customerOf(willcall, customer.code))!.card_number, "nobody-bears-this");
});

test("If you want the program to generate a random unique card number, include card_number_generate with the number of digits", async () => {
  await made(willcall, { code: "gen", card_number: "before" });
  for (const digits of [6, 10, 16]) {
    const { customer } = succeeded(await edit(willcall, { code: "gen", card_number_generate: digits }));
    assert.match(customer.card_number, new RegExp(`^\\d{${digits}}$`));
    assert.deepEqual(customer, { status: "update", code: "gen", card_number: customer.card_number });
    assert.equal((await customerOf(willcall, "gen"))!.card_number, customer.card_number);
  }
});

test("All optional fields are optional individually, but at least ONE must be passed along.", async () => {
  const bare = { customer_action: "edit" };
  await refusesAndChangesNothing(willcall, "record_customer", bare);
  await refusesAndChangesNothing(willcall, "record_customer", { ...bare, code: "existing" });
  await refusesAndChangesNothing(willcall, "record_customer", { ...bare, code: "nobody-yet" });
  const one = {
    first_name: "J",
    last_name: "D",
    phone: "5",
    email: "a@b.test",
    street1: "s",
    street2: "t",
    city: "c",
    state: "ZZ",
  };
  const other = {
    postal_code: "5",
    country: "NZ",
    custom_date: "1970-07-14",
    custom_field: "cheese",
    customer_username: "jdoe1970",
  };
  const secret = {
    customer_password: "ilovecheese",
    customer_PIN: "1234",
    card_number: "C-1",
    card_number_generate: 8,
    new_code: "Yes",
  };
  await made(willcall, { code: "each" });
  let code = "each";
  for (const [name, value] of Object.entries({ ...one, ...other, ...secret, custom_field_2: "Single" })) {
    const { customer } = succeeded(await edit(willcall, { code, [name]: value }));
    assert.equal(customer.status, "update", name);
    code = customer.code;
  }
});

test("a status of update will be returned; if instead no match is found, the status returned will be new", async () => {
  assert.equal(succeeded(await edit(willcall, { code: "status-1", city: "X" })).customer.status, "new");
  assert.equal(succeeded(await edit(willcall, { code: "status-1", city: "X" })).customer.status, "update");
});
