import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { makeBackup } from "../../src/backup/make.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { type ConnectionTarget, connect } from "../../src/platform/database/connection.ts";
import { lockFolder } from "../../src/platform/database/embedded/folder-lock.ts";
import { migrate, migrations } from "../../src/platform/database/migrate.ts";
import { testConfig } from "../support/config.ts";
import { bareDatabase, testDatabase } from "../support/database.ts";
import * as sql from "./queries.ts";
import { filesOf, folder, onServer, quietly, refusedWith, silent } from "./support.ts";

const backUp = (target: ConnectionTarget, to: string, config = onServer(target)) => makeBackup({ config, target }, to, quietly);

async function run(target: ConnectionTarget, ...texts: string[]) {
  const client = await connect(target, "test", { pipeline: false } as never);
  try {
    let rows: Record<string, unknown>[] = [];
    for (const text of texts) rows = (await client.query(text)).rows;
    return rows;
  } finally {
    await client.end();
  }
}

const sandbox = await testDatabase();

describe("a backup is refused", () => {
  it("into a folder that holds something, a file, or one whose parent is not there", async () => {
    const place = folder();
    mkdirSync(join(place, "full"));
    writeFileSync(join(place, "full", "a"), "");
    for (const [name, words] of [
      ["full", /full is there already/],
      ["full/a", /full\/a is there already/],
      ["none/backup", /none, where the backup is to go, is no folder/],
    ] as const)
      await assert.rejects(backUp(sandbox, join(place, name)), refusedWith("not-empty", words));
    assert.deepEqual(readdirSync(place), ["full"]);
  });

  it("while another is being made there", async () => {
    const place = folder();
    mkdirSync(join(place, "b.partial"));
    const unlock = lockFolder(join(place, "b.partial"));
    after(() => unlock?.());
    await assert.rejects(backUp(sandbox, join(place, "b")), refusedWith("in-use", /just being made by another process/));
  });

  it("without the pepper, and makes none", async () => {
    const config = onServer(sandbox);
    rmSync(join(config.dataDir, "pepper"));
    const to = join(folder(), "b");
    await assert.rejects(backUp(sandbox, to, config), refusedWith("other-pepper", /there is no pepper in/));
    assert.deepEqual([readdirSync(config.dataDir), existsSync(`${to}.partial`)], [[], false]);
  });

  it("with another pepper than the database's", async () => {
    const pepper = `1:${Buffer.alloc(32, "other").toString("base64")}`;
    const to = join(folder(), "b");
    await assert.rejects(
      backUp(sandbox, to, onServer(sandbox, { pepper })),
      refusedWith("other-pepper", /version 1 of the pepper here/),
    );
    assert.equal(existsSync(`${to}.partial`), false);
  });

  it("of a database without Willcall's tables", async () => {
    const bare = await bareDatabase();
    await assert.rejects(backUp(bare, join(folder(), "b")), refusedWith("nothing-to-back-up", /holds no Willcall/));
    assert.deepEqual(await run(bare, sql.schemasLike), []);
  });

  it("of a database that newer code has migrated", async () => {
    const target = await testDatabase("empty");
    await run(target, sql.newerMigration);
    await assert.rejects(backUp(target, join(folder(), "b")), refusedWith(undefined, /at schema 9999.*newer Willcall/));
  });

  it("of a database that is migrated while it begins", async () => {
    const target = await testDatabase("empty");
    const to = join(folder(), "b");
    const making = backUp(target, to);
    // From here on the schema has been looked at, and the scratch database is still being made.
    while (!existsSync(`${to}.partial`)) await pause(1);
    await run(target, sql.newerMigration);
    await assert.rejects(making, refusedWith("in-use", /was just migrated/));
    assert.equal(existsSync(`${to}.partial`), false);
  });

  it("of a database that lacks a column, which it names", async () => {
    const target = await testDatabase("empty");
    await run(target, sql.dropColumn);
    await assert.rejects(backUp(target, join(folder(), "b")), refusedWith(undefined, /lacks customers\.gender/));
  });

  it("when the role may not make a database for the proof", { skip: !!process.env.TEST_DATABASE_URL }, async () => {
    const to = join(folder(), "b");
    const target = { ...(sandbox as object), options: "-c role=pg_read_all_data" } as ConnectionTarget;
    await assert.rejects(backUp(target, to, onServer(sandbox)), refusedWith(undefined, /may not make a database on this server/));
    assert.equal(existsSync(`${to}.partial`), false);
  });

  it("with a fault that the proof finds: what was written stays under another name, and no database", async () => {
    const target = await testDatabase();
    await run(target, sql.alterValues);
    const to = join(folder(), "b");
    await assert.rejects(
      backUp(target, to),
      refusedWith("proof-failed", /audit-trail: great-widgets-arena: the values of part 1/),
    );
    assert.deepEqual([existsSync(to), existsSync(join(`${to}.partial`, "owner.lock"))], [false, true]);
    assert.deepEqual(await run(target, sql.proofDatabases), []);
  });

  it("when it is aborted, and leaves nothing", async () => {
    const to = join(folder(), "b");
    const stop = new AbortController();
    const tell = {
      ...silent,
      note: (message: string) => void (/^copied customers/.test(message) && stop.abort(new Error("stopped"))),
    };
    const making = makeBackup({ config: onServer(sandbox), target: sandbox }, to, { tell, signal: stop.signal });
    await assert.rejects(making, /stopped/);
    assert.deepEqual([existsSync(to), existsSync(`${to}.partial`)], [false, false]);
    assert.deepEqual(await run(sandbox, sql.proofDatabases), []);
  });
});

describe("a backup", () => {
  it("is for its owner only, has all that is Willcall's and nothing else, and replaces what a killed one left", async () => {
    const target = await testDatabase();
    await run(target, sql.lease, ...sql.strangers);
    const config = onServer(target, { pepper: testConfig.env.PEPPER });
    rmSync(join(config.dataDir, "pepper"));
    mkdirSync(join(config.dataDir, "tls"));
    for (const name of ["server.pem", "certificate.pem"]) writeFileSync(join(config.dataDir, "tls", name), `the ${name}`);
    const to = join(folder(), "b");
    mkdirSync(join(`${to}.partial`, "tables"), { recursive: true });
    writeFileSync(join(`${to}.partial`, "tables", "old.copy.gz"), "left");
    mkdirSync(to);
    const notes: string[] = [];
    const tell = { ...silent, note: (message: string) => void notes.push(message) };
    const { manifest, bytes, proved } = await makeBackup({ config, target }, to, { ...quietly, tell });

    assert.equal(statSync(to).mode & 0o777, 0o700);
    const files = filesOf(to);
    for (const file of files) assert.equal(statSync(join(to, file)).mode & 0o777, 0o600, file);
    assert.equal(
      bytes,
      files.reduce((sum, file) => sum + statSync(join(to, file)).size, 0),
    );
    assert.ok(!files.some((file) => /\bold\.copy|owner\.lock/.test(file)));
    assert.equal(existsSync(`${to}.partial`), false);
    const read = (name: string) => readFileSync(join(to, name), "utf8");
    assert.deepEqual(["pepper", "server.pem", "certificate.pem"].map(read), [
      `${testConfig.env.PEPPER}\n`,
      "the server.pem",
      "the certificate.pem",
    ]);
    const rows = Object.fromEntries(manifest.tables.map((one) => [one.name, one.rows]));
    const [{ count }] = (await run(target, sql.count("customers"))) as [{ count: number }];
    assert.deepEqual(
      [rows.customers, rows.leases, rows.schema_migrations, rows.strangers],
      [count, undefined, undefined, undefined],
    );
    assert.match(notes.join("\n"), /not Willcall's, and left out: strangers, users\.shoe_size/);
    assert.deepEqual([manifest.schema, manifest.pepperVersions], [migrations().at(-1)!.version, [1]]);
    for (const one of ["digests", "row-counts", "keys", "pepper", "seals", "audit-trail", "versions"])
      assert.ok(proved.includes(one));
    assert.deepEqual(await run(target, sql.proofDatabases), []);
  });

  it("of an older schema is proved through the newer migrations, and the database stays as it is", async () => {
    const target = await bareDatabase();
    await migrate(target, systemClock, 9);
    await run(target, ...sql.oldOrganisation);
    const { manifest } = await backUp(target, join(folder(), "b"));
    assert.equal(manifest.schema, 9);
    assert.deepEqual(await run(target, sql.schemaNow), [{ version: 9 }]);
  });
});
