import { spawn, spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Tree } from "./tree.ts";

/** How a test file ended: hung is killed at the limit. */
export type Ended = "green" | "red" | "hung";

const running = new Set<() => void>();
let stopped = false;

/** Kills whatever runs and lets nothing more begin: what is asked for from now on is rejected. */
export function stopAll(): void {
  stopped = true;
  for (const kill of running) kill();
}

/** Runs one test file of a tree in a process of its own. `coverage`: a folder for V8's counts. */
export async function runTest(tree: Tree, file: string, limitMs: number, coverage?: string): Promise<Ended> {
  return runNode(tree, [file], limitMs, coverage ? { NODE_V8_COVERAGE: coverage } : {});
}

/** Whether a file of a tree can be loaded at all: what is no longer a program proves nothing about the tests. */
export async function loads(tree: Tree, file: string): Promise<boolean> {
  const code = "const { pathToFileURL } = await import('node:url'); await import(pathToFileURL(process.argv[1]).href);";
  return (await runNode(tree, ["--input-type=module", "-e", code, join(tree.root, file)], 30_000)) === "green";
}

async function runNode(tree: Tree, args: string[], limitMs: number, more: Record<string, string> = {}): Promise<Ended> {
  if (stopped) throw new Error("asked to stop");
  const env = { ...process.env, ...more, TMPDIR: tree.temporary };
  const child = spawn(process.execPath, args, { cwd: tree.root, env, stdio: "ignore" });
  let hung = false;
  const kill = (): void => {
    for (const pid of [child.pid!, ...descendants(child.pid!)]) end(pid, "SIGKILL");
    // A PostgreSQL of the test's own has left its parents; its file tells its process.
    for (const left of globSync("**/postmaster.pid", { cwd: tree.temporary }))
      end(Number(readFileSync(join(tree.temporary, left), "utf8").split("\n", 1)[0]), "SIGQUIT");
  };
  running.add(kill);
  const timer = setTimeout(() => {
    hung = true;
    kill();
  }, limitMs);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => {
      clearTimeout(timer);
      running.delete(kill);
      resolve(hung ? "hung" : status === 0 ? "green" : "red");
    });
  });
}

/** The children of a process and theirs. */
function descendants(pid: number): number[] {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  const pairs = (stdout ?? "").split("\n").map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] =>
    pairs.flatMap(([child, its]) => (its === parent && child ? [child, ...below(child)] : []));
  return below(pid);
}

function end(pid: number, signal: NodeJS.Signals): void {
  try {
    if (pid > 1) process.kill(pid, signal);
  } catch {
    // It has ended.
  }
}
