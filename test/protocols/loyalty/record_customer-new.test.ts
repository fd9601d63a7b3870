import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { call, customerOf, kiosk, refused, succeeded, type Values } from "./support.ts";

const test = await testApp();
const record = (values: Values, who?: typeof kiosk) => call(test, "record_customer", values, who);
const add = (values: Values) => record({ customer_action: "new", ...values });

describe("record_customer, new: what is refused", () => {
  it("a code that is there", async () => refused(await add({ code: "89898989898989", first_name: "X" }), "code"));

  it("a code that is there before a card number that is on file", async () =>
    refused(await add({ code: "89898989898989", card_number: "121212", first_name: "X" }), "code"));

  it("a card number that is on file, or is somebody's code", async () => {
    refused(await add({ card_number: "121212", first_name: "X" }), "card_number");
    refused(await add({ card_number: "121212", code: "another", first_name: "X" }), "card_number");
    refused(await add({ card_number: "89898989898989", first_name: "X" }), "card_number");
  });

  it("no action, or an unknown one", async () => {
    refused(await record({ first_name: "X" }), "customer_action");
    refused(await record({ customer_action: "delete", first_name: "X" }), "customer_action");
  });

  it("a campaign where there is none, and auto_add without one", async () => {
    refused(await add({ campaign_id: "9999000099990000", first_name: "X" }), "campaign_id");
    refused(await add({ auto_add: "25", first_name: "X" }), "auto_add");
  });

  it("a user name or a unique field of somebody else's", async () => {
    succeeded(await add({ code: "u1", customer_username: "jdoe1970", custom_field_4: "M-1" }));
    refused(await add({ code: "u2", customer_username: "jdoe1970" }), "customer_username");
    refused(await add({ code: "u2", custom_field_4: " M-1 " }), "custom_field_4");
    refused(await call(test, "customer_info", { code: "u2" }), /no such customer/i);
  });

  it("fields that are too long, and characters that XML can't say", async () => {
    refused(await add({ first_name: "x".repeat(256) }), "first_name");
    refused(await add({ code: "x".repeat(65) }), "code");
    refused(await add({ custom_field_4: "x".repeat(256) }), "custom_field_4");
    refused(await add({ city: "a\u0000b" }), "city");
    refused(await add({ custom_field_4: "a\u0007" }), "custom_field_4");
  });

  it("a card number of a form that leaves nothing to choose", async () => {
    refused(await add({ card_number_generate: "3" }), "card_number_generate");
    refused(await add({ card_number_generate: "ten" }), "card_number_generate");
    refused(await add({ card_number_generate: "4", card_number_prefix: "12", card_number_suffix: "34" }), "card_number_generate");
    refused(await add({ card_number_generate: "8", card_number_prefix: "1a" }), "card_number_prefix");
  });
});

describe("record_customer, new: code and card", () => {
  it("neither: 16 random digits", async () => {
    const { customer } = succeeded(await add({ first_name: "Plain" }));
    assert.deepEqual([customer.status, Object.keys(customer)], ["new", ["status", "code"]]);
    assert.match(customer.code, /^\d{16}$/);
  });

  it("a card number becomes the code too", async () => {
    assert.equal(succeeded(await add({ card_number: "a1b2c3d4" })).customer.code, "a1b2c3d4");
    assert.equal((await customerOf(test, "a1b2c3d4"))?.card_number, "a1b2c3d4");
  });

  it("unless new_code is Yes", async () => {
    const { code } = succeeded(await add({ card_number: "505050", new_code: "Yes" })).customer;
    assert.match(code, /^\d{16}$/);
    assert.equal((await customerOf(test, code))?.card_number, "505050");
  });

  it("a generated one too, prefix and suffix counted among its digits", async () => {
    const { customer } = succeeded(await add({ card_number_generate: "10", card_number_prefix: "77", card_number_suffix: "9" }));
    assert.match(customer.card_number, /^77\d{7}9$/);
    assert.equal(customer.code, customer.card_number);
  });

  it("what counts as not sent is not sent", async () => {
    const empty = { code: "", card_number: " ", campaign_id: "", new_code: "No", card_number_generate: "" };
    assert.match(succeeded(await add({ ...empty, first_name: "Empty" })).customer.code, /^\d{16}$/);
  });

  it("`action` for customer_action, and older names of custom_field", async () => {
    const { code } = succeeded(await record({ action: "new", custom1: "one" })).customer;
    assert.equal((await customerOf(test, code))?.custom_field, "one");
    succeeded(await record({ action: "edit", code, custom_field_1: "two" }));
    assert.equal((await customerOf(test, code))?.custom_field, "two");
  });
});

describe("record_customer, register", () => {
  it("refuses a card that nobody loaded, one that is registered, and a bad field", async () => {
    refused(await record({ customer_action: "register", card_number: "nowhere", first_name: "X" }), "card_number");
    refused(await record({ customer_action: "register", card_number: "121212", first_name: "X" }), "card_number");
    succeeded(await add({ card_number: "70707" }));
    refused(await record({ customer_action: "register", card_number: "70707", custom_date: "soon" }), "custom_date");
    assert.equal((await customerOf(test, "70707"))?.registered, "N");
  });

  it("fills a loaded card in and makes it registered, once", async () => {
    // Clients send fields that are empty, too.
    succeeded(await add({ card_number: "80808", first_name: "", email: "", custom_field_2: "" }));
    assert.equal((await customerOf(test, "80808"))?.registered, "N");
    const values = { customer_action: "register", card_number: "80808", first_name: "Reg", customer_password: "pa$$w0rd" };
    assert.deepEqual(succeeded(await record(values, kiosk)).customer, { status: "update", code: "80808" });
    const customer = await customerOf(test, "80808");
    assert.deepEqual([customer?.registered, customer?.first_name], ["Y", "Reg"]);
    refused(await record(values, kiosk), "card_number");
  });
});

describe("record_customer, many at once", () => {
  it("one of twenty new ones with the same code or card is made", async () => {
    for (const values of [
      { code: "race-1", first_name: "R" },
      { card_number: "31313131" },
      { card_number: "32323232", new_code: "Yes" },
    ]) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => add(values)));
      assert.equal(answers.filter(({ status }) => status === "success").length, 1, JSON.stringify(values));
      for (const one of answers.filter(({ status }) => status !== "success")) refused(one, /^(code|card_number):/);
    }
  });

  it("twenty edits by a new code or card make one customer", async () => {
    for (const values of [{ code: "race-2" }, { card_number: "41414141" }]) {
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, i) => record({ customer_action: "edit", ...values, city: `C${i}` })),
      );
      const customers = answers.map((one) => succeeded(one).customer);
      assert.equal(customers.filter(({ status }) => status === "new").length, 1);
      assert.equal(new Set(customers.map(({ code }) => code)).size, 1);
    }
  });
});
