import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe, it } from "node:test";
import { findByToken, newReceipt, type Receipt } from "../../../src/core/receipts/receipt.ts";
import { createCore } from "../../../src/parts.ts";
import { testConfig } from "../../support/config.ts";
import { openTestDatabase, testDatabase } from "../../support/database.ts";

const db = openTestDatabase(await testDatabase());
const core = createCore(testConfig.config(), db);
const owner = { orgId: 1, holder: randomUUID(), boundTo: () => core.mac("body") };

/** A call of one part, whose write passes its gate with `answer`; it may have committed by then, for all that the call knows. */
async function atItsGate(answer: string): Promise<Receipt> {
  const receipt = newReceipt(core, owner);
  await seal(receipt, answer);
  return receipt;
}

const seal = (receipt: Receipt, answer: string) => db.transaction((tx) => receipt.seal(tx, 0, answer));

/** The answers that a token gives. */
async function given(token: string): Promise<unknown[]> {
  const found = await findByToken(core, owner, token, 1);
  assert.equal(found.state, "done");
  return found.state === "done" ? [...found.answers] : [];
}

describe("a call that becomes durable while a write of it fails", { timeout: 20_000 }, () => {
  it("does not when the write was lost and may have committed: somebody might do the part again", async () => {
    const receipt = await atItsGate("done");
    const issuing = receipt.issue();
    receipt.settle(0, false);
    receipt.lost();
    await assert.rejects(issuing, /nobody knows whether/);
    await assert.rejects(receipt.issue(), /nobody knows whether/);
  });

  it("does when the write was lost before its gate, and leaves the part to whoever goes on", async () => {
    const receipt = newReceipt(core, owner);
    receipt.settle(0, false);
    receipt.lost();
    const token = await receipt.issue();
    assert.equal((await findByToken(core, owner, token, 1)).state, "working");
    await receipt.leave();
  });

  it("does when the write was refused, and stores what the part came to", async () => {
    const receipt = await atItsGate("done");
    const issuing = receipt.issue();
    receipt.settle(0, false);
    await receipt.done(0, "refused");
    assert.deepEqual(await given(await issuing), [[0, "refused"]]);
    await receipt.leave();
  });

  it("does when the part went on with another write, and stores that one's answer", async () => {
    const receipt = await atItsGate("the first's");
    const issuing = receipt.issue();
    receipt.settle(0, false);
    await seal(receipt, "the second's");
    receipt.settle(0, true);
    await receipt.done(0, "the second's");
    assert.deepEqual(await given(await issuing), [[0, "the second's"]]);
    await receipt.leave();
  });
});
