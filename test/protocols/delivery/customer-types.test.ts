import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import {
  customerCalls,
  notBooleans,
  notIntegers,
  notObjects,
  notTexts,
  optionalOfCustomer,
  refusedField,
  requiredOfCustomer,
  withField,
} from "./fields.ts";
import { assertRefused, client, newCustomer, type Values } from "./support.ts";

const by = client(await testApp());
const shown = (value: unknown) => JSON.stringify(value) ?? "left out";

for (const { call, send } of customerCalls)
  describe(`${call}'s types`, () => {
    for (const field of requiredOfCustomer)
      for (const value of [undefined, null])
        it(`${field} is required: 301 (${shown(value)})`, async () => {
          refusedField(await send(by, field, value), 301, `customer.${field}`);
        });

    for (const field of [...requiredOfCustomer, ...optionalOfCustomer])
      for (const value of notTexts)
        it(`${field} is a string: 303 (${shown(value)})`, async () => {
          refusedField(await send(by, field, value), 303, `customer.${field}`);
        });
    for (const value of notBooleans)
      it(`active is no ${shown(value)}: 303`, async () => {
        refusedField(await send(by, "active", value), 303, "customer.active");
      });
    for (const value of notObjects)
      it(`address is an object: 303 (${shown(value)})`, async () => {
        refusedField(await send(by, "address", value), 303, "customer.address");
      });

    for (const value of [undefined, null])
      it(`the customer is required: 301 (${shown(value)})`, async () =>
        assertRefused(await by.call(call, { customer: value }), 301));
    for (const value of [undefined, null])
      it(`the address is required: 301 (${shown(value)})`, async () => assertRefused(await send(by, "address", value), 301));
    for (const value of notObjects)
      it(`the customer is an object: 303 (${shown(value)})`, async () => {
        assertRefused(await by.call(call, { customer: value }), 303, ["customer"]);
      });
    for (const value of [undefined, null])
      it(`company_id is required: 301 (${shown(value)})`, async () => {
        assertRefused(await by.call(call, { company_id: value, customer: newCustomer({ customer_id: 1408 }) }), 301, [
          "company_id",
        ]);
      });
    for (const value of notIntegers)
      it(`company_id is an integer: 303 (${shown(value)})`, async () => {
        assertRefused(await by.call(call, { company_id: value, customer: newCustomer({ customer_id: 1408 }) }), 303, [
          "company_id",
        ]);
      });
    for (const value of notTexts)
      it(`session_token is a string: 303 (${shown(value)})`, async () => {
        const body = { session_token: value, customer: newCustomer({ customer_id: 1408 }) };
        assertRefused(await by.call(call, body), 303, ["session_token"]);
      });
  });

describe("ModifyCustomer's types", () => {
  const modify = (customer: Values) => by.call("ModifyCustomer", { customer });
  for (const value of notIntegers)
    it(`customer_id is an integer: 303 (${shown(value)})`, async () => {
      refusedField(await modify(newCustomer({ customer_id: value })), 303, "customer.customer_id");
    });
  it("customer_id is no fraction: 302 or 303", async () => {
    refusedField(await modify(newCustomer({ customer_id: 1408.5 })), [302, 303], "customer.customer_id");
  });
});

describe("several faults of a customer at once", () => {
  const everything = [
    "external_customer_ref",
    "title",
    "first_name",
    "last_name",
    "gender",
    "dob",
    "address.line_1",
    "address.city",
    "address.postal_code",
    "email_address",
    "tel_number_1",
    "tel_number_2",
  ];
  const named = (fields: string[]) => fields.map((field) => `customer.${field}`);
  const spoilt = (base: Values, fields: string[], value: unknown) =>
    fields.reduceRight((customer, field) => withField(customer, field, value), base);

  for (const { call } of customerCalls) {
    const base = newCustomer(call === "ModifyCustomer" ? { customer_id: 1408 } : {});
    it(`${call} lists what is missing in the table's order: 301`, async () => {
      const customer = spoilt(base, requiredOfCustomer, undefined);
      assertRefused(await by.call(call, { customer }), 301, named(requiredOfCustomer));
      assertRefused(await by.call(call, { company_id: null, customer }), 301, ["company_id", ...named(requiredOfCustomer)]);
    });
    it(`${call} lists what has the wrong type in the table's order: 303`, async () => {
      const customer = { active: "yes", ...spoilt(base, everything, 5) };
      const all = [...named(everything), "customer.active"];
      assertRefused(await by.call(call, { customer }), 303, all);
      assertRefused(await by.call(call, { customer, session_token: 1, company_id: "x" }), 303, [
        "company_id",
        "session_token",
        ...all,
      ]);
    });
    it(`${call} lists what is out of bounds in the table's order: 302`, async () => {
      const customer = spoilt(base, everything, "x".repeat(251));
      assertRefused(await by.call(call, { customer }), 302, named(everything));
    });
    it(`${call} lists the lines of the address in the table's order: 303`, async () => {
      const fields = ["line_1", "line_2", "line_3", "county", "city", "postal_code"].map((field) => `address.${field}`);
      assertRefused(await by.call(call, { customer: spoilt(base, fields, 5) }), 303, named(fields));
    });
  }
});
