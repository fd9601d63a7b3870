import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp } from "../../../support/app.ts";
import { call, customerOf, parseXml, succeeded, type Values } from "../support.ts";
import { edit, made, onlyAnswers, refusesAndChangesNothing, uidOf } from "./world.ts";

const willcall = await testApp();

const replace = (values: Values) => call(willcall, "card_replace", values);

test("XML for multiple matches: seed 004's two John Does, field by field in its order", async () => {
  const { text } = await replace({
    output: "XML",
    first_name: "John",
    last_name: "Doe",
    street2: "Apt 3G",
    new_card_number: "x",
  });
  const root = parseXml(text);
  assert.deepEqual([root.attributes.status, root.children.length, root.children[0]!.name], ["multiple_matches", 1, "customers"]);
  const told = root.children[0]!.children.map(({ name, children }) => [
    name,
    ...children.map((field) => [field.name, field.text]),
  ]);
  const names =
    "profile_uid code card_number first_name last_name phone email street1 street2 city state postal_code country custom_date";
  const row = (...values: string[]) => [
    "customer",
    ...[...names.split(" "), "custom_field"].map((name, at) => [name, values[at]]),
  ];
  const first = ["365", "0123456789012345", "121212", "John", "Doe", "555-5555", "jdoe@email.com", "123 Main St", "Apt 3G"];
  const second = [
    "1267",
    "2345678901234567",
    "343435",
    "John",
    "Doe",
    "555-7777",
    "john.doe@workemail.com",
    "78 Side St",
    "Apt 3G",
  ];
  assert.deepEqual(told, [
    row(...first, "Anytown", "ONT", "55555", "Australia", "1970-07-14", "Baltimore"),
    row(...second, "Bigtown", "CA", "MX5-4F6", "Oceania", "1985-06-18", ""),
  ]);
});

test("XML if no customers matched: a message, and nothing else", async () => {
  const root = parseXml((await replace({ output: "XML", last_name: "Unheard-of", new_code: "n1" })).text);
  assert.deepEqual([root.attributes.status, root.children.map(({ name }) => name)], ["no_match", ["message"]]);
  assert.ok(root.children[0]!.text);
});

test("The first example: previous_code 012345678912345 gets card 1231313, and success shows the code alone", async () => {
  const answer = succeeded(await replace({ previous_code: "012345678912345", new_card_number: "1231313" }));
  assert.deepEqual(answer, { status: "success", customer: { code: "012345678912345" } });
  const { card_number, first_name, last_name } = (await customerOf(willcall, "012345678912345"))!;
  assert.deepEqual({ card_number, first_name, last_name }, { card_number: "1231313", first_name: "Ann", last_name: "Roe" });
});

test("you must provide a new_code, a new_card_number or the field card_number_generate (the second example does not)", async () => {
  const named = /new_code|new_card_number|card_number_generate/;
  await refusesAndChangesNothing(willcall, "card_replace", { previous_code: "0123456789012345" }, named);
  const second = { last_name: "Doe", phone: "555-55555", customer_password: "1234" };
  await refusesAndChangesNothing(willcall, "card_replace", second, named);
});

test("It can also be a combination of new_code and either new_card_number or card_number generate.", async () => {
  await made(willcall, { code: "combi", card_number: "combi-card" });
  const both = succeeded(await replace({ previous_code: "combi", new_code: "combi-2", new_card_number: "combi-card-2" }));
  assert.deepEqual(both.customer, { code: "combi-2" });
  assert.equal((await customerOf(willcall, "combi-2"))!.card_number, "combi-card-2");
  const generated = succeeded(await replace({ previous_code: "combi-2", new_code: "combi-3", card_number_generate: 9 }));
  assert.match(generated.customer.card_number, /^\d{9}$/);
  assert.deepEqual(generated.customer, { code: "combi-3", card_number: generated.customer.card_number });
  assert.equal((await customerOf(willcall, "combi-3"))!.card_number, generated.customer.card_number);
  const three = { previous_code: "combi-3", new_card_number: "c9", card_number_generate: 9 };
  await refusesAndChangesNothing(willcall, "card_replace", three, /card_number/);
});

test("If both previous_code and previous_card are given, previous_code is given priority", async () => {
  await made(willcall, { code: "prior", card_number: "prior-card" });
  await made(willcall, { code: "later", card_number: "later-card" });
  succeeded(await replace({ previous_code: "prior", previous_card: "later-card", new_card_number: "prior-new" }));
  assert.equal((await customerOf(willcall, "prior"))!.card_number, "prior-new");
  assert.equal((await customerOf(willcall, "later"))!.card_number, "later-card");
  await onlyAnswers(willcall, "no_match", { previous_code: "unknown", previous_card: "later-card", new_card_number: "x" });
});

test("previous_card alone identifies the old card; profile fields beside it are ignored", async () => {
  const found = { previous_card: "later-card", last_name: "Nobody", customer_password: "x" };
  assert.equal(succeeded(await replace({ ...found, new_card_number: "later-2" })).customer.code, "later");
  await onlyAnswers(willcall, "no_match", { previous_card: "no such card", new_card_number: "x" });
});

test("several hits on previous_card: multiple_matches, and profile_uid chooses", async () => {
  await made(willcall, { code: "hit1", card_number: "HITS", last_name: "Hit" });
  succeeded(await edit(willcall, { code: "hit2", card_number: "HITS", last_name: "Hit" }));
  const { customers } = await onlyAnswers(willcall, "multiple_matches", { previous_card: "HITS", new_card_number: "HITS-2" });
  assert.deepEqual(customers.map(({ code }: { code: string }) => code).sort(), ["hit1", "hit2"]);
  const { profile_uid } = customers.find(({ code }: { code: string }) => code === "hit2");
  assert.deepEqual(succeeded(await replace({ profile_uid, new_card_number: "HITS-2" })).customer, { code: "hit2" });
  assert.equal((await customerOf(willcall, "hit1"))!.card_number, "HITS");
  assert.equal((await customerOf(willcall, "hit2"))!.card_number, "HITS-2");
});

test("With a profile_uid field provided all other optional fields, if given, will be ignored (and previous_*)", async () => {
  await made(willcall, { code: "chosen", last_name: "Choice" });
  await made(willcall, { code: "passed", last_name: "Choice" });
  const profile_uid = await uidOf(willcall, "chosen", { last_name: "Choice" });
  const ignored = {
    first_name: "Nobody",
    custom_field: "no",
    customer_PIN: "wrong",
    previous_code: "passed",
    previous_card: "HITS",
  };
  assert.equal(succeeded(await replace({ profile_uid, ...ignored, new_card_number: "chosen-card" })).customer.code, "chosen");
  assert.match(succeeded(await replace({ profile_uid, card_number_generate: 11 })).customer.card_number, /^\d{11}$/);
});

test("The third example: profile_uid 365 gets code 1234567890123456 and card 131313", async () => {
  const answer = await replace({ profile_uid: "365", new_code: "1234567890123456", new_card_number: "131313" });
  assert.deepEqual(succeeded(answer).customer, { code: "1234567890123456" });
  const { card_number, phone } = (await customerOf(willcall, "1234567890123456"))!;
  assert.deepEqual({ card_number, phone }, { card_number: "131313", phone: "555-5555" });
});

test("All other optional fields, if given, will be ignored: one that could not be a criterion too", async () => {
  const [{ profile_uid }] = (await replace({ last_name: "Choice", new_card_number: "x" })).json.customers;
  for (const [n, bad] of [
    { custom_date: "07/14/1970" },
    { previous_code: "y".repeat(65) },
    { first_name: "y".repeat(256) },
  ].entries()) {
    succeeded(await replace({ profile_uid, ...bad, new_card_number: `ignored-${n}` }));
  }
});

test("With previous_* the profile fields are ignored: one that could not be a criterion too", async () => {
  for (const [n, bad] of [{ custom_date: "07/14/1970" }, { first_name: "y".repeat(256) }].entries()) {
    succeeded(await replace({ previous_code: "passed", ...bad, new_card_number: `passed-${n}` }));
  }
});
