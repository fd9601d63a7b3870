import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { customerAdd } from "../customer-add/request.ts";
import { query } from "../customer-query/query.ts";
import type { Bench } from "../support/bench.ts";
import { median } from "../support/compare.ts";
import { type Job, type Load, startLoad } from "../support/load-process.ts";
import { type Running, using } from "../support/processes.ts";
import { watchStolen } from "../support/stolen.ts";
import type { OpenJob, Phase, Sample } from "./open-load.ts";

interface Subject extends Pick<OpenJob, "request" | "numbers" | "expect"> {
  readonly name: string;
  /** How many callers find out the sustainable rate. */
  readonly connections: number;
  /** How many times that rate is asked for. */
  readonly times: number;
}

const subjects: readonly Subject[] = [
  { ...customerAdd, name: "customer_add", numbers: { kind: "sequence", first: 0, count: 0 }, connections: 4, times: 10 },
  { ...query, name: "customer_query", connections: 32, times: 2 },
];

/** More than it can do, by time and not by completion: how late is what it accepts, and how soon is it itself again? */
export async function benchOverload(bench: Bench): Promise<void> {
  const plan = bench.quick ? { runs: 1, seconds: 8 } : { runs: 5, seconds: 30 };
  await using(startLoad(), (load) =>
    using(startOpenLoad(), (open) =>
      using(bench.startOurs(), async (ours) => {
        for (const subject of subjects) await overload(subject, load, open, ours, plan);
      }),
    ),
  );
}

/** Customers that no bench has added before. */
let nextNew = 300_000_000;

async function overload(
  subject: Subject,
  load: Load,
  open: OpenLoad,
  ours: Running,
  { runs, seconds }: { runs: number; seconds: number },
): Promise<void> {
  const { port } = ours;
  const { request, expect, connections, times } = subject;
  const numbers = () => (subject.numbers.kind === "random" ? subject.numbers : { ...subject.numbers, first: nextNew });
  const closed = async (length: number) => {
    const job: Job = { port, request, expect, connections, numbers: numbers(), until: { seconds: length } };
    const outcome = await load.run(job);
    if (subject.numbers.kind === "sequence") nextNew = outcome.next;
    return outcome.perSecond;
  };
  const byTime = async (phases: readonly Phase[]) => {
    const samples = await open.run({ port, request, expect, numbers: numbers(), phases });
    nextNew += samples.length;
    return samples;
  };
  await closed(3);
  const ratios: number[] = [];
  for (let run = 1; run <= runs; run++) {
    const stolen = watchStolen();
    const rate = await closed(5);
    const quiet = rate / 5;
    const unloaded = p99(accepted(await byTime([{ perSecond: quiet, seconds: 10 }])));
    const samples = await byTime([
      { perSecond: rate * times, seconds },
      { perSecond: quiet, seconds: 8 },
    ]);
    const during = samples.filter(({ phase }) => phase === 0);
    const after = samples.filter(({ phase }) => phase === 1);
    const late = p99(accepted(during));
    ratios.push(late / unloaded);
    const share = (status: number) =>
      `${((100 * during.filter((one) => one.status === status).length) / during.length).toFixed(1)} %`;
    // When the last answer came that a quiet server would not have given.
    const bad = after.filter(({ status, ms }) => status !== 200 || ms > 5 * unloaded).map(({ dueAt, ms }) => dueAt + ms);
    const recovered = Math.max(0, ...bad) / 1000;
    console.log(
      `${subject.name} ${run}: sustainable ${rate.toFixed(0)}/s, unloaded p99 ${unloaded.toFixed(1)} ms; at ${times} times that: ` +
        `accepted ${(accepted(during).length / seconds).toFixed(0)}/s, p99 ${late.toFixed(1)} ms, ratio ${(late / unloaded).toFixed(2)}, ` +
        `(sender late p99 ${p99(during.map(({ lateMs }) => lateMs)).toFixed(1)} ms), 503 ${share(503)}, 429 ${share(429)}, unanswered ${share(0)}; well after ${recovered.toFixed(1)} s${stolen()}`,
    );
  }
  console.log(`${subject.name}: median ratio ${median(ratios).toFixed(2)}`);
}

const accepted = (samples: readonly Sample[]): number[] => samples.filter(({ status }) => status === 200).map(({ ms }) => ms);

function p99(latencies: readonly number[]): number {
  const sorted = [...latencies].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.99))] ?? Number.NaN;
}

interface OpenLoad {
  run(job: OpenJob): Promise<Sample[]>;
  stop(): Promise<void>;
}

async function startOpenLoad(): Promise<OpenLoad> {
  const child = fork(fileURLToPath(new URL("./open-load.ts", import.meta.url)), { execArgv: [] });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  return {
    run: (job) =>
      new Promise((resolve, reject) => {
        const died = () => reject(new Error("the load process ended"));
        child.once("exit", died);
        child.once("message", ({ samples, error }: { samples?: Sample[]; error?: string }) => {
          child.off("exit", died);
          if (samples) resolve(samples);
          else reject(new Error(error));
        });
        child.send(job);
      }),
    async stop() {
      child.kill();
      await ended;
    },
  };
}
