import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { to } from "pg-copy-streams";
import type { ConnectionTarget } from "../connection.ts";
import type { Statement } from "../statement.ts";
import { beginSnapshot, copyOut, holdTables, tablesOfSchema } from "./queries.ts";
import { CannotTransfer, countingRows, type TransferSession, withTransfer } from "./session.ts";

/** A table by its name, with the columns that are moved. */
export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
}

/** What a database held at one moment; writers go on meanwhile. */
export interface Snapshot {
  rows<Row>(one: Statement<Row>, values?: readonly unknown[]): Promise<Row[]>;
  /** About how many rows all the tables have together: what the planner believes. */
  readonly rowsGuessed: number;
  /** Writes a table's rows as COPY's text through `steps`; gives how many there were. `onRows` hears of them as they go by. */
  copy(table: Table, to: readonly [...NodeJS.ReadWriteStream[], Writable], onRows: (rows: number) => void): Promise<number>;
}

/** The tables of a database as its migrations made them, by name. */
export function tablesOf(target: ConnectionTarget, signal: AbortSignal): Promise<Table[]> {
  return withTransfer(target, signal, async ({ rows }) =>
    (await rows(tablesOfSchema)).map(({ name, columns }) => ({ name, columns })),
  );
}

/**
 * Runs `work` on one moment of the database: everything that had been committed by then and nothing else. `extra` are the tables and
 * columns (as table.column) that the schema has and `tables` do not name. Throws CannotTransfer when one of `tables` is missing.
 */
export function withSnapshot<T>(
  target: ConnectionTarget,
  tables: readonly Table[],
  signal: AbortSignal,
  work: (snapshot: Snapshot, extra: readonly string[]) => Promise<T>,
): Promise<T> {
  return withTransfer(target, signal, async (session) => {
    // Before the locks, since a table that is missing could not be locked; and after, since only then nothing changes any more.
    const missing = onlyIn(tables, await session.rows(tablesOfSchema));
    if (missing.length > 0) throw new CannotTransfer(`the database lacks ${missing.join(", ")}: its schema was changed by hand`);
    await session.run(beginSnapshot);
    await session.run(holdTables(tables.map(({ name }) => name)));
    const found = await session.rows(tablesOfSchema);
    const rowsGuessed = found.reduce((sum, one) => sum + one.rowsGuessed, 0);
    const snapshot: Snapshot = { rows: session.rows, rowsGuessed, copy: (...given) => copy(session, signal, ...given) };
    return work(snapshot, onlyIn(found, tables));
  });
}

/** The tables and columns of `some` that `others` have not; the columns of a table that they have not go without saying. */
export function onlyIn(some: readonly Table[], others: readonly Table[]): string[] {
  const known = new Map(others.map(({ name, columns }) => [name, new Set(columns)]));
  return some.flatMap(({ name, columns }) => {
    const there = known.get(name);
    return there ? columns.filter((column) => !there.has(column)).map((column) => `${name}.${column}`) : [name];
  });
}

async function copy(
  { client }: TransferSession,
  signal: AbortSignal,
  { name, columns }: Table,
  steps: readonly [...NodeJS.ReadWriteStream[], Writable],
  onRows: (rows: number) => void,
): Promise<number> {
  let count = 0;
  const counting = countingRows((rows) => {
    count += rows;
    onRows(rows);
  });
  await pipeline([client.query(to(copyOut(name, columns))), counting, ...steps] as never, { signal });
  return count;
}
