import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { Core } from "../../../src/core/core.ts";
import { blankCustomer } from "../../../src/core/customers/customer.ts";
import { deleteFields } from "../../../src/core/loyalty/fields/delete.ts";
import { customersWithValues, deletedFields } from "../../../src/core/loyalty/fields/queries.ts";
import { loadMember } from "../../../src/core/loyalty/load.ts";
import { caller, merging } from "../../core/identity/merge-support.ts";
import { testApp } from "../../support/app.ts";
import { call, customerOf, refused, succeeded, type Values } from "./support.ts";

const test = await testApp();
const { core } = test.parts;
const customers = merging(test);
const manage = (action: string, values: Values = {}) => call(test, "manage_fields", { action, ...values });
const edit = (values: Values) => call(test, "record_customer", { customer_action: "edit", ...values });
const withValues = (number: number) => core.db.read(customersWithValues, [1, 0, [String(number)], 5_000]);
const fieldOf = async (code: string, number: number) =>
  ((await customerOf(test, code)) as unknown as Record<string, { data: string } | undefined>)[`custom_field_${number}`]?.data;

before(async () => {
  const labels = { custom_field_40_label: "Forty", custom_field_40_unique: "Yes", custom_field_41_label: "Forty-one" };
  succeeded(await manage("add", labels));
});

describe("manage_fields, delete", () => {
  it("takes the field's values from every customer, and from the searches", async () => {
    succeeded(await edit({ code: "d-1", custom_field_40: "findable-forty", custom_field_41: "kept" }));
    succeeded(await edit({ code: "d-2", custom_field_40: "other-forty" }));
    const { account } = succeeded(await manage("delete", { field_list: "custom_field_40" }));
    assert.ok(!account.fields.some((one: { name: string }) => one.name === "custom_field_40"));
    assert.equal(await fieldOf("d-1", 40), undefined);
    assert.equal(await fieldOf("d-1", 41), "kept");
    refused(await call(test, "customer_find", { find_customer: "findable-forty" }), /no customers match/i);
    refused(await call(test, "customer_search", { custom_field_40: "findable-forty" }), "custom_field_40");
    refused(await edit({ code: "d-1", custom_field_40: "x" }), "custom_field_40");
    assert.deepEqual(await withValues(40), []);
    await customers.assertSound();
  });

  it("frees the number and the values that nobody else could have", async () => {
    succeeded(await manage("add", { custom_field_40_label: "Forty again", custom_field_40_unique: "Yes" }));
    assert.equal(await fieldOf("d-1", 40), "");
    succeeded(await edit({ code: "d-3", custom_field_40: "findable-forty" }));
    refused(await edit({ code: "d-1", custom_field_40: "findable-forty" }), "custom_field_40");
  });

  it("leaves nothing to a later field of the number, not even what was written behind the deletion", async () => {
    await customers.change(1268, ({ data }) => ({ data: { ...data, customFields: { ...data.customFields, "60": "late" } } }));
    succeeded(await manage("add", { custom_field_60_label: "Sixty" }));
    assert.equal(await fieldOf("89898989898989", 60), "");
    assert.deepEqual(await withValues(60), []);
  });

  it("leaves customers alone who had no value", async () => {
    const [{ version }] = [await customers.record(365)];
    succeeded(await manage("delete", { field_list: "custom_field_40" }));
    assert.equal((await customers.record(365)).version, version);
  });
});

describe("manage_fields, a delete that is interrupted", () => {
  const many = 620;

  /** A core whose third transaction fails: the first marks the fields, the second is a batch of customers. */
  function failing(): Core {
    let begun = 0;
    const transaction: Core["db"]["transaction"] = (work, commitment) =>
      ++begun === 3 ? Promise.reject(new Error("killed")) : core.db.transaction(work, commitment);
    return { ...core, db: { ...core.db, transaction } };
  }

  before(async () => {
    succeeded(await manage("add", { custom_field_50_label: "Fifty" }));
    const data = { ...blankCustomer, customFields: { "50": "fifty", "41": "forty-one" } };
    const member = { cardNumber: null, email: null, data, addedAt: core.clock.now() };
    const load = (n: number) => loadMember(core, caller, { ...member, customerId: 700_000 + n, loyaltyCode: `bulk-${n}` });
    for (let n = 0; n < many; n += 20) await Promise.all(Array.from({ length: 20 }, (_, i) => load(n + i)));
  });

  it("has ended for everybody who looks, and the next call about fields finishes it", async () => {
    await assert.rejects(deleteFields(failing(), caller, "customer", [50]), /killed/);
    const left = (await withValues(50)).length;
    assert.equal(left, many - 500);
    assert.deepEqual(await core.db.read(deletedFields, [1, "customer"]), [{ number: 50 }]);
    assert.equal(await fieldOf(`bulk-${many - 1}`, 50), undefined);
    refused(await call(test, "customer_find", { find_customer: "fifty" }), /no customers match/i);

    succeeded(await manage("list"));
    assert.deepEqual(await withValues(50), []);
    assert.deepEqual(await core.db.read(deletedFields, [1, "customer"]), []);
    assert.equal(await fieldOf(`bulk-${many - 1}`, 41), "forty-one");
    await customers.assertSound();
  });

  it("is finished before its number is given to another field", async () => {
    await assert.rejects(deleteFields(failing(), caller, "customer", [41]), /killed/);
    succeeded(await manage("add", { custom_field_41_label: "Another" }));
    assert.deepEqual(await withValues(41), []);
    assert.equal(await fieldOf("bulk-600", 41), "");
  });
});
