import type { Bench } from "../support/bench.ts";
import { compare, planOf } from "../support/compare.ts";
import { startLoad } from "../support/load-process.ts";
import { using } from "../support/processes.ts";
import { countRoundTrips } from "../support/round-trips.ts";
import { fillCampaign } from "./fill.ts";
import { recordActivity } from "./request.ts";

const connections = 16;

/** Purchases by code against the same statement over the bare driver, and against an update of one row by its primary key; then the round trips of a call. */
export async function benchRecordActivity(bench: Bench): Promise<void> {
  await fillCampaign(bench);
  await using(startLoad(), async (load) => {
    await using(bench.startOurs(), ({ port }) =>
      using(bench.startFloor("bench/record-activity/driver.ts"), async (driver) => {
        const ours = async (seconds: number) =>
          (await load.run({ ...recordActivity, port, connections, until: { seconds } })).perSecond;
        const floor = (what: string) => async (seconds: number) => Number(await driver.get(`/${what}?seconds=${seconds}`));
        const plan = planOf(bench);
        for (const one of [ours, floor("statement"), floor("update")]) await one(plan.seconds);
        await compare(`record-activity against its statement, ${connections} connections`, plan, ours, floor("statement"));
        await compare(`record-activity against a one-row update, ${connections} connections`, plan, ours, floor("update"));
      }),
    );
    await countRoundTrips(bench, load, {
      name: "record-activity",
      prepare: async () => recordActivity,
      onTheWay: ["post-entry-alone", "find-campaign", "custom-fields", "take-block", "directory-version"],
    });
  });
}
