import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { readBy, rivalOf, userOf } from "./people.ts";
import { call, parseXml, refused, succeeded, type Values } from "./support.ts";

const test = await testApp();
const search = (values: Values = {}) => call(test, "customer_search", values);
const codes = async (values: Values): Promise<string[]> =>
  succeeded(await search(values)).customers.map((one: { code: string }) => one.code);
const add = async (values: Values) => succeeded(await call(test, "record_customer", { customer_action: "edit", ...values }));

before(async () => {
  await add({
    code: "s-1",
    card_number: "CARD-0001",
    first_name: "Marguerite",
    last_name: "O'Hara",
    phone: "020 7946 0001",
    email: "Marguerite@ohara.net",
    city: "Łódź",
    state: "Mazovia",
    postal_code: "PL-90",
    custom_date: "1981-02-03",
    custom_field: "tulips",
    customer_username: "Margo",
    customer_password: "a password",
    customer_PIN: "4711",
    custom_field_4: "M-0001",
    custom_field_5: "Store 36",
  });
  await add({ code: "s-2", first_name: "marguerite", last_name: "Ohara", custom_field_4: "M-0002", customer_password: "other" });
  await add({ code: "s-3", first_name: "Jo", last_name: "Marguerite" });
});

describe("customer_search: what is refused", () => {
  it("criteria that nobody has, with a text and no list", async () => {
    const answer = await search({ first_name: "Nobody" });
    refused(answer, /no customers match/i);
    assert.equal(answer.json.customers, undefined);
    refused(await search({ first_name: "Jo", last_name: "O'Hara" }), /no customers match/i);
  });

  it("a field that is not defined", async () => {
    refused(await search({ custom_field_77: "x" }), "custom_field_77");
    assert.equal((await codes({ custom_field_77: "", first_name: "Marguerite" })).length, 2);
  });

  it("any other exact_match, and a custom_date that is no day", async () => {
    refused(await search({ exact_match: "exactly" }), "exact_match");
    refused(await search({ custom_date: "03.02.1981" }), "custom_date");
  });

  it("a password or a PIN by itself", async () => {
    refused(await search({ customer_password: "a password" }), "customer_password");
    refused(await search({ customer_PIN: "4711" }), "customer_PIN");
    refused(await search({ customer_PIN: "4711", first_name: "" }), "customer_PIN");
  });

  it("a password beside what leaves more than 20 customers, and not what leaves 20", async () => {
    for (let n = 0; n < 20; n++) await add({ code: `many-${n}`, city: "Manytown", customer_PIN: n === 7 ? "1234" : "4321" });
    assert.deepEqual(await codes({ city: "Manytown", customer_PIN: "1234" }), ["many-7"]);
    await add({ code: "many-20", city: "Manytown" });
    refused(await search({ city: "Manytown", customer_PIN: "1234" }), "customer_PIN");
  });

  it("a user who may not look customers up", async () => {
    const agency = await userOf(test, "agency-client");
    refused(await call(test, "customer_search", {}, agency), "user_id");
    refused(await call(test, "customer_find", {}, agency), "user_id");
  });
});

describe("customer_search: what is found", () => {
  it("a part of each field that there is a criterion for, in any case", async () => {
    const parts: Values = {
      card_number: "d-000",
      first_name: "GUERITE",
      last_name: "o'h",
      phone: "7946",
      email: "GUERITE@OH",
      city: "łód",
      state: "zov",
      postal_code: "l-9",
      custom_field: "ulip",
      customer_username: "mar",
      custom_field_4: "m-0001",
      custom_field_5: "36",
    };
    for (const [name, value] of Object.entries(parts)) assert.ok((await codes({ [name]: value })).includes("s-1"), name);
    assert.deepEqual(await codes(parts), ["s-1"]);
  });

  it("in the field that was asked about and no other", async () => {
    assert.deepEqual(await codes({ first_name: "marguerite" }), ["s-1", "s-2"]);
    assert.deepEqual(await codes({ last_name: "marguerite" }), ["s-3"]);
  });

  it("parts too short for the index", async () => {
    assert.deepEqual(await codes({ first_name: "jo", last_name: "ma" }), ["s-3"]);
    assert.deepEqual(await codes({ custom_field: "tu" }), ["s-1"]);
  });

  it("whole values in any case, or as they are written", async () => {
    assert.deepEqual(await codes({ exact_match: "insensitive", first_name: "MARGUERITE" }), ["s-1", "s-2"]);
    assert.deepEqual(await codes({ exact_match: "SENSITIVE", first_name: "Marguerite" }), ["s-1"]);
    refused(await search({ exact_match: "insensitive", first_name: "Marguerit" }), /no customers match/i);
    refused(await search({ exact_match: "sensitive", city: "łódź" }), /no customers match/i);
  });

  it("a custom_date, whole", async () => {
    assert.deepEqual(await codes({ custom_date: "1981-02-03" }), ["s-1"]);
    assert.deepEqual(await codes({ custom_date: "0000-00-00", first_name: "jo", last_name: "marg" }), ["s-3"]);
  });

  it("a password and a PIN beside something else, whole", async () => {
    assert.deepEqual(await codes({ first_name: "marguerite", customer_password: "a password" }), ["s-1"]);
    assert.deepEqual(await codes({ first_name: "marguerite", customer_PIN: "4711" }), ["s-1"]);
    refused(await search({ first_name: "marguerite", customer_PIN: "471" }), /no customers match/i);
    refused(await search({ first_name: "marguerite", customer_PIN: "4711", customer_password: "other" }), /no customers match/i);
  });

  it("everybody, when nothing is asked for", async () => {
    const all = await codes({});
    for (const code of ["s-1", "89898989898989", "many-20"]) assert.ok(all.includes(code), code);
    assert.equal(new Set(all).size, all.length);
  });

  it("not by a code or a card that has been replaced", async () => {
    await add({ code: "s-4", card_number: "OLD-CARD-4", first_name: "Renumbered" });
    await add({ code: "s-4", card_number: "NEW-CARD-4" });
    refused(await search({ card_number: "OLD-CARD" }), /no customers match/i);
    assert.deepEqual(await codes({ card_number: "NEW-CARD" }), ["s-4"]);
  });
});

describe("customer_search: the answer", () => {
  it("tells customers as customer_info does, in JSON and XML", async () => {
    const { customer } = succeeded(await call(test, "customer_info", { code: "s-1" }));
    const { customers } = succeeded(await search({ card_number: "CARD-0001" }));
    assert.deepEqual(customers, [customer]);
    const { text } = await search({ card_number: "CARD-0001", output: "XML" });
    const xml = parseXml(text);
    assert.equal(xml.attributes.status, "success");
    assert.deepEqual(
      xml.children.map((one) => one.name),
      ["customer"],
    );
    assert.equal(xml.children[0]!.children.find((one) => one.name === "city")?.text, "Łódź");
  });

  it("records who was told, and nobody else", async () => {
    const before = (await readBy(test, "customer_search")).length;
    succeeded(await search({ first_name: "marguerite" }));
    assert.equal((await readBy(test, "customer_search")).length, before + 2);
  });

  it("is nothing of another organisation's customers", async () => {
    const rival = await rivalOf(test);
    for (const values of [{}, { first_name: "marguerite" }, { card_number: "CA" }])
      refused(await call(test, "customer_search", values, rival), /no customers match/i);
    const own = { customer_action: "new", code: "s-1", first_name: "Marguerite" };
    succeeded(await call(test, "record_customer", own, rival));
    const { customers } = succeeded(await call(test, "customer_search", { first_name: "marg" }, rival));
    assert.deepEqual([customers.length, customers[0].last_name], [1, ""]);
  });
});
