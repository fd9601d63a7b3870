import { setTimeout as sleep } from "node:timers/promises";
import { floorFile, query } from "../customer-query/query.ts";
import type { Bench } from "../support/bench.ts";
import { startLoad } from "../support/load-process.ts";
import { type Running, using } from "../support/processes.ts";

const connections = 32;

/** Resident memory of ours and of the bare handler after the same queries, and how ours grows. Nothing is collected on demand. */
export async function benchMemory(bench: Bench): Promise<void> {
  const stops = bench.quick ? [10_000, 50_000] : [50_000, 100_000, 200_000, 300_000, 400_000, 500_000];
  const ours = await measure(bench.startOurs(), ourMemory, stops);
  const floor = await measure(bench.startFloor(floorFile), async (one) => Number(await one.get("/rss")), stops);
  console.log("memory, resident, in MB (10^6 bytes)");
  for (const [n, calls] of stops.entries())
    console.log(
      `  after ${calls} calls: ours ${mb(ours[n]!)}, floor ${mb(floor[n]!)}, ours over floor ${mb(ours[n]! - floor[n]!)}`,
    );
  console.log(`  ours grew by ${mb(ours.at(-1)! - ours[0]!)} from call ${stops[0]} to ${stops.at(-1)}`);
}

async function measure(starting: Promise<Running>, read: (one: Running) => Promise<number>, stops: number[]): Promise<number[]> {
  return using(starting, (one) =>
    using(startLoad(), async (load) => {
      const figures: number[] = [];
      let made = 0;
      for (const stop of stops) {
        await load.run({ ...query, port: one.port, connections, until: { calls: stop - made } });
        made = stop;
        await sleep(1_000);
        figures.push(await read(one));
      }
      return figures;
    }),
  );
}

async function ourMemory(ours: Running): Promise<number> {
  const bytes = /^process_resident_memory_bytes (\S+)$/m.exec(await ours.get("/metrics"))?.[1];
  if (!bytes) throw new Error("/metrics does not tell the resident memory");
  return Number(bytes);
}

function mb(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
