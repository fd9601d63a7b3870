import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { checks } from "../../../../src/core/verify/checks.ts";
import { runCheck } from "../../../../src/core/verify/run.ts";
import { createCore } from "../../../../src/parts.ts";
import { ask } from "../../../../src/platform/database/ask.ts";
import { connect } from "../../../../src/platform/database/connection.ts";
import type { Database } from "../../../../src/platform/database/database.ts";
import { loadPepper } from "../../../../src/platform/secrets/pepper.ts";
import { testConfig } from "../../../support/config.ts";
import { openTestDatabase, testDatabase } from "../../../support/database.ts";
import { makeHistory } from "./good.ts";
import { planted, unguarded } from "./queries.ts";

const target = await testDatabase();
await makeHistory(createCore(testConfig.config(), openTestDatabase(target)));
const client = await connect(target, "test", { pipeline: false } as never);
after(() => client.end());

const db: Pick<Database, "read"> = { read: (statement, values) => ask(client, statement, values) };
const pepper = loadPepper("/nowhere", testConfig.env.PEPPER);

/** What all checks find, as this connection sees the database: each sentence with its check's name in front. */
async function found(): Promise<string[]> {
  const faults: string[] = [];
  for (const check of checks)
    faults.push(...(await runCheck(check, { db, pepper }, { mostShown: 100 })).shown.map((fault) => `${check.name}: ${fault}`));
  return faults;
}

describe("the checks", () => {
  it("find nothing in a good database, and look at rows of every kind", async () => {
    assert.deepEqual(await found(), []);
    for (const check of checks) assert.ok((await runCheck(check, { db, pepper }, { mostShown: 1 })).rows > 0, check.name);
  });

  it("have twenty faults and more to find", () => assert.ok(planted.length >= 20));

  for (const { name, plant, found: wanted } of planted)
    it(`find ${name}`, async () => {
      await client.query("BEGIN");
      let faults: string[];
      try {
        await client.query(unguarded);
        for (const one of plant) assert.ok((await client.query(one)).rowCount !== 0, one);
        faults = await found();
      } finally {
        await client.query("ROLLBACK");
      }
      for (const pattern of wanted)
        assert.ok(
          faults.some((fault) => pattern.test(fault)),
          `${pattern} in\n${faults.join("\n")}`,
        );
      const others = faults.filter((fault) => !wanted.some((pattern) => pattern.test(fault)));
      assert.deepEqual(others, []);
    });

  it("find nothing again once all of that is taken back", async () => assert.deepEqual(await found(), []));
});
