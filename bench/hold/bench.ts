import type { Bench } from "../support/bench.ts";
import { compare, planOf } from "../support/compare.ts";
import { using } from "../support/processes.ts";
import { connections, fillStadium, together } from "./stadium.ts";

/** Holds of one seat and of two neighbours against the same statement over the bare driver, and against an update of one row by its primary key. */
export async function benchHold(bench: Bench): Promise<void> {
  await fillStadium(bench);
  await using(bench.startFloor("bench/hold/ours.ts"), (ours) =>
    using(bench.startFloor("bench/hold/floor.ts"), async (floor) => {
      const plan = planOf(bench);
      const update = async (seconds: number) => Number(await floor.get(`/update?seconds=${seconds}`));
      for (const seats of together) {
        const of = (side: typeof ours) => async (seconds: number) =>
          Number(await side.get(`/run?seconds=${seconds}&seats=${seats}`));
        const what = `hold of ${seats === 1 ? "a seat" : `${seats} seats`}`;
        for (const one of [of(ours), of(floor), update]) await one(plan.seconds);
        await compare(`${what} against its statement, ${connections} connections`, plan, of(ours), of(floor));
        await compare(`${what} against a one-row update, ${connections} connections`, plan, of(ours), update);
      }
    }),
  );
}
