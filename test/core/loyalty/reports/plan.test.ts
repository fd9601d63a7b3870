import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import * as queries from "../../../../src/core/loyalty/reports/queries.ts";
import { type Statement, statement } from "../../../../src/platform/database/statement.ts";
import { testApp } from "../../../support/app.ts";
import { manyEntries, manyMembers } from "./queries.ts";

const { parts } = await testApp();
const { db } = parts.core;
const [org, zone, campaign] = [1, "America/New_York", 1111222233334444];
let count = 0;

/** How PostgreSQL goes about a statement at this moment. */
async function planOf(one: Statement<unknown>, values: readonly unknown[]): Promise<string> {
  const explain = statement<{ "QUERY PLAN": string }>(`test-explain-report-${++count}`, `EXPLAIN ${one.text}`, {
    replanned: true,
  });
  return (await db.run(explain, values)).map((row) => row["QUERY PLAN"]).join("\n");
}

before(async () => {
  await db.run(manyMembers, [org, 2_000, campaign]);
  await db.run(manyEntries, [org, 20_000, 2_000, campaign]);
});

describe("the plans of reports, of tables that nobody has told PostgreSQL of", () => {
  const everywhere = [org, zone, null, null, [campaign]];
  const some = [org, 1_001_000, 500];
  const doings = [zone, null, null, [campaign], ["activity"]];

  it("go through the entries of a time by their index, and through nothing else as a whole", async () => {
    for (const [one, values, index] of [
      [queries.transactionsAfter, [...everywhere, "2020-01-03", 7, 1_000], /Index Scan using ledger_entries_by_time/],
      [queries.countTransactions, [org, zone, "2020-01-02", "2020-01-03", [campaign]], /ledger_entries_by_time/],
      [queries.numbersByDoings, [...some, null, ...doings, 1, 100], /ledger_entries_of/],
      [queries.doingsOf, [org, [1_000_001, 1_000_002], ...doings], /ledger_entries_of/],
      [queries.numbersOfJoined, [...some, [campaign]], /ledger_balances_of_campaign/],
      [queries.balancesOf, [org, [1_000_001], campaign, [campaign]], /ledger_balances/],
      [queries.numbersOfAll, [...some, [campaign]], /customers_pkey/],
    ] as const) {
      const plan = await planOf(one as Statement<unknown>, values);
      assert.match(plan, index, `${one.name}\n${plan}`);
      assert.doesNotMatch(plan, /Seq Scan on (ledger|customers|identifiers)/, `${one.name}\n${plan}`);
    }
  });

  it("begin a page where the one before it ended", async () => {
    const plan = await planOf(queries.transactionsAfter as Statement<unknown>, [...everywhere, "2020-01-03", 7, 1_000]);
    assert.match(plan, /Index Cond:.*ROW\(.*occurred_at, .*entry_id\) > ROW\(/);
  });
});
