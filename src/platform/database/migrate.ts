import { readdirSync, readFileSync } from "node:fs";
import type { Client } from "pg";
import type { Clock } from "../clock.ts";
import { type ConnectionTarget, connect } from "./connection.ts";
import { DatabaseUnavailable, isLost } from "./errors.ts";
import { claimMigration, createMigrationsTable, newestMigration, serverVersion } from "./queries.ts";
import type { Statement } from "./statement.ts";

const folder = new URL("../../../migrations/", import.meta.url);

/** The schema can't be brought to what this code needs. The message tells an operator what to do. */
export class CannotMigrate extends Error {}

interface Migration {
  readonly version: number;
  readonly name: string;
}

/** The migrations of this code, from their file names (NNNN-what-it-does.sql), oldest first. */
export function migrations(): Migration[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}-.+\.sql$/.test(name))
    .sort()
    .map((name) => ({ version: Number(name.slice(0, 4)), name }));
}

/**
 * Brings the database to this code's schema, or only to the older one `upTo`; gives the names of the migrations that ran. Several starters may do it at once:
 * each migration first inserts its own row, so the second waits for the first and then skips it.
 * Throws CannotMigrate for a PostgreSQL before 15 or a database that newer code has migrated, and DatabaseUnavailable.
 */
export async function migrate(target: ConnectionTarget, clock: Clock, upTo = Number.POSITIVE_INFINITY): Promise<string[]> {
  // A long index build is no reason to give up.
  const unlimited = { query_timeout: 0, statement_timeout: 0, pipeline: false } as never;
  const client = await reaching(connect(target, "migrate", unlimited));
  try {
    const [server] = await rows(client, serverVersion);
    if (server!.number < 150_000) throw new CannotMigrate(`PostgreSQL ${server!.text} is too old: Willcall needs 15 or later`);
    await createTable(client);
    const known = migrations();
    const [{ version: newest } = { version: null }] = await rows(client, newestMigration);
    const last = known.at(-1)?.version ?? 0;
    if (newest !== null && newest > last) {
      throw new CannotMigrate(
        `the database is at schema ${newest}, this Willcall knows ${last}: start the newer Willcall that migrated it, or restore a backup from before`,
      );
    }
    const ran: string[] = [];
    const wanted = known.filter(({ version }) => version <= upTo);
    for (const migration of wanted) if (await apply(client, migration, clock)) ran.push(migration.name);
    return ran;
  } finally {
    await client.end();
  }
}

async function rows<Row>(client: Client, one: Statement<Row>, values: unknown[] = []): Promise<Row[]> {
  return (await reaching(client.query({ text: one.text, values }))).rows as Row[];
}

/** Only what the connection is asked goes through here: a file of a migration that is missing is no lost database. */
async function reaching<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw isLost(error) ? new DatabaseUnavailable(error) : error;
  }
}

/** IF NOT EXISTS is not safe against a second starter at the same instant: the loser sees the table, its type or its catalogue row there. */
async function createTable(client: Client): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await reaching(client.query(createMigrationsTable));
      return;
    } catch (error) {
      if (attempt === 5 || !["42P07", "42710", "23505"].includes((error as { code?: string }).code ?? "")) throw error;
    }
  }
}

async function apply(client: Client, migration: Migration, clock: Clock): Promise<boolean> {
  await reaching(client.query("BEGIN"));
  try {
    const [claimed] = await rows(client, claimMigration, [migration.version, migration.name, clock.now()]);
    if (claimed) await reaching(client.query(readFileSync(new URL(migration.name, folder), "utf8")));
    await reaching(client.query("COMMIT"));
    return claimed !== undefined;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  }
}
