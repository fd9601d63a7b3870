import { randomBytes } from "node:crypto";
import { after } from "node:test";
import { type ConnectionTarget, connect } from "../../src/platform/database/connection.ts";
import { type Database, openDatabase } from "../../src/platform/database/database.ts";
import { inDatabase } from "./postgres.ts";
import { createTemplate, dropDatabase } from "./queries.ts";

/** A database of the test file's own, from a template: an empty one, or one with the sandbox. It goes when the file ends. */
export async function testDatabase(template: "empty" | "sandbox" = "sandbox"): Promise<ConnectionTarget> {
  return clone(template === "empty" ? "willcall_template" : "willcall_sandbox_template");
}

async function clone(from: string): Promise<ConnectionTarget> {
  const given = process.env.WILLCALL_TEST_TARGET;
  if (!given) throw new Error("run tests with npm test, which starts their database: npm test -- test/some.test.ts");
  const server = JSON.parse(given) as ConnectionTarget;
  const name = `test_${randomBytes(6).toString("hex")}`;
  await administer(server, createTemplate(name, from));
  // The run's own PostgreSQL is thrown away as a whole; dropping one database makes it write everything to disk first.
  if (process.env.TEST_DATABASE_URL) after(() => administer(server, [dropDatabase(name)]));
  return inDatabase(server, name);
}

/** A database without a schema. It goes when the file ends. */
export async function bareDatabase(): Promise<ConnectionTarget> {
  return clone("template1");
}

/** A copy of a database that nobody is connected to: what a restore of a backup of this moment gives. It goes when the file ends. */
export async function copyOf(target: ConnectionTarget): Promise<ConnectionTarget> {
  return clone("url" in target ? new URL(target.url).pathname.slice(1) : target.database);
}

/** A pool on a test's database, closed when the file ends. */
export function openTestDatabase(target: ConnectionTarget, sizes = { writers: 10, readers: 2 }): Database {
  const db = openDatabase(target, sizes);
  after(() => db.close());
  return db;
}

async function administer(server: ConnectionTarget, texts: string[]): Promise<void> {
  const client = await connect(server, "test", { pipeline: false, statement_timeout: 0, query_timeout: 0 } as never);
  try {
    for (const text of texts) await client.query(text);
  } finally {
    await client.end();
  }
}
