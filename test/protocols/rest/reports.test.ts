import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { campaigns } from "../loyalty/ledger.ts";
import { addCustomer, everyPage, keyFor, look, rivals, succeeded, under, type Values } from "./records.ts";
import { assertProblem, sandboxApp } from "./support.ts";

const test = await sandboxApp();
const { ask, app, clock, parts } = test;
const rival = await rivals(test);
const [points, events] = [Number(campaigns.points), Number(campaigns.events)];

const earn = async (customer: number, campaign_id: number, more: Values = {}) =>
  succeeded(await ask("POST", `/customers/${customer}/transactions`, { type: "activity", campaign_id, ...more }), 201);
const [often, once, never] = [
  (await addCustomer(ask, { family_name: "Often, really" })).customer_id as number,
  (await addCustomer(ask, { family_name: '"Once"' })).customer_id as number,
  (await addCustomer(ask, { family_name: "=Never()" })).customer_id as number,
];
await earn(once, events, { occurred_at: "2025-03-04T12:00:00Z" });
for (let visits = 0; visits < 3; visits++) await earn(often, events);
await earn(often, points, { money: 700 });

const of = async (query: string) => (await everyPage(ask, `/reports/customers?limit=3&${query}`)) as Values[];
const mine = (rows: readonly Values[]) =>
  rows.map((one) => one.customer_id).filter((id) => [often, once, never].includes(id as number));

/** The lines of a table, the header first. */
async function table(path: string, key = "willcall-sandbox-admin"): Promise<string[]> {
  const headers = { authorization: `Bearer ${key}` };
  const { payload, headers: told } = await app.inject({ method: "GET", url: `/api/v1${path}`, headers });
  assert.equal(told["content-type"], "text/csv; charset=utf-8");
  assert.match(String(told["content-disposition"]), /^attachment; filename="[a-z-]+-\d{4}-\d\d-\d\d\.csv"$/);
  return payload.split("\r\n").slice(0, -1);
}

describe("a report is refused", () => {
  for (const [query, field] of [
    ["report=customers_all", "report"],
    ["report=frequent", "least_transactions"],
    ["report=inactive", "inactive_days"],
    ["report=balances", "campaign_id"],
    ["inactive_days=5", "inactive_days"],
    ["report=inactive&inactive_days=5&with_redemptions=true", "with_redemptions"],
    ["from=2026-02-02&to=2026-02-01", "to"],
    ["format=xml", "format"],
    ["cursor=x", "cursor"],
  ])
    it(`for ${query}`, async () => assertProblem(await ask("GET", `/reports/customers?${query}`), 400, [`query.${field}`]));

  it("to a key that does not read what it tells", async () => {
    for (const [path, lacking] of [
      ["customers", "transactions:write"],
      ["transactions", "customers:write"],
    ] as const)
      assertProblem(await under(ask, await keyFor(test, [lacking]))("GET", `/reports/${path}?format=csv`), 403);
  });
});

describe("a report of customers", () => {
  it("tells all, and what they did, page by page", async () => {
    const all = await of("");
    assert.deepEqual(mine(all), [often, once, never]);
    const told = all.find((one) => one.customer_id === often)!;
    const { transactions_count, last_transaction_on, balance, cumulative, ...customer } = told;
    assert.deepEqual(customer, await look(ask, `/customers/${often}`));
    assert.deepEqual(
      [transactions_count, last_transaction_on, balance, cumulative],
      [4, clock.now().toISOString().slice(0, 10), null, null],
    );
  });

  it("chooses whom it is about", async () => {
    for (const [query, whom] of [
      [`campaign_id=${events}`, [often, once]],
      ["report=frequent&least_transactions=1&to=2025-12-31", [once]],
      [`report=frequent&least_transactions=3&campaign_id=${events}`, [often]],
      ["report=frequent&least_transactions=5", []],
      ["report=inactive&inactive_days=30", [once, never]],
      ["report=added&from=2025-01-01", [often, once, never]],
      ["report=added&to=2025-12-31", []],
      [`report=balances&campaign_id=${points}`, [often]],
      [`report=balances&campaign_id=1`, []],
      ["report=birthday&from=2026-07-14&to=2026-07-14", []],
    ] as const)
      assert.deepEqual(mine(await of(query)), whom, query);
    const birthday = await of("report=birthday&from=2026-07-14&to=2026-07-14");
    assert.deepEqual([birthday[0]!.customer_id, birthday.length], [365, 1]);
    const [held] = (await of(`report=balances&campaign_id=${points}`)).filter((one) => one.customer_id === often);
    assert.deepEqual([held!.balance, held!.cumulative, held!.transactions_count], [700, 700, null]);
  });

  it("is a table when that is asked for, in which nothing runs as a formula", async () => {
    const [header, ...lines] = await table("/reports/customers?format=csv&limit=1");
    const columns = header!.split(",");
    assert.deepEqual(columns.slice(0, 3), ["customer_id", "version", "kind"]);
    assert.ok(["loyalty.code", "transactions_count"].every((one) => columns.includes(one)));
    assert.deepEqual(
      lines.map((one) => Number(one.split(",")[0])),
      (await of("")).map((one) => one.customer_id),
    );
    for (const cell of ['"Often, really"', '"""Once"""', "'=Never()"])
      assert.ok(
        lines.some((one) => one.includes(`,${cell},`)),
        cell,
      );
  });

  it("is recorded as read, and tells nothing of another organisation", async () => {
    const theirs = (await everyPage(rival.ask, "/reports/customers")).map((one) => one.customer_id);
    assert.ok(!theirs.includes(often));
    await look(ask, `/reports/customers?report=balances&campaign_id=${points}`);
    await parts.reads.flush();
    const rows: Values[] = (await look(ask, `/audit/reads?customer_id=${often}`)).data;
    assert.ok(rows.some((one) => one.call === "GET /reports/customers"));
  });
});

describe("a report of transactions", () => {
  it("is what the list tells, as pages and as a table", async () => {
    for (const query of ["", `&campaign_id=${events}`, "&to=2025-12-31"]) {
      const listed: Values[] = await everyPage(ask, `/transactions?limit=200${query}`);
      assert.deepEqual(await everyPage(ask, `/reports/transactions?limit=2${query}`), listed);
      const [header, ...lines] = await table(`/reports/transactions?format=csv${query}`);
      assert.equal(header!.split(",")[0], "transaction_id");
      assert.deepEqual(
        lines.map((one) => Number(one.split(",")[0])),
        listed.map((one) => one.transaction_id),
      );
    }
  });
});
