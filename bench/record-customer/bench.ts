import type { Bench } from "../support/bench.ts";
import { compare, planOf } from "../support/compare.ts";
import { startLoad } from "../support/load-process.ts";
import { type Running, using } from "../support/processes.ts";
import { countRoundTrips } from "../support/round-trips.ts";
import { recordCustomer } from "./request.ts";

const connections = 32;

/** Edits by code, each of which changes something, against the same statements over the bare driver; then the round trips of a call. */
export async function benchRecordCustomer(bench: Bench): Promise<void> {
  let run = 0;
  await using(startLoad(), async (load) => {
    await using(bench.startOurs(), (ours) =>
      using(bench.startFloor("bench/record-customer/floor.ts"), async (floor) => {
        const side = (one: Running) => async (seconds: number) =>
          (await load.run({ ...recordCustomer(`Town ${++run}`), port: one.port, connections, until: { seconds } })).perSecond;
        const plan = planOf(bench);
        for (const one of [ours, floor]) await side(one)(plan.seconds);
        await compare(`record-customer, ${connections} connections`, plan, side(ours), side(floor));
      }),
    );
    await countRoundTrips(bench, load, {
      name: "record-customer",
      prepare: async () => recordCustomer(`Town ${++run}`),
      onTheWay: ["custom-fields", "loyalty-bearers", "lock-customer", "commit"],
    });
  });
}
