import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { BadSetting } from "../../../src/config.ts";
import { loadPepper } from "../../../src/platform/secrets/pepper.ts";

const key = (fill: string, length = 32): string => Buffer.alloc(length, fill).toString("base64");
const folder = mkdtempSync(join(tmpdir(), "willcall-pepper-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const named = (error: unknown): boolean =>
  error instanceof BadSetting && /^PEPPER/.test(error.message) && !/[A-Za-z0-9+/]{30}/.test(error.message);

describe("a pepper", () => {
  for (const [what, text] of [
    ["31 bytes", `1:${key("a", 31)}`],
    ["no version", key("a")],
    ["a version that is no number", `one:${key("a")}`],
    ["no base64", "1:*not-base64-but-more-than-long-enough-to-be-a-key*"],
    ["a second that is short", `1:${key("a")},2:short`],
  ] as const)
    it(`of ${what} is refused without being told`, () => assert.throws(() => loadPepper(folder, text), named));

  it("in a file that somebody has cut short is refused, and the folder named", () => {
    writeFileSync(join(folder, "pepper"), "1:YWJj\n");
    assert.throws(
      () => loadPepper(folder, ""),
      (error) => named(error) && (error as Error).message.includes(folder),
    );
  });

  it("of several versions makes new secrets with the highest and still checks the others", () => {
    const pepper = loadPepper(folder, `2:${key("b")}, 1:${key("a")}`);
    assert.equal(pepper.version, 2);
    assert.notDeepEqual(pepper.apply("1234", 1), pepper.apply("1234", 2));
    assert.equal(pepper.apply("1234", 3), undefined);
  });
});
