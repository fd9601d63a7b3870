// A process of its own: it breaks what it runs on, for a long time.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { rounds } from "../support/counts.ts";
import { checkEverything, follow } from "./mix/after.ts";
import { type Caller, newCaller } from "./mix/caller.ts";
import type { Card } from "./mix/card.ts";
import { deaths, type Faults, inject, longStops, type Tally, troubles } from "./mix/faults.ts";
import { consume, share, wait } from "./mix/lanes.ts";
import { newLedger } from "./mix/ledger.ts";
import { seeded } from "./mix/random.ts";
import { openWorld, type World } from "./mix/world.ts";
import type { Lane } from "./mix/writes.ts";

const whole = rounds(10) === 10;
const wholeMs = 160_000;
const seed = Number(process.env.WILLCALL_SEED ?? Math.floor(Math.random() * 2 ** 32));

async function isHealthy(world: World, caller: Caller): Promise<void> {
  assert.equal((await fetch(`${world.url}/readyz`)).status, 200);
  const [answer] = await caller.call({ cmd: "customer_query", acct_id: 12345, pin: "2468" });
  assert.deepEqual([answer?.result, answer?.customer?.cust_name_id], [0, "162045"]);
}

/** What the servers logged of calls that failed, and nothing of the trouble that the test made. */
function failuresIn(output: string): string {
  const lines = output.split("\n").filter((line) => /"msg":"a (command|request) failed"|^[^{]*Error/.test(line));
  return lines.slice(-10).join("\n");
}

describe("a mix of all writing calls, while everything breaks at random moments", () => {
  it(`keeps every promise (WILLCALL_SEED=${seed})`, async (t) => {
    t.diagnostic(`WILLCALL_SEED=${seed}`);
    const random = seeded(seed);
    const ledger = newLedger();
    const tally: Tally = {};
    const world = await openWorld(ledger.complain);
    const caller = newCaller(world, ledger);
    const cards: Card[] = [];
    const began = performance.now();
    let [breaking, calling, watching] = [true, true, true];
    const broken = (): boolean => ledger.faults.length > 0;
    const newLane = (): Lane => ({ caller, ledger, random: random.fork() });
    /** An error of the test's own ends the mix like any other fault. */
    const reported = <T>(work: Promise<T>): Promise<T | undefined> =>
      work.catch((error) => void ledger.complain(`${error.stack}`));
    const following = reported(follow(world.target, () => !watching));
    const lanes = [
      ...Array.from({ length: 5 }, () => reported(consume(newLane(), cards, () => !calling || broken()))),
      ...Array.from({ length: 3 }, () => reported(share(newLane(), () => !calling || broken()))),
    ];
    const waiter = async (lane = newLane()): Promise<void> => {
      for (let waited = false; !broken() && (breaking || !waited); ) waited = await wait(lane);
    };
    if (whole) {
      const ends = (): boolean => broken() || performance.now() - began > wholeMs;
      // Not every round kills: what takes ten seconds must get through between deaths.
      const breakAll = async (faults: Faults, others: Faults, own = random.fork()): Promise<void> => {
        while (!ends()) await inject(world, own, own.chance(0.4) ? { ...faults, ...others } : faults, tally, ends);
      };
      lanes.push(reported(waiter()), reported(waiter()));
      // Beside each other, so that one comes while another lasts.
      const both = [breakAll(troubles, deaths), breakAll(troubles, longStops)];
      await Promise.all(both.map(reported));
      breaking = false;
      await Promise.all(lanes.slice(-2));
    } else {
      // The deaths come first: a call of ten seconds begins anew when its process dies.
      await reported(inject(world, random.fork(), deaths, tally, broken));
      breaking = false;
      lanes.push(reported(waiter()));
      await reported(inject(world, random.fork(), troubles, tally, broken));
      await lanes.at(-1);
    }
    calling = false;
    await Promise.all(lanes);
    const endFollowing = async (): Promise<string[]> => {
      watching = false;
      return (await following) ?? [];
    };
    if (!broken()) {
      // Whatever nobody waits for any more ends with the server.
      const status = await reported(world.restartServer());
      if (status !== 0) ledger.complain(`the server stopped with status ${status}`);
      await reported(checkEverything(world, caller, ledger, cards, endFollowing));
      await reported(isHealthy(world, caller));
    }
    await endFollowing();
    const seconds = Math.round((performance.now() - began) / 1000);
    t.diagnostic(`${ledger.asked.size} writes asked for and ${ledger.polled.length} answers polled for in ${seconds} s`);
    t.diagnostic(`faults ${JSON.stringify(tally)}, starts given up ${world.failedStarts()}`);
    t.diagnostic(`answers ${JSON.stringify(ledger.tally)}`);
    assert.deepEqual(
      ledger.faults.slice(0, 20),
      [],
      `WILLCALL_SEED=${seed}; the servers printed:\n${failuresIn(world.output())}`,
    );
  });
});
