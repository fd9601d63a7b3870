import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { connect } from "../../src/platform/database/connection.ts";
import { testConfig } from "../support/config.ts";
import { bareDatabase, testDatabase } from "../support/database.ts";
import { startServer, urlOf } from "../support/server.ts";
import { countOrganisations, newerMigration } from "./queries.ts";

/** Starts a server that is expected to refuse; gives its exit status and what it said. */
async function refused(env: Record<string, string>, args: string[] = []): Promise<{ status: number | null; said: string }> {
  const child = spawn(process.execPath, ["src/main.ts", "serve", ...args], {
    env: { ...process.env, ...testConfig.env, PORT: "0", ...env },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said += text));
  const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { status, said };
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "willcall-start-"));
  chmodSync(path, 0o755);
  after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

const organisations = async (target: Parameters<typeof connect>[0]): Promise<number> => {
  const client = await connect(target, "test");
  const { rows } = await client.query(countOrganisations);
  await client.end();
  return rows[0].count;
};

describe("a start", () => {
  it("names a setting that can't be used", async () => {
    const { status, said } = await refused({ WORKERS: "many", DATA_DIR: folder() });
    assert.equal(status, 78);
    assert.match(said, /WORKERS: must be a whole number from 1 to 128; it is "many"/);
  });

  it("refuses cheap hashes outside tests", async () => {
    const { status, said } = await refused({ NODE_ENV: "production", DATA_DIR: folder() });
    assert.equal(status, 78);
    assert.match(said, /HASH_COST/);
  });

  it("refuses another pepper than the database began with", async () => {
    const target = await testDatabase();
    const { status, said } = await refused({
      DATABASE_URL: urlOf(target),
      PEPPER: `1:${Buffer.alloc(32, "x").toString("base64")}`,
    });
    assert.equal(status, 78);
    assert.match(said, /PEPPER/);
    assert.doesNotMatch(said, /\n\s+at /);
  });

  it("refuses a database that newer code has migrated", async () => {
    const target = await testDatabase();
    const client = await connect(target, "test");
    await client.query(newerMigration);
    await client.end();
    const { status, said } = await refused({ DATABASE_URL: urlOf(target) });
    assert.equal(status, 1);
    assert.match(said, /the database is at schema 9999/);
  });

  it("refuses a second server on the same folder, and says who has it", async () => {
    const dataDir = folder();
    const first = await startServer({ dataDir });
    const { status, said } = await refused({ DATA_DIR: dataDir });
    assert.equal(status, 1);
    assert.match(said, new RegExp(`process ${first.process.pid}\\b`));
    assert.equal((await fetch(new URL("/readyz", first.url))).status, 200);
    assert.equal(await first.stop(), 0);
  });

  it("refuses a port that is taken, by its number, and leaves nothing running", async () => {
    const target = await testDatabase();
    const first = await startServer({ target });
    const { status, said } = await refused({ DATABASE_URL: urlOf(target), PORT: new URL(first.url).port });
    assert.equal(status, 1);
    assert.match(said, /EADDRINUSE.*127\.0\.0\.1/);
    const workers = await refused({ DATABASE_URL: urlOf(target), PORT: new URL(first.url).port, WORKERS: "2" });
    assert.equal(workers.status, 1);
  });

  it("makes no public sandbox on an address that others reach, unless told to", async () => {
    const target = await bareDatabase();
    const open = await startServer({ target, env: { HOST: "0.0.0.0" } });
    assert.match(open.output(), /sandbox's keys are public/);
    assert.equal(await organisations(target), 0);
    await open.stop();
    const insisted = await startServer({ target, env: { HOST: "0.0.0.0" }, args: ["--sandbox"] });
    assert.equal(await organisations(target), 1);
    await insisted.stop();
  });

  it("may happen twice at once on an empty database: both serve, with one sandbox", async () => {
    const target = await bareDatabase();
    const servers = await Promise.all([startServer({ target }), startServer({ target }), startServer({ target })]);
    for (const { url } of servers) assert.equal((await fetch(new URL("/readyz", url))).status, 200);
    assert.equal(await organisations(target), 1);
    assert.deepEqual(await Promise.all(servers.map((one) => one.stop())), [0, 0, 0]);
  });
});
