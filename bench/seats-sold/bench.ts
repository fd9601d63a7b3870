import type { Bench } from "../support/bench.ts";
import { median, planOf } from "../support/compare.ts";
import { startLoad } from "../support/load-process.ts";
import { accounts, dsn, key, uid } from "../support/organisation.ts";
import { using } from "../support/processes.ts";
import { fillSeason, season } from "./fill.ts";

const body = JSON.stringify({
  header: { ver: 1, src_sys_type: 2, src_sys_name: "bench", archtics_version: "V999" },
  command1: { cmd: "seats_sold", uid, dsn, acct_id: "#########" },
});
const request = [
  `POST /sth-customer/ticketing_services.aspx?dsn=${dsn} HTTP/1.1`,
  "host: 127.0.0.1",
  `apikey: ${key}`,
  "content-type: application/json",
  `content-length: ${Buffer.byteLength(body)}`,
  "",
  body,
].join("\r\n");

/** seats_sold over HTTP, of accounts at random, against its SELECT alone, a caller at a time: how long 99 of 100 take at most. */
export async function benchSeatsSold(bench: Bench): Promise<void> {
  await fillSeason(bench);
  await using(startLoad(), (load) =>
    using(bench.startOurs(), (ours) =>
      using(bench.startFloor("bench/seats-sold/floor.ts"), async (floor) => {
        const { seconds } = planOf(bench);
        const numbers = { kind: "random", first: accounts.first, count: season.holders } as const;
        const mine = () =>
          load.run({ request, numbers, expect: '"Count":81', port: ours.port, connections: 1, until: { seconds } });
        const theirs = async () => JSON.parse(await floor.get(`/p99?seconds=${seconds}`)) as { p50: number; p99: number };
        for (const one of [mine, theirs]) await one();
        console.log(
          `seats-sold: ${season.games * season.together} tickets of ${season.games * season.rows * season.seats}, a caller at a time`,
        );
        const ratios: number[] = [];
        for (let run = 0; run < 5; run++) {
          const both = run % 2 ? [await theirs(), await mine()].reverse() : [await mine(), await theirs()];
          const [a, b] = both as [{ p50: number; p99: number }, { p50: number; p99: number }];
          ratios.push(a.p99 / b.p99);
          const ms = (value: number) => `${value.toFixed(1)} ms`;
          console.log(
            `  run ${run + 1}: ours p50 ${ms(a.p50)}, p99 ${ms(a.p99)}; the SELECT p50 ${ms(b.p50)}, p99 ${ms(b.p99)}; ratio of p99 ${ratios.at(-1)!.toFixed(2)}`,
          );
        }
        console.log(`  median ratio of p99: ${median(ratios).toFixed(2)}`);
      }),
    ),
  );
}
