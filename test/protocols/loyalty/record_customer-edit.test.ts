import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { call, customerOf, refused, succeeded } from "./support.ts";

const test = await testApp();
const edit = (values: Record<string, string>) => call(test, "record_customer", { customer_action: "edit", ...values });

// Seed 002's notes, one by one.

describe("record_customer, edit: what is refused", () => {
  it("nothing but a code", async () => {
    refused(await edit({ code: "89898989898989" }), /at least one field/i);
    refused(await edit({ code: "89898989898989", send_no_email: "true" }), /at least one field/i);
  });

  it("a card number that several customers have", async () => {
    for (const code of ["twin-1", "twin-2"]) succeeded(await edit({ code, card_number: "777", first_name: code }));
    refused(await edit({ card_number: "777", city: "Nowhere" }), "card_number");
    assert.equal((await customerOf(test, "twin-1"))?.city, "");
  });

  it("a custom_date in any other form, or of no day", async () => {
    for (const custom_date of ["04-03-2010", "2010-02-30", "2010-13-01", "2010/04/03", "20100403"])
      refused(await edit({ code: "89898989898989", custom_date }), "custom_date");
  });

  it("a refused call changes nothing", async () => {
    const before = await customerOf(test, "89898989898989");
    refused(await edit({ code: "89898989898989", first_name: "Changed", custom_field_3: "soon" }), "custom_field_3");
    assert.deepEqual(await customerOf(test, "89898989898989"), before);
  });

  it("nor makes it a customer", async () => {
    refused(await edit({ code: "never-made", first_name: "X", custom_field_5: "Store 99" }), "custom_field_5");
    refused(await call(test, "customer_info", { code: "never-made" }), /no such customer/i);
  });
});

describe("record_customer, edit: whom it means", () => {
  it("a code that is there: that customer, with status update", async () => {
    const { customer } = succeeded(await edit({ code: "89898989898989", city: "Cheddar" }));
    assert.deepEqual(customer, { status: "update", code: "89898989898989" });
    assert.equal((await customerOf(test, "89898989898989"))?.city, "Cheddar");
  });

  it("a code that is not there: a new customer with it", async () => {
    const { customer } = succeeded(await edit({ code: "fresh-code", first_name: "Nora" }));
    assert.deepEqual(customer, { status: "new", code: "fresh-code" });
  });

  it("no code: a new customer with a random one of 16 digits", async () => {
    const { customer } = succeeded(await edit({ first_name: "Newcomer" }));
    assert.equal(customer.status, "new");
    assert.match(customer.code, /^\d{16}$/);
  });

  it("only a card number, of one customer: that customer", async () => {
    const { customer } = succeeded(await edit({ card_number: "1212121212", city: "Othertown" }));
    assert.deepEqual(customer, { status: "update", code: "89898989898989" });
  });

  it("only a card number that is a code: its customer, whose card it becomes", async () => {
    succeeded(await edit({ code: "4040", card_number: "5050", first_name: "Card" }));
    const { customer } = succeeded(await edit({ card_number: "4040", city: "Codeville" }));
    assert.deepEqual(customer, { status: "update", code: "4040" });
    assert.equal((await customerOf(test, "4040"))?.card_number, "4040");
  });

  it("only a card number that is nobody's: a new customer with a random code", async () => {
    const { customer } = succeeded(await edit({ card_number: "60606", first_name: "Sixty" }));
    assert.equal(customer.status, "new");
    assert.match(customer.code, /^\d{16}$/);
    assert.equal((await customerOf(test, customer.code))?.card_number, "60606");
  });

  it("code and card: the code decides, and the card becomes the one sent", async () => {
    succeeded(await edit({ code: "89898989898989", card_number: "1313131313" }));
    assert.equal((await customerOf(test, "89898989898989"))?.card_number, "1313131313");
  });
});

describe("record_customer, edit: what it does", () => {
  it("leaves what is not sent, and takes away what is sent empty", async () => {
    succeeded(await edit({ code: "7001", first_name: "Lee", last_name: "Ray", custom_date: "1980-02-29", email: "lee@ray.net" }));
    succeeded(await edit({ code: "7001", first_name: "", custom_date: "0000-00-00" }));
    const customer = await customerOf(test, "7001");
    assert.deepEqual(
      [customer?.first_name, customer?.last_name, customer?.custom_date, customer?.email],
      ["", "Ray", "", "lee@ray.net"],
    );
  });

  it("answers the card number that it made, and only then a card number", async () => {
    const { customer } = succeeded(await edit({ code: "7002", card_number_generate: "10" }));
    assert.match(customer.card_number, /^\d{10}$/);
    assert.equal((await customerOf(test, "7002"))?.card_number, customer.card_number);
  });

  it("gives the customer a fresh code on new_code, and the old one leads on", async () => {
    succeeded(await edit({ code: "7003", first_name: "Old" }));
    const { customer } = succeeded(await edit({ code: "7003", new_code: "Yes" }));
    assert.match(customer.code, /^\d{16}$/);
    assert.equal((await customerOf(test, "7003"))?.code, customer.code);
  });
});
