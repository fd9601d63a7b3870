import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { merging } from "../../core/identity/merge-support.ts";
import { testApp } from "../../support/app.ts";
import { add, client, customerOf, freshRef, look, succeeded } from "./support.ts";

const test = await testApp();
const { merge, undo, assertSound } = merging(test);
const pdm = client(test);

async function two() {
  const refs = [freshRef(), freshRef()] as const;
  const one = await add(pdm, { external_customer_ref: refs[0], last_name: "Kept" });
  const other = await add(pdm, { external_customer_ref: refs[1], last_name: "Gone" });
  return { one, other, refs };
}

describe("Pro Delivery Manager, of customers who were merged", () => {
  it("finds the survivor by the other's id and reference, and shows its own reference", async () => {
    const { one, other, refs } = await two();
    await merge(one, other);
    for (const by of [{ customer_id: other }, { external_customer_ref: refs[1] }]) {
      const found = customerOf(await pdm.getCustomer(by));
      assert.deepEqual([found.customer_id, found.last_name, found.external_customer_ref], [one, "Kept", refs[0]]);
    }
  });

  it("changes the survivor by the other's reference, which stays what it is; undone, the change is the other's", async () => {
    const { one, other, refs } = await two();
    const before = await look(pdm, one);
    const mergeId = await merge(one, other);
    const changed = customerOf(await pdm.modifyCustomer({ external_customer_ref: refs[1], last_name: "Changed" }));
    assert.deepEqual([changed.customer_id, changed.last_name, changed.external_customer_ref], [one, "Changed", refs[0]]);
    await assertSound();
    await undo(mergeId);
    assert.deepEqual(await look(pdm, one), before);
    const back = await look(pdm, other);
    assert.deepEqual([back.last_name, back.external_customer_ref], ["Changed", refs[1]]);
    await assertSound();
  });

  it("delivers to the survivor by the other's reference", async () => {
    const { one, other, refs } = await two();
    await merge(one, other);
    const { delivery } = succeeded(await pdm.createDelivery({ external_customer_ref: refs[1] }));
    assert.equal(delivery.customer_id, one);
    const again = await pdm.createDelivery({ customer_id: one, check_delivery: true });
    assert.equal(again.code, 404);
  });
});
