import { statement } from "../statement.ts";

// What moves whole tables from one PostgreSQL to another. The names of tables, columns and constraints come from the catalogue of a
// schema that the migrations made.

/** Text forms and limits that must not depend on how a server or a role is set up; settings that a server does not know are left out. */
export const settleSession = statement(
  "settle-session",
  `SELECT set_config(s.name, w.value, false) FROM pg_settings s JOIN (VALUES
     ('DateStyle', 'ISO, MDY'), ('IntervalStyle', 'postgres'), ('TimeZone', 'UTC'), ('bytea_output', 'hex'), ('extra_float_digits', '3'),
     ('statement_timeout', '0'), ('lock_timeout', '0'), ('idle_in_transaction_session_timeout', '0'), ('transaction_timeout', '0'),
     ('row_security', 'off')) AS w (name, value) ON w.name = s.name`,
);

/** The tables of the connection's own schema, with their columns in order and what the planner believes of their rows. */
export const tablesOfSchema = statement<{ name: string; columns: string[]; rowsGuessed: number }>(
  "tables-of-schema",
  `SELECT c.relname::text AS name, greatest(c.reltuples, 0)::float8 AS "rowsGuessed",
     ARRAY(SELECT a.attname::text FROM pg_attribute a
           WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum) AS columns
   FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') ORDER BY c.relname`,
);

/** The foreign keys of the connection's own schema, each as the words that make it again. */
export const foreignKeysOfSchema = statement<{ name: string; table: string; definition: string }>(
  "foreign-keys-of-schema",
  `SELECT k.conname::text AS name, t.relname::text AS table, pg_get_constraintdef(k.oid) AS definition
   FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid JOIN pg_namespace n ON n.oid = k.connamespace
   WHERE n.nspname = current_schema() AND k.contype = 'f' ORDER BY t.relname, k.conname`,
);

export const ownSchema = statement<{ schema: string | null }>("own-schema", "SELECT current_schema()::text AS schema");

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const listed = (names: readonly string[]): string => names.map(quoted).join(", ");

/** Begins a transaction that sees one moment, whatever is written meanwhile. Its first statement must be the locks, which choose no moment yet. */
export const beginSnapshot = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/** Keeps a migration from reshaping the tables; nobody who reads or writes waits for it. */
export const holdTables = (names: readonly string[]): string => `LOCK TABLE ${listed(names)} IN ACCESS SHARE MODE`;

/** A table's rows to text. */
export const copyOut = (table: string, columns: readonly string[]): string =>
  `COPY ${quoted(table)} (${listed(columns)}) TO STDOUT`;

/** And back. */
export const copyIn = (table: string, columns: readonly string[]): string =>
  `COPY ${quoted(table)} (${listed(columns)}) FROM STDIN`;

/** Migrations put rows into tables too; what is loaded has them already. */
export const emptyTables = (names: readonly string[]): string => `TRUNCATE ${listed(names)}`;

/** Tells the planner what has come. */
export const analyseTables = (names: readonly string[]): string => `ANALYZE ${listed(names)}`;

/** Takes a foreign key away. */
export const dropKey = (table: string, name: string): string => `ALTER TABLE ${quoted(table)} DROP CONSTRAINT ${quoted(name)}`;

/** Makes it again, which holds it against every row at once. */
export const addKey = (table: string, name: string, definition: string): string =>
  `ALTER TABLE ${quoted(table)} ADD CONSTRAINT ${quoted(name)} ${definition}`;

/** A schema that is only there while something is being restored. */
export const createSchema = (name: string): string => `CREATE SCHEMA ${quoted(name)}`;

/** Removes it with all that it holds. */
export const dropSchema = (name: string): string => `DROP SCHEMA IF EXISTS ${quoted(name)} CASCADE`;

/** Indexes and constraints come along. */
export const moveTable = (table: string, from: string, to: string): string =>
  `ALTER TABLE ${quoted(from)}.${quoted(table)} SET SCHEMA ${quoted(to)}`;

/** A database that is only there while something is being proved. */
export const createDatabase = (name: string): string => `CREATE DATABASE ${quoted(name)} TEMPLATE template0 ENCODING 'UTF8'`;

/** Removes it. */
export const dropDatabase = (name: string): string => `DROP DATABASE IF EXISTS ${quoted(name)}`;

/** The beginning of the names of the databases that proofs of this one are made in. */
export const proofPrefix = statement<{ prefix: string }>(
  "proof-prefix",
  "SELECT 'willcall_proof_' || left(encode(sha256(convert_to(current_database(), 'UTF8')), 'hex'), 8) || '_' AS prefix",
);

/** Databases whose name begins with $1 and that nobody is connected to. */
export const idleDatabases = statement<{ name: string }>(
  "idle-databases",
  `SELECT d.datname::text AS name FROM pg_database d
   WHERE starts_with(d.datname::text, $1) AND NOT EXISTS (SELECT 1 FROM pg_stat_activity a WHERE a.datname = d.datname)`,
);
