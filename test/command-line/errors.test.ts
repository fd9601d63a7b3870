import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { reportOf } from "../../src/command-line/errors.ts";

describe("an error of the network", () => {
  for (const code of [
    "ECONNREFUSED",
    "ECONNRESET",
    "EPIPE",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ETIMEDOUT",
    "EHOSTUNREACH",
    "ENETUNREACH",
  ])
    it(`${code} is told as a database that can't be reached`, () => {
      const report = reportOf(Object.assign(new Error(`write ${code}`), { code, syscall: "write" }));
      assert.deepEqual([report.status, report.code], [1, "no-database"]);
      assert.match(report.message, new RegExp(`^the database cannot be reached: write ${code}\\. .*DATABASE_URL`));
    });
});
