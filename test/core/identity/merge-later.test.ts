import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { addName } from "../../../src/core/accounts/names.ts";
import { addCustomer } from "../../../src/core/customers/add.ts";
import { blankCustomer, type CustomerData } from "../../../src/core/customers/customer.ts";
import { setPin } from "../../../src/core/customers/staff.ts";
import { testApp } from "../../support/app.ts";
import { caller, merging } from "./merge-support.ts";

const { core, merge, undo, snapshot, change, record, assertSound } = merging(await testApp());
let count = 0;

async function onAccount(): Promise<number> {
  const data = { ...blankCustomer, familyName: `Later ${++count}`, city: `City ${count}` };
  return (await addCustomer(core, caller, [], { data, email: `later${count}@example.com`, alternateIds: [], pin: "1" }))
    .customerId;
}

const set = (customerId: number, data: Partial<CustomerData>) =>
  change(customerId, (held) => ({ data: { ...held.data, ...data } }));
const addId = (customerId: number, value: string) =>
  change(customerId, ({ identifiers }) => ({
    identifiers: { ...identifiers, alternateIds: [...identifiers.alternateIds, { type: "OUT", value, comment: null }] },
  }));
const idsOf = async (customerId: number) => (await record(customerId)).identifiers.alternateIds.map((id) => id.value);
const cityOf = async (customerId: number) => (await record(customerId)).data.city;

describe("what was written between a merge and its undoing", () => {
  it("stays with the one whose number it was written to, field by field", async () => {
    const [one, two] = [await onAccount(), await onAccount()];
    const mergeId = await merge(one, two);
    await set(one, { city: "Survivor's", region: "SR" });
    await set(two, { city: "Loser's", country: "LC" });
    await undo(mergeId);
    const [kept, back] = [await record(one), await record(two)];
    assert.deepEqual([kept.data.city, kept.data.region, kept.data.country], ["Survivor's", "SR", null]);
    assert.deepEqual([back.data.city, back.data.region, back.data.country], ["Loser's", null, "LC"]);
    await assertSound();
  });

  it("leaves a field that was written for the other alone as it was", async () => {
    const [one, two] = [await onAccount(), await onAccount()];
    const before = await record(one);
    const mergeId = await merge(one, two);
    await set(two, { city: "Elsewhere", familyName: "Other" });
    await undo(mergeId);
    assert.deepEqual((await record(one)).data, before.data);
  });

  it("adds to the lists of each what was added for each, and takes away likewise", async () => {
    const [one, two] = [await onAccount(), await onAccount()];
    await addId(two, "later-old");
    const mergeId = await merge(one, two);
    await addId(one, "later-one");
    await addId(two, "later-two");
    await change(two, ({ identifiers }) => ({
      identifiers: { ...identifiers, alternateIds: identifiers.alternateIds.filter((id) => id.value !== "later-old") },
    }));
    await undo(mergeId);
    assert.deepEqual([await idsOf(one), await idsOf(two)], [["later-one"], ["later-two"]]);
    await assertSound();
  });

  it("gives the survivor back what was taken from it for the other, where it stood", async () => {
    const [one, two] = [await onAccount(), await onAccount()];
    await addId(one, "stays");
    const before = await snapshot([one, two]);
    const mergeId = await merge(one, two);
    await change(two, ({ identifiers }) => ({ identifiers: { ...identifiers, alternateIds: [] } }));
    await undo(mergeId);
    assert.deepEqual(await snapshot([one, two]), before);
  });

  it("parts the organisation's own fields value by value", async () => {
    const [one, two] = [await onAccount(), await onAccount()];
    await set(one, { customFields: { 2: "Single" } });
    const mergeId = await merge(one, two);
    await set(two, { customFields: { 2: "Single", 4: "theirs" } });
    await undo(mergeId);
    assert.deepEqual((await record(one)).data.customFields, { 2: "Single" });
    assert.deepEqual((await record(two)).data.customFields, { 4: "theirs" });
    await assertSound();
  });

  it("takes a new code from the record that it replaced the code of", async () => {
    const [one, two] = [await onAccount(), await onAccount()];
    const [codeOne, codeTwo] = [(await record(one)).identifiers.loyaltyCode!, (await record(two)).identifiers.loyaltyCode!];
    const mergeId = await merge(one, two);
    await change(two, ({ identifiers }) => ({
      identifiers: {
        ...identifiers,
        loyaltyCode: "LATER-NEW",
        retired: [...identifiers.retired, { kind: "loyalty-code", type: "", value: identifiers.loyaltyCode! }],
      },
    }));
    await undo(mergeId);
    assert.equal((await record(one)).identifiers.loyaltyCode, codeOne);
    const back = (await record(two)).identifiers;
    assert.deepEqual([back.loyaltyCode, back.retired], ["LATER-NEW", [{ kind: "loyalty-code", type: "", value: codeTwo }]]);
    await assertSound();
  });

  it("leaves a PIN with whom it was set for last, and gives back the one before otherwise", async () => {
    const [one, two] = [await onAccount(), await onAccount()];
    const pinOf = async (id: number) => ((await snapshot([id])).customers[0] as { row: { pin_hash: string } }).row.pin_hash;
    const [pinOne, pinTwo] = [await pinOf(one), await pinOf(two)];
    const first = await merge(one, two);
    await setPin(core, caller, two, "22", false);
    const set2 = await pinOf(one);
    await undo(first);
    assert.deepEqual([await pinOf(one), await pinOf(two)], [pinOne, set2]);
    assert.notEqual(set2, pinTwo);
    const second = await merge(one, two);
    await setPin(core, caller, two, "23", false);
    await setPin(core, caller, one, "24", false);
    const set1 = await pinOf(one);
    await undo(second);
    assert.deepEqual([await pinOf(one), await pinOf(two)], [set1, set2]);
    await assertSound();
  });

  it("leaves an account with whom it was given to", async () => {
    const [one, two] = [await onAccount(), await onAccount()];
    const mergeId = await merge(one, two);
    await addName(core, caller, { accountId: 6, customerId: two, nickname: "late" });
    await addName(core, caller, { accountId: 4444, customerId: one, nickname: null });
    await undo(mergeId);
    const accounts = async (id: number) =>
      (await snapshot([id])).names.map((one) => (one as { row: { account_id: number } }).row.account_id);
    assert.ok((await accounts(two)).includes(6) && !(await accounts(two)).includes(4444));
    assert.ok((await accounts(one)).includes(4444) && !(await accounts(one)).includes(6));
    await assertSound();
  });

  it("is handed on through two merges, and left out of one that an undone one lay in", async () => {
    const [one, two, three] = [await onAccount(), await onAccount(), await onAccount()];
    const own = await Promise.all([one, two, three].map(cityOf));
    const first = await merge(two, three);
    const second = await merge(one, two);
    await set(three, { city: "Three's" });
    await set(two, { region: "TW" });
    await undo(second);
    assert.deepEqual([await cityOf(one), await cityOf(two)], [own[0], "Three's"]);
    await undo(first);
    assert.deepEqual([await cityOf(two), await cityOf(three)], [own[1], "Three's"]);
    assert.deepEqual([(await record(two)).data.region, (await record(three)).data.region], ["TW", null]);
    const outer = await merge(one, two);
    const inner = await merge(one, three);
    await set(two, { city: "Two's" });
    await set(three, { city: "Lost in between" });
    await undo(inner);
    await undo(outer);
    assert.deepEqual(await Promise.all([one, two, three].map(cityOf)), [own[0], "Two's", "Lost in between"]);
    await assertSound();
  });
});
