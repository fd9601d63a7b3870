import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { makeBackup } from "../../src/backup/make.ts";
import { connect } from "../../src/platform/database/connection.ts";
import * as sql from "../backup/queries.ts";
import { filesOf, folder, onServer, quietly } from "../backup/support.ts";
import { bareDatabase, testDatabase } from "../support/database.ts";
import { startServer, urlOf } from "../support/server.ts";
import { runProgram, startProgram } from "./helpers.ts";

/** Ends the PostgreSQLs that killed processes have left, whatever becomes of the test; before the folder goes. */
after(() => {
  for (const file of readdirSync(place, { recursive: true, encoding: "utf8" }).filter((one) => one.endsWith("postmaster.pid")))
    try {
      process.kill(Number.parseInt(readFileSync(join(place, file), "utf8"), 10), "SIGKILL");
    } catch {}
});
const place = folder();
// A killed proof leaves a PostgreSQL in the temporary folder, which is the test's own here.
const temporary = join(place, "tmp");
mkdirSync(temporary);
const dataDir = join(place, "data");
const env = { DATA_DIR: dataDir, TMPDIR: temporary, PEPPER: "", PORT: "0" };
const backup = join(place, "backup");

/** Starts the program and kills it as soon as `now` says so of what it has printed; it must not have ended by then. */
async function killed(args: string[], given: Record<string, string>, now: (said: string) => unknown): Promise<void> {
  const child = startProgram(args, given);
  let said = "";
  child.stderr.on("data", (data) => (said += data));
  const closed = once(child, "close");
  while (child.exitCode === null && !(await now(said))) await pause(5);
  child.kill("SIGKILL");
  const [, signal] = await closed;
  assert.equal(signal, "SIGKILL", said);
}

describe("willcall backup and restore, with the embedded database", () => {
  it("backs up beside a running server, and a restore refuses the server's folder", async () => {
    const server = await startServer({ dataDir, env });
    const made = await runProgram(["backup", backup, "--json"], env);
    assert.equal(made.status, 0, made.stderr);
    assert.deepEqual([made.json.backup, made.json.rows > 50, made.json.proved.includes("seals")], [backup, true, true]);
    for (const line of made.stderr.trim().split("\n")) assert.ok(JSON.parse(line).note.message);
    assert.deepEqual(readdirSync(temporary), []);
    const refused = await runProgram(["restore", backup, "--data-dir", dataDir, "--json"], env);
    assert.deepEqual([refused.status, refused.error.code], [1, "in-use"]);
    assert.match(refused.error.message, new RegExp(`process ${server.process.pid}`));
    assert.equal((await fetch(new URL("/readyz", server.url))).status, 200);
    assert.equal(await server.stop(), 0);
  });

  it("killed in the middle of the proof leaves no backup, and the next one clears its PostgreSQL away", async () => {
    const to = join(place, "killed");
    await killed(["backup", to], env, (said) => said.includes("Restoring it"));
    assert.deepEqual([existsSync(to), existsSync(`${to}.partial`)], [false, true]);
    const [checked, restored] = await Promise.all([
      runProgram(["backup", `${to}.partial`, "--check", "--json"], env),
      runProgram(["restore", `${to}.partial`, "--data-dir", join(place, "none"), "--json"], env),
    ]);
    for (const { status, error } of [checked, restored]) assert.deepEqual([status, error.code], [1, "unfinished-backup"]);
    assert.equal(existsSync(join(place, "none")), false);
    const [scratch] = readdirSync(temporary);
    utimesSync(join(temporary, scratch!), new Date(0), new Date(0));
    const again = await runProgram(["backup", to], env);
    assert.equal(again.status, 0, again.stderr);
    assert.match(
      again.stdout,
      /^Backed up [\d,]+ rows of \d+ tables .*\nIt was restored into a scratch database and proved: digests, /,
    );
    assert.deepEqual([readdirSync(temporary), existsSync(`${to}.partial`)], [[], false]);
  });

  it("restores killed in the middle leave what no start takes, and the next one begins anew", async () => {
    const restored = join(place, "restored");
    const building = join(restored, ".restoring", "postgres", "postmaster.pid");
    await killed(["restore", backup, "--data-dir", restored], env, () => existsSync(building));
    const start = await runProgram(["org", "list"], { ...env, DATA_DIR: restored });
    assert.equal(start.status, 1);
    assert.match(start.stderr, /^error: A restore into .*restored was not finished: run it again/m);
    // Nothing of what is there is used again, be it of another PostgreSQL.
    writeFileSync(join(restored, ".restoring", "postgres", "PG_VERSION"), "17\n");
    const again = await runProgram(["restore", backup, "--data-dir", restored, "--json"], env);
    assert.equal(again.status, 0, again.stderr);
    assert.deepEqual([again.json.restored, again.json.faults], [restored, []]);
    assert.deepEqual(readdirSync(restored).sort(), ["owner.lock", "pepper", "postgres", "postgres-password"]);
    const list = await runProgram(["org", "list", "--json"], { ...env, DATA_DIR: restored });
    assert.deepEqual(
      list.json.organisations.map((one: { slug: string }) => one.slug),
      ["great-widgets-arena"],
    );
    const occupied = await runProgram(["restore", backup, "--data-dir", restored, "--json"], env);
    assert.deepEqual([occupied.status, occupied.error.code], [1, "not-empty"]);
  });

  it("has nothing to back up where no server has been, and makes nothing there", async () => {
    const nowhere = join(place, "nowhere");
    const { status, error } = await runProgram(["backup", join(place, "b"), "--json"], { ...env, DATA_DIR: nowhere });
    assert.deepEqual([status, error.code, existsSync(nowhere)], [1, "nothing-to-back-up", false]);
  });
});

describe("willcall backup and restore, with a database of one's own", async () => {
  const source = await testDatabase();
  const { dataDir: ownData } = onServer(source);
  const own = { DATABASE_URL: urlOf(source), POSTGRES_BIN: "/nowhere", DATA_DIR: ownData, PEPPER: "" };

  it("tells that a backup is as it was written, or what is not", async () => {
    const to = join(place, "own");
    await makeBackup({ config: onServer(source), target: source }, to, quietly);
    const { status, stdout } = await runProgram(["backup", to, "--check"], {});
    assert.equal(status, 0);
    assert.match(stdout, /own is as it was written: [\d,]+ rows of \d+ tables, taken at 20.*Z\nfrom Willcall 0\.1\.0/);
    const swept = await runProgram(["backup", to, "--json"], own);
    assert.deepEqual([swept.status, swept.error.code], [1, "not-empty"]);
  });

  it("killed while it copies leaves no backup", async () => {
    const to = join(place, "half");
    await killed(["backup", to], own, (said) => said.includes("copied accounts"));
    assert.equal(existsSync(to), false);
    const { status, error } = await runProgram(["restore", `${to}.partial`, "--json"], {
      ...own,
      DATABASE_URL: "postgresql://x@127.0.0.1:1/x",
    });
    assert.deepEqual([status, error.code], [1, "unfinished-backup"]);
    assert.equal(filesOf(`${to}.partial`).includes("manifest.json"), false);
  });

  it("killed while it restores leaves the database as empty as it was, and the next one begins anew", async () => {
    const target = await bareDatabase();
    const into = { ...own, DATABASE_URL: urlOf(target), DATA_DIR: join(place, "other") };
    const [holder, watcher] = await Promise.all([connect(target, "test"), connect(target, "test")]);
    after(() => Promise.all([holder.end(), watcher.end()]));
    // Whoever wants to put a table of this name there waits, which is after others have been moved.
    await holder.query("BEGIN");
    await holder.query(sql.oneTable);
    const waits = async () => (await watcher.query(sql.waiting)).rows.length > 0;
    await killed(["restore", join(place, "own")], into, waits);
    await holder.query("ROLLBACK");
    while ((await watcher.query(sql.transfers)).rows.length > 0) await pause(5);
    assert.deepEqual((await watcher.query(sql.tables)).rows, []);
    const again = await runProgram(["restore", join(place, "own")], into);
    assert.equal(again.status, 0, again.stderr);
    assert.match(
      again.stdout,
      /^Restored [\d,]+ rows of \d+ tables into the database of DATABASE_URL and checked them\. It is as it was at /,
    );
    assert.deepEqual((await watcher.query(sql.schemasLike)).rows, []);
    assert.deepEqual(readdirSync(join(place, "other")), ["pepper"]);
  });
});
