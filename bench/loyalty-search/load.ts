// The process that makes load: so many connections, each with one call under way, of bodies in turn. Started by bench.ts, which sends it jobs.
import { Agent, request } from "node:http";

export interface SearchJob {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  readonly bodies: readonly string[];
  /** What every answer must hold. */
  readonly expect: string;
}

/** What it found. Latencies in milliseconds, until the last byte. */
export interface SearchOutcome {
  readonly calls: number;
  readonly p50: number;
  readonly p99: number;
  readonly meanBytes: number;
}

process.on("message", async (job: SearchJob) => {
  try {
    process.send!({ outcome: await run(job) });
  } catch (error) {
    process.send!({ error: (error as Error).message });
  }
});

async function run({ port, connections, seconds, bodies, expect }: SearchJob): Promise<SearchOutcome> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latencies: number[] = [];
  const end = performance.now() + seconds * 1000;
  let [next, bytes] = [0, 0];
  const caller = async (): Promise<void> => {
    while (performance.now() < end) {
      const body = bodies[next++ % bodies.length]!;
      const began = performance.now();
      const answer = await post(agent, port, body);
      latencies.push(performance.now() - began);
      bytes += answer.length;
      if (!answer.includes(expect)) throw new Error(`not an expected answer: ${body}\n${answer.toString().slice(0, 600)}`);
    }
  };
  await Promise.all(Array.from({ length: connections }, caller));
  agent.destroy();
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
  return { calls: latencies.length, p50: at(0.5), p99: at(0.99), meanBytes: bytes / latencies.length };
}

function post(agent: Agent, port: number, body: string): Promise<Buffer> {
  const headers = { "content-type": "application/x-www-form-urlencoded", "content-length": Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const sent = request({ agent, host: "127.0.0.1", port, method: "POST", path: "/api.php", headers }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => void parts.push(part));
      response.on("end", () => resolve(Buffer.concat(parts)));
      response.on("error", reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
