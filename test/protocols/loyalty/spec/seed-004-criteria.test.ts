import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp } from "../../../support/app.ts";
import { call, succeeded, type Values } from "../support.ts";
import { edit, made, onlyAnswers, refusesAndChangesNothing } from "./world.ts";

const willcall = await testApp();

const replace = (values: Values) => call(willcall, "card_replace", values);

test("only if there is a single resulting customer that matches ALL of whichever information fields were given", async () => {
  const all = {
    first_name: "Al",
    last_name: "All",
    phone: "5 55",
    email: "al@all.test",
    street1: "A 1",
    street2: "A2",
    city: "Ac",
    state: "AS",
  };
  const more = {
    postal_code: "A-9",
    country: "Canada",
    custom_date: "1970-07-14",
    custom_field: "baltimore",
    customer_username: "al-all",
  };
  await made(willcall, { code: "all-1", ...all, ...more, customer_password: "pa$$w0rd", customer_PIN: "1234" });
  await made(willcall, { code: "all-2", ...all, email: "al2@all.test" });
  const whole = { ...all, ...more, customer_password: "pa$$w0rd", customer_PIN: "1234" };
  for (const name of Object.keys(whole)) {
    const wrong = name === "custom_date" ? "1970-07-15" : "other";
    await onlyAnswers(willcall, "no_match", { ...whole, [name]: wrong, new_card_number: "all-new" });
  }
  await onlyAnswers(willcall, "no_match", { ...all, last_name: "Al", new_card_number: "part of a value" });
  assert.equal(succeeded(await replace({ ...whole, new_card_number: "all-new" })).customer.code, "all-1");
});

test("Text-based matches on the optional fields are not case-sensitive.", async () => {
  const shouted = { first_name: "AL", last_name: "aLL", email: "AL2@ALL.TEST", city: "AC", state: "as", street1: "a 1" };
  assert.equal(succeeded(await replace({ ...shouted, new_card_number: "shouted" })).customer.code, "all-2");
});

test("The custom_date field must be given in YYYY-MM-DD format", async () => {
  const wrong = { last_name: "Doe", custom_date: "07/14/1970", new_card_number: "dated" };
  await refusesAndChangesNothing(willcall, "card_replace", wrong, /^custom_date\b/);
  const right = { last_name: "Doe", custom_date: "1970-07-14", new_card_number: "dated" };
  assert.equal(succeeded(await replace(right)).customer.code, "0123456789012345");
});

test("customer_password and customer_PIN: exact, only beside another criterion that leaves at most 20 candidates", async () => {
  for (const name of ["customer_password", "customer_PIN"]) {
    await refusesAndChangesNothing(willcall, "card_replace", { [name]: "1234", new_card_number: "x" }, new RegExp(name));
  }
  await onlyAnswers(willcall, "no_match", { last_name: "All", customer_password: "PA$$W0RD", new_card_number: "x" });
  for (let n = 0; n < 21; n++)
    await made(willcall, { code: `crowd${n}`, last_name: "Crowd", ...(n === 0 && { customer_PIN: "77" }) });
  const crowd = { last_name: "Crowd", customer_PIN: "77", new_card_number: "crowd-new" };
  await refusesAndChangesNothing(willcall, "card_replace", crowd, /customer_PIN/);
  succeeded(await edit(willcall, { code: "crowd20", last_name: "Gone" }));
  assert.equal(succeeded(await replace(crowd)).customer.code, "crowd0");
});

test("at most 100 matches are listed", async () => {
  const lines = Array.from({ length: 101 }, (_, n) => `hundred-${n}|Hundred`).join("\n");
  const columns = { delimiter: "pipe", profile_header_1: "code", profile_header_2: "last_name" };
  succeeded(await call(willcall, "customers_batch", { ...columns, Customers_Data: lines }));
  const { customers } = await onlyAnswers(willcall, "multiple_matches", { last_name: "hundred", new_code: "x" });
  assert.equal(customers.length, 100);
});
