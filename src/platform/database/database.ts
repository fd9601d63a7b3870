import pg from "pg";
import { ask } from "./ask.ts";
import { type ConnectionTarget, clientConfig } from "./connection.ts";
import { DatabaseUnavailable, isLost } from "./errors.ts";
import { openReaders } from "./readers.ts";
import type { Statement } from "./statement.ts";
import { type Commitment, type Once, runOnce, runTransaction, type Transaction } from "./transaction.ts";

/** One process's way to PostgreSQL. Every method throws DatabaseUnavailable when it can't be reached. */
export interface Database {
  /** A short read outside any transaction: one round trip, sent again once if its connection is lost. */
  read<Row>(statement: Statement<Row>, values: readonly unknown[]): Promise<Row[]>;
  /** One statement that commits by itself. It is not repeated, so it may have happened when DatabaseUnavailable is thrown. */
  run<Row>(statement: Statement<Row>, values: readonly unknown[]): Promise<Row[]>;
  /**
   * The same on a connection that no transaction ever holds: for what is needed within transactions and must not wait for one of them to end.
   */
  runAside<Row>(statement: Statement<Row>, values: readonly unknown[]): Promise<Row[]>;
  /** One statement that commits by itself and is run again after a conflict or a lost connection; see Once. */
  runOnce<Row>(statement: Statement<Row>, values: readonly unknown[], commitment: Commitment): Promise<Once<Row>>;
  /**
   * Runs `work` in a transaction and commits it. Deadlocks and serialisation failures run it again; so does a lost connection,
   * and when the loss came after COMMIT was sent, only with a `commitment` that tells the second run whether the first had happened: so a write whose
   * answer was lost is neither lost nor done twice. `work` must therefore bear being run again.
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>, commitment?: Commitment): Promise<T>;
  /** Connections open, and calls that wait for one. */
  figures(): { readonly connections: number; readonly waiting: number };
  close(): Promise<void>;
}

/** Opens pools towards `target`; no connection is made before the first statement. */
export function openDatabase(target: ConnectionTarget, sizes: { writers: number; readers: number }): Database {
  const pool = new pg.Pool({ ...clientConfig(target, "write"), max: sizes.writers, idleTimeoutMillis: 60_000 });
  // A lost connection is replaced by the pool when it was idle, and reported by its next statement when it was not; without a
  // listener of its own the latter's error event would end the process.
  const aside = new pg.Pool({ ...clientConfig(target, "aside"), max: 1, idleTimeoutMillis: 60_000 });
  for (const one of [pool, aside]) {
    one.on("error", () => {});
    one.on("connect", (client) => void client.on("error", () => {}));
  }
  const readers = openReaders(target, sizes.readers);
  return {
    read: readers.read,
    run: (statement, values) => runOn(pool, statement, values),
    runAside: (statement, values) => runOn(aside, statement, values),
    runOnce: (statement, values, commitment) => runOnce(pool, statement, values, commitment),
    transaction: (work, commitment) => runTransaction(pool, work, commitment),
    figures: () => ({ connections: pool.totalCount + aside.totalCount + readers.open(), waiting: pool.waitingCount }),
    async close() {
      await Promise.all([pool.end(), aside.end(), readers.close()]);
    },
  };
}

async function runOn<Row>(pool: pg.Pool, statement: Statement<Row>, values: readonly unknown[]): Promise<Row[]> {
  let client: pg.PoolClient | undefined;
  let broken: Error | undefined;
  try {
    client = await pool.connect();
    return await ask(client, statement, values);
  } catch (error) {
    if (!isLost(error)) throw error;
    broken = error as Error;
    throw new DatabaseUnavailable(error);
  } finally {
    client?.release(broken);
  }
}
