import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";

const compiled = new URL("../../scripts/bootstrap/compiled.mjs", import.meta.url).href;
const folder = mkdtempSync(join(tmpdir(), "willcall-compiled-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, "long.ts");
writeFileSync(
  file,
  `export const answer: number = 42;\n${"// What it is made of is long enough to be worth keeping.\n".repeat(200)}`,
);

/** A process that keeps what it compiles under `root`, and then loads a file; gives what it prints. */
function load(root: string, env: Record<string, string> = {}): string {
  const code = `const { keepCompiled } = await import(${JSON.stringify(compiled)}); keepCompiled(${JSON.stringify(root)});
    console.log((await import(${JSON.stringify(file)})).answer, process.env.NODE_COMPILE_CACHE);`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", code], {
    env: { PATH: process.env.PATH ?? "", ...env },
    encoding: "utf8",
  });
  assert.equal(stderr, "");
  return stdout.trim();
}

describe("what the source is compiled to", () => {
  it("is kept next to the packages, for workers too", () => {
    const cache = join(folder, "node_modules/.cache/compiled");
    assert.equal(load(folder), `42 ${cache}`);
    assert.notDeepEqual(readdirSync(cache, { recursive: true }), []);
    assert.equal(load(folder), `42 ${cache}`, "and is what it was");
  });

  it("is kept where the environment says", () => {
    const elsewhere = join(folder, "elsewhere");
    assert.equal(load(folder, { NODE_COMPILE_CACHE: elsewhere }), `42 ${elsewhere}`);
    assert.notDeepEqual(readdirSync(elsewhere, { recursive: true }), []);
  });

  it("is not kept where nothing can be written, and loads all the same", () => {
    const root = join(folder, "in-the-way");
    mkdirSync(root);
    writeFileSync(join(root, "node_modules"), "a file");
    assert.match(load(root), /^42 /);
  });
});
