import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp, testClock } from "../../../support/app.ts";
import { call, customerOf, succeeded, type Values } from "../support.ts";
import { edit, made } from "./world.ts";

const clock = testClock(new Date("2026-06-16T02:30:05Z"));
const willcall = await testApp({ clock });

await made(willcall, { code: "i1", card_number: "i-card", first_name: "In", custom_field: "text", customer_username: "in-fo" });

const asked = async (values: Values) => succeeded(await call(willcall, "customer_info", values));

test("code or card_number: one of them, and code wins over card_number", async () => {
  await made(willcall, { code: "i2", card_number: "i-card-2" });
  assert.equal((await asked({ code: "i1" })).customer.code, "i1");
  assert.equal((await asked({ card_number: "i-card" })).customer.code, "i1");
  assert.equal((await asked({ code: "i2", card_number: "i-card" })).customer.code, "i2");
  assert.equal((await asked({ code: "", card_number: "i-card" })).customer.code, "i1");
  assert.equal((await asked({ code: "i1", card_number: "unheard-of" })).customer.code, "i1");
});

test("the customer's fields; passwords and PIN are not among them", async () => {
  const names =
    "code card_number first_name last_name phone email street1 street2 city state postal_code country custom_date custom_field";
  const more = "customer_username username registered enrollment_stamp record_timestamp";
  const { customer } = await asked({ code: "i1" });
  for (const name of `${names} ${more}`.split(" ")) assert.equal(typeof customer[name], "string", name);
  for (const name of ["customer_password", "customer_PIN"]) assert.equal(name in customer, false, name);
  assert.equal(customer.username, "in-fo");
});

test("enrollment_stamp and record_timestamp in the organisation's time zone; the second moves on any change", async () => {
  const stamps = async () => {
    const { enrollment_stamp, record_timestamp } = (await customerOf(willcall, "i1"))!;
    return [enrollment_stamp, record_timestamp];
  };
  assert.deepEqual(await stamps(), ["2026-06-15 22:30:05", "2026-06-15 22:30:05"]);
  clock.pass(60_000);
  succeeded(await edit(willcall, { code: "i1", city: "X" }));
  assert.deepEqual(await stamps(), ["2026-06-15 22:30:05", "2026-06-15 22:31:05"]);
  clock.pass(60_000);
  succeeded(await edit(willcall, { code: "i1", custom_field_2: "Gouda" }));
  assert.deepEqual(await stamps(), ["2026-06-15 22:30:05", "2026-06-15 22:32:05"]);
});

test("include_balances N: customer only", async () => {
  assert.deepEqual(Object.keys(await asked({ code: "i1", include_balances: "N" })), ["status", "customer"]);
});

test("hide_custom_field Y, and hide_customer_field, hides custom_field and nothing else", async () => {
  const all = (await asked({ code: "i1" })).customer;
  const { custom_field: _, ...rest } = all;
  for (const name of ["hide_custom_field", "hide_customer_field"]) {
    assert.deepEqual((await asked({ code: "i1", [name]: "Y" })).customer, rest);
    assert.deepEqual((await asked({ code: "i1", [name]: "N" })).customer, all);
  }
});
