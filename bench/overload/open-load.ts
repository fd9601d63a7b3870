// The process that makes load by time: a request is sent when it is due, whether or not the ones before were answered. What it
// sends at is always 127.0.0.1, and both the requests and the connections are bounded. It shares the machine with what it measures,
// so it makes no more of a request than a write and a look at the answer. Started by bench.ts, which sends it one job at a time.
import { connections } from "./connections.ts";

/** So many requests a second, for so long. */
export interface Phase {
  readonly perSecond: number;
  readonly seconds: number;
}

export interface OpenJob {
  readonly port: number;
  /** A whole HTTP request; each ######### in it is replaced by a number of nine digits. */
  readonly request: string;
  readonly numbers: { readonly kind: "random" | "sequence"; readonly first: number; readonly count: number };
  /** What an answer with status 200 must hold. */
  readonly expect: string;
  /** One after the other, without a pause. */
  readonly phases: readonly Phase[];
}

/** What came of one request, in milliseconds from the moment when it was due and from the beginning of its phase. */
export interface Sample {
  readonly phase: number;
  readonly dueAt: number;
  /** How late this process sent it; that is in `ms` too. */
  readonly lateMs: number;
  readonly ms: number;
  /** The HTTP status; 0 when there was no answer, or no connection left to send it on. */
  readonly status: number;
}

const mostRequests = 1_000_000;

process.on("message", async (job: OpenJob) => {
  try {
    process.send!({ samples: await run(job) });
  } catch (error) {
    process.send!({ error: (error as Error).message });
  }
});

async function run(job: OpenJob): Promise<Sample[]> {
  const { kind, first, count } = job.numbers;
  const wanted = job.phases.reduce((sum, { perSecond, seconds }) => sum + Math.ceil(perSecond * seconds), 0);
  if (wanted > mostRequests) throw new Error(`${wanted} requests are more than ${mostRequests}`);
  const [dueAt, lateMs, ms] = [new Float64Array(wanted), new Float64Array(wanted), new Float64Array(wanted)];
  const [status, phaseOf] = [new Uint16Array(wanted), new Uint8Array(wanted)];
  let [next, at, unanswered] = [first, 0, 0];
  let began = 0;
  let allAnswered: (() => void) | undefined;
  const beganOf: number[] = [];
  const answered = (sample: number, told: number): void => {
    ms[sample] = performance.now() - beganOf[phaseOf[sample]!]! - dueAt[sample]!;
    status[sample] = told;
    if (--unanswered === 0) allAnswered?.();
  };
  const open = await connections(job.port, job.request, job.expect, answered);
  for (const [phase, { perSecond, seconds }] of job.phases.entries()) {
    began = performance.now();
    beganOf.push(began);
    const most = Math.ceil(perSecond * seconds);
    for (let sent = 0; sent < most; ) {
      // Evenly spread; a sender that was late itself sends what is overdue, and its lateness counts.
      for (let now = performance.now() - began; sent < most && (sent * 1000) / perSecond <= now; sent++, at++) {
        phaseOf[at] = phase;
        dueAt[at] = (sent * 1000) / perSecond;
        lateMs[at] = performance.now() - began - dueAt[at]!;
        unanswered++;
        open.send(at, kind === "random" ? first + Math.floor(Math.random() * count) : next++);
      }
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
  if (unanswered > 0) await new Promise<void>((resolve) => (allAnswered = resolve));
  open.end();
  return Array.from({ length: at }, (_, one) => ({
    phase: phaseOf[one]!,
    dueAt: dueAt[one]!,
    lateMs: lateMs[one]!,
    ms: ms[one]!,
    status: status[one]!,
  }));
}
