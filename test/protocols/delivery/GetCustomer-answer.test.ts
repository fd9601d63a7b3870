import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp, testClock } from "../../support/app.ts";
import { fullCustomer } from "./fields.ts";
import { add, client, customerOf, freshRef, look } from "./support.ts";

const by = client(await testApp({ clock: testClock() }));

describe("GetCustomer's answer", () => {
  it("is the sample of the vendor's page", async () => {
    const address = { line_1: "Test Address Line 1", line_2: "Test Address Line 2", line_3: "" };
    assert.deepEqual(await look(by, 1408), {
      customer_id: 1408,
      customer_ref: "C001408",
      external_customer_ref: "EXTREF164736",
      created: "2017-12-12",
      last_modified: "2017-12-14",
      title: "Mr",
      first_name: "Joe",
      last_name: "Bloggs",
      gender: "Male",
      dob: "1968-11-06",
      address: { ...address, city: "Test City", county: "Test County", postal_code: "TT11 1TT" },
      email_address: "joe@blogs.com",
      tel_number_1: "",
      tel_number_2: "",
      active: true,
    });
  });
  it("has each field once, in the table's order, and nothing else", async () => {
    const made = fullCustomer();
    const { address, ...values } = made;
    const customer_id = await add(by, made);
    const customer = await look(by, customer_id);
    assert.deepEqual(Object.keys(customer), [
      ...["customer_id", "customer_ref", "external_customer_ref", "created", "last_modified", "title", "first_name", "last_name"],
      ...["gender", "dob", "address", "email_address", "tel_number_1", "tel_number_2", "active"],
    ]);
    const dates = { created: "2026-06-15", last_modified: "2026-06-15" };
    const customer_ref = `C${String(customer_id).padStart(6, "0")}`;
    assert.deepEqual(customer, { customer_id, customer_ref, ...dates, ...values, address });
  });
  it("has what is empty as an empty string", async () => {
    const customer = await look(by, await add(by));
    const empty = ["external_customer_ref", "title", "gender", "dob", "email_address", "tel_number_1", "tel_number_2"];
    for (const field of empty) assert.equal(customer[field], "", field);
    assert.deepEqual(customer.address, {
      line_1: "1 Fresh Street",
      line_2: "",
      line_3: "",
      city: "Fresh City",
      county: "",
      postal_code: "FF1 1FF",
    });
    assert.equal(customer.active, true);
  });
  it("has an inactive customer too", async () => {
    const external_customer_ref = freshRef();
    const customer_id = await add(by, { active: 0, external_customer_ref });
    assert.equal((await look(by, customer_id)).active, false);
    assert.equal(customerOf(await by.getCustomer({ external_customer_ref })).active, false);
  });
});
