// Keeps the embedded PostgreSQL running for as long as its owner lives.
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findBinaries } from "./binaries.ts";
import { openCluster } from "./cluster.ts";
import { identityFor } from "./identity.ts";
import { boundLog } from "./log-file.ts";
import { pgdataOf, placeData } from "./place.ts";
import { type Postmaster, stopPostmaster } from "./postmaster.ts";
import { type Connection, checkTuning, serverArguments, type Tuning } from "./settings.ts";
import { adoptOrStart, connectionFor, type Server, start } from "./start.ts";

export type EmbeddedOptions = Tuning & {
  dataDir: string;
  /** A bin folder of another PostgreSQL installation. */
  postgresBin?: string;
  /** Told what an operator should know: a server taken over, ended or started again. */
  log?: (message: string) => void;
  /** Gives a start up that has not finished, leaving no server; later it has no effect. */
  signal?: AbortSignal;
  /** Called when the server has ended unasked, before it is started again. Connections are gone. */
  onCrash?: (reason: string) => void;
  /** Called when it takes statements again. */
  onRestart?: () => void;
};

export type Embedded = {
  connection: Connection;
  url: string;
  major: number;
  /** Whether it was already running, left by a server that was killed. */
  adopted: boolean;
  /** The server's process; undefined while there is none. */
  pid(): number | undefined;
  /** Stops it for good. Safe to call twice. */
  stop(): Promise<void>;
};

const BACKOFF_MS = [0, 100, 250, 500, 1_000, 2_000, 5_000];
/** Up for so long, it counts as healthy, and the next restart is again immediate. */
const HEALTHY_MS = 2_000;
const LOG_CHECK_MS = 60_000;

/**
 * Starts PostgreSQL in the data folder, which it makes at the first start, or takes over the one that runs there. Call
 * `placeData` and `takeOwnership` before: all of this relies on being the only one that touches the folder.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  checkTuning(options);
  const dataDir = placeData({ dataDir: options.dataDir, dataDirIsDefault: false }).dataDir;
  const who = identityFor(pgdataOf(dataDir));
  const cluster = await openCluster(dataDir, findBinaries(options.postgresBin, who), who);
  const connection = await connectionFor(cluster);
  const args = serverArguments(cluster, connection, options);
  const server = { cluster, connection, args, logFile: path.join(dataDir, "postgres.log") };
  const first = await adoptOrStart(server, options.signal ?? new AbortController().signal, options.log ?? (() => {}));
  return supervise(server, first, options);
}

function supervise(server: Server, first: Postmaster, options: EmbeddedOptions): Embedded {
  const { cluster, connection } = server;
  const log = options.log ?? (() => {});
  const ending = new AbortController();
  let current: Postmaster | undefined;
  let recovery: Promise<void> | undefined;
  let failures = 0;

  function watch(postmaster: Postmaster): void {
    current = postmaster;
    const since = Date.now();
    void postmaster.ended.then((reason) => {
      current = undefined;
      if (ending.signal.aborted) return;
      if (Date.now() - since > HEALTHY_MS) failures = 0;
      log(`PostgreSQL (process ${postmaster.pid}) ${reason}; it is started again`);
      options.onCrash?.(reason);
      recovery = startAgain();
    });
  }

  async function startAgain(): Promise<void> {
    while (!ending.signal.aborted) {
      await sleep(BACKOFF_MS[Math.min(failures++, BACKOFF_MS.length - 1)], undefined, { signal: ending.signal }).catch(() => {});
      if (ending.signal.aborted) return;
      try {
        watch(await start(server, ending.signal));
        log("PostgreSQL takes statements again");
        options.onRestart?.();
        return;
      } catch (error) {
        if (ending.signal.aborted) return;
        log(`PostgreSQL could not be started again: ${error instanceof Error ? error.message : error}`);
      }
    }
  }

  async function stop(): Promise<void> {
    ending.abort();
    clearInterval(logTimer);
    await recovery;
    if (current) await stopPostmaster(cluster, current.pid);
    current = undefined;
  }

  const logTimer = setInterval(() => boundLog(server.logFile), LOG_CHECK_MS).unref();
  watch(first);
  let stopped: Promise<void> | undefined;
  return {
    connection,
    url: urlOf(connection),
    major: cluster.binaries.major,
    adopted: first.adopted,
    pid: () => current?.pid,
    stop: () => (stopped ??= stop()),
  };
}

function urlOf({ user, password, database, host, port }: Connection): string {
  const where = host.startsWith("/")
    ? `/${database}?host=${encodeURIComponent(host)}&port=${port}`
    : `${host}:${port}/${database}`;
  return `postgresql://${user}:${password}@${where}`;
}
