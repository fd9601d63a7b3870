import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { candidates } from "../../../../src/core/loyalty/search/queries.ts";
import { testApp } from "../../../support/app.ts";
import { explainCandidates, manyCustomers } from "./queries.ts";

const { parts } = await testApp({ template: "empty" });
const { db } = parts.core;
const search = [1, "UTC", 0, 200, [0], [7]];

describe("the plan of a search", () => {
  it("uses the index as soon as there are many customers, though nobody has told PostgreSQL of them", async () => {
    // Statements that are kept get their last plan at about the sixth run.
    for (let n = 0; n < 8; n++) assert.deepEqual(await db.run(candidates, search), []);
    for (let n = 0; n < 8; n++) await db.run(explainCandidates, search);
    await db.run(manyCustomers, [1]);
    const plan = (await db.run(explainCandidates, search)).map((row) => row["QUERY PLAN"]).join("\n");
    assert.match(plan, /Index Scan on customers_by_gram/);
    assert.equal((await db.run(candidates, search)).length, 20);
  });

  it("uses it for long parts and several alternatives too", async () => {
    for (const count of [2, 5, 12, 40]) {
      const grams = Array.from({ length: count }, (_, i) => i);
      for (const alternatives of [grams.map(() => 0), grams.map((one) => one % 3)]) {
        const plan = (await db.run(explainCandidates, [1, "UTC", 0, 200, alternatives, grams])).map((row) => row["QUERY PLAN"]);
        assert.match(plan.join("\n"), /Index Scan on customers_by_gram/, `${count} grams`);
      }
    }
  });
});
