import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { add, assertRefused, look, secondOrganisation, succeeded, unchanged, update } from "./support.ts";

const test = await testApp();
const { command } = test;
const rival = await secondOrganisation(test);
const one = { alt_id_type: "OUT", alt_id: "one", alt_id_comment: "first" };
const two = { alt_id_type: "MSC", alt_id: "two", alt_id_comment: "second" };
const sorted = (array: { alt_id: string }[]) => array.toSorted((a, b) => a.alt_id.localeCompare(b.alt_id));
const held = async (acct_id: number, more = {}) => sorted((await look(command, acct_id, more)).customer.alt_id_array ?? []);

describe("customer_update's alternate ids", () => {
  it("are not of another organisation's types: 10729", async () => {
    const { acct_id } = await add(command);
    await unchanged(command, acct_id, async () => {
      const answer = await update(command, acct_id, { alt_id_array: [one, { alt_id_type: "RIV", alt_id: "x" }] });
      assertRefused(answer, 10729, "alt_id_type");
    });
    const theirs = await add(rival.send);
    assertRefused(await update(rival.send, theirs.acct_id, { alt_id_array: [one] }), 10729, "alt_id_type");
  });

  it("are added with A and without an action", async () => {
    const { acct_id } = await add(command, { alt_id_array: [one] });
    const three = { alt_id_type: "OUT", alt_id: "three" };
    succeeded(await update(command, acct_id, { alt_id_array: [{ ...two, alt_id_action: "a" }, three] }));
    assert.deepEqual(await held(acct_id), sorted([one, two, three] as (typeof one)[]));
  });

  it("get a new comment when they are there", async () => {
    const { acct_id } = await add(command, { alt_id_array: [one, two] });
    succeeded(await update(command, acct_id, { alt_id_array: [{ ...one, alt_id_comment: "changed" }] }));
    assert.deepEqual(await held(acct_id), sorted([{ ...one, alt_id_comment: "changed" }, two]));
  });

  it("are deleted with D, of that type alone", async () => {
    const same = { alt_id_type: "MSCRM", alt_id: "one" };
    const { acct_id } = await add(command, { alt_id_array: [one, two, same] });
    succeeded(await update(command, acct_id, { alt_id_array: [{ alt_id_type: "OUT", alt_id: "one", alt_id_action: "D" }] }));
    assert.deepEqual(await held(acct_id), sorted([same as typeof one, two]));
    succeeded(await update(command, acct_id, { alt_id_array: [{ ...two, alt_id_action: "d" }] }));
    assert.deepEqual(await held(acct_id), [same]);
  });

  it("are found no more once they are deleted", async () => {
    const lone = { alt_id_type: "OUT", alt_id: "lone" };
    const { acct_id } = await add(command, { alt_id_array: [lone] });
    succeeded(await command({ cmd: "customer_query", alt_id: "lone", call_reason: "S" }));
    succeeded(await update(command, acct_id, { alt_id_array: [{ ...lone, alt_id_action: "D" }] }));
    assertRefused(await command({ cmd: "customer_query", alt_id: "lone", call_reason: "S" }), 10684);
  });

  it("stay when they are left out or the array is empty", async () => {
    const { acct_id } = await add(command, { alt_id_array: [one, two] });
    succeeded(await update(command, acct_id));
    succeeded(await update(command, acct_id, { alt_id_array: [] }));
    assert.deepEqual(await held(acct_id), sorted([one, two]));
  });

  it("belong to the name that is updated", async () => {
    const { acct_id } = await add(command, { alt_id_array: [one] });
    const { cust_name_id } = await add(command, { acct_id });
    succeeded(await update(command, acct_id, { cust_name_id, alt_id_array: [two] }));
    assert.deepEqual(await held(acct_id), [one]);
    assert.deepEqual(await held(acct_id, { cust_name_id }), [two]);
    succeeded(await update(command, acct_id, { cust_name_id, alt_id_array: [{ ...two, alt_id_action: "D" }] }));
    assert.deepEqual([await held(acct_id), await held(acct_id, { cust_name_id })], [[one], []]);
  });
});
