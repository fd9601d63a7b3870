// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are source code
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { docstringFaults, isSql, shapeFaults, sqlPlaceFaults } from "./files.ts";
import { sourceFiles } from "./source.ts";

const source = sourceFiles("src/**/*.ts");
const everything = sourceFiles("{src,test,bench,scripts,bin,console,sdk}/**/*.{ts,tsx,mjs,js}").filter(
  ({ path }) => !path.includes("node_modules/") && !path.includes("/dist/"),
);

describe("files", () => {
  it("are short and named after what they do", () => assert.deepEqual(everything.flatMap(shapeFaults), []));

  it("are caught when they are not", () => {
    assert.equal(shapeFaults({ path: "src/a.ts", text: "\n".repeat(401) }).length, 1);
    assert.equal(shapeFaults({ path: "src/a.ts", text: "\n".repeat(400) }).length, 0);
    for (const path of ["src/utils.ts", "src/core/utils/dates.ts", "test/util.mjs"])
      assert.equal(shapeFaults({ path, text: "" }).length, 1, path);
  });
});

describe("exported functions", () => {
  it("say what they are for", () => assert.deepEqual(source.flatMap(docstringFaults), []));

  for (const text of [
    "export function a() {}",
    "export async function a() {}",
    "/** Of b. */\nconst b = 1;\nexport function a() {}",
    "// a comment\nexport function a() {}",
    "/* no docstring */\nexport function a() {}",
    "export const a = (b: number) => b;",
    'export const a = async (b: number): Promise<string> => "x";',
    "/** Of b. */\nexport const b = (c: number) => c;\n\nexport const a = (c: number) => c;",
  ]) {
    it(`are caught without a docstring: ${JSON.stringify(text)}`, () =>
      assert.deepEqual(docstringFaults({ path: "a.ts", text }), [
        `a.ts:${text.slice(0, text.search(/export (async )?(function|const) a/)).split("\n").length}: a has no docstring`,
      ]));
  }

  for (const text of [
    "/** What it does. */\nexport function a() {}",
    "/**\n * What it does.\n */\nexport async function a() {}",
    "/** What it does. */\n// biome-ignore lint/x: because\nexport function a() {}",
    "/** Makers. */\nexport const b = (c: number) => c;\nexport const a = (c: number) => c;",
    "export const a = 1;\nexport const b = [(c: number) => c];",
    "function a() {}",
  ]) {
    it(`pass: ${JSON.stringify(text)}`, () => assert.deepEqual(docstringFaults({ path: "a.ts", text }), []));
  }
});

describe("SQL", () => {
  it("stands in queries.ts only", () => {
    const code = everything.filter(({ path }) => !/^(test|bench)\//.test(path));
    assert.deepEqual(code.flatMap(sqlPlaceFaults), []);
  });

  it("is there to be found", () => {
    const found = sourceFiles("src/core/*/queries.ts").filter(
      ({ text }) => sqlPlaceFaults({ path: "src/elsewhere.ts", text }).length > 0,
    );
    assert.equal(found.length, sourceFiles("src/core/*/queries.ts").length);
  });

  for (const text of [
    'db.query("SELECT a FROM b");',
    "db.query(`SELECT\n  a\nFROM ${table}`);",
    "db.query('insert into b values (1)');",
    'db.query("UPDATE b SET a = 1");',
    "db.query(`UPDATE b x SET a = ${1}`);",
    'db.query(x ? `${"DELETE FROM b"}` : "");',
    'const url = /"/.test(a); db.query("DELETE FROM b");',
  ]) {
    it(`is caught elsewhere: ${JSON.stringify(text)}`, () => {
      assert.equal(sqlPlaceFaults({ path: "src/server.ts", text }).length, 1);
      assert.equal(sqlPlaceFaults({ path: "src/protocols/archtics/queries.ts", text }).length, 1);
      assert.equal(sqlPlaceFaults({ path: "src/core/x/queries.ts", text }).length, 0);
    });
  }

  for (const text of ["// SELECT a FROM b", "/** DELETE FROM b */", 'const a = "COMMIT";']) {
    it(`is not seen in ${text}`, () => assert.deepEqual(sqlPlaceFaults({ path: "src/server.ts", text }), []));
  }

  it("is told from words", () => {
    assert.equal(isSql("the update is set"), false);
    assert.equal(isSql("Choose one and insert it"), false);
  });
});
