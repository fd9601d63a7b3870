import type { Client } from "pg";
import { ask } from "./ask.ts";
import { type ConnectionTarget, connect } from "./connection.ts";
import type { Database } from "./database.ts";
import { DatabaseUnavailable, isLost } from "./errors.ts";

/**
 * Runs `work` on the database as it is at one moment, whatever others write meanwhile: all that it reads fits together, and it can't change anything. Each statement keeps to the
 * driver's time limits. An abort cuts the connection. Throws the signal's reason then, DatabaseUnavailable when the connection is lost, and else what
 * `work` throws.
 */
export async function atOneMoment<T>(
  target: ConnectionTarget,
  signal: AbortSignal,
  work: (db: Pick<Database, "read">) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  let client: Client | undefined;
  const cut = (): void => void client?.end().catch(() => {});
  try {
    client = await connect(target, "look");
    signal.addEventListener("abort", cut, { once: true });
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    return await work(readingBy(client));
  } catch (error) {
    signal.throwIfAborted();
    throw isLost(error) ? new DatabaseUnavailable(error) : error;
  } finally {
    signal.removeEventListener("abort", cut);
    await client?.end().catch(() => {});
  }
}

function readingBy(client: Client): Pick<Database, "read"> {
  return {
    read: (statement, values) => ask(client, statement, values),
  };
}
