import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import type { ConnectionTarget } from "../../src/platform/database/connection.ts";
import { testConfig } from "../support/config.ts";

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
// Stripping types is most of what a short command costs.
const compileCache = fileURLToPath(new URL("../../node_modules/.cache/compiled", import.meta.url));

/** What a run of the program ended with. */
export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output as JSON; fails where it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by tests
  readonly json: any;
  /** The error of the last line of standard error, as --json has it. */
  readonly error: { readonly message: string; readonly code: string };
}

/** Runs the program with these arguments, in an environment of nothing but the tests' settings and `env`. */
export function runProgram(args: readonly string[], env: Record<string, string> = {}, input = ""): Promise<Ran> {
  const child = startProgram(args, env);
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (data) => (stdout += data));
  child.stderr.on("data", (data) => (stderr += data));
  child.stdin.on("error", () => {}); // it ended without reading
  child.stdin.end(input);
  return new Promise((resolve) => {
    child.on("close", (status) => resolve(ranWith(status, stdout, stderr)));
  });
}

export function ranWith(status: number | null, stdout: string, stderr: string): Ran {
  return {
    status,
    stdout,
    stderr,
    get json() {
      return JSON.parse(stdout);
    },
    get error() {
      return JSON.parse(stderr.trim().split("\n").at(-1)!).error;
    },
  };
}

/** Starts the program and leaves it running. */
export function startProgram(args: readonly string[], env: Record<string, string> = {}) {
  return spawn(process.execPath, [main, ...args], {
    env: environmentWith(env),
    stdio: ["pipe", "pipe", "pipe"],
  });
}

/** All that a run of the program finds in its environment: nothing of this process's but where programs are. */
export function environmentWith(env: Record<string, string>): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, NODE_COMPILE_CACHE: compileCache, ...testConfig.env, ...env };
}

/** Runs commands on a test's database. */
export function commandsOn(target: ConnectionTarget, env: Record<string, string> = {}) {
  const all = { DATABASE_URL: urlOf(target), ...env };
  return (args: string, input?: string): Promise<Ran> => runProgram(words(args), all, input);
}

/** The words of a command line, where '...' holds a word together. */
export function words(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, word]) => quoted ?? word!);
}

export function urlOf(target: ConnectionTarget): string {
  if ("url" in target) return target.url;
  const { host, port, user, password, database } = target;
  const socket = host.startsWith("/");
  const where = socket ? `/${database}?host=${encodeURIComponent(host)}&port=${port}` : `${host}:${port}/${database}`;
  return `postgresql://${user}:${password}@${where}`;
}

/** A folder that goes when the file ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "willcall-cli-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
