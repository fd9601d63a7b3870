import { execFileSync } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import type { Random } from "./random.ts";
import type { World } from "./world.ts";

/** What goes wrong, and how it is done. False: there was nothing that it could be done to. */
type Fault = (world: World, random: Random) => boolean | Promise<boolean>;

const briefly = (random: Random): number => 100 + random.below(500);
// Longer than a process may say nothing before another takes its calls over.
const longer = (random: Random): number => 5_500 + random.below(1_500);

/** Some, by name. */
export type Faults = Record<string, Fault>;

/** Those that end a process of the server, and with it the calls that it works on. */
export const deaths = {
  "worker killed": (world, random) => send(random, workers(world), "SIGKILL"),
  "server killed": async (world) => {
    await world.killServer();
    return true;
  },
} satisfies Faults;

/** Those that calls get through in about the time that they take. */
export const troubles = {
  "worker stopped": (world, random) => stop(random, workers(world), briefly(random)),
  "server's first process stopped": (world, random) => stop(random, [world.server().process.pid!], briefly(random)),
  "database process stopped": (world, random) => stop(random, databaseProcesses(world), briefly(random)),
  "postmaster stopped": (world, random) => stop(random, some(world.postmaster()), briefly(random)),
  "backend ended": (world, random) => send(random, databaseProcesses(world, "[local]"), "SIGTERM"),
  "database connection reset": (world, random) => world.back.reset(random.below),
  "connection lost before COMMIT": (world) => cut(world, "before"),
  "connection lost after COMMIT": (world) => cut(world, "after"),
  "caller's connection reset": (world, random) => world.front.reset(random.below),
  "clock turned": turnClock,
  "database killed": (world) => world.endDatabase("SIGKILL"),
  "database restarted": (world) => world.endDatabase("SIGINT"),
} satisfies Faults;

export const longStops = {
  "worker stopped until others take over": (world, random) => stop(random, workers(world), longer(random)),
} satisfies Faults;

/** How often each fault was done. */
export type Tally = Record<string, number>;

/** Does each of the faults once, in an order and after pauses that chance decides. `over` ends it early. */
export async function inject(world: World, random: Random, faults: Faults, tally: Tally, over: () => boolean): Promise<void> {
  for (const [name, fault] of random.shuffled(Object.entries(faults))) {
    await pause(50 + random.below(450));
    if (over()) return;
    if (await fault(world, random)) tally[name] = (tally[name] ?? 0) + 1;
  }
}

// Together less than a poll's token is good for, so that no call of the mix outlives its own.
const furthestSeconds = 240;

/** Lets the sandbox's clock jump, forwards or back, between calls and in the middle of them. */
async function turnClock(world: World, random: Random): Promise<boolean> {
  const body = JSON.stringify({ ahead_seconds: random.below(2 * furthestSeconds + 1) - furthestSeconds });
  const headers = { authorization: "Bearer willcall-sandbox-admin", "content-type": "application/json" };
  try {
    const { ok } = await fetch(`${world.url}/api/v1/sandbox/clock`, {
      ...{ method: "PUT", body, headers },
      signal: AbortSignal.timeout(5_000),
    });
    return ok;
  } catch {
    // Another fault was at work.
    return false;
  }
}

const some = <T>(value: T | undefined): T[] => (value === undefined ? [] : [value]);

interface Process {
  readonly pid: number;
  readonly command: string;
}

function childrenOf(parent: number | undefined): Process[] {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,command="], { encoding: "utf8" }).split("\n");
  return lines.flatMap((line) => {
    const [, pid, ppid, command] = /^ *(\d+) +(\d+) (.*)/.exec(line) ?? [];
    return pid && Number(ppid) === parent ? [{ pid: Number(pid), command: command! }] : [];
  });
}

const workers = (world: World): number[] => childrenOf(world.server().process.pid).map(({ pid }) => pid);

/** `titled`: only those whose title has it; "[local]" is in that of those which serve a connection. */
function databaseProcesses(world: World, titled = ""): number[] {
  const children = childrenOf(world.postmaster()).filter(({ command }) => command.includes(titled));
  return children.map(({ pid }) => pid);
}

function send(random: Random, pids: readonly number[], signal: NodeJS.Signals): boolean {
  return pids.length > 0 && signalled(random.pick(pids), signal);
}

async function stop(random: Random, pids: readonly number[], ms: number): Promise<boolean> {
  if (pids.length === 0) return false;
  const pid = random.pick(pids);
  if (!signalled(pid, "SIGSTOP")) return false;
  await pause(ms);
  // Another fault may have ended it meanwhile.
  signalled(pid, "SIGCONT");
  return true;
}

/** A call's COMMIT: a server that starts has some too, and what is left for later would end one start after the other. */
async function cut(world: World, when: "before" | "after"): Promise<boolean> {
  await world.up();
  world.commits.cut(when);
  return true;
}

/** False when the process is gone. */
function signalled(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
    throw error;
  }
}
