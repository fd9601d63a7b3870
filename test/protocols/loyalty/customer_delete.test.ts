import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { searchMembers } from "../../../src/core/loyalty/search/criteria.ts";
import { secretsOfNumbers } from "../../../src/core/loyalty/search/queries.ts";
import { caller, merging } from "../../core/identity/merge-support.ts";
import { testApp } from "../../support/app.ts";
import { add as addToAccount } from "../archtics/support.ts";
import { client } from "../delivery/support.ts";
import { rivalOf, userOf } from "./people.ts";
import { namesInValues, rowsAbout } from "./queries.ts";
import { call, customerOf, kiosk, parseXml, refused, succeeded, type Values } from "./support.ts";

const test = await testApp();
const { command } = test;
const { core } = test.parts;
const customers = merging(test);
const add = async (values: Values) => succeeded(await call(test, "record_customer", { customer_action: "new", ...values }));
const remove = (code: string, more: Values = {}) => call(test, "customer_delete", { code, ...more });

const loyalSide: Values = {
  card_number: "DEL-1",
  custom_date: "1980-01-02",
  custom_field: "text",
  custom_field_4: "unique",
  custom_field_5: "Store 35",
  customer_username: "deletable",
};

async function numberOf(code: string): Promise<number> {
  const found = await searchMembers(core, caller, [], { comparison: "sensitive", texts: { cardNumber: code }, customFields: {} });
  return found.first[0]!.customerId;
}

describe("customer_delete: what is refused", () => {
  it("no code, and one that nobody has", async () => {
    refused(await call(test, "customer_delete", {}), "code");
    refused(await call(test, "customer_delete", { card_number: "1212121212" }), "code");
    refused(await remove("nobody's"), /no such customer/i);
  });

  it("a code that has been replaced, and a card number", async () => {
    await add({ code: "replaced", first_name: "Re", card_number: "DEL-0" });
    succeeded(await call(test, "record_customer", { customer_action: "edit", code: "replaced", new_code: "Yes" }));
    refused(await remove("replaced"), /no such customer/i);
    refused(await remove("DEL-0"), /no such customer/i);
    assert.equal((await customerOf(test, "replaced"))?.first_name, "Re");
  });

  it("users without the permission, whatever the code", async () => {
    for (const who of [kiosk, await userOf(test, "associate-manager"), await userOf(test, "campaign-manager")])
      for (const code of ["89898989898989", "nobody's"]) refused(await call(test, "customer_delete", { code }, who), "user_id");
  });

  it("another organisation's customer", async () => {
    refused(await call(test, "customer_delete", { code: "89898989898989" }, await rivalOf(test)), /no such customer/i);
    assert.ok(await customerOf(test, "89898989898989"));
  });
});

describe("customer_delete: a customer whom nobody else holds", () => {
  it("is erased, with the history of their data, and what is free again can be taken", async () => {
    const own = { code: "mine", first_name: "Wilhelmina", last_name: "Erasable", email: "w@erasable.net", ...loyalSide };
    await add(own);
    const id = await numberOf("DEL-1");
    succeeded(await call(test, "record_customer", { customer_action: "edit", code: "mine", city: "Erasmusville" }));
    assert.deepEqual(succeeded(await remove("mine")), { status: "success", customer: { status: "deleted", code: "mine" } });
    refused(await call(test, "customer_info", { code: "mine" }), /no such customer/i);
    refused(await call(test, "customer_search", { last_name: "Erasable" }), /no customers match/i);
    assert.deepEqual(await core.db.read(rowsAbout, [1, id]), [
      { customers: 0, identifiers: 0, tokens: 0, merges: 0, changes: 3 },
    ]);
    const told = await core.db.read(namesInValues, [1, "%(Wilhelmina|Eras|erasable|unique|DEL-1)%"]);
    assert.deepEqual(told, []);
    await customers.assertSound();
    await add(own);
    succeeded(await remove("mine"));
  });

  it("takes those with them who were merged into them", async () => {
    for (const code of ["kept", "gone", "gone-before"])
      await add({ code, card_number: `DEL-${code}`, last_name: `Merged-${code}` });
    const [kept, gone, before] = [await numberOf("DEL-kept"), await numberOf("DEL-gone"), await numberOf("DEL-gone-before")];
    await customers.merge(gone, before);
    await customers.merge(kept, gone);
    succeeded(await remove("kept"));
    for (const id of [kept, gone, before])
      assert.deepEqual(
        (await core.db.read(rowsAbout, [1, id])).map(({ customers: c, merges }) => [c, merges]),
        [[0, 0]],
      );
    assert.deepEqual(await core.db.read(namesInValues, [1, "%Merged-%"]), []);
    await customers.assertSound();
  });

  it("leaves alone the one from whom they were parted again", async () => {
    for (const code of ["stays", "leaves"]) await add({ code, card_number: `DEL-${code}`, last_name: code });
    const mergeId = await customers.merge(await numberOf("DEL-stays"), await numberOf("DEL-leaves"));
    await customers.undo(mergeId);
    succeeded(await remove("leaves"));
    assert.equal((await customerOf(test, "stays"))?.last_name, "stays");
    await customers.assertSound();
  });

  it("is no longer deleted the second time", async () => {
    await add({ code: "twice", first_name: "T" });
    const both = await Promise.all([remove("twice"), remove("twice")]);
    assert.deepEqual(both.map((one) => one.status).sort(), ["error", "success"]);
  });
});

describe("customer_delete: a customer whom others hold", () => {
  /** What the loyalty side leaves of a customer. */
  async function assertEnded(id: number): Promise<void> {
    const { data, identifiers, version } = await customers.record(id);
    const { customDate, customText, customFields, registered } = data;
    assert.deepEqual([customDate, customText, customFields, registered], [null, null, null, null]);
    const { loyaltyCode, cardNumber, userName, uniqueValues, retired } = identifiers;
    assert.deepEqual([loyaltyCode, cardNumber, userName, uniqueValues, retired], [null, null, null, [], []]);
    const [secrets] = await core.db.read(rowsAbout, [1, id]);
    assert.deepEqual([secrets!.customers, secrets!.tokens, version > 1], [1, 0, true]);
    refused(await call(test, "customer_search", { first_name: "Heldby" }), /no customers match/i);
    await customers.assertSound();
  }

  const change = { ...loyalSide, customer_action: "edit", new_code: "Yes" };

  it("by Archtics: stays on the account without the loyalty side", async () => {
    const { acct_id, cust_name_id } = await addToAccount(command, { name_first: "Heldby", name_last: "Account" });
    const [one] = succeeded(await call(test, "customer_search", { first_name: "Heldby" })).customers;
    const { code } = succeeded(await call(test, "record_customer", { code: one.code, ...change })).customer;
    succeeded(await remove(code));
    await assertEnded(Number(cust_name_id));
    for (const gone of [code, one.code]) refused(await remove(gone), /no such customer/i);
    const query = await command({ cmd: "customer_query", acct_id, call_reason: "S" });
    assert.equal(query.answer.customer.name_last, "Account");
    await add({ ...loyalSide, first_name: "Successor" });
    succeeded(await remove("DEL-1"));
  });

  it("by Pro Delivery Manager: made there, or with a delivery under a number merged into them", async () => {
    const pdm = client(test);
    const made = await pdm.createCustomer({ first_name: "Heldby", last_name: "Delivery" });
    const [one] = succeeded(await call(test, "customer_search", { first_name: "Heldby" })).customers;
    succeeded(await remove(one.code));
    await assertEnded(Number(made.json.customer.customer_id));
    assert.equal((await pdm.getCustomer({ customer_id: made.json.customer.customer_id })).code, 101);

    await add({ code: "delivered", first_name: "Heldby", card_number: "DEL-d" });
    await add({ code: "merged", first_name: "Heldby", card_number: "DEL-m" });
    const [delivered, merged] = [await numberOf("DEL-d"), await numberOf("DEL-m")];
    const delivery = await pdm.createDelivery({ customer_id: merged, delivery_date: "2027-01-04" });
    assert.equal(delivery.code, 101, delivery.text);
    await customers.merge(delivered, merged);
    succeeded(await remove("delivered"));
    await assertEnded(delivered);
  });
});

describe("customer_delete: the answer in XML", () => {
  it("has the status as an attribute", async () => {
    await add({ code: "x<1>", first_name: "X" });
    const { attributes, children } = parseXml((await remove("x<1>", { output: "XML" })).text);
    assert.equal(attributes.status, "success");
    assert.deepEqual(
      children.map((one) => [one.name, { ...one.attributes }, one.children.map((leaf) => [leaf.name, leaf.text])]),
      [["customer", { status: "deleted" }, [["code", "x<1>"]]]],
    );
  });
});

describe("customer_delete: what a customer proved themselves with", () => {
  it("goes with the loyalty side", async () => {
    const { cust_name_id } = await addToAccount(command, { name_first: "Secretive", name_last: "Account" });
    const [{ code }] = succeeded(await call(test, "customer_search", { first_name: "Secretive" })).customers;
    const secrets = { customer_password: "pw", customer_PIN: "1234" };
    succeeded(await call(test, "record_customer", { customer_action: "edit", code, ...secrets }));
    const held = () => core.db.read(secretsOfNumbers, [1, [Number(cust_name_id)]]);
    assert.match((await held())[0]!.password_hash ?? "", /argon2id/);
    succeeded(await remove(code));
    assert.deepEqual(await held(), [{ customer_id: Number(cust_name_id), password_hash: null, card_pin_hash: null }]);
  });
});
