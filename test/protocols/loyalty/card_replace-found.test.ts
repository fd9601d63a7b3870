import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { readBy, rivalOf } from "./people.ts";
import { call, customerOf, john, parseXml, post, refused, succeeded, type Values } from "./support.ts";

const test = await testApp();
const replace = (values: Values) => call(test, "card_replace", values);
let count = 0;
const card = (): string => `rf-new-${++count}`;
const add = async (values: Values) => succeeded(await call(test, "record_customer", { customer_action: "edit", ...values }));
/** Whose card a call has replaced. */
async function hit(values: Values): Promise<string> {
  const wanted = card();
  const { customer } = succeeded(await replace({ ...values, new_card_number: wanted }));
  assert.equal((await customerOf(test, customer.code))!.card_number, wanted);
  return customer.code;
}
const none = async (values: Values) => {
  const answer = await replace({ ...values, new_card_number: card() });
  assert.equal(answer.status, "no_match", answer.text);
  assert.deepEqual(Object.keys(answer.json), ["status", "message"]);
  assert.match(answer.json.message, /no customers match/i);
};
const several = async (values: Values): Promise<Record<string, string>[]> => {
  const answer = await replace({ ...values, new_card_number: card() });
  assert.equal(answer.status, "multiple_matches", answer.text);
  return answer.json.customers;
};
const profile = {
  first_name: "Zoë",
  last_name: "Finder",
  phone: "555-1000",
  email: "zoe@finder.example",
  street1: "1 Finder St",
  street2: "Flat 2",
  city: "Findertown",
  state: "FND",
  postal_code: "F1 2ND",
  country: "Finderland",
  custom_date: "1970-07-14",
  custom_field: "Finder's text",
  customer_username: "zoe-finder",
} as const;

before(async () => {
  await add({ code: "rf-1", card_number: "rf-card-1", ...profile, customer_password: "pa$$w0rd", customer_PIN: "1234" });
  await add({ code: "rf-2", card_number: "rf-twice", first_name: "Zoë", last_name: "Other", customer_password: "else" });
  await add({ code: "rf-3", card_number: "rf-twice", first_name: "Twin" });
});

describe("card_replace: who is found", () => {
  it("by previous_code, which counts before previous_card", async () => {
    assert.equal(await hit({ previous_code: "rf-1" }), "rf-1");
    assert.equal(await hit({ previous_code: "rf-1", previous_card: "rf-twice" }), "rf-1");
  });

  it("nobody by a previous_code that is not on file, whatever previous_card and profile_uid's absence", async () => {
    await none({ previous_code: "rf-nobody" });
    await none({ previous_code: "rf-nobody", previous_card: "rf-twice" });
    await none({ previous_code: "rf-nobody", last_name: "Finder" });
  });

  it("by previous_card, which is no code; several when several have the card", async () => {
    await add({ code: "rf-4", card_number: "rf-card-4" });
    assert.equal(await hit({ previous_card: "rf-card-4" }), "rf-4");
    await none({ previous_card: "rf-1" });
    const found = await several({ previous_card: "rf-twice" });
    assert.deepEqual(
      found.map((one) => one.code),
      ["rf-2", "rf-3"],
    );
  });

  it("by a code and a card that were replaced, and who has the card now before who had it", async () => {
    await add({ code: "rf-5", card_number: "rf-card-5" });
    succeeded(await replace({ previous_code: "rf-5", new_code: "rf-5b", new_card_number: "rf-card-5b" }));
    assert.equal(await hit({ previous_code: "rf-5" }), "rf-5b");
    assert.equal(await hit({ previous_card: "rf-card-5" }), "rf-5b");
    await add({ code: "rf-6", card_number: "rf-card-6" });
    await add({ code: "rf-7", card_number: "rf-card-6" });
    await hit({ previous_code: "rf-6" });
    assert.equal(await hit({ previous_card: "rf-card-6" }), "rf-7");
  });

  it("without regard to the other fields when a code or a card was sent", async () => {
    assert.equal(await hit({ previous_code: "rf-1", last_name: "Somebody", customer_password: "wrong" }), "rf-1");
  });

  for (const [field, value] of Object.entries(profile))
    it(`by ${field}, whole and in any case`, async () => {
      assert.equal(await hit({ [field]: value, first_name: "zOË", last_name: "FINDER" }), "rf-1");
      if (field === "custom_date") return none({ last_name: "Finder", custom_date: "1970-07-15" });
      assert.equal(await hit({ [field]: value.toUpperCase(), last_name: "finder" }), "rf-1");
      await none({ ...profile, [field]: value.slice(1) });
    });

  it("only if ALL of the fields match", async () => {
    assert.equal(await hit({ ...profile }), "rf-1");
    await none({ ...profile, city: "Elsewhere" });
  });

  it("by customer_password and customer_PIN beside another field, exactly", async () => {
    assert.equal(await hit({ first_name: "Zoë", customer_password: "pa$$w0rd" }), "rf-1");
    assert.equal(await hit({ first_name: "Zoë", customer_PIN: "1234" }), "rf-1");
    await none({ first_name: "Zoë", customer_password: "PA$$W0RD" });
  });

  it("several, of whom one can be chosen by profile_uid, whatever else is sent", async () => {
    const found = await several({ first_name: "ZOË" });
    assert.deepEqual(
      found.map((one) => one.code),
      ["rf-1", "rf-2"],
    );
    const chosen = { profile_uid: found[1]!.profile_uid!, previous_code: "rf-1", last_name: "Nobody" };
    assert.equal(await hit(chosen), "rf-2");
    assert.equal((await customerOf(test, "rf-1"))!.last_name, "Finder");
    await none({ profile_uid: 99_999_999, previous_code: "rf-1" });
  });

  it("several, told in full, JSON and XML alike, and recorded as read", async () => {
    const wanted = { first_name: "Zoë", new_card_number: "rf-told" };
    const [told] = await several({ first_name: "Zoë" });
    const names = ["profile_uid", "code", "card_number", ...Object.keys(profile).filter((name) => name !== "customer_username")];
    assert.deepEqual(Object.keys(told!), names);
    for (const [name, value] of Object.entries(profile).slice(0, -1)) assert.equal(told![name], value);
    const { text } = await post(test, new URLSearchParams({ ...john, type: "card_replace", ...wanted }).toString());
    const root = parseXml(text);
    assert.equal(root.attributes.status, "multiple_matches");
    assert.deepEqual(
      root.children.map((one) => one.name),
      ["customers"],
    );
    const [first, second] = root.children[0]!.children;
    assert.deepEqual(
      first!.children.map((one) => [one.name, one.text]),
      names.map((name) => [name, told![name]]),
    );
    assert.equal(second!.children.find((one) => one.name === "city")!.text, "");
    for (const code of ["rf-8", "rf-9"]) await add({ code, card_number: "rf-only-told" });
    const [, twin] = await several({ previous_card: "rf-only-told" });
    assert.ok((await readBy(test, "card_replace")).includes(Number(twin!.profile_uid)), "who is only told of, too");
  });

  it("at most 100, and nobody of another organisation", async () => {
    for (let n = 0; n < 105; n++) await add({ code: `rf-many-${n}`, last_name: "Many" });
    assert.equal((await several({ last_name: "many" })).length, 100);
    const rival = await rivalOf(test);
    const answer = await call(
      test,
      "card_replace",
      { previous_code: "rf-1", new_code: "rf-rival" },
      { ...rival, orgId: undefined },
    );
    assert.equal(answer.status, "no_match", answer.text);
  });

  it("nobody, told in XML too", async () => {
    const form = { ...john, type: "card_replace", last_name: "Nobody at all", new_code: "rf-none" };
    const root = parseXml((await post(test, new URLSearchParams(form).toString())).text);
    assert.deepEqual([root.attributes.status, root.children.map((one) => one.name)], ["no_match", ["message"]]);
  });

  it("not whose loyalty side has been ended", async () => {
    const { answer } = await test.command({ cmd: "customer_add", pin: "1", name_type: "I", customer: { name_last: "Ended" } });
    const found = (await call(test, "customer_find", { find_customer: "Ended" })).json.customers[0];
    succeeded(await call(test, "customer_delete", { code: found.code }));
    await none({ profile_uid: answer.cust_name_id });
    refused(await replace({ new_code: "rf-y" }), /profile_uid/);
  });
});
