import type { Bench } from "./bench.ts";
import type { Job, Load } from "./load-process.ts";
import { using } from "./processes.ts";
import { startWireCounter, type Trips } from "./wire-counter.ts";

/** What is called, on which server it then is: `prepare` gives it once ours runs. */
export interface Counted {
  readonly name: string;
  prepare(port: number): Promise<Pick<Job, "request" | "numbers" | "expect">>;
  /** What a call waits for: its own statement, and those of the directory, which answers from memory but for a check every 400 ms. */
  readonly onTheWay: readonly string[];
}

/** Counts what goes over the wire to PostgreSQL while queries are made one after another, so that no two can share a flush. */
export async function countRoundTrips(
  bench: Bench,
  load: Load,
  { name: called, prepare, onTheWay }: Counted,
  calls = 2_000,
): Promise<void> {
  await using(startWireCounter(bench.database), (wire) =>
    using(bench.startOurs(wire.url), async ({ port }) => {
      const query = await prepare(port);
      const make = (count: number) => load.run({ ...query, port, connections: 1, until: { calls: count } });
      await make(300);
      wire.reset();
      await make(calls);
      const counted = [...wire.counts()];
      const way = sum(counted.filter(([name]) => onTheWay.includes(name)));
      const off = sum(counted.filter(([name]) => !onTheWay.includes(name)));
      const per = (count: number) => (count / calls).toFixed(4);
      console.log(`${called}, round trips to PostgreSQL on the wire, over ${calls} calls one after another`);
      console.log(`  per call: ${per(way.syncs)} Sync, ${per(way.flushes)} flushes, ${per(way.answers)} ReadyForQuery`);
      console.log(`  beside the calls (sequencer, read log): ${off.syncs} Sync in the same time`);
      console.log(`  statements: ${counted.map(([name, { syncs }]) => `${name} ${syncs}`).join(", ")}`);
    }),
  );
}

function sum(counted: readonly (readonly [string, Trips])[]): Trips {
  const total: Trips = { syncs: 0, flushes: 0, answers: 0 };
  for (const [, { syncs, flushes, answers }] of counted) {
    total.syncs += syncs;
    total.flushes += flushes;
    total.answers += answers;
  }
  return total;
}
