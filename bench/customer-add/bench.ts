import type { Bench } from "../support/bench.ts";
import { compare, planOf } from "../support/compare.ts";
import { startLoad } from "../support/load-process.ts";
import { using } from "../support/processes.ts";
import { customerAdd } from "./request.ts";

/** Ours against the bare rate of hashing, with as many callers as a small office and as an on-sale has. */
export async function benchCustomerAdd(bench: Bench): Promise<void> {
  let next = 200_000_000;
  await using(startLoad(), (load) =>
    // Callers that wait for their answers are not to be refused here.
    using(bench.startOurs(undefined, { HASH_WAIT_MS: "60000" }), (ours) =>
      using(bench.startFloor("bench/customer-add/floor.ts"), async (floor) => {
        const plan = planOf(bench);
        const add = (connections: number) => async (seconds: number) => {
          const numbers = { kind: "sequence", first: next, count: 0 } as const;
          const outcome = await load.run({ port: ours.port, ...customerAdd, connections, numbers, until: { seconds } });
          next = outcome.next;
          return outcome.perSecond;
        };
        const hash = async (seconds: number) => Number(await floor.get(`/hash?seconds=${seconds}`));
        await add(8)(plan.seconds);
        await hash(plan.seconds);
        for (const connections of bench.quick ? [8] : [8, 32]) {
          await compare(`customer-add, ${connections} connections`, plan, add(connections), hash);
        }
      }),
    ),
  );
}
