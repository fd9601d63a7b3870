import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { addCustomer } from "../../../src/core/customers/add.ts";
import { blankCustomer } from "../../../src/core/customers/customer.ts";
import { defineFields, type FieldInput } from "../../../src/core/loyalty/fields/define.ts";
import { deleteFields } from "../../../src/core/loyalty/fields/delete.ts";
import { testApp } from "../../support/app.ts";
import { caller, merging } from "./merge-support.ts";

const { core, merge, undo, change, record, assertSound } = merging(await testApp());
let count = 0;

const define = (field: FieldInput) => defineFields(core, caller, "customer", { fields: [field], standard: [] }, false);
const drop = (number: number) => deleteFields(core, caller, "customer", [number]);
const fieldsOf = async (customerId: number) => (await record(customerId)).data.customFields;
const added = async () => {
  const data = { ...blankCustomer, familyName: `Field ${++count}` };
  return (await addCustomer(core, caller, [], { data, email: null, alternateIds: [], pin: null, accountId: "none" })).customerId;
};
const set = (customerId: number, number: number, value: string, unique = false) =>
  change(customerId, ({ data, identifiers }) => ({
    data: { ...data, customFields: { ...data.customFields, [number]: value } },
    identifiers: unique ? { ...identifiers, uniqueValues: [{ field: number, value }] } : identifiers,
  }));

describe("undoing a merge when fields have been deleted meanwhile", () => {
  it("brings no value of a field back that is defined no more", async () => {
    await define({ number: 801, label: "Eight" });
    const [one, two] = [await added(), await added()];
    await set(one, 801, "own");
    await set(two, 801, "theirs");
    const mergeId = await merge(one, two);
    await set(two, 801, "later");
    await drop(801);
    await undo(mergeId);
    assert.deepEqual([await fieldsOf(one), await fieldsOf(two)], [null, null]);
    await assertSound();
  });

  it("puts none into another field of the number, nor what was written to the first one for either", async () => {
    await define({ number: 802, label: "First", unique: true });
    await define({ number: 803, label: "Stays" });
    const [one, two] = [await added(), await added()];
    await set(one, 802, "own", true);
    await set(two, 802, "theirs", true);
    await set(two, 803, "kept");
    const mergeId = await merge(one, two);
    await set(two, 802, "later", true);
    await drop(802);
    await define({ number: 802, label: "Second", type: "date" });
    await undo(mergeId);
    assert.deepEqual([await fieldsOf(one), await fieldsOf(two)], [null, { 803: "kept" }]);
    for (const id of [one, two]) assert.deepEqual((await record(id)).identifiers.uniqueValues, []);
    await assertSound();
  });

  it("leaves what was written to the other field with whom it was meant for", async () => {
    await define({ number: 804, label: "First" });
    const [one, two] = [await added(), await added()];
    await set(two, 804, "theirs");
    const mergeId = await merge(one, two);
    await drop(804);
    await define({ number: 804, label: "Second", type: "date" });
    await set(two, 804, "2026-02-03");
    await set(one, 804, "2026-03-04");
    await undo(mergeId);
    assert.deepEqual([await fieldsOf(one), await fieldsOf(two)], [{ 804: "2026-03-04" }, { 804: "2026-02-03" }]);
    await assertSound();
  });
});
