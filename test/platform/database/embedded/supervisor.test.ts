import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { isAlive } from "../../../../src/platform/database/embedded/processes.ts";
import { type EmbeddedOptions, startEmbedded } from "../../../../src/platform/database/embedded/supervisor.ts";
import { kill, query, run, temporaryFolder, until } from "./helpers.ts";

type Context = { after(fn: () => Promise<void> | void): void };

/** Starts a database that the test's end stops. */
async function started(t: Context, options: EmbeddedOptions) {
  const embedded = await startEmbedded(options);
  t.after(() => embedded.stop());
  return embedded;
}

const count = async (url: string) => (await query(url, "SELECT count(*)::int AS n FROM kept"))[0]?.n;
const keepOne = (url: string) => query(url, "CREATE TABLE IF NOT EXISTS kept (); INSERT INTO kept DEFAULT VALUES");
const answers = async (url: string) =>
  query(url, "SELECT 1").then(
    () => true,
    () => false,
  );

test("a first start makes a safe database, a stop leaves no process, a second start finds the data", async (t) => {
  const dataDir = temporaryFolder(t);
  mkdirSync(path.join(dataDir, ".initdb-killed", "postgres"), { recursive: true }); // what a kill during initdb leaves
  const first = await started(t, { dataDir, maxConnections: 20 });
  for (const name of ["fsync", "synchronous_commit", "full_page_writes", "data_checksums"]) {
    assert.equal((await query(first.url, `SHOW ${name}`))[0]?.[name], "on", name);
  }
  assert.equal((await query(first.url, "SHOW max_connections"))[0]?.max_connections, "20");
  assert.equal((await query(first.url, "SHOW listen_addresses"))[0]?.listen_addresses, "");
  assert.equal((await query(first.url, "SHOW server_encoding"))[0]?.server_encoding, "UTF8");
  assert.ok(!readdirSync(dataDir).some((name) => name.startsWith(".initdb-")));
  assert.equal(statSync(path.join(dataDir, "postgres-password")).mode & 0o777, 0o600);
  assert.equal(statSync(path.join(dataDir, "postgres")).mode & 0o777, 0o700);
  await assert.rejects(query(first.url.replace(/:[0-9a-f]+@/, ":wrong@"), "SELECT 1"), { code: "28P01" });
  await keepOne(first.url);
  const pid = first.pid()!;
  await Promise.all([first.stop(), first.stop()]);
  assert.ok(!isAlive(pid));
  assert.equal(first.pid(), undefined);
  assert.ok(!existsSync(path.join(dataDir, "postgres", "postmaster.pid")));
  const second = await started(t, { dataDir });
  assert.equal(await count(second.url), 1);
});

test("a lost password is replaced, and a path longer than a socket's address works", async (t) => {
  const dataDir = path.join(temporaryFolder(t), "x".repeat(60), "y".repeat(60));
  const first = await startEmbedded({ dataDir });
  t.after(() => rmSync(first.connection.host, { recursive: true, force: true }));
  assert.ok(first.connection.host.length < 90);
  await keepOne(first.url);
  await first.stop();
  rmSync(path.join(dataDir, "postgres-password"));
  const second = await started(t, { dataDir });
  assert.notEqual(second.connection.password, first.connection.password);
  assert.equal(await count(second.url), 1);
});

test("a killed PostgreSQL is started again, with the data, though a backend is busy", async (t) => {
  const dataDir = temporaryFolder(t);
  const told: string[] = [];
  const embedded = await started(t, { dataDir, onCrash: () => told.push("crash"), onRestart: () => told.push("restart") });
  await keepOne(embedded.url);
  const busy = query(embedded.url, "SELECT count(*) FROM generate_series(1, 1000000000)").catch(() => "gone");
  const before = embedded.pid()!;
  process.kill(before, "SIGKILL");
  const took = await until(async () => embedded.pid() !== before && (await answers(embedded.url)));
  t.diagnostic(`${took} ms`);
  assert.equal(await busy, "gone");
  assert.equal(await count(embedded.url), 1);
  await until(() => told.length === 2);
  assert.deepEqual(told, ["crash", "restart"]);
});

test("a stop while it is being started again leaves no process", async (t) => {
  const dataDir = temporaryFolder(t);
  const { promise, resolve } = Promise.withResolvers<void>();
  const embedded = await started(t, { dataDir, onCrash: () => resolve() });
  process.kill(embedded.pid()!, "SIGKILL");
  await promise;
  await embedded.stop();
  const file = path.join(dataDir, "postgres", "postmaster.pid");
  if (existsSync(file)) assert.ok(!isAlive(Number.parseInt(readFileSync(file, "utf8"), 10)));
});

test("a start that is given up leaves no process", async (t) => {
  const dataDir = temporaryFolder(t);
  await (await startEmbedded({ dataDir })).stop();
  await assert.rejects(startEmbedded({ dataDir, signal: AbortSignal.timeout(25) }), { name: "TimeoutError" });
  assert.ok(!existsSync(path.join(dataDir, "postgres", "postmaster.pid")));
});

test("PostgreSQL whose owner was killed is used again, supervised and stopped", async (t) => {
  const dataDir = temporaryFolder(t);
  const { child, line } = await run("starter.ts", dataDir);
  const [pid, url] = line.split(" ") as [string, string];
  await keepOne(url);
  await kill(child);
  const embedded = await started(t, { dataDir });
  assert.ok(embedded.adopted);
  assert.equal(embedded.pid(), Number(pid));
  assert.equal(await count(embedded.url), 1);
  process.kill(Number(pid), "SIGKILL");
  await until(async () => embedded.pid() !== Number(pid) && (await answers(embedded.url)));
  assert.equal(await count(embedded.url), 1);
  const last = embedded.pid()!;
  await embedded.stop();
  assert.ok(!isAlive(last));
});

test("one with other settings, or that does not answer, is not used again but started anew", async (t) => {
  const dataDir = temporaryFolder(t);
  const { child, line } = await run("starter.ts", dataDir);
  await keepOne(line.split(" ")[1]!);
  await kill(child);
  const embedded = await started(t, { dataDir, maxConnections: 30 });
  assert.ok(!embedded.adopted);
  assert.ok(!isAlive(Number.parseInt(line, 10)));
  assert.equal((await query(embedded.url, "SHOW max_connections"))[0]?.max_connections, "30");
  assert.equal(await count(embedded.url), 1);
});

test("after everything was killed at once it recovers, even if the process number is someone else's now", async (t) => {
  const dataDir = temporaryFolder(t);
  const { child, line } = await run("starter.ts", dataDir);
  const [pid, url] = line.split(" ") as [string, string];
  await keepOne(url);
  process.kill(Number(pid), "SIGSTOP"); // so that it can't end in order
  await kill(child);
  process.kill(Number(pid), "SIGKILL");
  await until(() => !isAlive(Number(pid)));
  const file = path.join(dataDir, "postgres", "postmaster.pid");
  writeFileSync(file, readFileSync(file, "utf8").replace(/^\d+/, String(process.pid)));
  const embedded = await started(t, { dataDir });
  assert.ok(!embedded.adopted);
  assert.equal(await count(embedded.url), 1);
});
