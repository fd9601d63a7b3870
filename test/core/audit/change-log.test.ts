import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { changesSince } from "../../../src/core/audit/feed.ts";
import { numberCommitted, startSequencer } from "../../../src/core/audit/sequencer.ts";
import { newWrite, runWrite } from "../../../src/core/audit/write.ts";
import type { Caller } from "../../../src/core/core.ts";
import { createCore } from "../../../src/parts.ts";
import { systemClock } from "../../../src/platform/clock.ts";
import { testConfig } from "../../support/config.ts";
import { openTestDatabase, testDatabase } from "../../support/database.ts";
import { emptyLog, lockEntity, makeEntity } from "./queries.ts";

const target = await testDatabase();
const db = openTestDatabase(target, { writers: 24, readers: 2 });
const core = createCore(testConfig.config(), db);
const caller: Caller = {
  orgId: 1,
  timeZone: "UTC",
  keyId: null,
  userName: null,
  protocol: "server",
  call: "test",
  requestId: "test",
};

const entities = 8;
for (let id = 1; id <= entities; id++) await db.run(makeEntity, [1, 900_000 + id]);

/** A write to one entity that holds its transaction open for a while and then commits or not; its clock may be off. */
async function writeOne(entityId: number, holdMs: number, skewMs: number, fails: boolean): Promise<string | undefined> {
  const skewed = { ...core, clock: { now: () => new Date(systemClock.now().getTime() + skewMs) } };
  const write = newWrite(skewed);
  try {
    await runWrite(skewed, caller, write, async (tx, record) => {
      const [row] = await tx.query(lockEntity, [1, entityId]);
      record({ entity: "account", entityId, version: row!.version, action: "touched", values: { at: [null, write.writeId] } });
      await pause(holdMs);
      if (fails) throw new Error("rolled back");
    });
    return write.writeId;
  } catch (error) {
    if ((error as Error).message === "rolled back") return undefined;
    throw error;
  }
}

describe("a reader of the change log", () => {
  it("sees every committed change once, in order, while transactions of all lengths commit in all orders", async () => {
    await db.run(emptyLog, [1]);
    const fail = (error: unknown) => assert.fail(error as Error);
    const sequencers = [startSequencer(core, fail), startSequencer(core, fail)];
    const seen: { seq: number; write: string; entity: number; version: number }[] = [];
    let writing = true;
    const reading = (async () => {
      for (let at = 0, more = true; more; ) {
        const last = !writing;
        // Two sequencers with a lease, and a third that ignores it.
        await numberCommitted(core, 1);
        const changes = await changesSince(core, 1, at, 7);
        for (const one of changes) seen.push({ seq: one.seq, write: one.write_id, entity: one.entity_id, version: one.version });
        at = changes.at(-1)?.seq ?? at;
        more = !last || changes.length > 0;
      }
    })();
    const writer = async () => {
      const committed: (string | undefined)[] = [];
      for (let i = 0; i < 60; i++) {
        const hold = Math.random() < 0.1 ? 80 * Math.random() : 3 * Math.random();
        committed.push(
          await writeOne(
            900_001 + Math.floor(Math.random() * entities),
            hold,
            (Math.random() - 0.5) * 2_000,
            Math.random() < 0.15,
          ),
        );
      }
      return committed.filter((id) => id !== undefined);
    };
    const committed = (await Promise.all([1, 2, 3, 4].map(writer))).flat();
    writing = false;
    await reading;
    await Promise.all(sequencers.map((one) => one.stop()));

    const written = new Set(seen.map((one) => one.write));
    assert.deepEqual(
      { missed: committed.filter((id) => !written.has(id)), seen: seen.length },
      { missed: [], seen: committed.length },
    );
    const numbers = seen.map((one) => one.seq);
    assert.deepEqual(
      numbers,
      [...numbers].sort((a, b) => a - b),
    );
    assert.equal(new Set(numbers).size, numbers.length);
    for (let id = 900_001; id <= 900_000 + entities; id++) {
      const versions = seen.filter((one) => one.entity === id).map((one) => one.version);
      assert.deepEqual(
        versions,
        [...versions].sort((a, b) => a - b),
        `the versions of entity ${id}`,
      );
    }
  });
});
