import { directoryTables } from "./directory-tables.ts";
import { plainSql } from "./forbidden.ts";

/** A table as a migration declares it. */
export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  readonly keys: readonly Key[];
}

interface Key {
  readonly kind: "primary key" | "unique" | "foreign key";
  readonly columns: readonly string[];
  readonly references?: { readonly table: string; readonly columns: readonly string[] };
}

/** The statements of a migration, without comments and without what is in quotes. */
export function statementsOf(migration: string): string[] {
  return plainSql(migration)
    .split(";")
    .map((one) => one.trim())
    .filter(Boolean);
}

const list = (text: string): string[] => text.split(",").map((one) => one.trim().split(/\s/)[0]!.toLowerCase());

/** The items between a table's parentheses: columns and constraints. */
function itemsOf(body: string): string[] {
  const items = [""];
  let depth = 0;
  for (const char of body) {
    if (char === "(") depth++;
    else if (char === ")") depth--;
    if (char === "," && depth === 0) items.push("");
    else items[items.length - 1] += char;
  }
  return items.map((item) => item.trim().replaceAll(/\s+/g, " "));
}

function keysOf(item: string, column: string | undefined): Key[] {
  const keys: Key[] = [];
  const own = column === undefined ? undefined : [column];
  const named = (kind: string): string[] | undefined => {
    const found = new RegExp(`\\b${kind}\\b(?: nulls not distinct)?(?: ?\\(([^)]*)\\))?`, "i").exec(item);
    return found ? (own ?? list(found[1] ?? "")) : undefined;
  };
  const [primary, unique] = [named("primary key"), named("unique")];
  if (primary) keys.push({ kind: "primary key", columns: primary });
  if (unique) keys.push({ kind: "unique", columns: unique });
  const [, table, columns] = /\breferences (\w+)(?: ?\(([^)]*)\))?/i.exec(item) ?? [];
  if (table) {
    const from = own ?? list(/\bforeign key ?\(([^)]*)\)/i.exec(item)?.[1] ?? "");
    keys.push({ kind: "foreign key", columns: from, references: { table: table.toLowerCase(), columns: list(columns ?? "") } });
  }
  return keys;
}

/** The tables that a migration makes, with the unique indexes it puts on them or on earlier ones. */
export function tablesOf(migration: string): Table[] {
  return statementsOf(migration).flatMap((statement): Table[] => {
    const [, index, indexed] = /^create unique index \w+ on (\w+)[^(]*\(([^)]*)\)/is.exec(statement) ?? [];
    if (index) return [{ name: index.toLowerCase(), columns: [], keys: [{ kind: "unique", columns: list(indexed!) }] }];
    const [, name, body] = /^create table (\w+)\s*\(([\s\S]*)\)[^)]*$/i.exec(statement) ?? [];
    if (!name) return [];
    const items = itemsOf(body!).map((item) => ({
      item,
      column: /^(constraint|primary|unique|foreign|check|like|exclude)\b/i.test(item) ? undefined : list(item)[0]!,
    }));
    return [
      {
        name: name.toLowerCase(),
        columns: items.flatMap(({ column }) => column ?? []),
        keys: items.flatMap(({ item, column }) => keysOf(item, column)),
      },
    ];
  });
}

/** What a migration has that is no plain CREATE TABLE, CREATE INDEX or INSERT, and keys that org_id does not lead. */
export function migrationFaults(migration: string): string[] {
  const strange = statementsOf(migration)
    .filter(
      (one) =>
        !/^(create table|create (unique )?index|insert into|alter table \w+ (add (column|constraint)|drop constraint)|drop index) \w/i.test(
          one,
        ),
    )
    .map(
      (one) =>
        `"${one.slice(0, 60)}" is no CREATE TABLE, CREATE INDEX, INSERT, DROP INDEX, or ALTER TABLE of a column or constraint`,
    );
  const keys = tablesOf(migration).flatMap(({ name, columns, keys: all }) => {
    if (name in directoryTables) return [];
    const faults = all.flatMap(({ kind, columns: key, references }) => [
      ...(key[0] === "org_id" ? [] : [`${name}: org_id does not lead the ${kind} (${key.join(", ")})`]),
      ...(references && !(references.table in directoryTables) && references.columns[0] !== "org_id"
        ? [`${name}: org_id does not lead what the foreign key refers to in ${references.table}`]
        : []),
    ]);
    if (columns.length > 0 && !all.some(({ kind }) => kind === "primary key")) faults.push(`${name}: has no primary key`);
    return faults;
  });
  return [...strange, ...keys];
}
