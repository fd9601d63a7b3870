// The process that makes load: so many connections, each with one request under way (no HTTP pipelining), over plain sockets, so that
// it costs the machine as little as possible. Started by load-process.ts, which sends it jobs.
import { connect, type Socket } from "node:net";
import type { Job, Outcome } from "./load-process.ts";

/** Where nine digits stand in a request's text. */
const mark = "#########";

interface Run {
  readonly job: Job;
  /** Fills the digits of the next request in. */
  readonly fill: (request: Buffer) => void;
  readonly latencies: number[];
  started: number;
  done: number;
}

process.on("message", async (job: Job) => {
  try {
    process.send!({ outcome: await run(job) });
  } catch (error) {
    process.send!({ error: (error as Error).message });
  }
});

async function run(job: Job): Promise<Outcome> {
  const text = Buffer.from(job.request);
  const places: number[] = [];
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + mark.length)) places.push(at);
  const { kind, first, count } = job.numbers;
  let next = first;
  const fill = (request: Buffer) => {
    const number = kind === "random" ? first + Math.floor(Math.random() * count) : next++;
    const digits = String(number);
    for (const place of places) request.write(digits, place, "latin1");
  };
  const sockets = await Promise.all(Array.from({ length: job.connections }, () => open(job.port)));
  const current: Run = { job, fill, latencies: [], started: 0, done: 0 };
  const began = performance.now();
  try {
    await Promise.all(sockets.map((socket) => call(socket, Buffer.from(text), current, began)));
  } finally {
    for (const socket of sockets) socket.destroy();
  }
  const { latencies, done } = current;
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
  const seconds = "seconds" in job.until ? job.until.seconds : (performance.now() - began) / 1000;
  return { calls: done, perSecond: done / seconds, p50: at(0.5), p99: at(0.99), next };
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true }, () => resolve(socket));
    socket.once("error", reject);
  });
}

/** Calls on one connection, one after another, until the job is done. Only what was answered in time counts. */
function call(socket: Socket, request: Buffer, current: Run, began: number): Promise<void> {
  const { until, expect } = current.job;
  const end = "seconds" in until ? began + until.seconds * 1000 : Number.POSITIVE_INFINITY;
  const most = "calls" in until ? until.calls : Number.POSITIVE_INFINITY;
  return new Promise((resolve, reject) => {
    let held: Buffer | undefined;
    let sent = 0;
    const send = () => {
      if (current.started >= most || performance.now() >= end) return resolve();
      current.started++;
      current.fill(request);
      sent = performance.now();
      socket.write(request);
    };
    socket.on("error", reject);
    socket.on("close", () => reject(new Error("the server closed a connection")));
    socket.on("data", (chunk) => {
      held = held ? Buffer.concat([held, chunk]) : chunk;
      if (!isWhole(held)) return;
      if (!held.includes(expect)) return reject(new Error(`not an expected answer: ${held.toString().slice(0, 600)}`));
      held = undefined;
      const now = performance.now();
      if (now <= end) {
        current.done++;
        current.latencies.push(now - sent);
      }
      send();
    });
    send();
  });
}

function isWhole(answer: Buffer): boolean {
  const head = answer.indexOf("\r\n\r\n");
  if (head < 0) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(answer.toString("latin1", 0, head))?.[1];
  if (length === undefined) throw new Error("an answer without a length");
  return answer.length >= head + 4 + Number(length);
}
