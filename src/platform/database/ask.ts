import pg, { type ClientBase } from "pg";
import { Asked, type Field, type Wire } from "./asked.ts";
import type { Statement } from "./statement.ts";

/** The driver's own query, as far as it is built upon here. Its version is pinned. */
interface DriverQuery {
  name: string | undefined;
  text: string;
  callback: (error: Error | null) => void;
  _canceledDueToError: Error | false;
  submit(wire: Wire): Error | null;
  handleError(error: Error, wire: Wire): void;
}
const Query = pg.Query as unknown as new (text: string) => DriverQuery;

/**
 * Statements one after another behind which PostgreSQL says once that it is ready (one Sync). It answers them with one message, and the event loop wakes up once for all; and where no transaction
 * is open they are one, without a word of BEGIN and COMMIT (PostgreSQL's manual, Message Flow, Pipelining). After an error it passes over the rest.
 */
class Run extends Query {
  readonly #all: readonly Asked[];
  #at = 0;

  constructor(all: readonly Asked[]) {
    super(all[0]!.text);
    this.#all = all;
    this.#name();
  }

  override submit(wire: Wire): Error | null {
    try {
      for (const one of this.#all) one.makeReady();
    } catch (error) {
      return error as Error;
    }
    wire.stream.cork();
    for (const one of this.#all) one.send(wire);
    wire.sync();
    wire.stream.uncork();
    return null;
  }

  handleRowDescription({ fields }: { readonly fields: readonly Field[] }): void {
    this.#all[this.#at]!.learn(fields);
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    if (this._canceledDueToError) return;
    try {
      this.#all[this.#at]!.addRow(fields);
    } catch (error) {
      this._canceledDueToError = error as Error;
    }
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    this.#all[this.#at++]!.complete(text);
    this.#name();
  }

  handleReadyForQuery(wire: Wire): void {
    if (this._canceledDueToError) this.handleError(this._canceledDueToError, wire);
    else this.callback(null);
  }

  override handleError(error: Error, wire: Wire): void {
    for (const passedOver of this.#all.slice(this.#at)) passedOver.forget(wire);
    super.handleError(error, wire);
  }

  /** The driver notes under these what has been prepared, as PostgreSQL goes through the statements. */
  #name(): void {
    this.name = this.#all[this.#at]?.name;
    this.text = this.#all[this.#at]?.text ?? "";
  }
}

/** Runs statements on a connection with one answer to all. Rejects with the driver's error, whose stack leads back here; what came behind the statement that failed has not run. */
export async function askAll(client: ClientBase, all: readonly Asked[]): Promise<void> {
  const run = new Run(all);
  try {
    await new Promise<void>((resolve, reject) => {
      run.callback = (error) => (error ? reject(error) : resolve());
      client.query(run as never);
    });
  } catch (error) {
    // What leads to the socket tells nobody which call it was.
    Error.captureStackTrace(error as Error, askAll);
    throw error;
  }
}

/** Runs a statement on a connection and gives its rows. Rejects as askAll does. */
export async function ask<Row>(client: ClientBase, statement: Statement<Row>, values: readonly unknown[]): Promise<Row[]> {
  const asked = new Asked(statement, values);
  await askAll(client, [asked]);
  return asked.rows;
}
