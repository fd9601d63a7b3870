// npm run faults: the tests that kill, race and fuzz, and every other test with a long count, with their whole counts; minutes long.
// Arguments are test files.
import { globSync, readFileSync } from "node:fs";

process.env.WILLCALL_FAULTS = "whole";
if (process.argv.length === 2) process.argv.push(...globSync("test/**/*.test.ts").filter(isLong).sort());
await import("./test.ts");

function isLong(file: string): boolean {
  return file.startsWith("test/faults/") || /\brounds\(/.test(readFileSync(file, "utf8"));
}
