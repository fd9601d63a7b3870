// What the tests of this folder ask PostgreSQL's catalogue.

/** Every key of the schema: its table, its first column and, for a foreign key, the table and first column it refers to. */
export const keysInCatalogue = `
  SELECT t.relname AS "table", i.relname AS name, a.attname AS first, NULL AS other, NULL AS "otherFirst"
  FROM pg_index x
  JOIN pg_class i ON i.oid = x.indexrelid
  JOIN pg_class t ON t.oid = x.indrelid
  LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = x.indkey[0]
  WHERE x.indisunique AND t.relnamespace = 'public'::regnamespace
  UNION ALL
  SELECT t.relname, c.conname, a.attname, o.relname, b.attname
  FROM pg_constraint c
  JOIN pg_class t ON t.oid = c.conrelid
  JOIN pg_class o ON o.oid = c.confrelid
  JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = c.conkey[1]
  JOIN pg_attribute b ON b.attrelid = o.oid AND b.attnum = c.confkey[1]
  WHERE c.contype = 'f' AND t.relnamespace = 'public'::regnamespace`;

/** Every table of the schema, whether it has a primary key, and whether it has org_id and requires it. */
export const tablesInCatalogue = `
  SELECT t.relname AS name,
         EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conrelid = t.oid AND c.contype = 'p') AS keyed,
         EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attname = 'org_id' AND a.attnotnull) AS owned
  FROM pg_class t WHERE t.relkind IN ('r', 'p') AND t.relnamespace = 'public'::regnamespace ORDER BY t.relname`;

/** Triggers but those of foreign keys, functions, sequences, and constraints that are exclusions or deferrable: all none. */
export const strangersInCatalogue = `
  SELECT tgname AS name FROM pg_trigger WHERE NOT tgisinternal
  UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
  UNION ALL SELECT relname FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace
  UNION ALL SELECT conname FROM pg_constraint WHERE (contype = 'x' OR condeferrable) AND connamespace = 'public'::regnamespace`;

/** Has PostgreSQL parse and plan a statement against the schema, without running it. */
export const prepare = (text: string): string[] => [`PREPARE once AS ${text}`, "DEALLOCATE once"];
