import { isDeepStrictEqual } from "node:util";
import type { Bench } from "../support/bench.ts";
import { compare, planOf } from "../support/compare.ts";
import { type Load, startLoad } from "../support/load-process.ts";
import { accounts } from "../support/organisation.ts";
import { type Running, using } from "../support/processes.ts";
import { countRoundTrips } from "../support/round-trips.ts";
import { floorFile, query } from "./query.ts";

const connections = 32;

/** Ours against a bare Fastify handler with the same statement; then the round trips of a call, counted on the wire. */
export async function benchCustomerQuery(bench: Bench): Promise<void> {
  await using(startLoad(), async (load) => {
    await using(bench.startOurs(), (ours) =>
      using(bench.startFloor(floorFile), async (floor) => {
        await mustAgree(ours, floor);
        const side = (one: Running) => async (seconds: number) =>
          (await load.run({ ...query, port: one.port, connections, until: { seconds } })).perSecond;
        const plan = planOf(bench);
        for (const one of [ours, floor]) await side(one)(plan.seconds);
        await compare(`customer-query, ${connections} connections`, plan, side(ours), side(floor));
        await printLatency(load, ours, plan.seconds);
      }),
    );
    await countRoundTrips(bench, load, {
      name: "customer-query",
      prepare: async () => query,
      onTheWay: ["profile-by-account", "directory-version", "find-api-key", "find-name", "find-organisation", "find-user"],
    });
  });
}

/** The floor is one only if it answers the same: compared for some accounts, but for our version's number. */
async function mustAgree(ours: Running, floor: Running): Promise<void> {
  const [head, body] = query.request.split("\r\n\r\n") as [string, string];
  const [first, ...lines] = head.split("\r\n");
  const headers = Object.fromEntries(lines.map((line) => line.split(": ")).filter(([name]) => name !== "content-length"));
  for (let n = 0; n < 50; n++) {
    const sent = body.replace("#########", String(accounts.first + Math.floor(Math.random() * accounts.count)));
    const [mine, bare] = await Promise.all(
      [ours, floor].map(async ({ port }) => {
        const response = await fetch(`http://127.0.0.1:${port}${first!.split(" ")[1]}`, { method: "POST", headers, body: sent });
        // biome-ignore lint/suspicious/noExplicitAny: compared as a whole
        const answer: any = await response.json();
        answer.header.ats_version = "";
        return answer;
      }),
    );
    if (!isDeepStrictEqual(mine, bare))
      throw new Error(`the floor answers otherwise:\n${JSON.stringify(mine)}\n${JSON.stringify(bare)}`);
  }
}

async function printLatency(load: Load, ours: Running, seconds: number): Promise<void> {
  for (const count of [1, connections]) {
    const { p50, p99 } = await load.run({ ...query, port: ours.port, connections: count, until: { seconds: seconds / 2 } });
    console.log(
      `  ours with ${count} ${count === 1 ? "connection" : "connections"}: p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`,
    );
  }
}
