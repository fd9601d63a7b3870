import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** A process that is measured, and answers on `port`. */
export interface Running {
  readonly port: number;
  /** The body of a GET to one of its addresses. */
  get(path: string): Promise<string>;
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The command line of this very Node for other arguments. */
export function node(args: readonly string[]): readonly string[] {
  return [process.execPath, ...args];
}

/** Starts a process with nothing of ours in its environment but `settings`, its output to /dev/null, and waits for /readyz. */
export async function startProcess(command: readonly string[], settings: Record<string, string>): Promise<Running> {
  const port = await freePort();
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, HOST: "127.0.0.1", PORT: String(port), ...settings };
  const child = spawn(command[0]!, command.slice(1), { cwd: root, env, stdio: ["ignore", "ignore", "inherit"] });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const get = async (path: string): Promise<string> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    return response.text();
  };
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
  };
  for (const began = Date.now(); ; await sleep(50)) {
    if (child.exitCode !== null) throw new Error(`${command.join(" ")} ended with status ${child.exitCode}`);
    if (await get("/readyz").catch(() => "")) return { port, get, stop };
    if (Date.now() - began > 30_000) {
      await stop();
      throw new Error(`${command.join(" ")} was not ready after 30 s`);
    }
  }
}

/** Runs `work` on a process, and stops the process. */
export async function using<P extends { stop(): Promise<void> }, T>(
  starting: Promise<P>,
  work: (process: P) => Promise<T>,
): Promise<T> {
  const running = await starting;
  try {
    return await work(running);
  } finally {
    await running.stop();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
