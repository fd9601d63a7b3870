// A process of its own: it breaks what it runs on, for a long time.
import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { movesCheck, seatsCheck } from "../../src/core/verify/ticketing/seats.ts";
import { connect } from "../../src/platform/database/connection.ts";
import { openDatabase } from "../../src/platform/database/database.ts";
import { loadPepper } from "../../src/platform/secrets/pepper.ts";
import { testConfig } from "../support/config.ts";
import { rounds } from "../support/counts.ts";
import { recovered } from "../support/recovered.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { eventByName, seatsOfSection } from "./queries.ts";
import { type Crowd, caller, rows, seatName, section } from "./seats/callers.ts";
import { type Final, faultsOf, type Op } from "./seats/history.ts";

const open: Final = { state: "open", account: null };
const soldTo = (account: number): Final => ({ state: "sold", account });
const sell = (account: number, began: number, ended?: number, order?: number): Op => ({
  kind: "sell",
  seats: ["A"],
  account,
  began,
  ended,
  order,
});
const giveBack = (account: number, began: number, ended?: number): Op => ({
  kind: "return",
  seats: ["A"],
  account,
  began,
  ended,
});
const hold = (order: number, until: number, began: number, ended?: number): Op => ({
  kind: "hold",
  seats: ["A"],
  order,
  until,
  began,
  ended,
});

describe("the checker of histories", () => {
  for (const [what, history, final] of [
    ["a seat that two have bought", [sell(1, 0, 10), sell(2, 20, 30)], soldTo(2)],
    ["a seat that two have bought at once", [sell(1, 0, 10), sell(2, 5, 15)], soldTo(2)],
    ["a seat that was bought and is nobody's", [sell(1, 0, 10)], open],
    ["a seat that was bought and is another's", [sell(1, 0, 10)], soldTo(2)],
    ["a seat that nobody has bought and is somebody's", [], soldTo(1)],
    ["a seat that was returned and is still its owner's", [sell(1, 0, 10), giveBack(1, 20, 30)], soldTo(1)],
    ["a return of what was another's", [sell(1, 0, 10), giveBack(2, 20, 30)], open],
    ["a return that is done twice", [sell(1, 0, 10), giveBack(1, 20, 30), giveBack(1, 40, 50)], open],
    ["a seat that was sold while it was another's cart's", [hold(7, 100, 0, 10), sell(2, 20, 30)], soldTo(2)],
    [
      "a seat that two carts hold",
      [hold(7, 100, 0, 10), hold(8, 110, 20, 30), sell(1, 40, 50, 7), giveBack(1, 60, 65), sell(2, 70, 80, 8)],
      soldTo(2),
    ],
    ["a sale that was lost, and its return that was done", [giveBack(1, 20, 30)], open],
  ] as readonly [string, Op[], Final][])
    it(`finds ${what}`, () => assert.deepEqual(faultsOf(history, new Map([["A", final]])), ["A: impossible"]));

  it("finds a seat that is gone", () => assert.deepEqual(faultsOf([sell(1, 0, 10)], new Map()), ["A is not there in the end"]));

  for (const [what, history, final] of [
    ["a sale, a return and another sale", [sell(1, 0, 10), giveBack(1, 20, 30), sell(2, 40, 50)], soldTo(2)],
    ["what crosses", [sell(1, 0, 40), giveBack(1, 10, 50), sell(2, 20, 60)], soldTo(2)],
    ["a sale by the cart that holds it", [hold(7, 100, 0, 10), sell(2, 20, 30, 7)], soldTo(2)],
    ["a sale after a hold has ended", [hold(7, 100, 0, 10), sell(2, 90, 110)], soldTo(2)],
    ["a sale of which nobody knows, done", [sell(1, 0)], soldTo(1)],
    ["the same, not done", [sell(1, 0)], open],
    ["a return of which nobody knows, between two sales", [sell(1, 0, 10), giveBack(1, 20), sell(2, 40, 50)], soldTo(2)],
    ["a hold that nobody swept", [hold(7, 100, 0, 10)], { state: "held", account: null }],
  ] as readonly [string, Op[], Final][])
    it(`takes ${what}`, () => assert.deepEqual(faultsOf(history, new Map([["A", final]])), []));
});

const dataDir = mkdtempSync(join(tmpdir(), "willcall-seats-"));
chmodSync(dataDir, 0o755);
after(() => rmSync(dataDir, { recursive: true, force: true }));
const postmasterPid = (): number => {
  const file = join(dataDir, "postgres", "postmaster.pid");
  return existsSync(file) ? Number(readFileSync(file, "utf8").split("\n")[0]) : Number.NaN;
};
const workersOf = (server: TestServer): number[] =>
  readFileSync(`/proc/${server.process.pid}/task/${server.process.pid}/children`, "utf8")
    .trim()
    .split(" ")
    .map(Number)
    .filter(isWorker);
function isWorker(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("worker");
  } catch {
    return false;
  }
}

/** Kills a worker, the database or one of its processes, again and again, until the crowd is through. */
async function disasters(server: TestServer, crowd: Crowd): Promise<{ worker: number; database: number }> {
  const done = { worker: 0, database: 0 };
  for (let round = 0; crowd.left > 0; round++) {
    // By what was done and not by time: a slow machine would see nothing but disasters.
    for (const next = crowd.left - 150 - Math.random() * 450; crowd.left > Math.max(0, next); ) await pause(20);
    if (round % 3 < 2) {
      const workers = workersOf(server);
      if (workers.length === 0) continue;
      process.kill(workers[round % workers.length]!, "SIGKILL");
      done.worker++;
    } else if (!Number.isNaN(postmasterPid())) {
      process.kill(postmasterPid(), "SIGKILL");
      done.database++;
    }
    await ready(server);
  }
  return done;
}

async function ready(server: TestServer): Promise<void> {
  for (const deadline = Date.now() + 40_000; Date.now() < deadline; await pause(100))
    if (
      await fetch(new URL("/readyz", server.url), { signal: AbortSignal.timeout(1_000) }).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
  assert.fail(`the server did not come back:\n${server.output().slice(-3_000)}`);
}

describe("seats that everybody wants", () => {
  it("are sold once each, though workers and the database are killed while they are held, sold and returned", async () => {
    const server = await startServer({ dataDir, env: { WORKERS: "2" } });
    const client = await connect(await recovered(dataDir), "test");
    const [{ event_id: eventId }] = (await client.query(eventByName, ["GAME05"])).rows as [{ event_id: number }];
    await client.end();
    const crowd: Crowd = { eventId, history: [], url: server.url, left: rounds(50_000) };
    const callers = Array.from({ length: 64 }, (_, number) => caller(crowd, number));
    // When one fails, the others stop too.
    const [killed] = await Promise.all([disasters(server, crowd), ...callers]).finally(() => {
      crowd.left = 0;
    });
    assert.ok(killed.worker > 0 && killed.database > 0, JSON.stringify(killed));
    await ready(server);
    await assertHistory(crowd);
    assert.equal(await server.stop(), 0);
  });
});

async function assertHistory({ eventId, history }: Crowd): Promise<void> {
  const client = await connect(await recovered(dataDir), "test");
  const found = (await client.query(seatsOfSection, [eventId, section, rows])).rows;
  await client.end();
  const final = new Map(
    found.map((one) => [seatName(one.row, one.seat), { state: one.state, account: one.account_id } as Final]),
  );
  assert.deepEqual(faultsOf(history, final), []);
  for (const kind of ["hold", "sell", "return", "release"]) {
    const known = history.filter((op) => op.kind === kind && op.ended !== undefined).length;
    assert.ok(known > 5, `${kind}: ${known} were answered`);
  }
  // The database agrees with itself, too.
  const db = openDatabase(await recovered(dataDir), { writers: 1, readers: 1 });
  try {
    for (const check of [seatsCheck, movesCheck])
      for await (const fault of check.faults({ db, pepper: loadPepper("/nowhere", testConfig.env.PEPPER) })) assert.fail(fault);
  } finally {
    await db.close();
  }
}
