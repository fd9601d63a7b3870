import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Baselines } from "./baseline.ts";
import { inOrder, type Killers } from "./order.ts";
import { type Ended, loads, runTest } from "./run-test.ts";
import type { Site } from "./sites.ts";
import type { Tree } from "./tree.ts";

/** What became of a mutant. Broken: it is no program, so that a red test would prove nothing. */
export interface Verdict {
  readonly site: Site;
  readonly end: "killed" | "survived" | "broken";
  /** The test file that killed it, or how far the tests came. */
  readonly told: string;
  readonly seconds: number;
}

interface Bench {
  readonly tests: readonly string[];
  readonly killers: Killers;
  readonly baselines: Baselines;
}

/** The time that all the tests of one mutant may take together. */
const mutantMs = 240_000;

/** Disables one refusal in a tree, runs the test files that come to it until one is red, and puts it back. */
export async function judge(tree: Tree, site: Site, bench: Bench): Promise<Verdict> {
  const original = readFileSync(join(tree.root, site.file), "utf8");
  let spent = 0;
  const verdict = (end: Verdict["end"], told: string): Verdict => ({ site, end, told, seconds: spent / 1000 });
  tree.write(site.file, site.mutated);
  try {
    if (!(await loads(tree, site.file))) return verdict("broken", "the changed file does not load");
    let tried = 0;
    for (const test of inOrder(bench.tests, site, bench.killers.of(site), bench.baselines.took)) {
      const { green, ms, reaches } = await bench.baselines.of(test);
      if (!green || !reaches(site)) continue;
      if (spent > mutantMs) return verdict("survived", `time ran out after ${tried} test files`);
      const run = async (): Promise<Ended> => {
        const started = performance.now();
        const ended = await runTest(tree, test, Math.max(20_000, 4 * ms));
        spent += performance.now() - started;
        return ended;
      };
      tried++;
      const ended = await run();
      if (ended === "green") continue;
      // What goes red for the first time must do so twice: the machine may have been at fault.
      if (ended === "red" && test !== bench.killers.of(site) && (await run()) === "green") continue;
      bench.killers.remember(site, test);
      return verdict("killed", ended === "hung" ? `${test} (it hung)` : test);
    }
    return verdict("survived", tried === 0 ? "no test comes to it" : `${tried} test files come to it and stay green`);
  } finally {
    tree.write(site.file, original);
  }
}
