import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp } from "../../../support/app.ts";
import { call, refused, succeeded, type Values } from "../support.ts";
import { edit, everyone, made, refusesAndChangesNothing } from "./world.ts";

const willcall = await testApp();

await made(willcall, {
  code: "s1",
  card_number: "AB12",
  first_name: "Zebulon",
  last_name: "Quint",
  phone: "020 111",
  city: "Qville",
  state: "ZQ",
});
await made(willcall, {
  code: "s2",
  card_number: "ab12",
  first_name: "zebulon",
  last_name: "Quintus",
  email: "Zeb@Two.test",
  postal_code: "Q-77",
});
await made(willcall, {
  code: "s3",
  first_name: "Xanthe",
  last_name: "Quint",
  street1: "9 Qlane",
  country: "Qland",
  custom_field: "likes Edam",
});
await made(willcall, {
  code: "s4",
  first_name: "Mia_100%",
  last_name: "Back\\slash",
  customer_username: "Mia-App",
  custom_date: "1990-12-31",
});
await made(willcall, { code: "s5", first_name: "Åse", last_name: "Straße", customer_password: "Secret1", customer_PIN: "8642" });
succeeded(
  await edit(willcall, { code: "s3", custom_field_2: "Gouda,Swiss", custom_field_4: "Member-9", custom_field_5: "Store 35" }),
);

const codes = (json: { customers: { code: string }[] }) => json.customers.map(({ code }) => code).sort();

async function finds(words: string, expected: string[]) {
  for (const type of ["customer_find", "find_customer"]) {
    const answer = await call(willcall, type, { find_customer: words });
    if (expected.length) assert.deepEqual(codes(succeeded(answer)), expected, words);
    else refused(answer, /./);
  }
}

async function searches(criteria: Values, expected: string[]) {
  const answer = await call(willcall, "customer_search", criteria);
  if (expected.length) assert.deepEqual(codes(succeeded(answer)), expected, JSON.stringify(criteria));
  else refused(answer, /./);
}

test("find_customer: blanks = AND", async () => {
  await finds("zebulon quint", ["s1", "s2"]);
  await finds("quint zebulon qville", ["s1"]);
  await finds("zebulon xanthe", []);
  await finds("  zebulon   qville ", ["s1"]);
});

test("find_customer: commas = OR, and AND binds tighter", async () => {
  await finds("qville,xanthe", ["s1", "s3"]);
  await finds("zebulon qville,xanthe quint", ["s1", "s3"]);
  await finds("zebulon qville, xanthe quintus", ["s1"]);
});

test("find_customer: partial and case-insensitive", async () => {
  await finds("EBULO", ["s1", "s2"]);
  await finds("åse", ["s5"]);
  await finds("traß", ["s5"]);
});

test("find_customer takes what it is given as text, not as a pattern", async () => {
  await finds("mia_100%", ["s4"]);
  await finds("back\\sl", ["s4"]);
  await finds("zeb%n", []);
  await finds("zebulo_", []);
});

test("find_customer searches all fields", async () => {
  await finds("zeb@two", ["s2"]);
  await finds("9 qlane", ["s3"]);
  await finds("qland", ["s3"]);
  await finds("q-77", ["s2"]);
  await finds("edam", ["s3"]);
  await finds("mia-app", ["s4"]);
  await finds("1990-12-31", ["s4"]);
  await finds("020 111", ["s1"]);
  await finds("ab12", ["s1", "s2"]);
  await finds("zq qville", ["s1"]);
});

test("Custom fields are included in both searches regardless of `searchable`", async () => {
  await finds("gouda xanthe", ["s3"]);
  await finds("member-9", ["s3"]);
  await searches({ custom_field_2: "swiss" }, ["s3"]);
  await searches({ custom_field_4: "EMBER-9" }, ["s3"]);
  await searches({ custom_field_5: "store 35" }, ["s3"]);
});

test("Passwords and PIN are not found by words, nor in any answer", async () => {
  await finds("Secret1", []);
  await finds("8642", []);
  const { text } = await call(willcall, "customer_search", { last_name: "Straße" });
  assert.doesNotMatch(text, /Secret1|8642|customer_password|customer_PIN/);
});

test("a request without find_customer at all, expecting a list; a search with no criterion: the whole list", async () => {
  const all = Object.keys(await everyone(willcall)).sort();
  assert.ok(all.length >= 10);
  assert.deepEqual(codes(succeeded(await call(willcall, "customer_find"))), all);
  assert.deepEqual(codes(succeeded(await call(willcall, "customer_search"))), all);
});

test("exact_match omitted: partial and case-insensitive, also on card_number", async () => {
  await searches({ last_name: "QUIN" }, ["s1", "s2", "s3"]);
  await searches({ card_number: "b1" }, ["s1", "s2"]);
  await searches({ email: "ZEB@" }, ["s2"]);
});

test("exact_match insensitive: whole value, any case", async () => {
  const exact_match = "insensitive";
  await searches({ exact_match, last_name: "QUINT" }, ["s1", "s3"]);
  await searches({ exact_match, last_name: "QUIN" }, []);
  await searches({ exact_match, card_number: "aB12" }, ["s1", "s2"]);
  await searches({ exact_match, custom_field_4: "member-9" }, ["s3"]);
});

test("exact_match sensitive: whole value, same case", async () => {
  const exact_match = "sensitive";
  await searches({ exact_match, first_name: "Zebulon" }, ["s1"]);
  await searches({ exact_match, first_name: "zebulon" }, ["s2"]);
  await searches({ exact_match, first_name: "Zebulo" }, []);
  await searches({ exact_match, card_number: "AB12" }, ["s1"]);
  await searches({ exact_match, custom_field_4: "member-9" }, []);
});

test("AND between fields, each criterion of its own field", async () => {
  await searches({ first_name: "zeb", last_name: "quintus" }, ["s2"]);
  await searches({ first_name: "xanthe", last_name: "quintus" }, []);
  await searches({ first_name: "Quint" }, []);
  const s1 = { card_number: "AB", first_name: "Zeb", last_name: "Qui", phone: "111", city: "qv", state: "zq" };
  await searches(s1, ["s1"]);
  for (const name of Object.keys(s1)) await searches({ ...s1, [name]: "not this" }, []);
  await searches({ postal_code: "77", email: "two" }, ["s2"]);
  await searches({ custom_field: "EDAM", last_name: "q" }, ["s3"]);
  await searches({ custom1: "edam", last_name: "q" }, ["s3"]);
  await searches({ custom_field_1: "edam", last_name: "q" }, ["s3"]);
  await searches({ customer_username: "mia" }, ["s4"]);
  await searches({ custom_date: "1990-12-31" }, ["s4"]);
});

test("No `code`, street or country criterion: as any unknown parameter they are ignored", async () => {
  await searches({ last_name: "quint", code: "s1", street1: "no", country: "no" }, ["s1", "s2", "s3"]);
});

test("customer_password and customer_PIN: exact, only beside another criterion that leaves at most 20 candidates", async () => {
  for (const secret of [{ customer_password: "Secret1" }, { customer_PIN: "8642" }]) {
    const [[name, value]] = Object.entries(secret) as [[string, string]];
    await refusesAndChangesNothing(willcall, "customer_search", secret, new RegExp(name));
    await searches({ first_name: "åse", ...secret }, ["s5"]);
    await searches({ first_name: "åse", [name]: value.slice(1) }, []);
    await searches({ first_name: "xanthe", ...secret }, []);
  }
  await searches({ first_name: "åse", customer_password: "SECRET1" }, []);
  for (let n = 0; n < 20; n++) await made(willcall, { last_name: "Crowd", new_code: "Yes" });
  await made(willcall, { code: "s6", last_name: "Crowd", customer_PIN: "31" });
  await refusesAndChangesNothing(willcall, "customer_search", { last_name: "crowd", customer_PIN: "31" }, /customer_PIN/);
  succeeded(await edit(willcall, { code: "s6", first_name: "Found" }));
  await searches({ last_name: "crowd", first_name: "found", customer_PIN: "31" }, ["s6"]);
});
