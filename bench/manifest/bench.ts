import { Agent, request } from "node:http";
import type { Bench } from "../support/bench.ts";
import { compare, planOf } from "../support/compare.ts";
import { dsn, key, uid } from "../support/organisation.ts";
import { type Running, using } from "../support/processes.ts";
import { fillStadium, stadium } from "./stadium.ts";

const agent = new Agent({ keepAlive: true });
const body = JSON.stringify({
  header: { ver: 1, src_sys_type: 2, src_sys_name: "bench", archtics_version: "V999" },
  command1: { cmd: "get_event_manifest", uid, dsn, event_name: stadium.event },
});

/**
 * The manifest of a stadium of 80,000 seats over HTTP against COPY of the rows that it is made from over the bare driver, one caller each: by bytes, of which JSON needs more than COPY for the same, and by how often the whole is told. Then what the server had in memory at most.
 */
export async function benchManifest(bench: Bench): Promise<void> {
  await fillStadium(bench);
  await using(bench.startOurs(), (ours) =>
    using(bench.startFloor("bench/manifest/floor.ts"), async (floor) => {
      const idle = await residentOf(ours);
      const once = await answerOf(ours);
      console.log(
        `manifest: ${stadium.sections * stadium.rows * stadium.seats} seats in ${once.rows} blocks, ${once.bytes} bytes an answer`,
      );
      const plan = planOf(bench);
      let peak = 0;
      const mine = (what: "bytes" | "times") => async (seconds: number) => {
        const began = performance.now();
        let done = 0;
        for (; performance.now() - began < seconds * 1_000; done++) await answerOf(ours, false);
        peak = Math.max(peak, await residentOf(ours));
        const each = what === "bytes" ? once.bytes : 1;
        return (done * each * 1_000) / (performance.now() - began);
      };
      const theirs = (what: "bytes" | "times") => async (seconds: number) =>
        JSON.parse(await floor.get(`/copy?seconds=${seconds}`))[what] as number;
      for (const one of [mine("bytes"), theirs("bytes")]) await one(plan.seconds);
      await compare("manifest against COPY, bytes", plan, mine("bytes"), theirs("bytes"));
      await compare("manifest against COPY, whole manifests", plan, mine("times"), theirs("times"));
      const mb = (bytes: number) => (bytes / 1e6).toFixed(1);
      console.log(`  resident memory of ours: ${mb(idle)} MB before, at most ${mb(peak)} MB after a run`);
    }),
  );
}

/** One answer: its bytes, and its blocks when it is looked into. */
async function answerOf({ port }: Running, look = true): Promise<{ bytes: number; rows: number }> {
  const path = `/sth-buy/ticketing_services.aspx?dsn=${dsn}`;
  const headers = { apikey: key, "content-type": "application/json", "content-length": Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const call = request({ port, host: "127.0.0.1", method: "POST", path, agent, headers }, (response) => {
      let bytes = 0;
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (look) chunks.push(chunk);
      });
      response.on("error", reject);
      response.on("end", () => {
        if (response.statusCode !== 200) return reject(new Error(`get_event_manifest answered ${response.statusCode}`));
        resolve({ bytes, rows: look ? JSON.parse(Buffer.concat(chunks).toString()).command1.seats.length : 0 });
      });
    });
    call.on("error", reject);
    call.end(body);
  });
}

async function residentOf(ours: Running): Promise<number> {
  return Number(/^process_resident_memory_bytes (\S+)$/m.exec(await ours.get("/metrics"))?.[1]);
}
