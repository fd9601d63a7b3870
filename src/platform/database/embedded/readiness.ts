import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Postmaster } from "./postmaster.ts";
import { createDatabase, ping } from "./queries.ts";
import { errorCode } from "./refusal.ts";
import type { Connection } from "./settings.ts";

const RETRY_MS = 10;
const ANSWER_MS = 5_000;
const NO_SUCH_DATABASE = "3D000";
const WRONG_PASSWORD = "28P01";
/** It is starting, recovering or stopping, has no connection left, or does not listen yet. */
const NOT_YET = ["57P03", "53300", "ENOENT", "ECONNREFUSED", "ECONNRESET", "EPIPE"];

export type Answer = "ready" | "wrong-password" | "not-yet";

/** Waits until statements are taken, however long recovery lasts, or the server has ended ('ended'). Throws on an abort. */
export async function waitUntilReady(connection: Connection, server: Postmaster, signal: AbortSignal): Promise<Answer | "ended"> {
  for (;;) {
    const answer = await ask(connection);
    if (answer !== "not-yet") return answer;
    signal.throwIfAborted();
    if (server.hasEnded()) return "ended";
    await sleep(RETRY_MS);
  }
}

/** Whether a server that someone else left running takes statements within five seconds. */
export async function answersSoon(connection: Connection): Promise<boolean> {
  for (const until = Date.now() + ANSWER_MS; Date.now() < until; await sleep(RETRY_MS)) {
    const answer = await ask(connection).catch(() => "wrong-password" as const);
    if (answer !== "not-yet") return answer === "ready";
  }
  return false;
}

/** Tries one connection; makes the database when it is not there yet. */
async function ask(connection: Connection): Promise<Answer> {
  try {
    await withClient(connection, ping);
    return "ready";
  } catch (error) {
    const code = errorCode(error);
    if (code === NO_SUCH_DATABASE) {
      await withClient({ ...connection, database: "postgres" }, (client) => createDatabase(client, connection.database));
      return "ready";
    }
    if (code === WRONG_PASSWORD) return "wrong-password";
    // Without a code: the server closed the connection, or did not answer within the limit.
    if (code === undefined || NOT_YET.includes(code)) return "not-yet";
    throw error;
  }
}

async function withClient(connection: Connection, use: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ ...connection, ssl: false, connectionTimeoutMillis: ANSWER_MS });
  client.on("error", () => {}); // the statement in flight fails as well
  try {
    await client.connect();
    await use(client);
  } finally {
    await client.end().catch(() => {});
  }
}
