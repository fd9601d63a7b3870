import type { Pool, PoolClient } from "pg";
import { ask, askAll } from "./ask.ts";
import { Asked } from "./asked.ts";
import { together } from "./connection.ts";
import { DatabaseUnavailable, isConflict, isLost, violates } from "./errors.ts";
import type { Statement } from "./statement.ts";

/** What a function that needs a transaction asks for; it can't be had outside one. */
export interface Transaction {
  readonly inTransaction: true;
  /** Runs a statement, and what was sent before it, and waits for its rows. */
  query<Row>(statement: Statement<Row>, values: readonly unknown[]): Promise<Row[]>;
  /** Lets a statement go with the next that is waited for, or with the end. Its error fails that. */
  send(statement: Statement<unknown>, values: readonly unknown[]): void;
}

/**
 * How a write is recognised when its COMMIT was sent and the connection lost before the answer: `work` begins with an insert
 * whose unique constraint bears this name. Run again, it waits for the first one if that is still committing, and then violates it.
 */
export interface Commitment {
  readonly constraint: string;
}

const attempts = 4;

/** Runs `work` in one transaction on a client of the pool; see Database.transaction for the contract. */
export async function runTransaction<T>(pool: Pool, work: (tx: Transaction) => Promise<T>, commitment?: Commitment): Promise<T> {
  let unsure: { result: T } | undefined;
  for (let attempt = 1; ; attempt++) {
    let committing: { result: T } | undefined;
    try {
      return await once(pool, work, (result) => {
        committing = { result };
      });
    } catch (error) {
      if (unsure && commitment && violates(error, commitment.constraint)) return unsure.result;
      if (committing) unsure ??= committing;
      const again = isConflict(error) || (isLost(error) && (commitment !== undefined || !committing));
      if (again && attempt < attempts) {
        await pause(attempt);
        continue;
      }
      // A conflict that four attempts could not get round is too much traffic, not a wrong request.
      throw isLost(error) || isConflict(error) ? new DatabaseUnavailable(error) : error;
    }
  }
}

/** What one statement that commits by itself came to. */
export interface Once<Row> {
  /** Undefined: a run whose answer was lost had happened, as the constraint says. */
  readonly rows: Row[] | undefined;
  /** An answer was lost: where the rows say that nothing was done, an earlier run may have done it. */
  readonly unsure: boolean;
}

/** Runs one statement that commits by itself; see Database.runOnce for the contract. */
export async function runOnce<Row>(
  pool: Pool,
  statement: Statement<Row>,
  values: readonly unknown[],
  { constraint }: Commitment,
): Promise<Once<Row>> {
  for (let attempt = 1, unsure = false; ; attempt++) {
    let client: PoolClient | undefined;
    let broken: Error | undefined;
    try {
      client = await pool.connect();
      return { rows: await ask(together(client), statement, values), unsure };
    } catch (error) {
      if (unsure && violates(error, constraint)) return { rows: undefined, unsure };
      if (isLost(error)) {
        unsure ||= client !== undefined;
        broken = error as Error;
      } else if (!isConflict(error)) throw error;
      if (attempt === attempts) throw new DatabaseUnavailable(error);
    } finally {
      client?.release(broken);
    }
    await pause(attempt);
  }
}

async function once<T>(pool: Pool, work: (tx: Transaction) => Promise<T>, onCommit: (result: T) => void): Promise<T> {
  const client = await pool.connect();
  const { tx, sent, begun, commit } = openTransaction(client);
  let broken: Error | undefined;
  try {
    const result = await work(tx);
    onCommit(result);
    await commit();
    return result;
  } catch (error) {
    const cause = await firstCause(error, sent);
    if (isLost(cause)) broken = cause as Error;
    else if (begun()) await client.query("ROLLBACK").catch((lost) => (broken = lost));
    throw cause;
  } finally {
    client.release(broken);
  }
}

// Prepared as any other, so that they can go together with what they are about.
const begin: Statement<unknown> = { name: "begin", text: "BEGIN" };
const end: Statement<unknown> = { name: "commit", text: "COMMIT" };

/** So many statements wait to be sent together; the database begins with them while more are made. */
const mostWaiting = 64;

/** A transaction on a connection, and how it ends. */
interface OpenTransaction {
  readonly tx: Transaction;
  /** What has been sent, each with one answer. */
  readonly sent: readonly Promise<void>[];
  /** Whether PostgreSQL has heard BEGIN. */
  begun(): boolean;
  commit(): Promise<void>;
}

/**
 * What is only sent waits for a statement whose rows are asked for, and goes with it; where there is none all of it is sent at the end, and being sent
 * together is what makes it a transaction.
 */
function openTransaction(client: PoolClient): OpenTransaction {
  const sent: Promise<void>[] = [];
  let begun = false;
  let waiting: Asked[] = [];
  let soon: Promise<void> | undefined;

  function sendWaiting(): Promise<void> {
    const answer = held(askAll(together(client), waiting));
    waiting = [];
    sent.push(answer);
    return answer;
  }

  function flush(): Promise<void> {
    soon = undefined;
    if (!begun) waiting.unshift(new Asked(begin, []));
    begun = true;
    return sendWaiting();
  }

  return {
    sent,
    begun: () => begun,
    tx: {
      inTransaction: true,
      async query(statement, values) {
        const asked = new Asked(statement, values);
        waiting.push(asked);
        // What is asked for in the same breath goes together.
        soon ??= held(Promise.resolve().then(flush));
        await soon;
        return asked.rows;
      },
      send(statement, values) {
        waiting.push(new Asked(statement, values));
        if (waiting.length >= mostWaiting && !soon) flush();
      },
    },
    async commit() {
      await soon;
      if (!begun && waiting.length === 0) return;
      const last = begun ? new Asked(end, []) : undefined;
      if (last) waiting.push(last);
      sendWaiting();
      await Promise.all(sent);
      if (last && last.done !== "COMMIT") throw new Error("a statement of this transaction failed unnoticed");
    },
  };
}

/** The promise itself, with its rejection marked as looked after: it is awaited later, together with the others. */
function held<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

/**
 * What failed first. Behind it statements report that the transaction is aborted, or that what was passed over was never prepared; the caller wants the
 * failure itself.
 */
async function firstCause(error: unknown, sent: readonly Promise<unknown>[]): Promise<unknown> {
  const settled = await Promise.allSettled(sent);
  const failures = settled.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
  return failures.includes(error) ? failures[0] : error;
}

function pause(attempt: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 2 ** attempt * 25 * (0.5 + Math.random())));
}
