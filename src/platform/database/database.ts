import pg from "pg";
import { type ConnectionTarget, clientConfig } from "./connection.ts";
import { DatabaseUnavailable, isLost } from "./errors.ts";
import { openReaders } from "./readers.ts";
import { bind, type Statement } from "./statement.ts";
import { type Commitment, runOnce, runTransaction, type Transaction } from "./transaction.ts";

/** One process's way to PostgreSQL. Every method throws DatabaseUnavailable when it can't be reached. */
export interface Database {
  /** A short read outside any transaction: one round trip, sent again once if its connection is lost. */
  read<Row>(statement: Statement<Row>, values: readonly unknown[]): Promise<Row[]>;
  /** One statement that commits by itself. It is not repeated, so it may have happened when DatabaseUnavailable is thrown. */
  run<Row>(statement: Statement<Row>, values: readonly unknown[]): Promise<Row[]>;
  /**
   * One statement that commits by itself and is run again after a conflict or a lost connection; `commitment` tells when the lost one had happened, and
   * undefined then takes the place of its rows.
   */
  runOnce<Row>(statement: Statement<Row>, values: readonly unknown[], commitment: Commitment): Promise<Row[] | undefined>;
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
  pool.on("error", () => {});
  pool.on("connect", (client) => void client.on("error", () => {}));
  const readers = openReaders(target, sizes.readers);
  return {
    read: readers.read,
    async run<Row>(statement: Statement<Row>, values: readonly unknown[]) {
      try {
        return (await pool.query(bind(statement, values))).rows as Row[];
      } catch (error) {
        throw isLost(error) ? new DatabaseUnavailable(error) : error;
      }
    },
    runOnce: (statement, values, commitment) => runOnce(pool, statement, values, commitment),
    transaction: (work, commitment) => runTransaction(pool, work, commitment),
    figures: () => ({ connections: pool.totalCount + readers.open(), waiting: pool.waitingCount }),
    async close() {
      await Promise.all([pool.end(), readers.close()]);
    },
  };
}
