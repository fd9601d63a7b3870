import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe, it } from "node:test";
import type { Core } from "../../../src/core/core.ts";
import { findByToken, newReceipt, TakenOver } from "../../../src/core/receipts/receipt.ts";
import { createCore } from "../../../src/parts.ts";
import { testClock } from "../../support/app.ts";
import { testConfig } from "../../support/config.ts";
import { openTestDatabase, testDatabase } from "../../support/database.ts";

const db = openTestDatabase(await testDatabase());
const began = new Date("2026-06-15T16:00:00Z");
const at = (seconds: number): Core => createCore(testConfig.config(), db, testClock(new Date(began.getTime() + seconds * 1_000)));
const processes = { first: randomUUID(), second: randomUUID(), third: randomUUID() };
const owner = (name: keyof typeof processes, body = "body") => ({
  orgId: 1,
  holder: processes[name],
  boundTo: () => at(0).mac(body),
});

/** A call of two parts that its process holds at `began`, and its token. */
async function held() {
  const receipt = newReceipt(at(0), owner("first"));
  return { receipt, token: await receipt.issue() };
}

describe("a call whose process is silent for longer than its lease", () => {
  it("is taken over by one that asks, and the first can store nothing more", async () => {
    const { receipt, token } = await held();
    assert.equal((await findByToken(at(4), owner("second"), token, 2)).state, "working");
    // The first says that it lives once a second, by its own clock; the second's is a minute on.
    const found = await findByToken(at(60), owner("second"), token, 2);
    assert.equal(found.state, "taken");
    await assert.rejects(
      db.transaction((tx) => receipt.seal(tx, 0, "the first's")),
      TakenOver,
    );
    receipt.settle(0, false);
    await assert.rejects(receipt.done(1, "the first's"), TakenOver);
    await receipt.leave();
    if (found.state !== "taken") return;
    await found.receipt.done(0, "zero");
    await found.receipt.done(1, "one");
    await found.receipt.leave();
    const done = await findByToken(at(61), owner("third"), token, 2);
    assert.deepEqual(done.state === "done" && [...done.answers], [
      [0, "zero"],
      [1, "one"],
    ]);
  });
});

describe("a token", () => {
  it("is unknown when it never was, after ten minutes, to another organisation and with another body", async () => {
    const { receipt, token } = await held();
    await receipt.leave();
    const unknown: [string, Promise<{ state: string }>][] = [
      ["never was", findByToken(at(1), owner("first"), "never", 2)],
      ["ten minutes old", findByToken(at(600), owner("first"), token, 2)],
      ["another organisation", findByToken(at(1), { ...owner("first"), orgId: 2 }, token, 2)],
      ["another body", findByToken(at(1), owner("first", "other"), token, 2)],
    ];
    for (const [what, found] of unknown) assert.equal((await found).state, "unknown", what);
    assert.equal((await findByToken(at(599), owner("first"), token, 2)).state, "taken");
  });
});
