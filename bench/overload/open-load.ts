// The process that makes load by time: a request is sent when it is due, whether or not the ones before were answered. What it
// sends at is always 127.0.0.1, and both the requests and the connections are bounded. Started by bench.ts, which sends it one job at a time.
import { connect, type Socket } from "node:net";

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

const mark = "#########";
const mostRequests = 1_000_000;
/** Opened beforehand, as clients keep them: fewer than what a server lets wait to be accepted, or the kernel's own retries would be measured. */
const connectionCount = 800;
const patienceMs = 10_000;

process.on("message", async (job: OpenJob) => {
  try {
    process.send!({ samples: await run(job) });
  } catch (error) {
    process.send!({ error: (error as Error).message });
  }
});

async function run(job: OpenJob): Promise<Sample[]> {
  const wanted = job.phases.reduce((sum, { perSecond, seconds }) => sum + perSecond * seconds, 0);
  if (wanted > mostRequests) throw new Error(`${wanted} requests are more than ${mostRequests}`);
  const samples: Sample[] = [];
  const sender = await connections(job.port);
  let next = job.numbers.first;
  const under = new Set<Promise<void>>();
  for (const [phase, { perSecond, seconds }] of job.phases.entries()) {
    const began = performance.now();
    for (let sent = 0; sent < perSecond * seconds; ) {
      // Evenly spread; a sender that was late itself sends what is overdue, and its lateness counts.
      for (; sent < perSecond * seconds && began + (sent * 1000) / perSecond <= performance.now(); sent++) {
        const dueAt = (sent * 1000) / perSecond;
        const number = job.numbers.kind === "random" ? next + Math.floor(Math.random() * job.numbers.count) : next++;
        const lateMs = performance.now() - began - dueAt;
        const call = sender.send(job.request.replaceAll(mark, String(number)), job.expect).then((status) => {
          samples.push({ phase, dueAt, lateMs, ms: performance.now() - began - dueAt, status });
        });
        under.add(call);
        void call.then(() => under.delete(call));
      }
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
  await Promise.all(under);
  sender.end();
  return samples;
}

/** Kept connections, each with one request under way. */
async function connections(port: number): Promise<{ send(request: string, expect: string): Promise<number>; end(): void }> {
  const idle: Socket[] = [];
  const all = new Set<Socket>();
  let ended = false;

  function open(): Promise<void> {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    all.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => {
      all.delete(socket);
      const at = idle.indexOf(socket);
      if (at >= 0) idle.splice(at, 1);
    });
    return new Promise((resolve, reject) => {
      socket.once("error", reject);
      socket.once("connect", () => {
        idle.push(socket);
        resolve();
      });
    });
  }

  while (all.size < connectionCount) await open();
  return {
    send(request, expect) {
      const socket = idle.pop();
      if (!socket) return Promise.resolve(0);
      return new Promise((resolve) => {
        let held = "";
        const done = (status: number, keep: boolean): void => {
          clearTimeout(late);
          socket.off("data", onData);
          socket.off("close", onClose);
          if (keep) idle.push(socket);
          else {
            socket.destroy();
            if (!ended) open().catch(() => {});
          }
          resolve(status);
        };
        const late = setTimeout(() => done(0, false), patienceMs);
        const onClose = (): void => done(0, false);
        const onData = (chunk: Buffer): void => {
          held += chunk.toString("latin1");
          const head = held.indexOf("\r\n\r\n");
          if (head < 0) return;
          const length = Number(/\r\ncontent-length: (\d+)/i.exec(held.slice(0, head))?.[1] ?? 0);
          if (held.length < head + 4 + length) return;
          const status = Number(held.slice(9, 12));
          done(status === 200 && !held.includes(expect) ? 0 : status, !/\r\nconnection: close/i.test(held.slice(0, head)));
        };
        socket.on("data", onData);
        socket.on("close", onClose);
        socket.write(request);
      });
    },
    end() {
      ended = true;
      for (const socket of all) socket.destroy();
    },
  };
}
