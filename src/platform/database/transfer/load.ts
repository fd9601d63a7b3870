import { pipeline } from "node:stream/promises";
import { from } from "pg-copy-streams";
import type { ConnectionTarget } from "../connection.ts";
import { isLost } from "../errors.ts";
import { addKey, analyseTables, copyIn, dropKey, emptyTables, foreignKeysOfSchema, tablesOfSchema } from "./queries.ts";
import { CannotTransfer, countingRows, type TransferSession, withTransfer } from "./session.ts";
import { onlyIn, type Table } from "./snapshot.ts";

/** A table's rows on their way in. */
export interface Load extends Table {
  readonly rows: number;
  /** COPY's text. */
  open(): NodeJS.ReadableStream;
}

export interface LoadOptions {
  readonly signal: AbortSignal;
  /** Hears of rows as they go by. */
  readonly onRows: (rows: number) => void;
  /** Tables of the schema that stay empty. */
  readonly leaving: readonly string[];
}

/**
 * Fills a database, whose schema its migrations have just made, with the rows of `loads`: all of them in one transaction, or nothing.
 * Every key and check of the schema holds for them, foreign keys too, which are made again at the end. Throws CannotTransfer when the rows
 * are not those of this schema or don't fit it, or when there are not as many as there should be.
 */
export function loadTables(
  target: ConnectionTarget,
  loads: readonly Load[],
  { signal, onRows, leaving }: LoadOptions,
): Promise<void> {
  return withTransfer(target, signal, async (session) => {
    const there = (await session.rows(tablesOfSchema)).filter(({ name }) => !leaving.includes(name));
    const odd = [...onlyIn(loads, there), ...onlyIn(there, loads)];
    if (odd.length > 0) throw new CannotTransfer(`the rows are those of another schema, which differs in ${odd.join(", ")}`);
    const names = loads.map(({ name }) => name);
    const keys = await session.rows(foreignKeysOfSchema);
    await session.run("BEGIN");
    await session.run(emptyTables(names));
    // Checking all rows at once takes a fraction of the time of checking them one by one.
    for (const { table, name } of keys) await session.run(dropKey(table, name));
    for (const one of loads) await load(session, one, signal, onRows);
    for (const { table, name, definition } of keys) await fitting(table, session.run(addKey(table, name, definition)));
    await session.run("COMMIT");
    await session.run(analyseTables(names));
  });
}

async function load(
  { client }: TransferSession,
  { name, columns, rows, open }: Load,
  signal: AbortSignal,
  onRows: (rows: number) => void,
): Promise<void> {
  const into = client.query(from(copyIn(name, columns)));
  await fitting(name, pipeline([open(), countingRows(onRows), into] as never, { signal }));
  if (into.rowCount !== rows) throw new CannotTransfer(`${name} has ${into.rowCount} rows instead of ${rows}`);
}

/** What PostgreSQL says of a row that does not fit may hold its values, so only the rule that it breaks is passed on. */
async function fitting(table: string, work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    const { code, severity, constraint } = error as { code?: string; severity?: string; constraint?: string };
    if (severity === undefined || isLost(error)) throw error;
    throw new CannotTransfer(`the rows of ${table} don't fit ${constraint ?? "it"} (PostgreSQL's ${code})`);
  }
}
