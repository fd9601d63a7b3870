// One running server process: started, adopted, ended. Whether it should run is the supervisor's business.
import { execFile, spawn } from "node:child_process";
import { closeSync, existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster } from "./cluster.ts";
import { openLog } from "./log-file.ts";
import { belongsTo, isAlive, mayBePostgres, processesOf, programEnvironment, signal } from "./processes.ts";

/** `ended` settles, with how, once the process is gone; `adopted`: an earlier Willcall started it. */
export type Postmaster = { pid: number; adopted: boolean; ended: Promise<string>; hasEnded(): boolean };

const POLL_MS = 200;
const FAST_MS = 30_000;
const IMMEDIATE_MS = 5_000;

/** Starts a server. It outlives us when we are killed, and a Ctrl-C in our terminal does not reach it. */
export function spawnPostmaster(cluster: Cluster, args: string[], logFile: string): Promise<Postmaster> {
  const log = openLog(logFile);
  const { binaries, who } = cluster;
  const where = { cwd: path.parse(cluster.pgdata).root, env: programEnvironment(), detached: true };
  const child = spawn(binaries.postgres, args, { ...who, ...where, stdio: ["ignore", log, log] });
  closeSync(log);
  child.unref();
  const ended = new Promise<string>((resolve) => {
    child.once("exit", (code, by) => resolve(by ? `was ended by ${by}` : `ended with status ${code}`));
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("spawn", () => resolve(observed(child.pid ?? 0, false, ended)));
  });
}

/** Takes over a server that an earlier, killed Willcall left running. */
export function adoptPostmaster(pid: number): Postmaster {
  const ended = new Promise<string>((resolve) => {
    const timer = setInterval(() => {
      if (isAlive(pid)) return;
      clearInterval(timer);
      resolve("is gone");
    }, POLL_MS);
    timer.unref();
  });
  return observed(pid, true, ended);
}

function observed(pid: number, adopted: boolean, ended: Promise<string>): Postmaster {
  let gone = false;
  void ended.then(() => {
    gone = true;
  });
  return { pid, adopted, ended, hasEnded: () => gone };
}

/** The running server of this database folder; undefined when there is none of ours. */
export function runningPid(cluster: Cluster): number | undefined {
  const pid = pidOnFile(cluster);
  return pid !== undefined && belongsTo(pid, cluster) ? pid : undefined;
}

/** Whether the running server was started with just this command line, which PostgreSQL keeps in its folder. */
export function wasStartedWith(cluster: Cluster, args: string[]): boolean {
  const file = path.join(cluster.pgdata, "postmaster.opts");
  const line = [cluster.binaries.postgres, ...args.map((arg) => `"${arg}"`)].join(" ");
  return existsSync(file) && readFileSync(file, "utf8").trim() === line;
}

/** Stops a server: fast, which keeps everything committed and needs no recovery; after 30 s the hard ways, which recover. */
export async function stopPostmaster(cluster: Cluster, pid: number): Promise<void> {
  if (process.platform === "win32") return stopWithPgCtl(cluster);
  const steps = [
    ["SIGINT", FAST_MS],
    ["SIGQUIT", IMMEDIATE_MS],
    ["SIGKILL", IMMEDIATE_MS],
  ] as const;
  for (const [name, patience] of steps) {
    signal(pid, name);
    for (const until = Date.now() + patience; Date.now() < until; await sleep(10))
      if (!isAlive(pid)) return endLeftovers(cluster);
  }
}

/** Ends backends whose server was killed; until the last is gone no new server can start. They would end, but may take long. */
export async function endLeftovers(cluster: Cluster): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const pids = processesOf(cluster);
    if (pids.length === 0) return;
    if (attempt % 100 === 0) for (const pid of pids) signal(pid, attempt === 0 ? "SIGQUIT" : "SIGKILL");
    await sleep(10);
  }
}

/**
 * Removes the lock files of a dead server whose number now belongs to a process that is not PostgreSQL, as in a container that
 * was started anew: PostgreSQL would take it for a running server. Only after `endLeftovers`.
 */
export function removeDeadLocks(cluster: Cluster, socketFolder: string): void {
  const pid = pidOnFile(cluster);
  if (process.platform === "win32" || pid === undefined || mayBePostgres(pid)) return;
  rmSync(path.join(cluster.pgdata, "postmaster.pid"), { force: true });
  for (const name of [".s.PGSQL.5432", ".s.PGSQL.5432.lock"]) rmSync(path.join(socketFolder, name), { force: true });
}

function pidOnFile(cluster: Cluster): number | undefined {
  const file = path.join(cluster.pgdata, "postmaster.pid");
  const pid = existsSync(file) ? Number.parseInt(readFileSync(file, "utf8"), 10) : Number.NaN;
  return pid > 0 ? pid : undefined;
}

function stopWithPgCtl({ binaries, pgdata }: Cluster): Promise<void> {
  const stop = (mode: string) => ["stop", "-D", pgdata, "-m", mode, "-w", "-t", "30"];
  return new Promise((resolve) => {
    execFile(binaries.pgCtl, stop("fast"), (error) => {
      if (error) execFile(binaries.pgCtl, stop("immediate"), () => resolve());
      else resolve();
    });
  });
}
