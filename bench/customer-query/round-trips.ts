import type { Bench } from "../support/bench.ts";
import type { Load } from "../support/load-process.ts";
import { using } from "../support/processes.ts";
import { startWireCounter } from "../support/wire-counter.ts";
import { query } from "./bench.ts";

/** Counts what goes over the wire to PostgreSQL while `calls` queries are made one after another, so that nothing can share a flush. */
export async function countRoundTrips(bench: Bench, load: Load, calls = 2_000): Promise<void> {
  await using(startWireCounter(bench.database), (wire) =>
    using(bench.startOurs(wire.url), async ({ port }) => {
      const make = (count: number) => load.run({ ...query, port, connections: 1, until: { calls: count } });
      await make(300);
      wire.reset();
      await make(calls);
      const { reads, background, statements } = wire.counts();
      const per = (count: number) => (count / calls).toFixed(4);
      console.log(`customer-query, round trips on the wire over ${calls} calls, one after another`);
      console.log(
        `  on the calls' way: ${per(reads.syncs)} Sync, ${per(reads.flushes)} flushes, ${per(reads.answers)} ReadyForQuery per call`,
      );
      console.log(`  off it (sequencer, read log): ${background.syncs} Sync in the same time`);
      const listed = Object.entries(statements).sort(([, a], [, b]) => b - a);
      console.log(`  statements: ${listed.map(([name, count]) => `${name} ${count}`).join(", ")}`);
    }),
  );
}
