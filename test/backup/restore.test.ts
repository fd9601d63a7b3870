import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { makeBackup } from "../../src/backup/make.ts";
import { restoreBackup } from "../../src/backup/restore.ts";
import type { Config } from "../../src/config.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { type ConnectionTarget, connect } from "../../src/platform/database/connection.ts";
import { takeOwnership } from "../../src/platform/database/embedded/owner.ts";
import { migrate, migrations } from "../../src/platform/database/migrate.ts";
import { testConfig } from "../support/config.ts";
import { bareDatabase, testDatabase } from "../support/database.ts";
import * as sql from "./queries.ts";
import { folder, onServer, quietly, refusedWith, reseal, rewrite, silent } from "./support.ts";

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

const place = folder();
const source = await testDatabase();
await run(source, ...sql.oddOrganisation);
const backup = join(place, "backup");
const empty = await bareDatabase();
await makeBackup({ config: onServer(source), target: source }, backup, quietly);

/** A copy of the backup, for a test to spoil. */
function copy(): string {
  const path = mkdtempSync(join(place, "copy-"));
  cpSync(backup, path, { recursive: true });
  return path;
}

const restore = (config: Config, from = backup, despiteFaults = false) =>
  restoreBackup(config, from, { ...quietly, despiteFaults });

/** The settings of a restore into a database, whose data folder is empty. */
function into(target: ConnectionTarget, overrides: Partial<Config> = {}): Config {
  const config = onServer(target, overrides);
  rmSync(join(config.dataDir, "pepper"));
  return config;
}

const intoFolder = (dataDir: string, overrides: Partial<Config> = {}) =>
  testConfig.config({ dataDir, dataDirIsDefault: false, pepper: "", ...overrides });

describe("a restore into a folder is refused", () => {
  it("where something is, which stays as it is", async () => {
    const dataDir = folder();
    writeFileSync(join(dataDir, "note"), "mine");
    await assert.rejects(restore(intoFolder(dataDir)), refusedWith("not-empty", /is not empty \(note\)/));
    mkdirSync(join(dataDir, "postgres"));
    mkdirSync(join(dataDir, ".restoring"));
    await assert.rejects(restore(intoFolder(dataDir)), refusedWith("not-empty", /never overwrites/));
    assert.deepEqual(readdirSync(dataDir).sort(), [".restoring", "note", "postgres"]);
  });

  it("where something comes while the backup is read", async () => {
    const dataDir = folder();
    const tell = { ...silent, progress: () => writeFileSync(join(dataDir, "note"), "mine") };
    await assert.rejects(
      restoreBackup(intoFolder(dataDir), backup, { ...quietly, tell, despiteFaults: false }),
      refusedWith("not-empty", /is not empty \(note\)/),
    );
    assert.deepEqual(readdirSync(dataDir).sort(), ["note", "owner.lock"]);
  });

  it("that a server has just taken, with its process", async () => {
    const dataDir = folder();
    const owner = await takeOwnership(dataDir, { version: "test" });
    try {
      await assert.rejects(restore(intoFolder(dataDir)), refusedWith("in-use", new RegExp(`process ${process.pid}`)));
    } finally {
      await owner.release();
    }
  });

  it("when PEPPER is another than the backup's, or lacks its version", async () => {
    const dataDir = join(folder(), "d");
    const key = Buffer.alloc(32, "other").toString("base64");
    for (const pepper of [`1:${key}`, `2:${key}`])
      await assert.rejects(restore(intoFolder(dataDir, { pepper })), refusedWith("other-pepper", /^PEPPER is not the backup's/));
    assert.equal(existsSync(dataDir), false);
  });

  it("when the backup is damaged, before anything is made", async () => {
    const dataDir = join(folder(), "d");
    const path = copy();
    writeFileSync(join(path, "pepper"), "x");
    await assert.rejects(restore(intoFolder(dataDir), path), refusedWith("damaged-backup", /pepper has 1 byte instead of/));
    assert.equal(existsSync(dataDir), false);
  });

  it("when the backup was not finished", async () => {
    const path = copy();
    writeFileSync(join(path, "owner.lock"), "");
    await assert.rejects(restore(intoFolder(join(folder(), "d")), path), refusedWith("unfinished-backup", /was not finished/));
  });
});

describe("a restore into a database is refused, and leaves no trace there", () => {
  /** Restores a spoilt copy into the empty database, which must be empty after. */
  async function refused(spoil: (path: string) => void, code: string | undefined, words: RegExp): Promise<void> {
    const target = empty;
    const path = copy();
    spoil(path);
    await assert.rejects(restore(into(target), path), refusedWith(code, words));
    assert.deepEqual(await run(target, sql.tables), []);
    assert.deepEqual(await run(target, sql.schemasLike), []);
  }

  it("that holds one of Willcall's tables", async () => {
    const target = await bareDatabase();
    await run(target, sql.oneTable);
    await assert.rejects(restore(into(target)), refusedWith("not-empty", /holds customers; a restore never overwrites/));
    assert.deepEqual(await run(target, sql.count("customers")), [{ count: 0 }]);
  });

  it("that holds another Willcall", async () => {
    const target = await testDatabase();
    await assert.rejects(restore(into(target)), refusedWith("not-empty", /holds account_group_members, .* and more/));
  });

  it("when the data folder has another pepper", async () => {
    const target = empty;
    const config = into(target);
    writeFileSync(join(config.dataDir, "pepper"), `1:${Buffer.alloc(32, "other").toString("base64")}\n`);
    await assert.rejects(restore(config), refusedWith("other-pepper", /pepper is not the backup's pepper/));
    assert.deepEqual(await run(target, sql.schemasLike), []);
  });

  it("from a newer schema, whose Willcall it names", () =>
    refused(
      (path) => reseal(path, () => ({ schema: 9999, willcall: "9.9.9" })),
      "newer-backup",
      /has schema 9999.*Willcall 9\.9\.9/,
    ));

  it("with a row that refers to nothing", () =>
    refused(
      (path) => {
        rewrite(path, "customers", (text) => text.replace(/^1\t2\t.*\n/m, ""));
        reseal(path, ({ tables }) => ({
          tables: tables.map((one) => (one.name === "customers" ? { ...one, rows: one.rows - 1 } : one)),
        }));
      },
      undefined,
      /the rows of \w+ don't fit \w+_fkey \(PostgreSQL's 23503\)/,
    ));

  it("with a row that breaks a rule, whose values it does not tell", () =>
    refused(
      (path) => {
        rewrite(path, "users", (text) => text.replace("\tclerk01\t", "\tuser99\t"));
        reseal(path);
      },
      undefined,
      /^the rows of users don't fit users_pkey \(PostgreSQL's 23505\)$/,
    ));

  it("with a value of another type, which it does not tell", () =>
    refused(
      (path) => {
        rewrite(path, "counters", (text) => text.replace(/\d+\n/, "secret\n"));
        reseal(path);
      },
      undefined,
      /^the rows of counters don't fit it \(PostgreSQL's 22P02\)$/,
    ));

  it("with fewer rows than the manifest says", () =>
    refused(
      (path) => {
        rewrite(path, "writes", (text) => text.replace(/^.*\n/, ""));
        reseal(path);
      },
      undefined,
      /writes has \d+ rows instead of \d+/,
    ));

  it("with a table too few or of other columns", () =>
    refused(
      (path) => {
        rmSync(join(path, "tables", "mails.copy.gz"));
        reseal(path, ({ tables }) => ({
          tables: tables.map((one) => (one.name === "counters" ? { ...one, columns: ["org_id", "counter", "first"] } : one)),
        }));
      },
      undefined,
      /another schema, which differs in counters\.first, counters\.last, mails/,
    ));

  it("with another pepper than its secrets were made with", () =>
    refused(
      (path) => {
        writeFileSync(join(path, "pepper"), `1:${Buffer.alloc(32, "other").toString("base64")}\n`);
        reseal(path);
      },
      "proof-failed",
      /pepper: version 1 of the pepper is not the one/,
    ));

  it("when the role may not make a schema", { skip: !!process.env.TEST_DATABASE_URL }, async () => {
    const config = into(empty);
    const asReader = { ...config, databaseUrl: `${config.databaseUrl}&options=-c%20role%3Dpg_read_all_data` };
    await assert.rejects(restore(asReader), refusedWith(undefined, /may not make a schema in this database/));
  });

  it("when it is aborted", async () => {
    const target = empty;
    const stop = new AbortController();
    const told: string[] = [];
    const note = (message: string): void => {
      told.push(message);
      if (message.startsWith("loaded")) stop.abort(new Error("stopped"));
    };
    const options = { tell: { ...silent, note }, signal: stop.signal, despiteFaults: false };
    await assert.rejects(restoreBackup(into(target), backup, options), /stopped/);
    assert.equal(told.length, 1, "nothing is done any more");
    assert.deepEqual(await run(target, sql.tables), []);
    assert.deepEqual(await run(target, sql.schemasLike), []);
  });
});

describe("a restore into a database", () => {
  it("brings every row and key back as they were, and the pepper, beside what is not Willcall's", async () => {
    const target = await bareDatabase();
    await run(target, sql.strangers[0]!, ...sql.leftBehind);
    const config = into(target);
    const { faults, manifest } = await restore(config);
    assert.deepEqual(faults, []);
    for (const { name, rows } of manifest.tables) assert.deepEqual(await run(target, sql.count(name)), [{ count: rows }], name);
    for (const text of [sql.oddName, sql.keys, sql.schemaNow]) assert.deepEqual(await run(target, text), await run(source, text));
    assert.deepEqual(await run(target, sql.schemasLike), []);
    assert.equal(readFileSync(join(config.dataDir, "pepper"), "utf8"), `${testConfig.env.PEPPER}\n`);
  });

  it("leaves a pepper in the folder that has the backup's among its versions", async () => {
    const target = await bareDatabase();
    const config = into(target);
    const both = `${testConfig.env.PEPPER},2:${Buffer.alloc(32, "new").toString("base64")}\n`;
    writeFileSync(join(config.dataDir, "pepper"), both);
    // With options of its own in the URL, too, what is built is not to be seen.
    await restore({ ...config, databaseUrl: `${config.databaseUrl}&options=-c%20work_mem%3D8MB` });
    assert.equal(readFileSync(join(config.dataDir, "pepper"), "utf8"), both);
  });

  it("from an older schema ends at this one, its rows migrated", async () => {
    const old = await bareDatabase();
    await migrate(old, systemClock, 9);
    await run(old, ...sql.oldOrganisation);
    const path = join(folder(), "b");
    await makeBackup({ config: onServer(old), target: old }, path, quietly);
    const target = await bareDatabase();
    await restore(into(target), path);
    assert.deepEqual(await run(target, sql.schemaNow), [{ version: migrations().at(-1)!.version }]);
    assert.deepEqual(await run(target, sql.countersOf), [
      { counter: "account", last: 6 },
      { counter: "campaign-part", last: 1_000_000_000 },
      { counter: "customer", last: 5 },
      ...["delivery", "order", "scan", "seat-move", "set-up", "transaction"].map((counter) => ({ counter, last: 0 })),
    ]);
  });

  it("with faults happens only when they are put up with, and tells them", async () => {
    const target = await bareDatabase();
    const path = copy();
    rewrite(path, "change_values", (text) => text.replace("Public", "Private"));
    reseal(path);
    writeFileSync(join(path, "owner.lock"), "");
    await assert.rejects(restore(into(target), path), refusedWith("unfinished-backup", /was not finished/));
    rmSync(join(path, "owner.lock"));
    await assert.rejects(restore(into(target), path), refusedWith("proof-failed", /values of part 1 .* were altered/));
    writeFileSync(join(path, "owner.lock"), "");
    const { faults } = await restore(into(target), path, true);
    assert.match(faults.join("\n"), /^audit-trail: .*values of part 1/);
    assert.deepEqual(await run(target, sql.count("organisations")), [{ count: 2 }]);
  });
});
