import pg, { type ClientBase } from "pg";
import type { Statement } from "./statement.ts";

/** What of the driver's connection is used here. */
interface Wire {
  describe(message: unknown): void;
}

/** The driver's own query, as far as it is built upon here. Its version is pinned. */
interface DriverQuery {
  name: string | undefined;
  values: readonly unknown[] | undefined;
  callback: (error: Error | null) => void;
  _canceledDueToError: Error | false;
  prepare(wire: Wire): void;
  handleError(error: Error, wire: Wire): void;
}
const Query = pg.Query as unknown as new (text: string) => DriverQuery;

interface Field {
  readonly name: string;
  readonly dataTypeID: number;
}

/** How the rows of a statement are read. */
interface Columns {
  readonly names: readonly string[];
  readonly parsers: readonly ((text: string) => unknown)[];
  /** A row as an object, before its values: copying it is cheaper than adding properties one by one. */
  readonly empty: Readonly<Record<string, unknown>>;
}

/** What a connection is known to answer to its prepared statements, by their names; and the connection without Describe. */
interface Known {
  readonly columns: Map<string, Columns>;
  readonly silent: Wire;
}
const known = new WeakMap<Wire, Known>();

function knownOf(wire: Wire): Known {
  let found = known.get(wire);
  if (!found) {
    found = { columns: new Map(), silent: Object.create(wire, { describe: { value: () => {} } }) };
    known.set(wire, found);
  }
  return found;
}

function columnsOf(fields: readonly Field[]): Columns {
  return {
    names: fields.map(({ name }) => name),
    parsers: fields.map(({ dataTypeID }) => pg.types.getTypeParser(dataTypeID, "text") as (text: string) => unknown),
    empty: Object.fromEntries(fields.map(({ name }) => [name, null])),
  };
}

/**
 * One run of a statement. The driver asks at every run what columns there will be, and PostgreSQL looks up, tells and we read the names and types of all of
 * them; here a connection is asked once a prepared statement. PostgreSQL refuses to run one whose columns have changed since ("cached plan must not
 * change result type"), so what was learnt holds as long as the connection does.
 */
class Run extends Query {
  readonly found: unknown[] = [];
  readonly #asArrays: boolean;
  #known: Known | undefined;
  #columns: Columns | undefined;

  constructor({ name, text, rowMode, replanned }: Statement<unknown>, values: readonly unknown[]) {
    super(text);
    this.name = replanned ? undefined : name;
    this.values = values;
    this.#asArrays = rowMode === "array";
  }

  override prepare(wire: Wire): void {
    if (this.name) {
      this.#known = knownOf(wire);
      this.#columns = this.#known.columns.get(this.name);
    }
    super.prepare(this.#columns ? this.#known!.silent : wire);
  }

  handleRowDescription({ fields }: { readonly fields: readonly Field[] }): void {
    this.#learn(fields);
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    if (this._canceledDueToError) return;
    try {
      this.found.push(this.#asArrays ? this.#array(fields) : this.#object(fields));
    } catch (error) {
      this._canceledDueToError = error as Error;
    }
  }

  handleCommandComplete(): void {
    // It gives no rows, and that is known from now on.
    if (!this.#columns) this.#learn([]);
  }

  handleReadyForQuery(wire: Wire): void {
    if (this._canceledDueToError) this.handleError(this._canceledDueToError, wire);
    else this.callback(null);
  }

  #learn(fields: readonly Field[]): void {
    this.#columns = columnsOf(fields);
    if (this.name) this.#known?.columns.set(this.name, this.#columns);
  }

  #array(fields: readonly (string | null)[]): unknown[] {
    const { parsers } = this.#columns!;
    return fields.map((value, at) => (value === null ? null : parsers[at]!(value)));
  }

  #object(fields: readonly (string | null)[]): Record<string, unknown> {
    const { names, parsers, empty } = this.#columns!;
    const row = { ...empty };
    for (let at = 0; at < fields.length; at++) {
      const value = fields[at]!;
      if (value !== null) row[names[at]!] = parsers[at]!(value);
    }
    return row;
  }
}

/** Runs a statement on a connection and gives its rows. Rejects with the driver's error, whose stack leads back here. */
export async function ask<Row>(client: ClientBase, statement: Statement<Row>, values: readonly unknown[]): Promise<Row[]> {
  const run = new Run(statement, values);
  try {
    await new Promise<void>((resolve, reject) => {
      run.callback = (error) => (error ? reject(error) : resolve());
      client.query(run as never);
    });
  } catch (error) {
    // What leads to the socket tells nobody which call it was.
    Error.captureStackTrace(error as Error, ask);
    throw error;
  }
  return run.found as Row[];
}
