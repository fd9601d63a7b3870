import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { generatedPages } from "../../scripts/docs.ts";
import { loadConfig, settings } from "../../src/config.ts";
import type { Command } from "../../src/protocols/archtics/command.ts";
import { commands } from "../../src/protocols/archtics/commands/index.ts";
import { faults } from "../../src/protocols/archtics/faults.ts";
import { referencePage } from "../../src/protocols/archtics/reference.ts";
import { refusals } from "../../src/protocols/archtics/refusals.ts";
import { parse, type SourceFile, sourceFiles } from "./source.ts";

const top = new URL("../../", import.meta.url);

/** Codes that a command can answer with and does not declare: from the table of refusals, its own codes and its source. */
function undeclaredCodes(command: Command, source: string): string[] {
  const mapped = Object.entries(refusals).flatMap(([name, { codes }]) => {
    const code = codes[command.family];
    return code === undefined ? [] : [[name, code] as const];
  });
  const own = Object.entries(command.codes) as [string, number][];
  const literal = [...parse(source).code.matchAll(/\brefuse\w+\([^;]*?\b(\d{4,5})\b[^;]*?\)/g)].map(
    ([, code]) => ["in the source", Number(code)] as const,
  );
  return [...mapped, ...own, ...literal]
    .filter(([, code]) => !(code in command.results))
    .map(([why, code]) => `${command.name}: ${code} (${why})`);
}

const sourceOf = (command: Command): string => sourceFiles(`src/protocols/archtics/commands/${command.name}.ts`)[0]!.text;

describe("generated pages", async () => {
  const pages = await generatedPages();
  for (const [path, text] of Object.entries(pages)) {
    it(`${path} is what npm run docs writes`, () => {
      assert.ok(existsSync(new URL(path, top)), `${path} is missing: npm run docs`);
      assert.ok(readFileSync(new URL(path, top), "utf8") === text, `${path} is out of date: npm run docs`);
    });
  }

  it("name every setting with a default that can be used", () => {
    for (const { name } of Object.values(settings)) assert.ok(pages["docs/settings.md"]!.includes(`\`${name}\``), name);
    assert.equal(loadConfig({}).port, 8080);
  });
});

/** Links of a page to files, and to headings in them, that are not there. */
function brokenLinks({ path, text }: SourceFile): string[] {
  return [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)/g)].flatMap(([link, file, heading]) => {
    const target = new URL(file || path.split("/").at(-1)!, new URL(path, top));
    if (!existsSync(target)) return [`${path}: ${link}`];
    const names = [...readFileSync(target, "utf8").matchAll(/^#+ (.+)$/gm)].map(([, words]) =>
      words!
        .toLowerCase()
        .replaceAll(/[^\w -]/g, "")
        .replaceAll(" ", "-"),
    );
    return heading && !names.includes(heading) ? [`${path}: ${link}`] : [];
  });
}

describe("links", () => {
  it("lead somewhere", () => assert.deepEqual(sourceFiles("*.md", "docs/**/*.md").flatMap(brokenLinks), []));

  it("are caught when they don't", () => {
    const text = "[a](start.md) [b](missing.md) [c](start.md#nowhere) [d](#here) [e](https://example.com/x)\n# Here";
    assert.deepEqual(brokenLinks({ path: "docs/operate.md", text }), [
      "docs/operate.md: ](missing.md)",
      "docs/operate.md: ](start.md#nowhere)",
      "docs/operate.md: ](#here)",
    ]);
  });
});

describe("the page of Archtics", () => {
  it("has every command, fault and result", () => {
    const page = referencePage();
    for (const { name, results } of commands) {
      assert.ok(page.includes(`\n### ${name}\n`), name);
      for (const code of Object.keys(results)) assert.ok(page.includes(`\n| ${code} | `), `${name} ${code}`);
    }
    for (const { code } of Object.values(faults)) assert.ok(page.includes(`\`${code}\``), code);
  });

  it("follows the declarations", () => {
    const [first] = commands;
    const changed = referencePage([
      { ...first!, purpose: "Something else.", results: { 4711: { meaning: "Cologne", mark: "observed" } } },
    ]);
    assert.match(changed, /Something else\. Needs the product/);
    assert.match(changed, /\| 4711 \| 0 \| Cologne \| observed \|/);
    assert.doesNotMatch(changed, /### customer_add/);
  });

  it("folds numbered fields into one row", () =>
    assert.match(referencePage(), /\| `other_info_1` to `other_info_20` \| text, 100 \|/));
});

describe("result codes", () => {
  it("are declared by the command that can answer with them", () =>
    assert.deepEqual(
      commands.flatMap((command) => undeclaredCodes(command, sourceOf(command))),
      [],
    ));

  it("are caught when they are not", () => {
    const query = commands.find(({ name }) => name === "customer_query")!;
    const { 5023: _, 5021: __, 10684: ___, ...results } = query.results;
    const faulty = undeclaredCodes({ ...query, results }, sourceOf(query));
    for (const want of ["5023 (wrong-pin)", "5021 (missing)", "5021 (in the source)", "10684 (in the source)"])
      assert.ok(faulty.includes(`customer_query: ${want}`), want);
  });
});
