import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Site } from "./sites.ts";

/** Remembers which test file killed which mutant, so that it is tried first the next time: that is most of what a run takes. */
export interface Killers {
  of(site: Site): string | undefined;
  remember(site: Site, test: string): void;
  save(): void;
}

/** The killers of earlier runs, kept in the repository. Where a site or a test is gone, or no longer kills, a run finds others. */
export function loadKillers(top: string, sites: readonly Site[]): Killers {
  const file = join(top, "scripts/mutate/killers.json");
  const known = JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
  return {
    of: (site) => known[site.key],
    remember(site, test) {
      known[site.key] = test;
    },
    save() {
      const there = sites.map(({ key }) => key).filter((key) => known[key] !== undefined);
      writeFileSync(file, `${JSON.stringify(Object.fromEntries(there.sort().map((key) => [key, known[key]])), undefined, 2)}\n`);
    },
  };
}

/**
 * The test files that may judge a mutant. Those of test/house read the source as text, so they would see the change and no behaviour;
 * those with random inputs would kill by luck.
 */
export function testFiles(root: string): string[] {
  return globSync("test/**/*.test.ts", { cwd: root })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => !file.startsWith("test/house/") && !readFileSync(join(root, file), "utf8").includes('from "fast-check"'))
    .sort();
}

/** Test files that start programs; tried late, unless they are those of the changed file. */
const slow = /^test\/(faults|operation|command-line|platform\/database\/embedded)\//;

/** A word in common is worth so much of a test's time. */
const wordMs = 3_000;

/** The test files in the order in which they are worth trying: who killed it last, then by what the names have in common, and by how long they take (ms), where that is known. */
export function inOrder(
  tests: readonly string[],
  site: Site,
  killer: string | undefined,
  took: (test: string) => number | undefined,
): string[] {
  const wanted = new Set(words(`${site.file} ${site.name}`));
  const score = (test: string): number => {
    if (test === killer) return 100;
    const common = words(test).filter((word) => wanted.has(word)).length;
    const mirrors = test.split("/")[1] === site.file.split("/")[1];
    return common + (mirrors ? 1 : 0) - (slow.test(test) && !mirrors ? 50 : 0) - (took(test) ?? 0) / wordMs;
  };
  return [...tests].sort((a, b) => score(b) - score(a));
}

function words(text: string): string[] {
  const all = text.match(/[A-Z]?[a-z]+/g) ?? [];
  return [...new Set(all.map((word) => word.toLowerCase().replace(/s$/, "")))].filter(
    (word) => !["ts", "src", "test"].includes(word),
  );
}
