import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { addName } from "../../../src/core/accounts/names.ts";
import { findAccount, listAccountsOf } from "../../../src/core/accounts/record.ts";
import { addCustomer } from "../../../src/core/customers/add.ts";
import { blankCustomer } from "../../../src/core/customers/customer.ts";
import { setPin } from "../../../src/core/customers/staff.ts";
import { testApp } from "../../support/app.ts";
import { caller, merging } from "./merge-support.ts";
import { makeUniqueField } from "./queries.ts";

const { core, merge, undo, snapshot, change, query, record, assertSound } = merging(await testApp());
let count = 0;

interface More {
  readonly email?: string;
  readonly pin?: string;
  readonly ids?: readonly string[];
  readonly references?: Readonly<Record<string, string>>;
}

/** A customer with an account of their own. */
async function onAccount({ email, pin = "", ids = [], references = {} }: More = {}) {
  const added = await addCustomer(core, caller, ["OUT"], {
    data: { ...blankCustomer, familyName: `Kept ${++count}`, city: `City ${count}` },
    email: email ?? null,
    alternateIds: ids.map((value) => ({ action: "add", type: "OUT", value, comment: `of ${count}` })),
    references: Object.entries(references).map(([company, value]) => ({ company, value })),
    pin: pin || null,
  });
  return added;
}

const values = <T extends { value: string }>(list: readonly T[]) => list.map((one) => one.value).sort();
const retiredOf = async (id: number) =>
  (await record(id)).identifiers.retired.map(({ kind, value }) => `${kind} ${value}`).sort();

describe("a merge", () => {
  it("leaves the survivor's own data and leads the other's number to it", async () => {
    const [one, two] = [await onAccount({ email: "own@example.com" }), await onAccount({ email: "gone@example.com" })];
    const before = await record(one.customerId);
    await merge(one.customerId, two.customerId);
    const after = await record(two.customerId);
    assert.deepEqual([after.customerId, after.askedFor], [one.customerId, two.customerId]);
    assert.deepEqual([after.data, after.identifiers.email], [before.data, before.identifiers.email]);
    assert.equal(after.version, before.version + 1);
    await assertSound();
  });

  it("brings alternate ids once, and references where the survivor has none", async () => {
    const one = (await onAccount({ ids: ["m-a", "m-both"], references: { "9001": "M1" } })).customerId;
    const two = (await onAccount({ ids: ["m-both", "m-b"], references: { "9001": "M2", "9003": "M3" } })).customerId;
    await merge(one, two);
    const { alternateIds, references } = (await record(one)).identifiers;
    assert.deepEqual(values(alternateIds), ["m-a", "m-b", "m-both"]);
    assert.equal(
      alternateIds.find((id) => id.value === "m-both")!.comment,
      alternateIds.find((id) => id.value === "m-a")!.comment,
    );
    assert.deepEqual(values(references), ["M1", "M3"]);
    assert.ok((await retiredOf(one)).includes("external-reference M2"));
  });

  it("retires code, card and the e-mail that was the other's alone, and frees the user name and unique values", async () => {
    await query(makeUniqueField);
    const [one, two] = [(await onAccount()).customerId, (await onAccount({ email: "alone@example.com" })).customerId];
    await change(two, ({ data, identifiers }) => ({
      data: { ...data, customFields: { 904: "nine" } },
      identifiers: { ...identifiers, cardNumber: "555", userName: "freed", uniqueValues: [{ field: 904, value: "nine" }] },
    }));
    const { loyaltyCode } = (await record(two)).identifiers;
    await merge(one, two);
    assert.deepEqual(await retiredOf(one), ["card-number 555", "email alone@example.com", `loyalty-code ${loyaltyCode}`].sort());
    const three = (await onAccount()).customerId;
    await change(three, ({ identifiers }) => ({
      identifiers: { ...identifiers, userName: "freed", uniqueValues: [{ field: 904, value: "nine" }] },
    }));
    await merge(three, one);
    assert.equal((await retiredOf(three)).length, 4, "what was retired moves along");
  });

  it("drops an e-mail that was not the other's alone, be it somebody else's or the survivor's own", async () => {
    const [one, holder] = [
      await onAccount({ email: "shared-merge@example.com" }),
      await onAccount({ email: "held@example.com" }),
    ];
    for (const email of ["shared-merge@example.com", "held@example.com"]) {
      const data = { ...blankCustomer, familyName: "Shared" };
      const given = { data, email, alternateIds: [], pin: null, accountId: "none" as const };
      const two = await addCustomer(core, caller, [], given);
      const mergeId = await merge(one.customerId, two.customerId);
      assert.ok(!(await retiredOf(one.customerId)).some((retired) => retired.startsWith("email")));
      await undo(mergeId);
      assert.equal((await record(two.customerId)).identifiers.email?.value, email);
    }
    assert.equal((await record(holder.customerId)).identifiers.email?.value, "held@example.com");
  });

  it("hands on accounts and whose they are; where both are on one the survivor's own name stays", async () => {
    const [one, two] = [await onAccount(), await onAccount()];
    const both = { accountId: 6, nickname: "both" };
    await addName(core, caller, { ...both, customerId: one.customerId, order: 40 });
    await addName(core, caller, { ...both, customerId: two.customerId, order: 50 });
    const ids = [one.customerId, two.customerId];
    const before = await snapshot(ids);
    const mergeId = await merge(one.customerId, two.customerId);
    const theirs = (await findAccount(core, caller, two.accountId!))!;
    assert.equal(theirs.primaryCustomerId, one.customerId);
    assert.deepEqual(
      theirs.names.map((name) => name.customerId),
      [one.customerId],
    );
    const shared = (await findAccount(core, caller, 6))!.names.filter((name) => ids.includes(name.customerId));
    assert.deepEqual(shared, [{ customerId: one.customerId, nickname: "both", order: 40 }]);
    assert.equal((await listAccountsOf(core, caller, two.customerId, 0, 10))!.length, 3);
    await assertSound();
    await undo(mergeId);
    assert.deepEqual(await snapshot(ids), before);
    await assertSound();
  });

  it("gives a survivor without a PIN the other's", async () => {
    const [one, two] = [await onAccount(), await onAccount()];
    await setPin(core, caller, two.customerId, "77", true);
    const ids = [one.customerId, two.customerId];
    const before = await snapshot(ids);
    const pins = async () =>
      ((await snapshot(ids)).customers as { row: Record<string, unknown> }[]).map(({ row }) => [row.pin_hash, row.pin_temporary]);
    const [, theirs] = await pins();
    const mergeId = await merge(one.customerId, two.customerId);
    assert.deepEqual((await pins())[0], theirs);
    await undo(mergeId);
    assert.deepEqual(await snapshot(ids), before);
    await setPin(core, caller, one.customerId, "1", false);
    const [own] = await pins();
    await merge(one.customerId, two.customerId);
    assert.deepEqual((await pins())[0], own);
    await assertSound();
  });

  it("of one into whom others were merged leads all numbers to the last", async () => {
    const [one, two, three] = [await onAccount(), await onAccount(), await onAccount()].map((added) => added.customerId) as [
      number,
      number,
      number,
    ];
    const before = await snapshot([one, two, three]);
    const first = await merge(two, three);
    const between = await snapshot([one, two, three]);
    const second = await merge(one, two);
    assert.equal((await record(three)).customerId, one);
    await assertSound();
    await undo(second);
    assert.deepEqual(await snapshot([one, two, three]), between);
    await undo(first);
    assert.deepEqual(await snapshot([one, two, three]), before);
    await assertSound();
  });
});
