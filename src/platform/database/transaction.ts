import type { Pool, PoolClient } from "pg";
import { ask } from "./ask.ts";
import { together } from "./connection.ts";
import { DatabaseUnavailable, isAborted, isConflict, isLost, violates } from "./errors.ts";
import type { Statement } from "./statement.ts";

/** What a function that needs a transaction asks for; it can't be had outside one. */
export interface Transaction {
  readonly inTransaction: true;
  /** Runs a statement and waits for its rows. */
  query<Row>(statement: Statement<Row>, values: readonly unknown[]): Promise<Row[]>;
  /** Sends a statement without waiting. Its error, if any, fails the transaction at its end, at the latest. */
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
  let broken: Error | undefined;
  const sent: Promise<unknown>[] = [];
  try {
    sent.push(held(together(client).query("BEGIN")));
    const result = await work(transactionOn(client, sent));
    onCommit(result);
    const commit = held(together(client).query("COMMIT"));
    await Promise.all(sent);
    if ((await commit).command !== "COMMIT") throw new Error("a statement of this transaction failed unnoticed");
    return result;
  } catch (error) {
    const cause = await firstCause(error, sent);
    if (isLost(cause)) broken = cause as Error;
    else await client.query("ROLLBACK").catch((lost) => (broken = lost));
    throw cause;
  } finally {
    client.release(broken);
  }
}

function transactionOn(client: PoolClient, sent: Promise<unknown>[]): Transaction {
  return {
    inTransaction: true,
    query: (statement, values) => ask(together(client), statement, values),
    send: (statement, values) => void sent.push(held(ask(together(client), statement, values))),
  };
}

/** The promise itself, with its rejection marked as looked after: it is awaited later, together with the others. */
function held<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

/** "current transaction is aborted" is what the statements behind a failed one report; the caller wants the failure itself. */
async function firstCause(error: unknown, sent: Promise<unknown>[]): Promise<unknown> {
  if (!isAborted(error)) return error;
  const settled = await Promise.allSettled(sent);
  const first = settled.find((one) => one.status === "rejected" && !isAborted(one.reason));
  return first?.status === "rejected" ? first.reason : error;
}

function pause(attempt: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 2 ** attempt * 25 * (0.5 + Math.random())));
}
