import type { Bench } from "../support/bench.ts";
import { compare, planOf } from "../support/compare.ts";
import { startLoad } from "../support/load-process.ts";
import { using } from "../support/processes.ts";
import { commandRequest, done } from "../support/requests.ts";

const request = commandRequest({
  cmd: "customer_add",
  customer: {
    name_first: "Lisa",
    name_mi: "Y",
    name_last: "Smith#########",
    street_addr_1: "2324 Rosedown Drive",
    city: "Reston",
    state: "VA",
    zip: "20151",
    country: "USA",
    phone_day: "7031112222",
    phone_cell: "5711112222",
    email: "new#########@bench.invalid",
    birth_date: "1966-01-01",
    gender: "F",
    name_type: "I",
  },
  pin: "24681357",
});

/** Ours against the bare rate of hashing, with as many callers as a small office and as an on-sale has. */
export async function benchCustomerAdd(bench: Bench): Promise<void> {
  let next = 200_000_000;
  await using(startLoad(), (load) =>
    using(bench.startOurs(), (ours) =>
      using(bench.startFloor("bench/customer-add/floor.ts"), async (floor) => {
        const plan = planOf(bench);
        const add = (connections: number) => async (seconds: number) => {
          const numbers = { kind: "sequence", first: next, count: 0 } as const;
          const outcome = await load.run({ port: ours.port, request, expect: done, connections, numbers, until: { seconds } });
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
