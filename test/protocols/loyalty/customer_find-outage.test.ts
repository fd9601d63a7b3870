import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import { candidates } from "../../../src/core/loyalty/search/queries.ts";
import { DatabaseUnavailable } from "../../../src/platform/database/errors.ts";
import { testApp } from "../../support/app.ts";
import { call, parseXml, succeeded } from "./support.ts";

const test = await testApp();
const db = test.parts.core.db as { -readonly [K in keyof typeof test.parts.core.db]: (typeof test.parts.core.db)[K] };
const { run } = db;
const find = (more: Record<string, string> = {}) => call(test, "customer_find", { find_customer: "john doe", ...more });

afterEach(() => {
  db.run = run;
});

describe("customer_find without the database", () => {
  it("answers as every call does, since nothing of the answer has begun", async () => {
    db.run = async (statement, values) => {
      if (statement.name === candidates.name) throw new DatabaseUnavailable(new Error("gone"));
      return run(statement, values);
    };
    const answer = await find();
    assert.deepEqual([answer.http, answer.status, answer.headers["retry-after"]], [503, "error", "1"]);
    const xml = parseXml((await find({ output: "XML" })).text);
    assert.deepEqual([xml.attributes.status, xml.children.map((one) => one.name)], ["error", ["error"]]);
  });

  it("and finds again what it found before", async () => {
    assert.ok(succeeded(await find()).customers.length >= 3);
  });
});
