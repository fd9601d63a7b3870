import type { Bench } from "../support/bench.ts";
import { compare, median, planOf } from "../support/compare.ts";
import { startLoad } from "../support/load-process.ts";
import { type Running, using } from "../support/processes.ts";
import { countRoundTrips } from "../support/round-trips.ts";
import { fillCampaign } from "./fill.ts";
import { connections, recordActivity } from "./request.ts";

/**
 * Purchases by code against the same statement over the bare driver, and against an update of one row by its primary key, each behind a bare Fastify handler; what the two
 * do without one is told besides. Then the round trips of a call.
 */
export async function benchRecordActivity(bench: Bench): Promise<void> {
  await fillCampaign(bench);
  await using(startLoad(), async (load) => {
    await using(bench.startOurs(), (ours) =>
      using(bench.startFloor("bench/record-activity/floor.ts"), async (floor) => {
        const side =
          ({ port }: Running, path?: string) =>
          async (seconds: number) =>
            (await load.run({ ...recordActivity(path), port, connections, until: { seconds } })).perSecond;
        const [purchase, statement, update] = [side(ours), side(floor), side(floor, "/update")];
        const plan = planOf(bench);
        for (const one of [purchase, statement, update]) await one(plan.seconds);
        await compare(`record-activity against its statement, ${connections} connections`, plan, purchase, statement);
        await compare(`record-activity against a one-row update, ${connections} connections`, plan, purchase, update);
        await bare(floor, plan.pairs, plan.seconds);
      }),
    );
    await countRoundTrips(bench, load, {
      name: "record-activity",
      prepare: async () => recordActivity(),
      onTheWay: ["post-entry-by-code", "find-campaign", "custom-fields", "take-block", "directory-version"],
    });
  });
}

/** What the driver does without any HTTP. */
async function bare(floor: Running, times: number, seconds: number): Promise<void> {
  for (const what of ["statement", "update"]) {
    const rates: number[] = [];
    for (let n = 0; n < times; n++) rates.push(Number(await floor.get(`/bare-${what}?seconds=${seconds}`)));
    console.log(`  without HTTP the ${what} alone: ${median(rates).toFixed(0)}/s`);
  }
}
