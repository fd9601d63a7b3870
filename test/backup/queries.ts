export const count = (table: string): string => `SELECT count(*)::int AS count FROM ${table}`;
export const newerMigration =
  "INSERT INTO schema_migrations (version, name, applied_at) VALUES (9999, '9999-from-the-future.sql', '2099-01-01')";
export const emails = "SELECT value FROM identifiers WHERE org_id = 1 AND kind = 'email' AND value LIKE 'load%'";
export const lastNumber = "SELECT last_seq::int AS last FROM change_counters WHERE org_id = 1";
export const alterValues = `UPDATE change_values SET field_values = replace(field_values, 'Public', 'Private')
  WHERE org_id = 1 AND entity = 'customer' AND entity_id = 2`;
export const strangers = ["CREATE TABLE strangers (a int)", "ALTER TABLE users ADD COLUMN shoe_size int"];
export const dropColumn = "ALTER TABLE customers DROP COLUMN gender";
/** Rows with all that text can hold and a COPY must keep. */
export const oddOrganisation = [
  `INSERT INTO organisations (org_id, slug, name, time_zone, currency, own_networks, alternate_id_types, created_at)
  VALUES (77, 'odd', E'tab\\t line\\n return\\r back\\\\slash \\\\N \\\\. "quoted" Ünïcode 🎟', 'UTC', 'EUR', '{}', '{a,"b c",NULL}', '2026-02-28 23:59:59.123456+00')`,
  "INSERT INTO change_counters (org_id, last_seq, sealed_seq) VALUES (77, 0, 0)",
];
export const oddName = "SELECT name, created_at::text, alternate_id_types FROM organisations WHERE org_id = 77";
/** At schema 9, which this code's own functions can't write to any more. */
export const oldOrganisation = [
  "INSERT INTO organisations (org_id, slug, name, time_zone, currency, created_at) VALUES (1, 'old', 'Old', 'UTC', 'EUR', '2026-01-01')",
  "INSERT INTO change_counters (org_id, last_seq, sealed_seq) VALUES (1, 0, 0)",
  "INSERT INTO counters (org_id, counter, last) VALUES (1, 'customer', 5), (1, 'account', 6)",
];
export const countersOf = "SELECT counter, last::int AS last FROM counters WHERE org_id = 1 ORDER BY counter";
export const schemaNow = "SELECT max(version) AS version FROM schema_migrations";
export const schemasLike = "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'willcall%'";
/** Of this database; other test files make their own. */
export const proofDatabases = `SELECT datname FROM pg_database
  WHERE starts_with(datname, 'willcall_proof_' || left(encode(sha256(convert_to(current_database(), 'UTF8')), 'hex'), 8))`;
export const lease =
  "INSERT INTO leases (name, holder, expires_at) VALUES ('test', '00000000-0000-7000-8000-000000000001', '2099-01-01')";
export const oneTable = "CREATE TABLE customers (a int)";
/** The foreign keys of a schema, as words; they are dropped and made again on the way in. */
export const keys = `SELECT conrelid::regclass::text || ': ' || pg_get_constraintdef(oid) AS key FROM pg_constraint
  WHERE connamespace = current_schema()::regnamespace ORDER BY 1`;
export const tables = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace";
/** What a killed restore leaves. */
export const leftBehind = ["CREATE SCHEMA willcall_restoring", "CREATE TABLE willcall_restoring.customers (a int)"];
/** Connections that move tables into this database, and those of them that wait for a lock. */
export const transfers =
  "SELECT pid FROM pg_stat_activity WHERE application_name = 'willcall transfer' AND datname = current_database()";
export const waiting = `${transfers} AND wait_event_type = 'Lock'`;
