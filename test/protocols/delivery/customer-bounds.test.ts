import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { customerCalls, customerTexts, fieldOf, notDates, refusedField, text } from "./fields.ts";
import { assertRefused, client, customerOf, freshRef, look, newCustomer, succeeded } from "./support.ts";

const by = client(await testApp());

for (const { call, send } of customerCalls)
  describe(`${call}'s bounds`, () => {
    for (const [field, most] of Object.entries(customerTexts)) {
      it(`${field} is not ${most + 1} characters: 302`, async () => {
        refusedField(await send(by, field, text(field, most + 1)), 302, `customer.${field}`);
      });
      if (field !== "email_address" && !field.startsWith("tel_"))
        it(`${field} is not ${most + 1} characters of two UTF-16 units each: 302`, async () => {
          refusedField(await send(by, field, text(field, most + 1, true)), 302, `customer.${field}`);
        });
    }
    it("no text is 100,000 characters: 302", async () => {
      for (const field of Object.keys(customerTexts))
        refusedField(await send(by, field, text(field, 100_000)), 302, `customer.${field}`);
    });

    for (const gender of ["X", "M", "F", "Other", "Malee", "Male,Female", "1"])
      it(`gender is not ${gender}: 302`, async () => refusedField(await send(by, "gender", gender), 302, "customer.gender"));
    for (const dob of notDates)
      it(`dob is not ${dob}: 302`, async () => refusedField(await send(by, "dob", dob), 302, "customer.dob"));
    for (const active of [2, -1, 1.5])
      it(`active is not ${active}: 302 or 303`, async () => {
        refusedField(await send(by, "active", active), [302, 303], "customer.active");
      });

    for (const [field, most] of Object.entries(customerTexts)) {
      it(`${field} may be ${most} characters`, async () => {
        const value = text(field, most);
        assert.equal([...value].length, most);
        assert.equal(fieldOf(customerOf(await send(by, field, value)), field), value);
      });
      if (field !== "email_address" && !field.startsWith("tel_"))
        it(`${field} may be ${most} characters of two UTF-16 units each`, async () => {
          const value = text(field, most, true);
          assert.equal(fieldOf(customerOf(await send(by, field, value)), field), value);
        });
    }
    for (const field of ["address.line_2", "address.line_3", "address.county"])
      it(`${field} has no bound that a usual line meets`, async () => {
        const value = text(field, 50);
        assert.equal(fieldOf(customerOf(await send(by, field, value)), field), value);
      });

    for (const gender of ["Male", "Female"])
      it(`gender may be ${gender}`, async () => assert.equal(customerOf(await send(by, "gender", gender)).gender, gender));
    for (const dob of ["1972-02-29", "2000-02-29", "1968-11-06", "2020-12-31"])
      it(`dob may be ${dob}`, async () => assert.equal(customerOf(await send(by, "dob", dob)).dob, dob));
    for (const [sent, stored] of [
      [true, true],
      [1, true],
      [false, false],
      [0, false],
      [null, true],
      ["", true],
      [undefined, true],
    ])
      it(`active ${JSON.stringify(sent)} is ${stored}`, async () => {
        const { customer_id, active } = customerOf(await send(by, "active", sent));
        assert.equal(active, stored);
        assert.equal((await look(by, customer_id)).active, stored);
      });
  });

describe("a customer that is out of bounds", () => {
  it("is not created", async () => {
    const external_customer_ref = freshRef();
    assertRefused(await by.createCustomer({ external_customer_ref, title: "x".repeat(13) }), 302, ["customer.title"]);
    assertRefused(await by.getCustomer({ external_customer_ref }), 401);
    const made = succeeded(await by.createCustomer({ external_customer_ref })).customer;
    const wrong = newCustomer({ customer_id: made.customer_id, first_name: "Changed", title: "x".repeat(13) });
    assertRefused(await by.call("ModifyCustomer", { customer: wrong }), 302, ["customer.title"]);
    assert.deepEqual(await look(by, made.customer_id), made);
  });
});
