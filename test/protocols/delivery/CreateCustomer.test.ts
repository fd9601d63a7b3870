import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp, testClock } from "../../support/app.ts";
import { fullCustomer, optionalOfCustomer, withField } from "./fields.ts";
import { rivals } from "./organisations.ts";
import { add, assertRefused, client, customerOf, freshRef, look, newCustomer, unchanged } from "./support.ts";

const clock = testClock();
const test = await testApp({ clock });
const by = client(test);

describe("CreateCustomer's refusals", () => {
  it("the reference of another customer: 302, and that one stays", async () => {
    await unchanged(by, 1408, async () => {
      const answer = await by.createCustomer({ external_customer_ref: "EXTREF164736" });
      assertRefused(answer, 302, ["customer.external_customer_ref"]);
    });
  });
  it("the reference of an inactive customer: 302", async () => {
    const external_customer_ref = freshRef();
    await add(by, { external_customer_ref, active: false });
    assertRefused(await by.createCustomer({ external_customer_ref }), 302, ["customer.external_customer_ref"]);
  });
});

describe("CreateCustomer", () => {
  it("answers the customer as GetCustomer does", async () => {
    const full = fullCustomer();
    const answer = customerOf(await by.createCustomer(full));
    const { customer_id, customer_ref, created, last_modified, ...rest } = answer;
    assert.ok(Number.isInteger(customer_id) && customer_id > 0);
    assert.equal(customer_ref, `C${String(customer_id).padStart(6, "0")}`);
    assert.deepEqual([created, last_modified], ["2026-06-15", "2026-06-15"]);
    assert.deepEqual(rest, full);
    assert.deepEqual(await look(by, customer_id), answer);
  });
  for (const field of optionalOfCustomer)
    it(`takes "" and null in ${field} as absent`, async () => {
      const { customer_id: _, customer_ref: __, ...bare } = customerOf(await by.createCustomer());
      for (const value of ["", null]) {
        const answer = customerOf(await by.call("CreateCustomer", { customer: withField(newCustomer(), field, value) }));
        const { customer_id, customer_ref, ...rest } = answer;
        assert.deepEqual(rest, bare);
        assert.notEqual(customer_id, 1408);
      }
    });
  it("makes a customer of each call, also of two that are the same", async () => {
    const same = { email_address: "same@example.com", first_name: "Same", tel_number_1: "1" };
    const made = [await add(by, same), await add(by, same)];
    assert.equal(new Set(made).size, 2);
    for (const customer_id of made) assert.equal((await look(by, customer_id)).email_address, "same@example.com");
  });
  it("stores an e-mail that an account's customer has all the same", async () => {
    const customer_id = await add(by, { email_address: "doglover@invalid.null" });
    assert.equal((await look(by, customer_id)).email_address, "doglover@invalid.null");
  });
  it("gives numbers that no customer has", async () => {
    const made = await Promise.all(Array.from({ length: 20 }, () => add(by)));
    assert.equal(new Set([...made, 1408]).size, 21);
  });
  it("gives references of C and at least six digits", async () => {
    const { first } = await rivals(test, { lastCustomer: 999998 });
    for (const [customer_id, customer_ref] of [
      [999999, "C999999"],
      [1000000, "C1000000"],
    ]) {
      const customer = customerOf(await first.createCustomer());
      assert.deepEqual([customer.customer_id, customer.customer_ref], [customer_id, customer_ref]);
    }
  });
  for (const [now, day] of [
    ["2026-07-01T03:59:59Z", "2026-06-30"],
    ["2026-07-01T04:00:00Z", "2026-07-01"],
    ["2027-01-01T04:59:59Z", "2026-12-31"],
  ] as const)
    it(`made at ${now} is of ${day}, the organisation's day`, async () => {
      clock.set(new Date(now));
      await by.open();
      const { created, last_modified } = customerOf(await by.createCustomer());
      assert.deepEqual([created, last_modified], [day, day]);
    });
});
