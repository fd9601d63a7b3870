import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { addCustomer } from "../../../src/core/customers/add.ts";
import { blankCustomer } from "../../../src/core/customers/customer.ts";
import { Refusal } from "../../../src/core/refusal.ts";
import { testApp } from "../../support/app.ts";
import { caller, holding, merging } from "./merge-support.ts";
import { takeIdentifier } from "./queries.ts";

const test = await testApp();
const { core, merge, undo, change, snapshot } = merging(test);
let count = 0;

async function added(email: string | null, isOnAccount = true): Promise<number> {
  const given = { data: { ...blankCustomer, familyName: `Taken ${++count}` }, email, alternateIds: [], pin: null };
  const { customerId } = await (isOnAccount
    ? addCustomer(core, caller, [], given)
    : addCustomer(core, caller, [], { ...given, accountId: "none" }));
  return customerId;
}

/** What must be theirs alone is given to `other`, in a transaction that ends only when the call has looked and waits to write. */
async function takenMeanwhile(other: number, kind: string, value: string, ids: readonly number[], call: () => Promise<unknown>) {
  const before = await snapshot(ids);
  const holder = await holding(test.target, takeIdentifier, [other, kind, value]);
  const ended = call().catch((error: unknown) => error);
  assert.equal(await holder.isAwaitedBy(ended), true, "it was not free when it was looked for");
  await holder.letGo();
  const error = await ended;
  assert.ok(error instanceof Refusal, String(error));
  assert.deepEqual(await snapshot(ids), before, "and nothing has changed");
  return [error.refusal, error.facts];
}

describe("what somebody else is given between the look and the write", () => {
  it("refuses a merge by which a customer comes onto an account with that e-mail", async () => {
    const email = "between@example.com";
    const [survivor, loser, other] = [await added(email, false), await added(null), await added(null)];
    assert.deepEqual(await takenMeanwhile(other, "email", email, [survivor, loser], () => merge(survivor, loser)), [
      "email-in-use",
      { field: "email" },
    ]);
  });

  it("refuses to undo a merge that would give it back", async () => {
    const [survivor, loser, other] = [await added(null), await added(null), await added(null)];
    await change(loser, ({ identifiers }) => ({ identifiers: { ...identifiers, userName: "between" } }));
    const mergeId = await merge(survivor, loser);
    await change(survivor, ({ identifiers }) => ({ identifiers: { ...identifiers, retired: [] } }));
    assert.deepEqual(await takenMeanwhile(other, "user-name", "between", [survivor, loser], () => undo(mergeId)), [
      "identifier-in-use",
      {},
    ]);
  });
});
