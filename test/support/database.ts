import { randomBytes } from "node:crypto";
import { after } from "node:test";
import { type ConnectionTarget, connect } from "../../src/platform/database/connection.ts";
import { type Database, openDatabase } from "../../src/platform/database/database.ts";
import { inDatabase } from "./postgres.ts";
import { createTemplate, dropDatabase } from "./queries.ts";

/** A database of the test file's own, from a template: an empty one, or one with the sandbox. It goes with the process, or with the run. */
export async function testDatabase(template: "empty" | "sandbox" = "sandbox"): Promise<ConnectionTarget> {
  return clone(template === "empty" ? "willcall_template" : "willcall_sandbox_template");
}

async function clone(from: string): Promise<ConnectionTarget> {
  const server = targetOfRun();
  const name = `test_${randomBytes(6).toString("hex")}`;
  await administer(server, createTemplate(name, from));
  made.push(name);
  if (process.env.TEST_DATABASE_URL) after(() => administer(server, [dropDatabase(name)]));
  return inDatabase(server, name);
}

function targetOfRun(): ConnectionTarget {
  const given = process.env.WILLCALL_TEST_TARGET;
  if (!given) throw new Error("run tests with npm test, which starts their database: npm test -- test/some.test.ts");
  return JSON.parse(given) as ConnectionTarget;
}

const made: string[] = [];

/** Drops what this process has made, where it lies in memory. A disk keeps it until the end of the run: dropping one database makes PostgreSQL write all of them to it first. */
export async function dropAll(): Promise<void> {
  if (process.env.WILLCALL_TEST_IN_MEMORY) await administer(targetOfRun(), made.splice(0).map(dropDatabase));
}

/** A database without a schema. It goes with the process, or with the run. */
export async function bareDatabase(): Promise<ConnectionTarget> {
  return clone("template1");
}

/** A copy of a database that nobody is connected to: what a restore of a backup of this moment gives. It goes with the process, or with the run. */
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
