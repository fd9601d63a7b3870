import { statement } from "../../../src/platform/database/statement.ts";

export const counts = `SELECT (SELECT count(*)::int FROM customers) AS customers, (SELECT count(*)::int FROM accounts) AS accounts,
  (SELECT count(*)::int FROM writes) AS writes, (SELECT count(*)::int FROM changes) AS changes`;

export const division = statement<{ quotient: number }>("test-division", "SELECT 100 / $1::int AS quotient");
export const echo = statement<{ said: string }>("test-echo", "SELECT $1::text AS said");
/** The test gives json a parser that throws for it. */
export const freshEcho = statement<{ said: string }>("test-fresh-echo", "SELECT $1::text AS said");
export const notJson = statement("test-not-json", "SELECT '{}'::json AS broken");
export const makeChanging = "CREATE TABLE changing AS SELECT 1 AS one, '2'::text AS two";
export const change = "ALTER TABLE changing DROP COLUMN one, ADD COLUMN three int DEFAULT 3";
export const changing = statement("test-changing", "SELECT * FROM changing");
export const typed = statement<{ n: number }>(
  "test-typed",
  `SELECT $1::int AS n, 1099511627776::bigint AS big, '2026-02-03'::date AS day, '2026-02-03 04:05:06Z'::timestamptz AS at,
    ARRAY['a', NULL] AS list, NULL::text AS nothing`,
);
export const pipelined = statement<{ n: number }>("test-pipelined", "SELECT $1::int AS n");
export const ofAType = statement<{ n: number }>("test-of-a-type", "SELECT $1::text::int AS n");
export const replanned = statement<{ n: number }>("test-replanned", "SELECT $1::int AS n", { replanned: true });
export const makeHeap = "CREATE TABLE heap (n int)";
export const fill = statement("test-fill", "INSERT INTO heap VALUES ($1)");
export const heap = statement<{ n: number }>("test-heap", "SELECT n FROM heap ORDER BY n");
export const asArrays = statement<[number, string | null]>(
  "test-arrays",
  "SELECT n, CASE n WHEN 2 THEN 'two' END FROM generate_series(1, 2) AS n",
  { rowMode: "array" },
);
export const makeUnique = "CREATE TABLE uniques (n int CONSTRAINT unique_n UNIQUE)";
export const emptyUnique = "DELETE FROM uniques";
export const clearUnique = statement("test-empty-unique", emptyUnique);
export const fillUnique = statement("test-fill-unique", "INSERT INTO uniques VALUES ($1)");
// The same under other names, for who wants one that was never prepared.
export const lateFill = statement("test-late-fill", "INSERT INTO uniques VALUES ($1)");
export const hastyFill = statement("test-hasty-fill", "INSERT INTO uniques VALUES ($1)");
export const unique = statement<{ n: number }>("test-unique", "SELECT n FROM uniques ORDER BY n");
export const countUnique = statement<{ n: number }>("test-count-unique", "SELECT count(*)::int AS n FROM uniques");
