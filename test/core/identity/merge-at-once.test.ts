import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { addName } from "../../../src/core/accounts/names.ts";
import { addCustomer } from "../../../src/core/customers/add.ts";
import { blankCustomer } from "../../../src/core/customers/customer.ts";
import { scheduleDelivery } from "../../../src/core/deliveries/schedule.ts";
import { Refusal } from "../../../src/core/refusal.ts";
import { testApp } from "../../support/app.ts";
import { rounds } from "../../support/counts.ts";
import { caller, merging } from "./merge-support.ts";

const { core, merge, undo, snapshot, change, assertSound } = merging(await testApp());
let count = 0;

async function added(): Promise<{ customerId: number; accountId: number }> {
  const data = { ...blankCustomer, familyName: `Race ${++count}` };
  return addCustomer(core, caller, [], { data, email: `race${count}@example.com`, alternateIds: [], pin: null });
}

const quiet = (error: unknown): string => {
  if (error instanceof Refusal) return error.refusal;
  throw error;
};

describe("merges at once", () => {
  it("of two into each other make one of them", async () => {
    for (let i = 0; i < rounds(50); i++) {
      const [one, two] = [(await added()).customerId, (await added()).customerId];
      const both = [merge(one, two), merge(two, one)].map((call) => call.catch(quiet));
      const ended = await Promise.all(both);
      assert.equal(ended.filter((end) => end === "same-customer").length, 1, ended.join());
    }
    await assertSound();
  });

  it("in a ring, with writes, names and deliveries meanwhile, leave everything sound and can be undone", async () => {
    for (let i = 0; i < rounds(20); i++) {
      const made = [await added(), await added(), await added()];
      const ids = made.map((one) => one.customerId) as [number, number, number];
      const [a, b, c] = ids;
      const delivery = { company: "9001", branch: 1, externalReference: null, deliveryDate: "2100-01-01", onlyOne: true };
      const load = { boxes: null, fridge: false, controlled: false, items: [], notes: null };
      const before = await snapshot(ids);
      const merges = [merge(a, b), merge(b, c), merge(c, a)].map((call) => call.catch(quiet));
      await Promise.all([
        ...merges,
        ...ids.map((id) => change(id, ({ data }) => ({ data: { ...data, city: `City ${id}` } }))),
        ...ids.map((customerId) =>
          scheduleDelivery(core, caller, { ...delivery, ...load, customer: { customerId } }).catch(quiet),
        ),
        addName(core, caller, { accountId: made[0]!.accountId, customerId: c, nickname: null }).catch(quiet),
      ]);
      const done = (await Promise.all(merges)).filter((end) => end.includes("-7"));
      assert.equal(done.length, 2, done.join());
      // Whichever came last goes first.
      const undone: string[] = [];
      while (undone.length < done.length)
        for (const mergeId of done)
          if (!undone.includes(mergeId) && (await undo(mergeId).catch(quiet)) !== "merge-not-last") undone.push(mergeId);
      const after = await snapshot(ids);
      const told = (rows: unknown[]) => rows.map((one) => (one as { row: Record<string, unknown> }).row);
      assert.deepEqual(
        told(after.customers).map(({ city }) => city),
        ids.map((id) => `City ${id}`),
      );
      assert.deepEqual(after.identifiers, before.identifiers);
    }
    await assertSound();
  });
});
