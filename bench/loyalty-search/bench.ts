import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { loadConfig } from "../../src/config.ts";
import { createCore } from "../../src/parts.ts";
import { openDatabase } from "../../src/platform/database/database.ts";
import type { Bench } from "../support/bench.ts";
import { median, planOf } from "../support/compare.ts";
import { using } from "../support/processes.ts";
import { accountId, codeOf, makeCustomers, userKey, userName } from "./customers.ts";
import type { SearchJob, SearchOutcome } from "./load.ts";
import { namesOf } from "./names.ts";

const connections = 4;
const requests = 3_000;

/**
 * customer_search for parts of family names, seven letters and more of longer ones, so that some tens of customers are found, over customers of an organisation of their own, against customer_info by code of the same customers: what
 * a read by key costs on the same server.
 */
export async function benchLoyaltySearch(bench: Bench): Promise<void> {
  const count = bench.quick ? 100_000 : 1_000_000;
  await fill(bench, count);
  await using(startLoad(), (load) =>
    using(bench.startOurs(), async ({ port }) => {
      const search = { bodies: Array.from({ length: requests }, () => bodyOf("customer_search", "last_name", partOf(count))) };
      const read = { bodies: Array.from({ length: requests }, () => bodyOf("customer_info", "code", codeOf(numberOf(count)))) };
      const { seconds, pairs } = planOf(bench);
      const measure = (job: Pick<SearchJob, "bodies">) =>
        load.run({ ...job, port, connections, seconds, expect: '"status":"success"' });
      for (const one of [search, read]) await measure(one);
      console.log(
        `loyalty-search, ${count} customers, ${connections} connections: ${pairs} pairs of ${seconds} s, p99 in milliseconds`,
      );
      const ratios: number[] = [];
      const p99s: [number, number][] = [];
      for (let n = 0; n < pairs; n++) {
        const turns = n % 2 ? [read, search] : [search, read];
        const outcomes = [await measure(turns[0]!), await measure(turns[1]!)];
        const [ours, floor] = (n % 2 ? outcomes.reverse() : outcomes) as [SearchOutcome, SearchOutcome];
        ratios.push(ours.p99 / floor.p99);
        p99s.push([ours.p99, floor.p99]);
        console.log(`  pair ${n + 1}: ours ${told(ours)}; floor ${told(floor)}; ratio ${ratios.at(-1)!.toFixed(2)}`);
      }
      const [ours, floor] = [0, 1].map((side) => median(p99s.map((one) => one[side as 0 | 1])).toFixed(2));
      console.log(`  median p99: ours ${ours} ms, floor ${floor} ms, ratio ${median(ratios).toFixed(2)}`);
    }),
  );
}

const told = ({ calls, p50, p99, meanBytes }: SearchOutcome): string =>
  `p99 ${p99.toFixed(2)} (p50 ${p50.toFixed(2)}, ${calls} calls of ${(meanBytes / 1024).toFixed(1)} kB)`;

async function fill(bench: Bench, count: number): Promise<void> {
  const db = openDatabase(bench.database, { writers: 2, readers: 1 });
  try {
    await makeCustomers(createCore(loadConfig(bench.settings), db), bench.database, count);
  } finally {
    await db.close();
  }
}

const numberOf = (count: number): number => 1 + Math.floor(Math.random() * count);

/** Seven letters or more of a customer's family name, and not all of it: shorter parts are shared by thousands, and what is then measured is telling of them all. */
function partOf(count: number): string {
  for (;;) {
    const { familyName } = namesOf(numberOf(count));
    if (familyName.length < 8) continue;
    const length = 7 + Math.floor(Math.random() * (familyName.length - 7));
    const at = Math.floor(Math.random() * (familyName.length - length + 1));
    return familyName.slice(at, at + length);
  }
}

function bodyOf(type: string, name: string, value: string): string {
  const common = { user_id: userName, user_password: userKey, account_id: accountId, output: "JSON", condensed: "yes" };
  return new URLSearchParams({ ...common, type, [name]: value }).toString();
}

function startLoad(): Promise<{ run(job: SearchJob): Promise<SearchOutcome>; stop(): Promise<void> }> {
  const child = fork(fileURLToPath(new URL("./load.ts", import.meta.url)), { execArgv: [] });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  return Promise.resolve({
    run: (job) =>
      new Promise((resolve, reject) => {
        const died = () => reject(new Error("the load process ended"));
        child.once("exit", died);
        child.once("message", ({ outcome, error }: { outcome?: SearchOutcome; error?: string }) => {
          child.off("exit", died);
          if (outcome) resolve(outcome);
          else reject(new Error(error));
        });
        child.send(job);
      }),
    async stop() {
      child.kill();
      await ended;
    },
  });
}
