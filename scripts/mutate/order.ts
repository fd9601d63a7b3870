import { globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Site } from "./sites.ts";

/** Remembers between runs which test file killed which mutant. */
export interface Killers {
  of(site: Site): string | undefined;
  remember(site: Site, test: string): void;
  save(): void;
}

/** The killers of earlier runs, from a file that may be missing or of no use. */
export function loadKillers(top: string): Killers {
  const file = join(top, "node_modules/.cache/willcall-mutate.json");
  let known: Record<string, string> = {};
  try {
    known = JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
  } catch {
    // The first run, or one whose end came while it wrote.
  }
  return {
    of: (site) => known[site.key],
    remember(site, test) {
      known[site.key] = test;
    },
    save() {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${JSON.stringify(known, undefined, 1)}\n`);
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

/** The test files in the order in which they are worth trying: who killed it last, then by what the names have in common. */
export function inOrder(tests: readonly string[], site: Site, killer: string | undefined): string[] {
  const wanted = new Set(words(`${site.file} ${site.name}`));
  const score = (test: string): number => {
    if (test === killer) return 100;
    const common = words(test).filter((word) => wanted.has(word)).length;
    const mirrors = test.split("/")[1] === site.file.split("/")[1];
    return common + (mirrors ? 1 : 0) - (slow.test(test) && !mirrors ? 50 : 0);
  };
  return [...tests].sort((a, b) => score(b) - score(a));
}

function words(text: string): string[] {
  const all = text.match(/[A-Z]?[a-z]+/g) ?? [];
  return [...new Set(all.map((word) => word.toLowerCase().replace(/s$/, "")))].filter(
    (word) => !["ts", "src", "test"].includes(word),
  );
}
