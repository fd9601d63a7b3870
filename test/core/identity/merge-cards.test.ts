import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { addCustomer } from "../../../src/core/customers/add.ts";
import { blankCustomer } from "../../../src/core/customers/customer.ts";
import { replaceNumbers } from "../../../src/core/loyalty/replace.ts";
import { testApp } from "../../support/app.ts";
import { caller, holding, merging } from "./merge-support.ts";
import { holdCard } from "./queries.ts";

const test = await testApp();
const { core, merge, change, record, assertSound } = merging(test);
let count = 0;

async function added(): Promise<{ id: number; card: string }> {
  const data = { ...blankCustomer, familyName: `Card ${++count}` };
  const given = { data, email: null, alternateIds: [], pin: null, accountId: "none" } as const;
  const { customerId } = await addCustomer(core, caller, [], given);
  const card = `merge-card-${count}`;
  await give(customerId, card);
  return { id: customerId, card };
}

const give = (id: number, cardNumber: string) =>
  change(id, ({ identifiers }) => ({ identifiers: { ...identifiers, cardNumber } }));

/** Somebody who holds a card's row, as who gives the number out or retires it. */
const holder = (card: string) => holding(test.target, holdCard, [card]);

describe("a merge of two customers with cards", () => {
  it("waits for who holds either's card, with the customers free until then", async () => {
    for (const whose of ["survivor", "loser"] as const) {
      const both = { survivor: await added(), loser: await added() };
      const other = await holder(both[whose].card);
      const merged = merge(both.survivor.id, both.loser.id);
      const waits = await other.isAwaitedBy(merged);
      if (waits) for (const { id } of Object.values(both)) await other.lock(id);
      await other.letGo();
      await merged;
      assert.ok(waits, whose);
    }
  });

  it("waits for a card too that the loser was given meanwhile", async () => {
    const [one, two] = [await added(), await added()];
    const [first, second] = [await holder(two.card), await holder("merge-card-new")];
    const merged = merge(one.id, two.id);
    const waits = [await first.isAwaitedBy(merged)];
    await give(two.id, "merge-card-new");
    await first.letGo();
    waits.push(await second.isAwaitedBy(merged));
    await second.letGo();
    await merged;
    assert.deepEqual(waits, [true, true]);
    const { retired } = (await record(one.id)).identifiers;
    assert.ok(retired.some((card) => card.value === "merge-card-new"));
    await assertSound();
  });

  it("waits for the card of who has the new code, when numbers are replaced", async () => {
    const [one, two] = [await added(), await added()];
    const code = (await record(two.id)).identifiers.loyaltyCode!;
    const other = await holder(two.card);
    const wanted = { code, override: true, kept: "matched", mayTakeAccounts: true } as const;
    const replaced = replaceNumbers(core, caller, { customerId: one.id, cardNumber: one.card }, wanted);
    const waits = await other.isAwaitedBy(replaced);
    if (waits) for (const { id } of [one, two]) await other.lock(id);
    await other.letGo();
    assert.equal((await replaced)?.customerId, one.id);
    assert.ok(waits);
    await assertSound();
  });
});
