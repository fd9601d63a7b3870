import pg from "pg";
import type { Statement } from "./statement.ts";

/** What of the driver's connection is used here. */
export interface Wire {
  readonly stream: { cork(): void; uncork(): void };
  /** The text by the name of each statement that PostgreSQL has prepared here, and of those that were sent to be. */
  readonly parsedStatements: Record<string, string>;
  readonly submittedNamedStatements: Record<string, string>;
  parse(message: { name: string | undefined; text: string }): void;
  bind(message: { portal: string; statement: string | undefined; values: readonly unknown[] }): void;
  describe(message: { type: "P"; name: string }): void;
  execute(message: { portal: string }): void;
  sync(): void;
}

const { prepareValue } = (pg as unknown as { utils: { prepareValue(value: unknown): unknown } }).utils;

/** A column, as PostgreSQL describes it. */
export interface Field {
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

/** What a connection is known to answer to its prepared statements, by their names. */
const known = new WeakMap<Wire, Map<string, Columns>>();

function columnsKnown(wire: Wire): Map<string, Columns> {
  const found = known.get(wire) ?? new Map<string, Columns>();
  known.set(wire, found);
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
 * One run of one statement, and what came of it. The driver asks at every run what columns there will be, and PostgreSQL looks up, tells and we read the
 * names and types of all of them; here a connection is asked once a prepared statement. PostgreSQL refuses to run one whose columns have
 * changed since ("cached plan must not change result type"), so what was learnt holds as long as the connection does.
 */
export class Asked<Row = unknown> {
  readonly rows: Row[] = [];
  /** What PostgreSQL says it did, as in INSERT 0 1. */
  done = "";
  readonly name: string | undefined;
  readonly text: string;
  readonly #values: readonly unknown[];
  readonly #asArrays: boolean;
  #sendable: readonly unknown[] | undefined;
  /** Whether this run has asked for the statement to be prepared. */
  #prepares = false;
  #known: Map<string, Columns> | undefined;
  #columns: Columns | undefined;

  constructor({ name, text, rowMode, replanned }: Statement<Row>, values: readonly unknown[]) {
    this.name = replanned ? undefined : name;
    this.text = text;
    this.#values = values;
    this.#asArrays = rowMode === "array";
  }

  /** Puts the values into the form that is sent. Throws for one that has none, before anything is sent. */
  makeReady(): void {
    this.#sendable = this.#values.map(prepareValue);
  }

  send(wire: Wire): void {
    const { name, text } = this;
    if (name === undefined || !(name in wire.parsedStatements || name in wire.submittedNamedStatements)) {
      wire.parse({ name, text });
      if (name !== undefined) wire.submittedNamedStatements[name] = text;
      this.#prepares = true;
    }
    wire.bind({ portal: "", statement: name, values: this.#sendable! });
    if (name !== undefined) {
      this.#known = columnsKnown(wire);
      this.#columns = this.#known.get(name);
    }
    if (!this.#columns) wire.describe({ type: "P", name: "" });
    wire.execute({ portal: "" });
  }

  /** PostgreSQL has passed over it because of an error, and does not prepare it. */
  forget(wire: Wire): void {
    if (this.name !== undefined && this.#prepares) delete wire.submittedNamedStatements[this.name];
  }

  learn(fields: readonly Field[]): void {
    this.#columns = columnsOf(fields);
    if (this.name !== undefined) this.#known?.set(this.name, this.#columns);
  }

  addRow(fields: readonly (string | null)[]): void {
    this.rows.push((this.#asArrays ? this.#array(fields) : this.#object(fields)) as Row);
  }

  complete(done: string): void {
    // It gives no rows, and that is known from now on.
    if (!this.#columns) this.learn([]);
    this.done = done;
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
