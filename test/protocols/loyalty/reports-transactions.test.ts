import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { transactionsAfter } from "../../../src/core/loyalty/reports/queries.ts";
import { csvCell } from "../../../src/platform/csv.ts";
import { testApp, testClock } from "../../support/app.ts";
import { campaigns } from "./ledger.ts";
import { readBy } from "./people.ts";
import { childrenOf, makePeople, parseCsv, reportsBegin, reportsOf } from "./reports.ts";
import { parseXml, type Values } from "./support.ts";

const clock = testClock(reportsBegin);
const test = await testApp({ clock });
const { report, done } = reportsOf(test);
const { points, giftcard, buyx } = campaigns;

before(() => makePeople(test, clock));

describe("transactions_all", () => {
  it("tells what stands, by its time", async () => {
    const { transactions_count, transactions } = await done("transactions_all");
    assert.equal(transactions_count, "9");
    const told = transactions.map((one: Values) => [
      one.code,
      one.campaign_id,
      one.amount_number,
      one.amount_type,
      one.original_amount,
      one.redeemed,
    ]);
    assert.deepEqual(told, [
      ["r-ann", points, "0", "points", "", ""],
      ["r-ann", points, "1000", "points", "10.00", ""],
      ["r-bob", points, "0", "points", "", ""],
      ["r-bob", points, "250", "points", "2.50", ""],
      ["r-bob", giftcard, "0.00", "$", "", ""],
      ["r-bob", giftcard, "30.00", "$", "30.00", ""],
      ["r-bob", buyx, "0", "items", "", ""],
      ["r-bob", buyx, "4", "items", "", ""],
      ["r-bob", giftcard, "12.50", "$", "12.50", "R"],
    ]);
    assert.equal(transactions[0].authorization, "Account Activated.");
    assert.equal(transactions[7].service_product, "Coffee");
    const { transaction_id, ...first } = transactions[1];
    assert.match(transaction_id, /^\d+$/);
    assert.deepEqual(first, {
      ...{ code: "r-ann", customer: 'Ann =SUM("A1")', card_number: "r-card", first_name: "Ann", last_name: '=SUM("A1")' },
      ...{ date: "2026-03-01 23:30:00", record_timestamp: "2026-03-01 23:30:00", authorization: "@first" },
      ...{ amount_number: "1000", amount_type: "points", original_amount: "10.00", redeemed: "", custom1: "-x,y" },
      ...{ campaign_id: points, campaign: "Widget points", service_product: "", user_name: "john1970" },
    });
    assert.ok((await readBy(test, "reports")).length > 0);
  });

  it("of days where the organisation is, the first and the last too, and of campaigns", async () => {
    const count = async (values: Values) => (await done("transactions_all", values)).transactions_count;
    assert.equal(await count({ date_start: "2026-03-01", date_end: "2026-03-01" }), "2");
    assert.equal(await count({ date_start: "2026-03-02", date_end: "2026-03-02" }), "4");
    assert.equal(await count({ date_start: "2026-03-02" }), "7");
    assert.equal(await count({ date_end: "2026-03-02", selected_campaigns: ` ${points} ,${buyx},` }), "4");
    assert.equal(await count({ date_start: "2026-03-04" }), "0");
  });

  it("says the same in XML and CSV", async () => {
    const { transactions } = await done("transactions_all");
    const [count, ...rows] = parseXml((await report("transactions_all", { output: "XML" })).text).children;
    assert.deepEqual([count!.name, count!.text], ["transactions_count", "9"]);
    assert.ok(rows.every((one) => one.name === "transaction"));
    assert.deepEqual(rows.map(childrenOf), transactions);
    const csv = await report("transactions_all", { output: "CSV", callback: "x y", condensed: "yes" });
    assert.equal(csv.headers["content-type"], "text/csv; charset=utf-8");
    assert.equal(csv.headers["content-disposition"], 'attachment; filename="transactions_all-2026-03-14.csv"');
    const guarded = (text: string) => (/^[=@]|^-x/.test(text) ? `'${text}` : text);
    const expected = transactions.map((one: Record<string, string>) =>
      Object.fromEntries(Object.entries(one).map(([k, v]) => [k, guarded(v)])),
    );
    assert.deepEqual(parseCsv(csv.text), expected);
    assert.match(csv.text, /,"'=SUM\(""A1""\)",/);
  });

  it("breaks off when the database goes away in the middle", async () => {
    const db = test.parts.core.db as { -readonly [K in keyof typeof test.parts.core.db]: (typeof test.parts.core.db)[K] };
    const { run } = db;
    let pages = 0;
    db.run = (async (one: never, values: unknown[]) => {
      if ((one as { name: string }).name !== transactionsAfter.name) return run(one, values);
      if (++pages > 3) throw new Error("gone");
      return run(one, [...values.slice(0, -1), 1]);
    }) as never;
    try {
      for (const output of ["XML", "JSON", "CSV"]) {
        pages = 0;
        await assert.rejects(report("transactions_all", { output }));
      }
    } finally {
      db.run = run;
    }
  });
});

describe("a cell", () => {
  it("is quoted where it must be, and is never a formula", () => {
    const cells = {
      a: "a",
      "": "",
      "a,b": '"a,b"',
      'a"b': '"a""b"',
      "a\r\nb": '"a\r\nb"',
      "-5": "-5",
      "+1.50": "+1.50",
      "-5+1": "'-5+1",
      "=1": "'=1",
      "@x": "'@x",
      "\tx": "'\tx",
      "\rx": '"\'\rx"',
      "+": "'+",
    };
    for (const [text, cell] of Object.entries(cells)) assert.equal(csvCell(text), cell);
  });
});
