import type { Writable } from "node:stream";
import type { ClientBase, ClientConfig } from "pg";
import pg from "pg";

// bigint: the numbers kept in them (change numbers, counters) stay far below 2^53. date: a calendar day has no instant.
pg.types.setTypeParser(20, Number);
pg.types.setTypeParser(1082, (text) => text);

/** Where a database is and who connects to it: a URL, or the parts of one (the embedded database's Unix socket). */
export type ConnectionTarget =
  | { readonly url: string }
  | {
      readonly host: string;
      readonly port: number;
      readonly user: string;
      readonly password: string;
      readonly database: string;
      /** As of libpq: -c name=value. */
      readonly options?: string;
    };

/** Limits that keep a stuck database from holding calls for ever, in milliseconds. */
const limits = {
  connectionTimeoutMillis: 5_000,
  query_timeout: 20_000,
  statement_timeout: 15_000,
  idle_in_transaction_session_timeout: 30_000,
};

/** The driver's settings for one connection. Pipelining lets the statements of a transaction go out without waiting for each other. */
export function clientConfig(target: ConnectionTarget, name: string): ClientConfig {
  const where = "url" in target ? { connectionString: target.url } : { ...target };
  return { ...where, ...limits, application_name: `willcall ${name}`, keepAlive: true, pipeline: true } as ClientConfig;
}

/** A connection of its own, for migrations and checks. The caller ends it. */
export async function connect(target: ConnectionTarget, name: string, override: ClientConfig = {}): Promise<pg.Client> {
  const client = new pg.Client({ ...clientConfig(target, name), ...override });
  // Without a listener a lost idle connection would end the process; the next query reports the loss.
  client.on("error", () => {});
  await client.connect();
  return client;
}

/** How many statements wait for each other before they are written without waiting for the end of the turn. */
const mostTogether = 8;
const waiting = new WeakMap<Writable, number>();

/**
 * The client itself, which from now on keeps what it is given and writes it at the end of this turn of the event loop: one system
 * call for all that the requests of this turn ask for, and for all statements that a transaction sends at once. That lifts the rate of short
 * reads by a quarter (bench/customer-query) and costs a caller who is alone nothing. In a long turn the database need not wait for its end.
 */
export function together<C extends ClientBase>(client: C): C {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection;
  const before = waiting.get(stream) ?? 0;
  if (before === 0) {
    stream.cork();
    setImmediate(writeOut, stream);
  } else if (before % mostTogether === 0) {
    stream.uncork();
    stream.cork();
  }
  waiting.set(stream, before + 1);
  return client;
}

function writeOut(stream: Writable): void {
  waiting.set(stream, 0);
  stream.uncork();
}
