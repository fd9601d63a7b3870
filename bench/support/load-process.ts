import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** What the load process is asked for. */
export interface Job {
  readonly port: number;
  readonly connections: number;
  /** A whole HTTP request; each ######### in it is replaced by a number of nine digits. */
  readonly request: string;
  readonly numbers: { readonly kind: "random" | "sequence"; readonly first: number; readonly count: number };
  /** What every answer must hold. */
  readonly expect: string;
  readonly until: { readonly seconds: number } | { readonly calls: number };
}

/** What it found. Latencies in milliseconds. */
export interface Outcome {
  readonly calls: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** The number after the last one of a sequence. */
  readonly next: number;
}

/** A process that makes load, apart from all that is measured. */
export interface Load {
  run(job: Job): Promise<Outcome>;
  stop(): Promise<void>;
}

export async function startLoad(): Promise<Load> {
  const child = fork(fileURLToPath(new URL("./load.ts", import.meta.url)), { execArgv: [] });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  return {
    run: (job) =>
      new Promise((resolve, reject) => {
        const answered = ({ outcome, error }: { outcome?: Outcome; error?: string }) => {
          child.off("exit", died);
          if (outcome) resolve(outcome);
          else reject(new Error(error));
        };
        const died = () => reject(new Error("the load process ended"));
        child.once("message", answered);
        child.once("exit", died);
        child.send(job);
      }),
    async stop() {
      child.kill();
      await ended;
    },
  };
}
