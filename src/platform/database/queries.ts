import { statement } from "./statement.ts";

/** The migrations that ran. Not bound to an organisation: it is about the schema. */
export const createMigrationsTable = `
  CREATE TABLE IF NOT EXISTS schema_migrations (version int PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL)`;

export const newestMigration = statement<{ version: number | null }>(
  "newest-migration",
  "SELECT max(version) AS version FROM schema_migrations",
);

/** Waits for another starter that is running the same migration; no row means that one has finished it. */
export const claimMigration = statement<{ version: number }>(
  "claim-migration",
  "INSERT INTO schema_migrations (version, name, applied_at) VALUES ($1, $2, $3) ON CONFLICT (version) DO NOTHING RETURNING version",
);

export const serverVersion = statement<{ number: number; text: string }>(
  "server-version",
  "SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS text",
);

/** Whether the database has been migrated at all. */
export const hasMigrationsTable = statement<{ present: boolean }>(
  "has-migrations-table",
  "SELECT to_regclass('schema_migrations') IS NOT NULL AS present",
);

/** What an operator should know of the server: its version, whether it keeps what it commits, its clock. */
export const databaseHealth = statement<{
  number: number;
  version: string;
  fsync: string;
  synchronousCommit: string;
  fullPageWrites: string;
  maxConnections: number;
  readOnly: boolean;
  now: Date;
}>(
  "database-health",
  `SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version,
     current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS "synchronousCommit",
     current_setting('full_page_writes') AS "fullPageWrites", current_setting('max_connections')::int AS "maxConnections",
     pg_is_in_recovery() AS "readOnly", clock_timestamp() AS now`,
);

/** The smallest statement, to learn whether the database answers. */
export const probe = statement<{ alive: number }>("probe", "SELECT 1 AS alive");
