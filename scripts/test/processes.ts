import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** How many files share a process: enough that its start no longer counts, few enough that a failure is found by running them alone. */
const filesOfGroup = 12;

/** What a file says that changes its process (its environment, its signals), measures it, or starts and kills so much that nothing else should be in it. */
const alone = /^\/\/ A process of its own: ./m;

export interface Processes {
  /** What node's test runner is given: a file is a process. */
  readonly files: string[];
  /** The test files that share one. Each is a test of that name there, one after another. */
  readonly grouped: ReadonlySet<string>;
}

/** Puts test files into processes. Loading the server takes as long as many a file's tests, so they share it; the groups are files in `folder`. */
export function processesOf(testFiles: readonly string[], folder: string): Processes {
  const own = testFiles.filter((file) => alone.test(readFileSync(file, "utf8")));
  const shared = testFiles.filter((file) => !own.includes(file));
  const groups: string[] = [];
  for (let at = 0; at < shared.length; at += filesOfGroup) {
    const group = join(folder, `group-${groups.length}.test.mjs`);
    writeFileSync(group, textOf(shared.slice(at, at + filesOfGroup)));
    groups.push(group);
  }
  // The long ones first, so that nobody waits for one alone at the end.
  return { files: [...own, ...groups], grouped: new Set(shared) };
}

const support = new URL("../../test/support/database.ts", import.meta.url).href;

/** A test waits for the tests that the file in it declares, and what they want done after them is done after it. */
function textOf(testFiles: readonly string[]): string {
  const tests = testFiles.map(
    (file) => `test(${JSON.stringify(file)}, () => import(${JSON.stringify(pathToFileURL(resolve(file)).href)}));`,
  );
  const before = [
    'import { after, test } from "node:test";',
    `import { dropAll } from ${JSON.stringify(support)};`,
    "after(dropAll);",
  ];
  return [...before, ...tests, ""].join("\n");
}
