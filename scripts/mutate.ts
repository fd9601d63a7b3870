// npm run mutate: disables each refusal of src/ in turn; some test must go red for it. In copies of the checkout, a few at a time, on one
// PostgreSQL. Options: --list shows the refusals; --only PATTERN (a regular expression on file:line:name) takes some of them; --unjudged
// those that no run has yet seen a test go red for, so that what one run does not come to the next one does.
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startTestPostgres } from "../test/support/postgres.ts";
import { createBaselines } from "./mutate/baseline.ts";
import { judge, type Verdict } from "./mutate/judge.ts";
import { loadKillers, testFiles } from "./mutate/order.ts";
import { label, report, row } from "./mutate/report.ts";
import { stopAll } from "./mutate/run-test.ts";
import { findSites, type Site } from "./mutate/sites.ts";
import { equivalent, notSites } from "./mutate/tables.ts";
import { copyTree } from "./mutate/tree.ts";

const top = fileURLToPath(new URL("../", import.meta.url));
/** Tests wait for a database and for timers half of the time. */
const atOnce = availableParallelism() + 1;
/** With more refusals than this nearly every test file is wanted, or every one that has noticed them before. */
const many = 50;
const { values: options } = parseArgs({
  options: { only: { type: "string" }, unjudged: { type: "boolean" }, list: { type: "boolean" } },
});

const folder = mkdtempSync(join(tmpdir(), "willcall-mutate-"));
chmodSync(folder, 0o755);
try {
  process.exitCode = await main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function main(): Promise<number> {
  // Everything goes by the first copy: the checkout may change while this runs.
  const unchanged = copyTree(top, join(folder, "0"));
  const sites = findSites(unchanged.root);
  const only = options.only === undefined ? undefined : new RegExp(options.only);
  const killers = loadKillers(top, sites);
  const isJudged = (site: Site): boolean => killers.of(site) !== undefined || site.key in equivalent;
  const chosen = sites.filter((site) => (!only || only.test(label(site))) && !(options.unjudged && isJudged(site)));
  if (options.list) {
    for (const site of chosen) console.log(label(site), equivalent[site.key] ? `(equivalent: ${equivalent[site.key]})` : "");
    console.log(`${chosen.length} refusals`);
    return 0;
  }
  if (chosen.length === 0) {
    console.log("no refusal is left to judge");
    return 2;
  }
  for (const one of notSites) console.log(`Left out: ${one}`);
  const tests = testFiles(unchanged.root);
  const baselines = createBaselines(unchanged, sites);
  const postgres = await startTestPostgres(join(folder, "0"));
  let stopping = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.once(signal, () => {
      stopping = true;
      stopAll();
    });
  const verdicts: Verdict[] = [];
  try {
    // Asked for by one refusal after another they would run one at a time.
    const known = new Set(chosen.map((site) => killers.of(site)));
    const wanted = known.has(undefined) ? tests : tests.filter((test) => known.has(test));
    if (chosen.length > many) await some(wanted, "test files run unchanged", () => baselines.of);
    // What is soonest judged first, so that a run that is stopped has judged the most.
    const inTurn = chosen.toSorted((a, b) => baselines.cost(a) - baselines.cost(b));
    await some(inTurn, undefined, (number) => {
      const tree = copyTree(unchanged.root, join(folder, String(number)));
      return async (site) => {
        const verdict = await judge(tree, site, { tests, killers, baselines });
        // What was killed under the test says nothing.
        if (stopping) return;
        verdicts.push(verdict);
        console.log(row(verdict));
        killers.save();
      };
    });
  } catch (error) {
    if (!stopping) throw error;
  } finally {
    await postgres.stop();
  }
  if (stopping) return 130;
  return report(verdicts, sites, baselines.red());
}

/** Does a piece of work for all of `items`, a few at a time, each with what `worker` gives for its number; `what` is said with how many are done, now and then. */
async function some<T>(
  items: readonly T[],
  what: string | undefined,
  worker: (number: number) => (item: T) => Promise<unknown>,
): Promise<void> {
  const waiting = [...items];
  let done = 0;
  const work = async (number: number): Promise<void> => {
    const one = worker(number);
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      await one(item);
      if (what && (++done % 50 === 0 || done === items.length)) console.log(`${done} of ${items.length} ${what}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, (_, i) => work(i + 1)));
}
