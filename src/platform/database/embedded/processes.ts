import { execFileSync, spawn } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { Cluster } from "./cluster.ts";
import type { Identity } from "./identity.ts";
import { errorCode, refusal } from "./refusal.ts";
import { clusterName } from "./settings.ts";

const LINUX = process.platform === "linux";

/** What PostgreSQL's programs get to see: nothing of ours, whose PG... variables and secrets are not for them. */
export function programEnvironment(): NodeJS.ProcessEnv {
  const kept = process.platform === "win32" ? ["SystemRoot", "PATH", "TEMP", "TMP"] : ["PATH"];
  return { ...Object.fromEntries(kept.map((name) => [name, process.env[name]])), LC_ALL: "C", TZ: "UTC" };
}

/** Runs one of PostgreSQL's programs to its end; refuses (START_FAILED) with the end of what it printed when it fails. */
export function runProgram(file: string, args: string[], who: Identity | undefined, input = ""): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { ...who, cwd: path.parse(file).root, env: programEnvironment(), stdio: "pipe" });
    let printed = "";
    const keep = (data: Buffer) => {
      printed = (printed + data.toString()).slice(-2_000);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.stdin.on("error", () => {}); // it ended before it read all; its status says so
    child.stdin.end(input);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (code === 0) resolve();
      else reject(refusal("START_FAILED", `${path.basename(file)} failed (${signal ?? code}): ${printed.trim()}`));
    });
  });
}

/** Whether a process runs. One that has ended and that nobody has waited for (no init in a container) does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (errorCode(error) !== "EPERM") return false;
  }
  if (!LINUX) return true;
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

/** The command line of a living process, '' where it has none or can't be read. */
function commandLine(pid: number): string {
  if (!isAlive(pid) || process.platform === "win32") return "";
  try {
    // Unlike its other entries in /proc, this one may be read by root in a container, too.
    if (LINUX) return readFileSync(`/proc/${pid}/cmdline`, "utf8");
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  } catch {
    return "";
  }
}

/** Whether a process is one of this folder's server: its arguments name the cluster, and its backends' titles begin with it. */
export function belongsTo(pid: number, cluster: Cluster): boolean {
  const name = clusterName(cluster);
  const line = commandLine(pid);
  if (!line.startsWith(`postgres: ${name}: `) && !line.includes(`cluster_name=${name}`)) return false;
  if (!LINUX) return true;
  // Anyone may call a process anything.
  const program = path.basename(line.split("\0")[0] ?? "");
  return program.startsWith("postgres") && ownerOf(pid) === (cluster.who?.uid ?? process.getuid?.());
}

function ownerOf(pid: number): number | undefined {
  return statSync(`/proc/${pid}`, { throwIfNoEntry: false })?.uid;
}

/** Whether a process may be some PostgreSQL server, started by whomever. */
export function mayBePostgres(pid: number): boolean {
  return isAlive(pid) && (process.platform === "win32" || commandLine(pid).includes("postgres"));
}

/** The living processes of a server. Known on Linux only; elsewhere PostgreSQL's own check for them has to do. */
export function processesOf(cluster: Cluster): number[] {
  if (!LINUX) return [];
  const pids = readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0);
  return pids.filter((pid) => belongsTo(pid, cluster));
}

/** Sends a signal; false when the process is gone. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if (errorCode(error) === "ESRCH") return false;
    throw error;
  }
}
