import cluster, { type Worker } from "node:cluster";
import { fileURLToPath } from "node:url";
import { AggregatorRegistry } from "prom-client";
import type { Config } from "./config.ts";
import type { ConnectionTarget } from "./platform/database/connection.ts";

/** What the primary process and its workers say to each other. */
export type ToWorker =
  | { readonly kind: "start"; readonly config: Config; readonly target: ConnectionTarget }
  | { readonly kind: "stop" }
  | { readonly kind: "metrics"; readonly id: number; readonly text: string };
export type ToPrimary = { readonly kind: "ready"; readonly port: number } | { readonly kind: "metrics"; readonly id: number };

const entry = fileURLToPath(new URL(`./worker${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url));
const giveUpAfter = 5;

/**
 * Runs config.workers processes on one port. One that dies is replaced; when one dies again and again before it ever served, the
 * start fails. Resolves when all serve.
 */
export async function runWorkers(
  config: Config,
  target: ConnectionTarget,
  note: (message: string) => void,
): Promise<{ port: number; stop(): Promise<boolean> }> {
  cluster.setupPrimary({ exec: entry, args: [], execArgv: process.execArgv });
  const aggregator = new AggregatorRegistry();
  let stopping = false;
  let failures = 0;
  let port = config.port;
  const statuses: (number | null)[] = [];

  function start(): Promise<void> {
    const worker = cluster.fork();
    return new Promise((resolve, reject) => {
      let served = false;
      worker.on("online", () => tell(worker, { kind: "start", config, target }));
      worker.on("message", (message: ToPrimary) => {
        if (message?.kind === "ready") {
          served = true;
          failures = 0;
          port = message.port;
          resolve();
        } else if (message?.kind === "metrics") void answerMetrics(worker, message.id);
      });
      worker.on("exit", (code, signal) => {
        if (stopping) return void statuses.push(code);
        note(`Worker ${worker.process.pid} ended (${signal ?? `status ${code}`})`);
        if (!served && ++failures >= giveUpAfter) return reject(new Error("the workers cannot start"));
        setTimeout(() => !stopping && start().then(resolve, reject), served ? 0 : 500 * failures);
      });
    });
  }

  async function answerMetrics(worker: Worker, id: number): Promise<void> {
    const text = await aggregator.clusterMetrics().catch(() => "");
    tell(worker, { kind: "metrics", id, text });
  }

  // When any free port was asked for, the first worker finds it and the cluster module gives the others the same.
  await start();
  await Promise.all(Array.from({ length: config.workers - 1 }, start));
  return {
    port,
    async stop() {
      stopping = true;
      const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
      const late = setTimeout(() => workers.map((worker) => worker.process.kill("SIGKILL")), (config.shutdownSeconds + 6) * 1000);
      await Promise.all(
        workers.map(
          (worker) =>
            new Promise<void>((resolve) => {
              if (worker.isDead()) return resolve();
              worker.once("exit", () => resolve());
              tell(worker, { kind: "stop" });
            }),
        ),
      );
      clearTimeout(late);
      return statuses.every((status) => status === 0);
    },
  };
}

function tell(worker: Worker, message: ToWorker): void {
  if (worker.isConnected()) worker.send(message, undefined, () => {});
}
