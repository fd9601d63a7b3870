// npm run faults: the tests that kill, race and fuzz, with their whole counts; minutes long. Arguments are test files.
import { globSync } from "node:fs";

process.env.WILLCALL_FAULTS = "whole";
if (process.argv.length === 2) process.argv.push(...globSync("test/faults/**/*.test.ts").sort());
await import("./test.ts");
