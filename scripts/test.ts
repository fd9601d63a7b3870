// npm test: one PostgreSQL for the whole run, a migrated template and one with the sandbox in it, then node's test runner.
// Arguments are test files; without any, all of them. TEST_DATABASE_URL runs them on another PostgreSQL.
import { globSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { relative } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";
import { startTestPostgres } from "../test/support/postgres.ts";
import { folderOfRun } from "./test/place.ts";
import { processesOf } from "./test/processes.ts";

// Each process loads the whole server: compiled once, that costs a quarter less.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL("../node_modules/.cache/compiled", import.meta.url));

const slowest = 10;
// One more than there are cores, as many tests wait for what they have started; PostgreSQL has connections for so many.
const atOnce = Math.min(availableParallelism() + 1, 6);
// Longer than any process takes on a slow machine; whole counts take as long as they take.
const timeout = process.env.WILLCALL_FAULTS === "whole" ? 3_600_000 : 300_000;

const files = process.argv.slice(2);
const { folder, inMemory } = folderOfRun();
const postgres = await startTestPostgres(folder, inMemory);
let [passed, failed, skipped] = [0, 0, 0];
const took: { file: string; seconds: number }[] = [];
try {
  const processes = processesOf(files.length ? files : globSync("test/**/*.test.ts").sort(), folder);
  const stream = run({ files: processes.files, concurrency: atOnce, timeout, execArgv: [] });
  const ended = (event: { name: string; nesting: number; details: { duration_ms: number } }) => {
    if (event.nesting > 0 || !processes.grouped.has(event.name)) return false;
    took.push({ file: event.name, seconds: Math.round(event.details.duration_ms / 1_000) });
    return true;
  };
  // A file in a group is a test to the runner, and no test to people: it counts when it fails by itself, as its tests may never have begun.
  stream.on("test:pass", (event) => {
    if (ended(event)) passed--;
  });
  stream.on("test:fail", (event) => {
    if (ended(event) && (event.details.error as { failureType?: string }).failureType === "subtestsFailed") failed--;
  });
  stream.on("test:summary", ({ file, counts, duration_ms: ms }) => {
    if (file !== undefined) {
      if (!file.startsWith(folder)) took.push({ file: relative("", file), seconds: Math.round(ms / 1_000) });
      return;
    }
    passed += counts.passed;
    failed += counts.tests - counts.passed - counts.skipped - counts.todo;
    skipped = counts.skipped;
  });
  const report = stream.compose(new spec());
  report.pipe(process.stdout, { end: false });
  await new Promise((resolve) => report.on("end", resolve));
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
if (took.length > slowest) {
  const first = took.sort((one, other) => other.seconds - one.seconds).slice(0, slowest);
  console.log(`The slowest files: ${first.map(({ file, seconds }) => `${file} ${seconds} s`).join(", ")}`);
}
console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`);
process.exitCode = failed || !passed ? 1 : 0;
