import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { type Cluster, ROLE, resetPassword } from "./cluster.ts";
import { boundLog, logSince, logSize } from "./log-file.ts";
import {
  adoptPostmaster,
  endLeftovers,
  type Postmaster,
  removeDeadLocks,
  runningPid,
  spawnPostmaster,
  stopPostmaster,
  wasStartedWith,
} from "./postmaster.ts";
import { answersSoon, waitUntilReady } from "./readiness.ts";
import { refusal } from "./refusal.ts";
import type { Connection } from "./settings.ts";
import { socketFolder } from "./socket-folder.ts";

/** All that a (re)start needs; it stays the same for the supervisor's life. */
export type Server = { cluster: Cluster; connection: Connection; args: string[]; logFile: string };

const DATABASE = "willcall";
const BLOCKED_MS = 10_000;
/** Some process of the last server is still ending; it does so by itself. */
const BLOCKED = /pre-existing shared memory block|lock file ".*" already exists/;

/** How the cluster's server will be reached: by a socket in a private folder, on Windows by a free port of this machine. */
export async function connectionFor(cluster: Cluster): Promise<Connection> {
  const onSocket = process.platform !== "win32";
  const host = onSocket ? socketFolder(cluster.dataDir, cluster.who) : "127.0.0.1";
  return { host, port: onSocket ? 5432 : await freePort(), user: ROLE, password: cluster.password, database: DATABASE };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

/** Takes over the server that a killed Willcall left running, when it is just the one we would start; else starts one. */
export async function adoptOrStart(server: Server, signal: AbortSignal, log: (message: string) => void): Promise<Postmaster> {
  const pid = runningPid(server.cluster);
  if (pid === undefined) return start(server, signal);
  if (wasStartedWith(server.cluster, server.args) && (await answersSoon(server.connection))) {
    log(`PostgreSQL (process ${pid}) was left running by a Willcall that was killed; it is used again`);
    return adoptPostmaster(pid);
  }
  log(`PostgreSQL (process ${pid}) was left running with other settings or does not answer; it is started anew`);
  await stopPostmaster(server.cluster, pid);
  return start(server, signal);
}

/** Starts the server and waits until it takes statements. An abort, or a failure, leaves none running. */
export async function start(server: Server, signal: AbortSignal): Promise<Postmaster> {
  const { cluster, connection, logFile } = server;
  boundLog(logFile);
  let passwordIsReset = false;
  for (const began = Date.now(); ; await sleep(50)) {
    signal.throwIfAborted();
    await endLeftovers(cluster);
    removeDeadLocks(cluster, connection.host);
    const from = logSize(logFile);
    const postmaster = await spawnPostmaster(cluster, server.args, logFile);
    const answer = await waitUntilReady(connection, postmaster, signal).catch(async (error: unknown) => {
      await stopPostmaster(cluster, postmaster.pid);
      throw error;
    });
    if (answer === "ready") return postmaster;
    if (answer === "wrong-password" && !passwordIsReset) {
      await stopPostmaster(cluster, postmaster.pid);
      await resetPassword(cluster);
      passwordIsReset = true;
      continue;
    }
    const said = logSince(logFile, from);
    if (BLOCKED.test(said) && Date.now() - began < BLOCKED_MS) continue;
    await stopPostmaster(cluster, postmaster.pid);
    throw refusal(
      "START_FAILED",
      `PostgreSQL ${await postmaster.ended} while it started. Its log, ${logFile}, ends with:\n${said}`,
    );
  }
}
