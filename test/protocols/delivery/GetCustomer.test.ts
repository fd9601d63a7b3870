import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { notIntegers, notTexts, text } from "./fields.ts";
import { add, assertRefused, client, customerOf, freshRef, type Values } from "./support.ts";

const by = client(await testApp());
const get = (values: Values) => by.getCustomer(values);
const shown = (value: unknown) => JSON.stringify(value) ?? "left out";

describe("GetCustomer's refusals", () => {
  for (const values of [
    {},
    { customer_id: null },
    { external_customer_ref: null },
    { external_customer_ref: "" },
    { customer_id: null, external_customer_ref: "" },
  ])
    it(`neither id nor reference: 301 (${shown(values)})`, async () => {
      const answer = await get(values);
      assertRefused(answer, 301);
      assert.match(answer.details!, /customer_id|external_customer_ref/);
    });
  for (const value of [undefined, null])
    it(`no company_id: 301 (${shown(value)})`, async () => {
      assertRefused(await get({ company_id: value, customer_id: 1408 }), 301, ["company_id"]);
    });
  for (const value of notIntegers) {
    it(`customer_id is no ${shown(value)}: 303`, async () =>
      assertRefused(await get({ customer_id: value }), 303, ["customer_id"]));
    it(`customer_id is no ${shown(value)}, beside a reference: 303`, async () => {
      const values = { customer_id: value, external_customer_ref: "EXTREF164736" };
      assertRefused(await get(values), 303, ["customer_id"]);
    });
    it(`company_id is no ${shown(value)}: 303`, async () => {
      assertRefused(await get({ company_id: value, customer_id: 1408 }), 303, ["company_id"]);
    });
  }
  it("customer_id is no fraction: 302 or 303", async () =>
    assertRefused(await get({ customer_id: 1408.5 }), [302, 303], ["customer_id"]));
  for (const value of notTexts) {
    it(`external_customer_ref is no ${shown(value)}: 303`, async () => {
      assertRefused(await get({ external_customer_ref: value }), 303, ["external_customer_ref"]);
      assertRefused(await get({ customer_id: 1408, external_customer_ref: value }), 303, ["external_customer_ref"]);
    });
    it(`session_token is no ${shown(value)}: 303`, async () => {
      assertRefused(await get({ session_token: value, customer_id: 1408 }), 303, ["session_token"]);
    });
  }
  it("all that have the wrong type, in the table's order: 303", async () => {
    const values = { external_customer_ref: 1, customer_id: "1", session_token: 1, company_id: "1" };
    assertRefused(await get(values), 303, ["company_id", "session_token", "customer_id", "external_customer_ref"]);
  });
  for (const wide of [false, true])
    it(`external_customer_ref is not 51 characters${wide ? " of two UTF-16 units each" : ""}: 302`, async () => {
      const external_customer_ref = text("external_customer_ref", 51, wide);
      assertRefused(await get({ external_customer_ref }), 302, ["external_customer_ref"]);
      assertRefused(await get({ customer_id: 1408, external_customer_ref }), 302, ["external_customer_ref"]);
    });
  for (const values of [
    { customer_id: 99999999 },
    { customer_id: 0 },
    { customer_id: -1408 },
    { external_customer_ref: "nobody" },
    { external_customer_ref: "%" },
    { external_customer_ref: "C001408" },
    { external_customer_ref: "1408" },
    { external_customer_ref: "x".repeat(50) },
    { external_customer_ref: "😀".repeat(50) },
    { customer_id: 99999999, external_customer_ref: "nobody" },
  ])
    it(`nobody has these: 401 (${shown(values)})`, async () => assertRefused(await get(values), 401));
  for (const customer_id of [2147483648, -2147483649, 9007199254740994, 1e308])
    it(`no customer has a number of ${customer_id}: 401 or 302`, async () =>
      assertRefused(await get({ customer_id }), [302, 401]));
});

describe("GetCustomer finds the customer", () => {
  it("by id, the reference being absent", async () => {
    for (const external_customer_ref of [undefined, null, ""])
      assert.equal(customerOf(await get({ customer_id: 1408, external_customer_ref })).last_name, "Bloggs");
  });
  it("by reference, the id being absent", async () => {
    for (const customer_id of [undefined, null])
      assert.equal(customerOf(await get({ customer_id, external_customer_ref: "EXTREF164736" })).customer_id, 1408);
  });
  it("by id first, when each names another", async () => {
    const external_customer_ref = freshRef();
    const customer_id = await add(by, { external_customer_ref });
    assert.equal(customerOf(await get({ customer_id: 1408, external_customer_ref })).customer_id, 1408);
    assert.equal(customerOf(await get({ customer_id, external_customer_ref: "EXTREF164736" })).customer_id, customer_id);
    assert.equal(customerOf(await get({ customer_id, external_customer_ref: "nobody" })).customer_id, customer_id);
  });
  it("by reference, when nobody has the id", async () => {
    for (const customer_id of [99999999, 0, -1])
      assert.equal(customerOf(await get({ customer_id, external_customer_ref: "EXTREF164736" })).customer_id, 1408);
  });
});
