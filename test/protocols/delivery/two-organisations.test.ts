import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp, testClock } from "../../support/app.ts";
import { rivals } from "./organisations.ts";
import { add, assertRefused, client, customerOf, freshRef, look, succeeded, unchanged, type Values } from "./support.ts";

const test = await testApp({ clock: testClock() });
const mine = client(test);
const rival = await rivals(test);
const { first: theirs, twentieth, other } = rival;
const own = await add(theirs, { first_name: "Theirs" });

/** What the rival is told of the sandbox's customers is what it is told of nobody. */
async function toldNothing(name: string, existing: Values, nobody: Values): Promise<void> {
  const [one, two] = [await theirs.call(name, existing), await theirs.call(name, nobody)];
  assertRefused(one, 401);
  assert.deepEqual(one.json, two.json);
}

describe("two organisations with a customer 1408 each", () => {
  it("get each its own", async () => {
    assert.equal(own, 1408);
    assert.equal((await look(theirs, 1408)).first_name, "Theirs");
    assert.equal((await look(mine, 1408)).first_name, "Joe");
  });
  it("find no customer of the other's by reference, and are told no more than of nobody", async () => {
    await toldNothing("GetCustomer", { external_customer_ref: "EXTREF164736" }, { external_customer_ref: "nobody" });
    const delivery = (external_customer_ref: string) => ({ delivery: { external_customer_ref } });
    await toldNothing("CreateDelivery", delivery("EXTREF164736"), delivery("nobody"));
  });
  it("find no customer of the other's by number", async () => {
    const hers = await add(mine);
    await toldNothing("GetCustomer", { customer_id: hers }, { customer_id: 99999999 });
    await unchanged(mine, hers, async () => {
      assertRefused(await theirs.modifyCustomer({ customer_id: hers, first_name: "Changed" }), 401);
      assertRefused(await theirs.createDelivery({ customer_id: hers }), 401);
    });
  });
  it("change each its own", async () => {
    await unchanged(mine, 1408, async () => {
      assert.equal(customerOf(await theirs.modifyCustomer({ customer_id: 1408, first_name: "Changed" })).first_name, "Changed");
    });
    await unchanged(theirs, 1408, () => mine.modifyCustomer({ customer_id: 1408, external_customer_ref: "EXTREF164736" }));
  });
  it("may use the same references", async () => {
    const customer_id = await add(theirs, { external_customer_ref: "EXTREF164736" });
    assert.equal(customerOf(await theirs.getCustomer({ external_customer_ref: "EXTREF164736" })).customer_id, customer_id);
    assert.equal(customerOf(await mine.getCustomer({ external_customer_ref: "EXTREF164736" })).customer_id, 1408);
    const external_delivery_ref = freshRef();
    for (const by of [mine, theirs]) succeeded(await by.createDelivery({ customer_id: 1408, external_delivery_ref }));
  });
  it("do not see each the other's deliveries", async () => {
    const delivery = { customer_id: 1408, delivery_date: "2026-08-01", check_delivery: true };
    for (const by of [mine, theirs]) succeeded(await by.createDelivery(delivery));
    for (const by of [mine, theirs]) assertRefused(await by.createDelivery(delivery), 404);
  });
  it("count each their own deliveries and customers", async () => {
    const before = succeeded(await theirs.createDelivery({ customer_id: own })).delivery.delivery_id;
    const customer = await add(theirs);
    for (let n = 0; n < 3; n++) succeeded(await mine.createDelivery({ customer_id: await add(mine) }));
    assert.equal(succeeded(await theirs.createDelivery({ customer_id: own })).delivery.delivery_id, before + 1);
    assert.equal(await add(theirs), customer + 1);
  });
});

describe("two companies of one organisation", () => {
  it("reach the same customers by number", async () => {
    const customer_id = await add(theirs, { first_name: "Shared" });
    assert.equal((await look(other, customer_id)).first_name, "Shared");
    assert.equal(customerOf(await other.modifyCustomer({ customer_id, first_name: "Changed" })).first_name, "Changed");
    assert.equal((await look(theirs, customer_id)).first_name, "Changed");
  });
  it("may use the same references, and find each its own", async () => {
    const external_customer_ref = freshRef();
    const [one, two] = [await add(theirs, { external_customer_ref }), await add(other, { external_customer_ref })];
    assert.equal(customerOf(await theirs.getCustomer({ external_customer_ref })).customer_id, one);
    assert.equal(customerOf(await other.getCustomer({ external_customer_ref })).customer_id, two);
    assertRefused(await theirs.createCustomer({ external_customer_ref }), 302, ["customer.external_customer_ref"]);
    const external_delivery_ref = freshRef();
    for (const by of [theirs, other]) succeeded(await by.createDelivery({ external_customer_ref, external_delivery_ref }));
    for (const by of [theirs, other])
      assertRefused(await by.createDelivery({ external_customer_ref, external_delivery_ref }), 302, [
        "delivery.external_delivery_ref",
      ]);
  });
});

describe("two branches of one company", () => {
  it("reach the same customers, also by reference", async () => {
    const external_customer_ref = freshRef();
    const customer_id = await add(theirs, { external_customer_ref });
    assert.deepEqual(await look(twentieth, customer_id), await look(theirs, customer_id));
    assert.equal(customerOf(await twentieth.getCustomer({ external_customer_ref })).customer_id, customer_id);
  });
  it("do not use the same references: 302", async () => {
    const [external_customer_ref, external_delivery_ref] = [freshRef(), freshRef()];
    const customer_id = await add(theirs, { external_customer_ref });
    assertRefused(await twentieth.createCustomer({ external_customer_ref }), 302, ["customer.external_customer_ref"]);
    succeeded(await theirs.createDelivery({ customer_id, external_delivery_ref }));
    const answer = await twentieth.createDelivery({ customer_id, external_delivery_ref });
    assertRefused(answer, 302, ["delivery.external_delivery_ref"]);
  });
  it("see each the other's deliveries of a day: 404", async () => {
    const customer_id = await add(theirs);
    succeeded(await theirs.createDelivery({ customer_id }));
    assertRefused(await twentieth.createDelivery({ customer_id, check_delivery: true }), 404);
  });
});
