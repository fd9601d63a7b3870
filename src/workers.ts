import cluster, { type Worker } from "node:cluster";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { AggregatorRegistry } from "prom-client";
import type { Config } from "./config.ts";
import type { ConnectionTarget } from "./platform/database/connection.ts";
import type { Serving } from "./server.ts";

/** What the primary process and its workers say to each other. */
export type ToWorker =
  | { readonly kind: "start"; readonly config: Config; readonly target: ConnectionTarget }
  | { readonly kind: "stop" }
  | { readonly kind: "metrics"; readonly id: number; readonly text: string | undefined };
export type ToPrimary =
  | ({ readonly kind: "ready" } & Ports)
  | { readonly kind: "failed"; readonly message: string; readonly code: string | undefined }
  | { readonly kind: "metrics"; readonly id: number };

/** Where a worker serves. */
type Ports = Omit<Serving, "stop">;

const entry = fileURLToPath(new URL(`./worker${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url));
const longestPauseMs = 5_000;

/**
 * Runs config.workers processes on one port, which must be a number: with any free one, workers that come after all others have died would find another. Resolves when all serve, rejects with a worker's own error when one can't. A worker
 * that dies later is replaced, after a pause that grows while its successors die too.
 */
export async function runWorkers(config: Config, target: ConnectionTarget, note: (message: string) => void): Promise<Serving> {
  cluster.setupPrimary({ exec: entry, args: [], execArgv: process.execArgv });
  const aggregator = new AggregatorRegistry();
  let stopping = false;
  let clean = true;
  let ports: Ports | undefined;
  /** What the first worker found is what the others, and later ones, are told to serve. */
  const settled = (): Config => ({
    ...config,
    ...(ports && { tlsPort: ports.tlsPort ?? 0, tlsPortIsDefault: false }),
  });

  /** Starts a worker; resolves when it serves. */
  function start(): Promise<Worker> {
    const worker = cluster.fork();
    return new Promise((resolve, reject) => {
      let failure = new Error(`worker ${worker.process.pid} ended before it served`);
      worker.on("online", () => tell(worker, { kind: "start", config: settled(), target }));
      worker.on("message", (message: ToPrimary) => {
        if (message?.kind === "ready") {
          ports ??= message;
          resolve(worker);
        } else if (message?.kind === "failed") failure = Object.assign(new Error(message.message), { code: message.code });
        else if (message?.kind === "metrics") void answerMetrics(worker, message.id);
      });
      worker.on("exit", (code) => {
        if (stopping && code !== 0) clean = false;
        reject(failure);
      });
    });
  }

  /** Replaces a serving worker when it ends, for as long as the server runs. */
  function replace(worker: Worker): void {
    worker.on("exit", async (code, signal) => {
      for (let pause = 0; !stopping; pause = Math.min(longestPauseMs, pause * 2 + 250)) {
        note(`Worker ${worker.process.pid} ended (${signal ?? `status ${code}`}); another takes its place`);
        await sleep(pause);
        if (stopping) return;
        const next = await start().catch((error: Error) => void note(`A worker could not start: ${error.message}`));
        if (next) return replace(next);
      }
    });
  }

  async function answerMetrics(worker: Worker, id: number): Promise<void> {
    const text = await aggregator.clusterMetrics().catch(() => undefined);
    tell(worker, { kind: "metrics", id, text });
  }

  async function stop(): Promise<boolean> {
    stopping = true;
    const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
    const late = setTimeout(() => workers.map((worker) => worker.process.kill("SIGKILL")), (config.shutdownSeconds + 6) * 1000);
    await Promise.all(workers.map(stopWorker));
    clearTimeout(late);
    return clean;
  }

  try {
    const workers = [await start()];
    workers.push(...(await Promise.all(Array.from({ length: config.workers - 1 }, start))));
    workers.forEach(replace);
  } catch (error) {
    await stop();
    throw error;
  }
  return { ...ports!, stop };
}

function stopWorker(worker: Worker): Promise<void> {
  return new Promise((resolve) => {
    if (worker.isDead()) return resolve();
    worker.once("exit", () => resolve());
    tell(worker, { kind: "stop" });
  });
}

function tell(worker: Worker, message: ToWorker): void {
  if (worker.isConnected()) worker.send(message, undefined, () => {});
}
