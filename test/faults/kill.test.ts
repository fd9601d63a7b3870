// A process of its own: it breaks what it runs on, for a long time.
import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { auditTrail } from "../../src/core/audit/feed.ts";
import { replay } from "../../src/core/audit/replay.ts";
import { checkSeals } from "../../src/core/audit/seals.ts";
import { numberCommitted } from "../../src/core/audit/sequencer.ts";
import { type ConnectionTarget, connect } from "../../src/platform/database/connection.ts";
import { openDatabase } from "../../src/platform/database/database.ts";
import { atsClient } from "../support/ats-client.ts";
import { rounds } from "../support/counts.ts";
import { recovered } from "../support/recovered.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { citiesOf, emailsLike, orgIds } from "./queries.ts";

const dataDir = mkdtempSync(join(tmpdir(), "willcall-kill-"));
chmodSync(dataDir, 0o755);
after(() => rmSync(dataDir, { recursive: true, force: true }));

/** What the callers know: e-mails whose add was answered, and for each account the city last answered and those asked for since. */
const added = new Map<string, { acct_id: number; cust_name_id: number } | undefined>();
const cities = new Map<number, { answered: string; asked: string[] }>();
const accounts = [12345, 6, 4444, 100479];
// Where the sandbox has them.
const before = new Map([
  [12345, "Reston"],
  [100479, "Newark"],
]);
for (const account of accounts) cities.set(account, { answered: before.get(account) ?? "", asked: [] });

const start = (): Promise<TestServer> => startServer({ dataDir, env: { WORKERS: "2" } });
/** NaN while there is none. */
function postmasterPid(): number {
  const file = join(dataDir, "postgres", "postmaster.pid");
  return existsSync(file) ? Number(readFileSync(file, "utf8").split("\n")[0]) : Number.NaN;
}

async function load(server: TestServer, round: number, stopped: () => boolean): Promise<void> {
  const client = atsClient(server.url);
  const lanes = Array.from({ length: 8 }, async (_, lane) => {
    for (let i = 0; !stopped(); i++) {
      if (lane % 2 === 0) await add(client, `kill-${round}-${lane}-${i}@example.com`);
      else await update(client, accounts[(lane >> 1) % accounts.length]!, `city ${round}-${lane}-${i}`);
    }
  });
  await Promise.all(lanes);
  client.close();
}

async function add(client: ReturnType<typeof atsClient>, email: string): Promise<void> {
  added.set(email, undefined);
  try {
    const { result, acct_id, cust_name_id } = await client.command({
      cmd: "customer_add",
      pin: "1234",
      customer: { name_last: "Killed", email },
    });
    assert.equal(result, 0, `${email} was refused`);
    added.set(email, { acct_id, cust_name_id });
  } catch (error) {
    if (error instanceof assert.AssertionError) throw error;
    await pause(20);
  }
}

async function update(client: ReturnType<typeof atsClient>, acct_id: number, city: string): Promise<void> {
  const known = cities.get(acct_id)!;
  known.asked.push(city);
  try {
    const { result } = await client.command({
      cmd: "customer_update",
      call_reason: "S",
      customer: { acct_id, name_last: "Killed", city },
    });
    assert.equal(result, 0);
    Object.assign(known, { answered: city, asked: [] });
  } catch (error) {
    if (error instanceof assert.AssertionError) throw error;
    await pause(20);
  }
}

/** Ends the server, the database or both, as the power does. */
async function disaster(server: TestServer, round: number, pid: number): Promise<boolean> {
  const kinds = ["both", "database", "server"] as const;
  const kind = kinds[round % kinds.length]!;
  if (kind !== "server") process.kill(pid, "SIGKILL");
  if (kind === "database") return false;
  await server.kill();
  return true;
}

/** Waits until the server has a database again, another than the one that was killed. */
async function ready(server: TestServer, killed: number): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (Number.isNaN(postmasterPid()) || postmasterPid() === killed || !(await fetch(new URL("/readyz", server.url))).ok) {
    assert.ok(Date.now() < deadline, "the database did not come back");
    await pause(50);
  }
}

async function check(target: ConnectionTarget): Promise<void> {
  const database = await connect(target, "test");
  const counts = new Map(
    (await database.query(emailsLike, ["kill-%"])).rows.map((row) => [row.email as string, row.count as number]),
  );
  for (const [email, answer] of added) {
    assert.ok((counts.get(email) ?? 0) <= 1, `${email} is there twice`);
    if (answer) assert.equal(counts.get(email), 1, `${email} was answered and is lost`);
  }
  for (const row of (await database.query(citiesOf, [accounts])).rows) {
    const { answered, asked } = cities.get(row.account_id)!;
    assert.ok([answered, ...asked].includes(row.city ?? ""), `account ${row.account_id} is in ${row.city}, not ${answered}`);
  }
  const [{ org_id: orgId }] = (await database.query(orgIds)).rows as [{ org_id: number }];
  await database.end();
  const db = openDatabase(target, { writers: 2, readers: 1 });
  await numberCommitted({ db }, orgId);
  assert.deepEqual(await checkSeals({ db }, orgId), []);
  assert.deepEqual((await replay(auditTrail({ db }, orgId))).faults, []);
  await db.close();
}

describe("SIGKILL of server and database, again and again, while adds and updates run", () => {
  it("loses no answered write and does none twice", async () => {
    let server = await start();
    for (let round = 0; round < rounds(20) + 1; round++) {
      let over = false;
      const loading = load(server, round, () => over);
      await pause(200 + Math.random() * 600);
      const killed = postmasterPid();
      const down = await disaster(server, round, killed);
      if (!down) await ready(server, killed);
      over = true;
      await loading;
      if (down) server = await start();
      await check(await recovered(dataDir));
    }
    const answered = [...added.values()].filter(Boolean).length;
    assert.ok(answered > 20, `only ${answered} adds were answered`);
    assert.equal(await server.stop(), 0);
  });
});
