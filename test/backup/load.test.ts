import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { makeBackup } from "../../src/backup/make.ts";
import { restoreBackup } from "../../src/backup/restore.ts";
import { changesSince } from "../../src/core/audit/feed.ts";
import { startSequencer } from "../../src/core/audit/sequencer.ts";
import type { Core } from "../../src/core/core.ts";
import { addCustomer } from "../../src/core/customers/add.ts";
import { blankCustomer } from "../../src/core/customers/customer.ts";
import { replaceCustomer } from "../../src/core/customers/update.ts";
import { checks } from "../../src/core/verify/checks.ts";
import { createCore } from "../../src/parts.ts";
import { connect } from "../../src/platform/database/connection.ts";
import { loadPepper } from "../../src/platform/secrets/pepper.ts";
import { caller } from "../protocols/archtics/support.ts";
import { testConfig } from "../support/config.ts";
import { bareDatabase, openTestDatabase, testDatabase } from "../support/database.ts";
import * as sql from "./queries.ts";
import { folder, onServer, quietly, silent } from "./support.ts";

const source = await testDatabase();
const core = createCore(testConfig.config(), openTestDatabase(source, { writers: 8, readers: 2 }));
const sequencer = startSequencer(core, (error) => assert.fail(error as Error));

const data = { ...blankCustomer, familyName: "Load" };
const rest = { alternateIds: [], externalId1: null, externalId2: null, otherInfo: {} };

/** Adds customers and replaces some of them until it is over; tells the e-mails of those that are there for sure. */
async function write(by: Core, lane: number, told: string[], over: () => boolean): Promise<void> {
  for (let i = 0; !over(); i++) {
    const email = `load-${lane}-${i}@example.com`;
    const { accountId } = await addCustomer(by, caller, [], { data, email, alternateIds: [], pin: null });
    told.push(email);
    if (i % 2 === 0)
      await replaceCustomer(by, caller, [], {
        accountId: accountId!,
        replace: (held, mail) => ({ data: { ...held, city: `City ${i}` }, email: mail }),
        email: null,
        ...rest,
      });
  }
}

describe("a backup taken while writers write", () => {
  it("restores to one moment in which every check is green, with all that was answered before and nothing of after", async () => {
    let over = false;
    const told: string[] = [];
    const lanes = [1, 2, 3, 4, 5, 6].map((lane) => write(core, lane, told, () => over));
    while (told.length < 100) await pause(5);
    const before = [...told];
    let during: readonly string[] = [];
    const tell = {
      ...silent,
      note(message: string) {
        // The last of the tables is on the disk.
        if (!message.startsWith("Restoring")) return;
        during = [...told];
        over = true;
      },
    };
    const to = join(folder(), "b");
    try {
      await makeBackup({ config: onServer(source), target: source }, to, { ...quietly, tell });
    } finally {
      over = true;
      await Promise.all(lanes);
      await sequencer.stop();
    }
    assert.ok(during.length > before.length + 20, `only ${during.length - before.length} customers were added meanwhile`);

    const target = await bareDatabase();
    const { faults } = await restoreBackup(onServer(target), to, { ...quietly, despiteFaults: false });
    assert.deepEqual(faults, []);
    const client = await connect(target, "test");
    const there = new Set((await client.query(sql.emails)).rows.map(({ value }) => value as string));
    const [{ last }] = (await client.query(sql.lastNumber)).rows as [{ last: number }];
    await client.end();
    assert.deepEqual(
      before.filter((email) => !there.has(email)),
      [],
      "answered before the backup began",
    );
    assert.ok(there.size < told.length, "what came after the moment is not in it");

    await goesOn(target, last);
  });
});

/** Writers and followers of the change log go on where the backup was: numbers without a gap, and none a second time. */
async function goesOn(target: Parameters<typeof connect>[0], last: number): Promise<void> {
  const db = openTestDatabase(target, { writers: 4, readers: 2 });
  const restored = createCore(testConfig.config(), db);
  const sequencing = startSequencer(restored, (error) => assert.fail(error as Error));
  const added: string[] = [];
  await write(restored, 7, added, () => added.length >= 10);
  let seen: number[] = [];
  for (const until = Date.now() + 15_000; seen.length < 25 && Date.now() < until; await pause(20))
    seen = (await changesSince({ db }, caller.orgId, last, 10_000)).map(({ seq }) => seq);
  assert.ok(seen.length >= 25, `only ${seen.length} changes have been numbered`);
  await sequencing.stop();
  assert.deepEqual(
    seen,
    seen.map((_, i) => last + 1 + i),
  );
  const pepper = loadPepper("/nowhere", testConfig.env.PEPPER);
  for (const { name, faults } of checks) assert.deepEqual(await Array.fromAsync(faults({ db, pepper })), [], name);
}
