import { isDeepStrictEqual } from "node:util";
import type { Bench } from "../support/bench.ts";
import { compare, planOf } from "../support/compare.ts";
import { startLoad } from "../support/load-process.ts";
import { accounts } from "../support/organisation.ts";
import { type Running, using } from "../support/processes.ts";
import { countRoundTrips } from "../support/round-trips.ts";
import { getCustomer, path, session } from "./request.ts";

const connections = 32;

/** Ours, with the session's check, against a bare Fastify handler with the same statement; then the round trips of a call. */
export async function benchGetCustomer(bench: Bench): Promise<void> {
  await using(startLoad(), async (load) => {
    await using(bench.startOurs(), (ours) =>
      using(bench.startFloor("bench/get-customer/floor.ts"), async (floor) => {
        const call = getCustomer(await session(ours.port));
        await mustAgree(call.request, ours, floor);
        const side = (one: Running) => async (seconds: number) =>
          (await load.run({ ...call, port: one.port, connections, until: { seconds } })).perSecond;
        const plan = planOf(bench);
        for (const one of [ours, floor]) await side(one)(plan.seconds);
        await compare(`get-customer, ${connections} connections`, plan, side(ours), side(floor));
      }),
    );
    await countRoundTrips(bench, load, {
      name: "get-customer",
      prepare: async (port) => getCustomer(await session(port)),
      onTheWay: ["record-of", "directory-version", "find-delivery-session", "find-name", "find-organisation"],
    });
  });
}

/** The floor is one only if it answers the same: compared for some customers. */
async function mustAgree(request: string, ours: Running, floor: Running): Promise<void> {
  const [, body] = request.split("\r\n\r\n") as [string, string];
  for (let n = 0; n < 50; n++) {
    const sent = body.replace("#########", String(accounts.first + Math.floor(Math.random() * accounts.count)));
    const headers = { "content-type": "application/json" };
    const [mine, bare] = await Promise.all(
      [ours, floor].map(async ({ port }) =>
        (await fetch(`http://127.0.0.1:${port}${path}`, { method: "POST", headers, body: sent })).json(),
      ),
    );
    if (!isDeepStrictEqual(mine, bare))
      throw new Error(`the floor answers otherwise:\n${JSON.stringify(mine)}\n${JSON.stringify(bare)}`);
  }
}
