import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { BadSetting } from "../../../src/config.ts";
import { systemClock } from "../../../src/platform/clock.ts";
import { connect } from "../../../src/platform/database/connection.ts";
import type { Database } from "../../../src/platform/database/database.ts";
import { CannotMigrate, migrate, migrations } from "../../../src/platform/database/migrate.ts";
import { loadPepper, type Pepper } from "../../../src/platform/secrets/pepper.ts";
import { prepareDatabase, provePepper } from "../../../src/prepare.ts";
import { testConfig } from "../../support/config.ts";
import { bareDatabase, openTestDatabase, testDatabase } from "../../support/database.ts";

const newest = migrations().at(-1)!.version;

/** Runs statements on a database of the test's own. */
async function on(target: Awaited<ReturnType<typeof testDatabase>>) {
  const client = await connect(target, "test");
  after(() => client.end());
  return async (...texts: string[]) => {
    let rows: unknown[] = [];
    for (const text of texts) rows = (await client.query(text)).rows;
    return rows;
  };
}

describe("a database's schema", () => {
  it("is not touched on a PostgreSQL before 15", async () => {
    const target = await bareDatabase();
    const run = await on(target);
    // The server tells its version by a function; another of that name says 14.
    const [{ name }] = (await run("SELECT current_database() AS name")) as [{ name: string }];
    await run(
      "CREATE SCHEMA older",
      "CREATE FUNCTION older.current_setting(text) RETURNS text LANGUAGE sql AS $$ SELECT CASE $1 WHEN 'server_version_num' THEN '140019' ELSE '14.19' END $$",
      `ALTER DATABASE ${name} SET search_path = older, pg_catalog, public`,
    );
    await assert.rejects(
      migrate(target, systemClock),
      (error) => error instanceof CannotMigrate && /PostgreSQL 14\.19 is too old.* 15 /.test(error.message),
    );
    const tables = "SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')";
    assert.deepEqual(await run(tables), []);
  });

  it("is not touched when newer code has migrated it", async () => {
    const target = await testDatabase("empty");
    const run = await on(target);
    await run(`INSERT INTO schema_migrations (version, name, applied_at) VALUES (${newest + 1}, 'newer', '2099-01-01')`);
    await assert.rejects(
      migrate(target, systemClock),
      (error) => error instanceof CannotMigrate && error.message.startsWith(`the database is at schema ${newest + 1}, `),
    );
    await run(`DELETE FROM schema_migrations WHERE version = ${newest + 1}`);
    assert.deepEqual(await migrate(target, systemClock), []);
  });
});

describe("a database's pepper", () => {
  const config = (fill: string, version = 1) =>
    testConfig.config({ pepper: `${version}:${Buffer.alloc(32, fill).toString("base64")}` });

  it("is the one that it began with, or nothing is served", async () => {
    const target = await bareDatabase();
    await prepareDatabase(config("one"), target);
    for (const other of [config("two"), config("one", 2)])
      await assert.rejects(
        prepareDatabase(other, target),
        (error) => error instanceof BadSetting && error.message.startsWith("PEPPER: "),
      );
    await prepareDatabase(config("one"), target);
  });

  it("is that of the first of two servers that begin at once", async () => {
    const target = await bareDatabase();
    await migrate(target, systemClock);
    const db = openTestDatabase(target, { writers: 1, readers: 1 });
    const [first, second] = ["one", "two"].map((fill) => loadPepper("", config(fill).pepper)) as [Pepper, Pepper];
    // Just before the second notes its pepper, and has seen that there is none, the first does.
    const late: Database = {
      ...db,
      async run(statement, values) {
        await provePepper(db, first);
        return db.run(statement, values);
      },
    };
    await assert.rejects(provePepper(late, second), BadSetting);
    await provePepper(db, first);
  });
});
