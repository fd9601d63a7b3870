import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp, testClock } from "../../support/app.ts";
import { customerCalls, fieldOf, optionalOfCustomer, requiredOfCustomer, withField } from "./fields.ts";
import { client, customerOf, look, type PdmAnswer, post, succeeded, type Values } from "./support.ts";
import { odd, usual } from "./texts.ts";

const test = await testApp({ clock: testClock() });
const by = client(test);

const texts = [...requiredOfCustomer, ...optionalOfCustomer];
const notKept = ["gender", "dob", "email_address", "tel_number_1", "tel_number_2"];
const deliveryTexts = [
  "external_customer_ref",
  "external_delivery_ref",
  "delivery_date",
  "items[0].item_ref",
  "items[0].description",
  "items[0].pack_size",
  "notes",
];
const delivery = { customer_id: 1408, items: [{ description: "Tablets", quantity: 1 }] };

/** Asserts that an answer is one of the protocol's, and no unexpected fault: that is 500. */
function answered(answer: PdmAnswer): void {
  assert.equal(answer.status, 200, answer.text);
  assert.ok([101, 201, 202, 301, 302, 303, 401].includes(answer.code!), answer.text);
  assert.doesNotMatch(answer.details!, /select |insert |update |syntax error|invalid byte|\n\s+at |pg_|\.ts\b/i);
}

for (const { call, send } of customerCalls)
  describe(`${call}, whatever its texts`, () => {
    for (const [what, value] of Object.entries(usual))
      it(`keeps ${what} as it is`, async () => {
        for (const field of texts.filter((one) => !notKept.includes(one))) {
          const customer = customerOf(await send(by, field, value));
          assert.equal(fieldOf(customer, field), value, field);
          assert.equal(fieldOf(await look(by, customer.customer_id), field), value, field);
          if (field === "external_customer_ref") await by.modifyCustomer({ customer_id: customer.customer_id });
        }
      });
    for (const [what, value] of Object.entries({ ...usual, ...odd }))
      it(`is not broken by ${what}`, async () => {
        for (const field of what in odd ? texts : notKept) {
          const answer = await send(by, field, value);
          answered(answer);
          if (answer.code !== 101) continue;
          const { customer_id } = answer.json.customer;
          assert.deepEqual(await look(by, customer_id), answer.json.customer);
          if (field === "external_customer_ref") await by.modifyCustomer({ customer_id });
        }
      });
  });

describe("CreateDelivery, whatever its texts", () => {
  for (const [what, value] of Object.entries({ ...usual, ...odd }))
    it(`is not broken by ${what}`, async () => {
      for (const field of deliveryTexts) answered(await by.createDelivery(withField(delivery, field, value)));
    });
  for (const [what, value] of Object.entries(usual))
    it(`keeps ${what} as it is`, async () => {
      const external_delivery_ref = `kept ${value}`;
      assert.equal(
        succeeded(await by.createDelivery({ ...delivery, external_delivery_ref })).delivery.external_delivery_ref,
        external_delivery_ref,
      );
      for (const field of deliveryTexts.slice(3)) succeeded(await by.createDelivery(withField(delivery, field, value)));
    });
});

describe("GetCustomer, whatever it is asked", () => {
  for (const [what, value] of Object.entries({ ...usual, ...odd })) {
    it(`finds nobody by ${what}`, async () => {
      const answer = await by.getCustomer({ external_customer_ref: value });
      answered(answer);
      assert.notEqual(answer.code, 101);
    });
  }
});

describe("members that mean something to JavaScript", () => {
  const members =
    '"__proto__":{"customer_id":1408,"active":false},"constructor":{"prototype":{"x":1}},"toString":"x","hasOwnProperty":1';
  it("are no harm, and count for nothing", async () => {
    const session_token = await by.open();
    const send = (name: string, inner: string) =>
      post(test, name, `{"company_id":9001,"session_token":${JSON.stringify(session_token)},${inner}}`);
    for (const name of ["GetCustomer", "CreateCustomer", "ModifyCustomer", "CreateDelivery"]) {
      const answer = await send(name, members);
      answered(answer);
      assert.equal(answer.code, 301, answer.text);
    }
    const address = { line_1: "1", city: "C", postal_code: "P" };
    const customer = (more: Values) => JSON.stringify({ first_name: "F", last_name: "L", address, ...more });
    const answer = await send("CreateCustomer", `"customer":${customer({}).replace(/\}$/, `,${members}}`)}`);
    answered(answer);
    if (answer.code === 101) assert.equal(answer.json.customer.active, true);
  });
});
