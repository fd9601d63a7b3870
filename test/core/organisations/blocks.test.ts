import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { nextNumber } from "../../../src/core/organisations/blocks.ts";
import { Refusal } from "../../../src/core/refusal.ts";
import { openTestDatabase, testDatabase } from "../../support/database.ts";
import { counterAt, setCounter } from "./queries.ts";

const target = await testDatabase();
const orgId = 1;
const highest = 2_147_483_647;
/** A process of its own each time: what another has taken it does not know. */
const open = () => ({ db: openTestDatabase(target, { writers: 2, readers: 1 }) });

describe("numbers that are taken in blocks", () => {
  it("are refused when those that must fit an int have come to their end, and the counter stays", async () => {
    const core = open();
    await core.db.run(setCounter, [orgId, "order", highest - 501]);
    const given: number[] = [];
    for (let n = 0; n < 500; n++) given.push(await nextNumber(core, orgId, "order"));
    assert.deepEqual(
      given,
      Array.from({ length: 500 }, (_, n) => highest - 500 + n),
    );
    for (let again = 0; again < 3; again++)
      await assert.rejects(
        nextNumber(core, orgId, "order"),
        (error) => error instanceof Refusal && error.refusal === "no-order-numbers",
      );
    assert.deepEqual(await core.db.run(counterAt, [orgId, "order"]), [{ last: highest - 1 }]);
  });

  for (const counter of ["transaction", "seat-move", "scan"] as const)
    it(`go on behind that where they need not: ${counter}`, async () => {
      const core = open();
      await core.db.run(setCounter, [orgId, counter, highest - 1]);
      assert.equal(await nextNumber(core, orgId, counter), highest);
      assert.equal(await nextNumber(core, orgId, counter), highest + 1);
    });

  it("are given once, whoever asks", async () => {
    const cores = [open(), open()];
    const asked = Array.from({ length: 1_500 }, (_, n) => nextNumber(cores[n % 2]!, orgId, "seat-move"));
    assert.equal(new Set(await Promise.all(asked)).size, asked.length);
  });
});
