import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp, testClock } from "../../support/app.ts";
import { fieldOf, fullCustomer, optionalOfCustomer, withField } from "./fields.ts";
import { add, assertRefused, client, customerOf, freshRef, look, newCustomer, unchanged, type Values } from "./support.ts";

const clock = testClock();
const by = client(await testApp({ clock }));
const modify = (customer: Values) => by.modifyCustomer(customer);

describe("ModifyCustomer's refusals", () => {
  for (const whom of [
    {},
    { customer_id: null },
    { external_customer_ref: "" },
    { customer_id: null, external_customer_ref: null },
  ])
    it(`neither id nor reference: 301 (${JSON.stringify(whom)})`, async () => assertRefused(await modify(whom), 301));
  for (const whom of [
    { customer_id: 99999999 },
    { external_customer_ref: "nobody" },
    { customer_id: 99999999, external_customer_ref: "nobody" },
    { customer_id: 0 },
  ])
    it(`nobody has these: 401 (${JSON.stringify(whom)})`, async () => assertRefused(await modify(whom), 401));
  it("the reference of another customer: 302", async () => {
    const customer_id = await add(by, { external_customer_ref: freshRef() });
    await unchanged(by, customer_id, () =>
      unchanged(by, 1408, async () => {
        const answer = await modify({ customer_id, external_customer_ref: "EXTREF164736", first_name: "Changed" });
        assertRefused(answer, 302, ["customer.external_customer_ref"]);
      }),
    );
  });
});

describe("ModifyCustomer answers", () => {
  it("the customer as GetCustomer does", async () => {
    const customer_id = await add(by, fullCustomer());
    const changed = { ...fullCustomer(), customer_id, first_name: "Changed", gender: "Male", active: false };
    const answer = customerOf(await modify(changed));
    assert.deepEqual(answer, await look(by, customer_id));
    const { created, last_modified, customer_ref, ...rest } = answer;
    assert.deepEqual(rest, changed);
    assert.equal(customer_ref, `C${String(customer_id).padStart(6, "0")}`);
    assert.deepEqual([created, last_modified], ["2026-06-15", "2026-06-15"]);
  });
});

describe("ModifyCustomer clears", () => {
  for (const field of optionalOfCustomer)
    for (const value of [undefined, null, ""])
      it(`${field} when it is ${value === undefined ? "left out" : JSON.stringify(value)}`, async () => {
        const full = fullCustomer();
        const customer_id = await add(by, full);
        const answer = customerOf(await modify({ ...withField(full, field, value), customer_id }));
        const { created, last_modified, customer_ref, ...rest } = answer;
        assert.equal(fieldOf(rest, field), "");
        assert.deepEqual(rest, { ...withField(full, field, ""), customer_id });
        assert.deepEqual(await look(by, customer_id), answer);
      });
  it("all that is optional at once, and makes the customer active", async () => {
    const customer_id = await add(by, { ...fullCustomer(), active: false });
    const bare = await look(by, await add(by));
    const answer = customerOf(await modify({ customer_id }));
    assert.deepEqual({ ...answer, customer_id: 0, customer_ref: "" }, { ...bare, customer_id: 0, customer_ref: "" });
  });
});

describe("ModifyCustomer and the reference", () => {
  it("changes it of a customer named by id, and only the new one finds the customer", async () => {
    const [old, now] = [freshRef(), freshRef()];
    const customer_id = await add(by, { external_customer_ref: old });
    assert.equal(customerOf(await modify({ customer_id, external_customer_ref: now })).external_customer_ref, now);
    assertRefused(await by.getCustomer({ external_customer_ref: old }), 401);
    assert.equal(customerOf(await by.getCustomer({ external_customer_ref: now })).customer_id, customer_id);
  });
  it("clears it of a customer named by id, and another may have it", async () => {
    const external_customer_ref = freshRef();
    const customer_id = await add(by, { external_customer_ref });
    assert.equal(customerOf(await modify({ customer_id })).external_customer_ref, "");
    assertRefused(await by.getCustomer({ external_customer_ref }), 401);
    const other = await add(by, { external_customer_ref });
    assert.equal(customerOf(await by.getCustomer({ external_customer_ref })).customer_id, other);
  });
  it("keeps it when it stays the same", async () => {
    const external_customer_ref = freshRef();
    const customer_id = await add(by, { external_customer_ref });
    const answer = customerOf(await modify({ customer_id, external_customer_ref, last_name: "Same" }));
    assert.deepEqual([answer.external_customer_ref, answer.last_name], [external_customer_ref, "Same"]);
  });
  it("keeps it of a customer named by it, also when nobody has the id", async () => {
    for (const whom of [{}, { customer_id: null }, { customer_id: 99999999 }]) {
      const external_customer_ref = freshRef();
      const customer_id = await add(by, { external_customer_ref });
      const answer = customerOf(await modify({ ...whom, external_customer_ref, last_name: "Found" }));
      assert.deepEqual(
        [answer.customer_id, answer.external_customer_ref, answer.last_name],
        [customer_id, external_customer_ref, "Found"],
      );
    }
  });
  it("leaves other customers as they are", async () => {
    const customer_id = await add(by);
    await unchanged(by, 1408, () => modify({ customer_id, first_name: "Other" }));
  });
});

describe("last_modified", () => {
  it("moves with a change, by the organisation's calendar; created stays", async () => {
    const day = async (now: string) => {
      clock.set(new Date(now));
      await by.open();
    };
    await day("2026-06-20T03:59:59Z");
    const customer_id = await add(by);
    await day("2026-06-22T03:59:59Z");
    assert.equal((await look(by, customer_id)).last_modified, "2026-06-19");
    const answer = customerOf(await modify({ customer_id, last_name: "Later" }));
    assert.deepEqual([answer.created, answer.last_modified], ["2026-06-19", "2026-06-21"]);
    await day("2026-06-22T04:00:00Z");
    await modify(newCustomer({ customer_id, last_name: "Last" }));
    assert.equal((await look(by, customer_id)).last_modified, "2026-06-22");
  });
  it("stays after a refusal", async () => {
    const customer_id = await add(by);
    clock.set(new Date("2026-06-25T12:00:00Z"));
    await by.open();
    await unchanged(by, customer_id, async () => {
      assertRefused(await modify({ customer_id, title: "x".repeat(13) }), 302);
      assertRefused(await modify({ customer_id, external_customer_ref: "EXTREF164736" }), 302);
    });
  });
});
