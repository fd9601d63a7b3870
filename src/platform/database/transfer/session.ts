import type { Client } from "pg";
import { type ConnectionTarget, connect } from "../connection.ts";
import { DatabaseUnavailable, isLost } from "../errors.ts";
import type { Statement } from "../statement.ts";
import { settleSession } from "./queries.ts";

/** Tables can't be moved as they are; the message tells an operator why and holds no row's values. */
export class CannotTransfer extends Error {}

/** A connection of its own without time limits, for statements that may take as long as the data is large. */
export interface TransferSession {
  readonly client: Client;
  rows<Row>(one: Statement<Row>, values?: readonly unknown[]): Promise<Row[]>;
  run(text: string): Promise<void>;
}

const unlimited = { query_timeout: 0, statement_timeout: 0, idle_in_transaction_session_timeout: 0, pipeline: false } as never;

/**
 * Runs `work` on a connection of its own and closes it. An abort cuts the connection, which rolls back what was not committed.
 * Throws the signal's reason then, DatabaseUnavailable when the connection is lost, and else what `work` throws.
 */
export async function withTransfer<T>(
  target: ConnectionTarget,
  signal: AbortSignal,
  work: (session: TransferSession) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  let client: Client | undefined;
  const cut = (): void => void client?.end().catch(() => {});
  try {
    client = await connect(target, "transfer", unlimited);
    signal.addEventListener("abort", cut, { once: true });
    const session = sessionOn(client);
    await session.rows(settleSession);
    return await work(session);
  } catch (error) {
    signal.throwIfAborted();
    throw isLost(error) && !isOfFile(error) ? new DatabaseUnavailable(error) : error;
  } finally {
    signal.removeEventListener("abort", cut);
    await client?.end().catch(() => {});
  }
}

/** Rows go to files and come from files, whose errors have some codes in common with those of a connection that can't be made. */
function isOfFile(error: unknown): boolean {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return ["ENOENT", "EACCES", "EMFILE", "ENFILE"].includes(code ?? "") && syscall !== "connect";
}

function sessionOn(client: Client): TransferSession {
  return {
    client,
    async rows<Row>(one: Statement<Row>, values: readonly unknown[] = []) {
      return (await client.query({ text: one.text, values: values as unknown[] })).rows as Row[];
    },
    async run(text) {
      await client.query(text);
    },
  };
}

/** A stream's chunks as they are; `onRows` hears how many rows of COPY's text have gone by, each of which ends in a line feed. */
export function countingRows(onRows: (rows: number) => void) {
  return async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      let rows = 0;
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) rows++;
      onRows(rows);
      yield chunk;
    }
  };
}
