import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { runTest } from "./run-test.ts";
import type { Site } from "./sites.ts";
import type { Tree } from "./tree.ts";

/** What a test file does while nothing is disabled. */
export interface Baseline {
  readonly green: boolean;
  readonly ms: number;
  /** Whether it comes to the refusal. One that does not can't notice that it is gone. */
  reaches(site: Site): boolean;
}

interface Range {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}

interface Script {
  readonly url: string;
  readonly functions: readonly { readonly ranges: readonly Range[] }[];
}

const limitMs = 120_000;

/** Runs test files unchanged, each once and only when somebody asks, and remembers which refusals they came to. */
export interface Baselines {
  of(test: string): Promise<Baseline>;
  /** How long a test file took, in milliseconds; undefined while nobody has asked for it. */
  took(test: string): number | undefined;
  /** How long those that come to the refusal took together, as far as they have been asked for, in milliseconds. */
  cost(site: Site): number;
  /** The test files that are red with nothing disabled, so that they can't judge. */
  red(): readonly string[];
}

/** Baselines of a tree that nobody changes. */
export function createBaselines(tree: Tree, sites: readonly Site[]): Baselines {
  const red: string[] = [];
  const done = new Map<string, Baseline>();
  const known = new Map<string, Promise<Baseline>>();
  const measure = async (test: string): Promise<Baseline> => {
    const first = await once(tree, sites, test);
    // A machine that is busy with other things must not end the whole run.
    const last = first.green ? first : await once(tree, sites, test);
    if (!last.green) red.push(test);
    done.set(test, last);
    return last;
  };
  return {
    of(test) {
      const found = known.get(test) ?? measure(test);
      known.set(test, found);
      return found;
    },
    took: (test) => done.get(test)?.ms,
    cost: (site) => [...done.values()].filter((one) => one.reaches(site)).reduce((sum, { ms }) => sum + ms, 0),
    red: () => red,
  };
}

async function once(tree: Tree, sites: readonly Site[], test: string): Promise<Baseline> {
  const folder = mkdtempSync(join(tree.temporary, "coverage-"));
  const started = performance.now();
  const green = (await runTest(tree, test, limitMs, folder)) === "green";
  const ms = performance.now() - started;
  const reached = reachedSites(tree, folder, sites);
  rmSync(folder, { recursive: true, force: true });
  return { green, ms, reaches: (site) => reached.has(site.key) };
}

function reachedSites(tree: Tree, folder: string, sites: readonly Site[]): Set<string> {
  const reached = new Set<string>();
  const byUrl = Map.groupBy(sites, ({ file }) => pathToFileURL(join(tree.root, file)).href);
  for (const name of globSync("*.json", { cwd: folder })) {
    const { result } = JSON.parse(readFileSync(join(folder, name), "utf8")) as { result: Script[] };
    for (const script of result)
      for (const site of byUrl.get(script.url) ?? []) if (innermostCount(script, site.at) > 0) reached.add(site.key);
  }
  return reached;
}

/** Stripping types keeps every position, so V8's are those of the source. */
function innermostCount(script: Script, at: number): number {
  const around = script.functions
    .flatMap(({ ranges }) => ranges)
    .filter(({ startOffset, endOffset }) => startOffset <= at && at < endOffset);
  const size = ({ startOffset, endOffset }: Range): number => endOffset - startOffset;
  return around.sort((a, b) => size(a) - size(b))[0]?.count ?? 0;
}
