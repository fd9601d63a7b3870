import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { after } from "node:test";
import type { ConnectionTarget } from "../../src/platform/database/connection.ts";
import { testConfig } from "./config.ts";

/** A Willcall in processes of its own, as a user starts it. */
export interface TestServer {
  readonly url: string;
  readonly process: ChildProcess;
  /** Everything that it printed. */
  output(): string;
  /** Kills the whole process group of the server at once. */
  kill(): Promise<void>;
  /** Asks it to stop and gives its exit status. */
  stop(): Promise<number | null>;
}

/** The settings of a database URL or a data folder of the test's own, and whatever else the test sets. */
export interface ServerSettings {
  readonly target?: ConnectionTarget;
  readonly dataDir?: string;
  readonly env?: Record<string, string>;
  readonly args?: readonly string[];
}

/** A URL for DATABASE_URL. */
export function urlOf(target: ConnectionTarget): string {
  if ("url" in target) return target.url;
  const { user, password, database, host, port } = target;
  return `postgresql://${user}:${encodeURIComponent(password)}@/${database}?host=${encodeURIComponent(host)}&port=${port}`;
}

/** Starts `willcall serve` and waits for its ready line. It is killed when the file ends. */
export async function startServer({ target, dataDir, env = {}, args = [] }: ServerSettings): Promise<TestServer> {
  const where = target ? { DATABASE_URL: urlOf(target) } : { DATA_DIR: dataDir! };
  const child = spawn(process.execPath, ["src/main.ts", "serve", ...args], {
    env: { ...process.env, ...testConfig.env, PORT: "0", ...where, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let printed = "";
  for (const stream of [child.stdout!, child.stderr!]) stream.setEncoding("utf8").on("data", (text: string) => (printed += text));
  const gone = once(child, "exit");
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    // The workers are in the server's group; a embedded database is not.
    process.kill(-child.pid!, "SIGKILL");
    await gone;
  };
  after(kill);
  const url = await new Promise<string>((resolve, reject) => {
    const look = (): void => {
      const found = /answers at (http:[^\s,]+)/.exec(printed)?.[1];
      if (found) resolve(found);
    };
    child.stdout!.on("data", look);
    void gone.then(() => reject(new Error(`the server ended before it was ready:\n${printed}`)));
  });
  return {
    url,
    process: child,
    output: () => printed,
    kill,
    async stop() {
      child.kill("SIGTERM");
      return (await gone)[0] as number | null;
    },
  };
}
