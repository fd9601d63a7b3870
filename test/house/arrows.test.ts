import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { arrowFaults, importsOf, listeners, listenFaults } from "./arrows.ts";
import { sourceFiles } from "./source.ts";

const source = sourceFiles("src/**/*.ts");

describe("the arrows between the layers", () => {
  it("finds the code at all", () => {
    assert.ok(source.length > 50);
    assert.ok(source.flatMap(importsOf).length > 200);
  });

  it("are kept by every import", () => {
    assert.deepEqual([...source, ...sourceFiles("{test,bench,scripts}/**/*.ts")].flatMap(arrowFaults), []);
  });

  for (const [path, text] of [
    ["src/core/x/y.ts", 'import { buildApp } from "../../app.ts";'],
    ["src/core/x/y.ts", 'import { listen } from "../../server.ts";'],
    ["src/core/x/y.ts", 'import type { Program } from "../../command-line/program.ts";'],
    ["src/core/x/y.ts", 'import { char } from "../../protocols/archtics/fields.ts";'],
    ["src/core/x/y.ts", 'import fastify from "fastify";'],
    ["src/core/x.ts", 'const late = await import("../protocols/archtics/fields.ts");'],
    ["src/core/x.ts", 'export { char } from "../protocols/archtics/fields.ts";'],
    ["src/platform/x.ts", 'import type { Core } from "../core/core.ts";'],
    ["src/platform/x.ts", 'import { openApi } from "../protocols/archtics/openapi.ts";'],
    ["src/protocols/archtics/x.ts", 'import pg from "pg";'],
    ["src/protocols/archtics/x.ts", 'import "../loyalty/gateway.ts";'],
    ["src/protocols/archtics/x.ts", 'import { openDatabase } from "../../platform/database/database.ts";'],
    ["src/protocols/archtics/x.ts", 'import { type Database, openDatabase } from "../../platform/database/database.ts";'],
    ["src/protocols/archtics/x.ts", 'import { insertWrite } from "../../core/audit/queries.ts";'],
    ["src/protocols/archtics/x.ts", 'import { settings } from "../../config.ts";'],
    ["src/pages/x/y.ts", 'import { settings } from "../../config.ts";'],
    ["src/pages/x/y.ts", 'import { insertMail } from "../../platform/mail/queries.ts";'],
    ["src/pages/x/y.ts", 'import { openDatabase } from "../../platform/database/database.ts";'],
    ["src/app.ts", 'import pg from "pg";'],
    ["src/worker.ts", 'import "./main.ts";'],
    ["test/some.test.ts", 'import "../src/main.ts";'],
  ] as const) {
    it(`forbid ${text} in ${path}`, () => assert.equal(arrowFaults({ path, text }).length, 1));
  }

  for (const [path, text] of [
    ["src/core/x/y.ts", 'import { violates } from "../../platform/database/errors.ts";'],
    ["src/platform/x.ts", 'import { BadSetting } from "../config.ts";'],
    ["src/protocols/archtics/x.ts", 'import { isLost } from "../../platform/database/errors.ts";'],
    ["src/protocols/archtics/x.ts", 'import type { Database } from "../../platform/database/database.ts";'],
    ["src/protocols/archtics/x.ts", 'import { type Database } from "../../platform/database/database.ts";'],
    ["src/core/x.ts", '// import { buildApp } from "../app.ts";'],
    ["src/core/x.ts", "const text = 'import \"../app.ts\"';"],
  ] as const) {
    it(`allow ${text} in ${path}`, () => assert.deepEqual(arrowFaults({ path, text }), []));
  }
});

describe("listening", () => {
  it("is done by server.ts only", () => assert.deepEqual(source.flatMap(listenFaults), []));

  it("is found where it should not be", () => {
    const text = "const server = createServer(handle);\nserver.listen(8080);";
    assert.deepEqual(listenFaults({ path: "src/app.ts", text }), ["src/app.ts:2: only src/server.ts listens"]);
  });

  it("exempts only files that do listen", () => {
    const listening = source.filter(({ path }) => path in listeners);
    assert.deepEqual(
      listening.map(({ text }) => listenFaults({ path: "src/elsewhere.ts", text }).length > 0),
      Object.keys(listeners).map(() => true),
    );
  });
});
