// A process of its own: it breaks what it runs on, for a long time.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { after, describe, it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Core } from "../../src/core/core.ts";
import { dueBalances } from "../../src/core/loyalty/ledger/due/queries.ts";
import { runDue } from "../../src/core/loyalty/ledger/due/run.ts";
import { turnClockTo } from "../../src/core/sandbox/clock.ts";
import { dayIn } from "../../src/platform/clock.ts";
import type { ConnectionTarget } from "../../src/platform/database/connection.ts";
import { balances, dueEntries } from "../core/loyalty/ledger/due/queries.ts";
import { coreOn, fillWorld, organisation } from "../core/loyalty/ledger/due/world.ts";
import { rounds } from "../support/counts.ts";
import { testDatabase } from "../support/database.ts";
import { startServer } from "../support/server.ts";
import { seeded } from "./mix/random.ts";

const { orgId, timeZone } = organisation;
const dayMs = 86_400_000;
const days = 400;
const now = new Date();
const lastDay = dayIn(timeZone, new Date(now.getTime() + days * dayMs));
const random = seeded(rounds(400));
const worker = fileURLToPath(new URL("due/worker.ts", import.meta.url));

const children = new Set<ChildProcess>();
after(() => {
  for (const one of children) one.kill("SIGKILL");
});

/** A process that works, once it has begun to. */
async function work(target: ConnectionTarget): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, [worker, JSON.stringify(target), String(now.getTime())], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.add(child);
  const gone = once(child, "exit");
  await Promise.race([once(child.stdout!, "data"), gone]);
  return async () => {
    assert.equal(child.exitCode, null, "a worker ended by itself");
    child.kill("SIGKILL");
    await gone;
    children.delete(child);
  };
}

/** Days after the beginning at which the clock stands for a while. */
function stepsOf(count: number): number[] {
  return Array.from({ length: count }, () => random.below(days * 24) / 24).sort((a, b) => a - b);
}

async function outcome(core: Core) {
  const entries = await core.db.read(dueEntries, [orgId, lastDay]);
  const rows = await core.db.read(balances, [orgId]);
  for (const { customer, campaign, balance, total, due } of rows) {
    const who = `customer ${customer} in campaign ${campaign}`;
    assert.equal(balance, total, `${who} has not what their entries come to`);
    assert.ok(balance >= 0, `${who} is below zero`);
    assert.ok(due === null || due > lastDay, `${who} still has something due`);
  }
  return { entries, balances: rows.map(({ due: _, ...row }) => row) };
}

describe("400 days of depreciations and fees", () => {
  it("come to the same in one step and in many, with SIGKILLs between", async () => {
    const targets = await Promise.all([testDatabase(), testDatabase()]);
    const clock = { now: () => now };
    const [once_, often] = targets.map((target) => coreOn(target, clock)) as [Core, Core];
    await Promise.all([once_, often].map((core) => fillWorld(core, rounds(400), 7)));

    await runDue(once_, organisation, { through: lastDay });

    for (const step of stepsOf(rounds(50))) {
      await turnClockTo(often, orgId, Math.round(step * dayMs));
      const kills = await Promise.all([work(targets[1]!), work(targets[1]!)]);
      for (const kill of kills) {
        await pause(random.below(600));
        await kill();
      }
    }
    assert.ok((await often.db.read(dueEntries, [orgId, lastDay])).length > 0, "the workers did nothing");
    // What they left, and the rest of the time, a server does by itself.
    await turnClockTo(often, orgId, days * dayMs);
    const server = await startServer({ target: targets[1]! });
    const deadline = Date.now() + 120_000;
    while ((await often.db.read(dueBalances, [orgId, lastDay, [], 1])).length > 0) {
      assert.ok(Date.now() < deadline, "the server left something undone");
      await pause(50);
    }
    assert.equal(await server.stop(), 0);

    const [expected, found] = [await outcome(once_), await outcome(often)];
    assert.ok(expected.entries.length > rounds(400) * 10, `only ${expected.entries.length} entries`);
    assert.deepEqual(found.entries, expected.entries);
    assert.deepEqual(found.balances, expected.balances);
  });
});
