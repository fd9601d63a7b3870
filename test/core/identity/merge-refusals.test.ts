import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { addName } from "../../../src/core/accounts/names.ts";
import { addCustomer } from "../../../src/core/customers/add.ts";
import { blankCustomer } from "../../../src/core/customers/customer.ts";
import { testApp } from "../../support/app.ts";
import { caller, merging, refusalOf } from "./merge-support.ts";
import { eraseChanges, eraseMerge, makeUniqueField } from "./queries.ts";

const { core, merge, undo, snapshot, change, query, record } = merging(await testApp());
let count = 0;

/** A customer on no account, or on one of their own. */
async function added(
  more: { email?: string; account?: boolean; name?: string | null; reference?: string } = {},
): Promise<number> {
  const { email = null, account = false, name = `Name ${++count}`, reference } = more;
  const references = reference === undefined ? [] : [{ company: "9001", value: reference }];
  const given = { data: { ...blankCustomer, familyName: name ?? "x" }, email, alternateIds: [], references, pin: null };
  const { customerId } = account
    ? await addCustomer(core, caller, [], given)
    : await addCustomer(core, caller, [], { ...given, accountId: "none" });
  if (name === null) await change(customerId, ({ data }) => ({ data: { ...data, familyName: null } }));
  return customerId;
}

/** Asserts that a call is refused and leaves both customers as they were. */
async function refused(ids: number[], call: () => Promise<unknown>, name: string, facts: object): Promise<void> {
  const before = await snapshot(ids);
  const [refusal, told] = await refusalOf(call());
  assert.deepEqual([refusal, told], [name, facts]);
  assert.deepEqual(await snapshot(ids), before);
}

describe("a merge is refused", () => {
  it("of a customer that is not there, on either side", async () => {
    const one = await added();
    await refused([one], () => merge(99_999_999, one), "customer-not-found", { field: "customerId" });
    await refused([one], () => merge(one, 99_999_999), "customer-not-found", { field: "loserId" });
  });

  it("of a customer with themselves, by whichever number", async () => {
    const [one, two] = [await added(), await added()];
    await refused([one], () => merge(one, one), "same-customer", { field: "loserId" });
    await merge(one, two);
    await refused([one, two], () => merge(one, two), "same-customer", { field: "loserId" });
    await refused([one, two], () => merge(two, one), "same-customer", { field: "loserId" });
  });

  it("when the survivor would come onto an account with somebody's e-mail, or without a name", async () => {
    const held = await added({ email: "merge-taken@example.com", account: true });
    const survivor = await added({ email: "MERGE-taken@example.com" });
    const loser = await added({ account: true });
    const facts = { customerId: held, field: "email" };
    await refused([survivor, loser], () => merge(survivor, loser), "email-in-use", facts);
    const nameless = await added({ name: null });
    await refused([nameless, loser], () => merge(nameless, loser), "family-name-missing", { field: "familyName" });
  });
});

describe("undoing a merge is refused", () => {
  it("when there is none, or it has been undone", async () => {
    const [one, two] = [await added(), await added()];
    const none = "00000000-0000-7000-8000-000000000009";
    await refused([one], () => undo(none), "merge-not-found", { field: "mergeId" });
    const mergeId = await merge(one, two);
    await undo(mergeId);
    await refused([one, two], () => undo(mergeId), "merge-undone", {});
  });

  it("when a later merge stands: of the survivor into another, or of another into the survivor", async () => {
    const [one, two, three, four] = [await added(), await added(), await added(), await added()];
    const first = await merge(one, two);
    const second = await merge(one, three);
    await refused([one, two, three], () => undo(first), "merge-not-last", {});
    const third = await merge(four, one);
    await refused([one, two, three, four], () => undo(second), "merge-not-last", {});
    await undo(third);
    await undo(second);
    await undo(first);
  });

  it("when what it found has been erased", async () => {
    const [one, two] = [await added(), await added()];
    const mergeId = await merge(one, two);
    await query(eraseMerge, [mergeId]);
    await refused([one, two], () => undo(mergeId), "merge-erased", {});
  });

  it("when what was written since has been erased", async () => {
    const [one, two] = [await added(), await added()];
    const mergeId = await merge(one, two);
    await change(one, ({ data }) => ({ data: { ...data, city: "Erased" } }));
    await query(eraseChanges, [one]);
    await refused([one, two], () => undo(mergeId), "merge-erased", {});
  });

  it("when an e-mail, a reference or a value that must be alone has become somebody else's", async () => {
    await query(makeUniqueField);
    const [one, two, other] = [await added({ reference: "MR-1" }), await added({ reference: "MR-2" }), await added()];
    await change(two, ({ data, identifiers }) => ({
      data: { ...data, customFields: { 904: "seven" } },
      identifiers: { ...identifiers, userName: "mergee", uniqueValues: [{ field: 904, value: "seven" }] },
    }));
    const mergeId = await merge(one, two);
    await change(one, ({ identifiers }) => ({ identifiers: { ...identifiers, retired: [] } }));
    await change(other, ({ identifiers }) => ({
      identifiers: { ...identifiers, references: [{ company: "9001", value: "MR-2" }] },
    }));
    await refused([one, two, other], () => undo(mergeId), "reference-in-use", { customerId: other });
    await change(other, ({ identifiers }) => ({ identifiers: { ...identifiers, references: [], userName: "mergee" } }));
    await refused([one, two, other], () => undo(mergeId), "identifier-in-use", { customerId: other });
    const uniqueValues = [{ field: 904, value: "seven" }];
    await change(other, ({ identifiers }) => ({ identifiers: { ...identifiers, userName: null } }));
    await change(other, ({ data, identifiers }) => ({
      data: { ...data, customFields: { 904: "seven" } },
      identifiers: { ...identifiers, uniqueValues },
    }));
    await refused([one, two, other], () => undo(mergeId), "identifier-in-use", { customerId: other });
    await change(other, ({ data, identifiers }) => ({
      data: { ...data, customFields: null },
      identifiers: { ...identifiers, uniqueValues: [] },
    }));
    await undo(mergeId);
    assert.equal((await record(two)).identifiers.userName, "mergee");
  });

  it("when the survivor has made the other's e-mail its own", async () => {
    const one = await added({ account: true });
    const two = await added({ email: "merge-own@example.com", account: true });
    const mergeId = await merge(one, two);
    const email = { value: "merge-own@example.com", valid: true };
    await change(one, ({ identifiers }) => ({ identifiers: { ...identifiers, email } }));
    await refused([one, two], () => undo(mergeId), "email-in-use", { customerId: one });
    await change(one, ({ identifiers }) => ({ identifiers: { ...identifiers, email: null } }));
    const three = await added({ account: true });
    await addName(core, caller, { accountId: 6, customerId: three, nickname: null });
    await change(three, ({ identifiers }) => ({ identifiers: { ...identifiers, email } }));
    await refused([one, two, three], () => undo(mergeId), "email-in-use", { customerId: three });
  });
});
