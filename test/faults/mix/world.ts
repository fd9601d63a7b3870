import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import type { ConnectionTarget } from "../../../src/platform/database/connection.ts";
import { startEmbedded } from "../../../src/platform/database/embedded/supervisor.ts";
import { databaseProxy } from "../../support/proxy.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { type Relay, relay } from "./relay.ts";

/** A server with two workers and the database behind it, both of which die and come back, at addresses that stay. */
export interface World {
  /** Where callers call. */
  readonly url: string;
  /** The database itself, past everything that loses connections. */
  readonly target: ConnectionTarget;
  /** Between callers and server. */
  readonly front: Relay;
  /** Between server and database: at any moment, and at the worst one. */
  readonly back: Relay;
  readonly commits: Awaited<ReturnType<typeof databaseProxy>>;
  server(): TestServer;
  /** The database's first process; undefined while there is none. */
  postmaster(): number | undefined;
  /** Resolves when there is a server. */
  up(): Promise<unknown>;
  /** Kills the server's processes at once and starts it anew. */
  killServer(): Promise<void>;
  /** Asks the server to stop, which waits for the calls it has accepted, and starts it anew. Gives its exit status. */
  restartServer(): Promise<number | null>;
  /** Ends the database by this signal and resolves when it takes statements again; false when it is down already. */
  endDatabase(signal: "SIGKILL" | "SIGINT"): Promise<boolean>;
  /** What all servers until now printed. */
  output(): string;
  /** Starts that were given up because the database went away meanwhile. */
  failedStarts(): number;
}

// Answers that take a little longer are polled for, which is about half of them.
const env = { WORKERS: "2", POLL_AFTER_MS: "20", LOG_LEVEL: "error" };
const startAttempts = 10;
// What follows differs with the moment, and is for people.
const lostDatabase = /^error: the database cannot be reached: /m;

/** Makes one, with the sandbox in it. `complain` hears of a server that ends unasked. It goes when the test ends. */
export async function openWorld(complain: (what: string) => void): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), "willcall-mix-"));
  chmodSync(folder, 0o755);
  const waiting = new Set<() => void>();
  const onRestart = (): void => {
    for (const resolve of waiting) resolve();
    waiting.clear();
  };
  const database = await startEmbedded({ dataDir: join(folder, "data"), maxConnections: 200, onRestart });
  const { connection } = database;
  const back = await relay(() => connect(join(connection.host, `.s.PGSQL.${connection.port}`)));
  const commits = await databaseProxy({ ...connection, host: "127.0.0.1", port: back.port });
  const servers: TestServer[] = [];
  let ending = false;
  let failedStarts = 0;

  async function start(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        const server = await startServer({ target: commits.target, env });
        ending = false;
        server.process.once("exit", (code, signal) => {
          if (!ending) complain(`the server ended unasked (${signal ?? code}):\n${server.output()}`);
        });
        servers.push(server);
        return;
      } catch (error) {
        // A server that finds no database when it starts, or loses it then, ends; whoever started it tries again.
        if (attempt === startAttempts || !lostDatabase.test(String(error))) throw error;
        failedStarts++;
      }
    }
  }

  await start();
  const server = (): TestServer => servers.at(-1)!;
  const front = await relay(() => connect(Number(new URL(server().url).port), "127.0.0.1"));
  let up: Promise<unknown> = Promise.resolve();
  after(async () => {
    ending = true;
    await Promise.all(servers.map((one) => one.kill()));
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** One after the other, if several want it. */
  async function again(end: () => Promise<unknown>): Promise<void> {
    up = up
      .then(() => {
        ending = true;
        return end();
      })
      .then(start);
    await up;
  }

  return {
    url: `http://127.0.0.1:${front.port}`,
    target: connection,
    front,
    back,
    commits,
    server,
    postmaster: () => database.pid(),
    up: () => up,
    killServer: () => again(() => server().kill()),
    async restartServer() {
      let status: number | null = null;
      await again(async () => {
        status = await server().stop();
      });
      return status;
    },
    async endDatabase(signal) {
      const pid = database.pid();
      if (pid === undefined) return false;
      const restarted = new Promise<void>((resolve) => void waiting.add(resolve));
      process.kill(pid, signal);
      await restarted;
      return true;
    },
    output: () => servers.map((one) => one.output()).join(""),
    failedStarts: () => failedStarts,
  };
}
