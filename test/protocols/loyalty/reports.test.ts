import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { newWrite, runWrite } from "../../../src/core/audit/write.ts";
import { plainCampaign, sendCampaign } from "../../../src/core/loyalty/campaigns/make.ts";
import { testApp, testClock } from "../../support/app.ts";
import { campaigns } from "./ledger.ts";
import { rivalOf, userOf } from "./people.ts";
import { childrenOf, makePeople, parseCsv, reportsBegin, reportsOf } from "./reports.ts";
import { call, parseXml, refused, succeeded, type Values } from "./support.ts";

const clock = testClock(reportsBegin);
const test = await testApp({ clock });
const { report, done } = reportsOf(test);
const codes = async (name: string, values: Values = {}): Promise<string[]> =>
  (await done(name, values)).customers.map((one: { code: string }) => one.code);
const of = async (name: string, code: string, values: Values = {}) =>
  (await done(name, values)).customers.find((one: { code: string }) => one.code === code);
const { points, giftcard, buyx, earned } = campaigns;
const foreign = 6_000_000_000_000_001;

before(() => makePeople(test, clock));

describe("reports: what is refused", () => {
  it("a report that is none, and what a report needs", async () => {
    for (const name of ["", "customers", "transactions_all "])
      if (name.trim() !== "transactions_all") refused(await report(name), "report");
    refused(await report("customers_frequent"), "frequency");
    refused(await report("customers_frequent", { frequency: 0 }), "frequency");
    refused(await report("customers_Inactive"), "Inactive_for");
    refused(await report("customers_balances"), /^campaign_id: is required/);
    refused(await report("customers_balances", { campaign_id: points, limit: "x" }), "limit");
    refused(await report("customers_balances", { campaign_id: points, coalition_balance: "all" }), "coalition_balance");
  });

  it("days that are none, or in the wrong order", async () => {
    refused(await report("transactions_all", { date_start: "2026-02-30" }), "date_start");
    refused(await report("transactions_all", { date_start: "2026-03-02", date_end: "2026-03-01" }), "date_end");
    assert.deepEqual(await codes("customers_birthday", { date_start: "2026-12-31", date_end: "2026-01-01" }), ["r-bob", "r-cid"]);
  });

  it("campaigns that are unknown, another account's, another organisation's or not the user's", async () => {
    const { core } = test.parts;
    const caller = {
      orgId: 1,
      timeZone: "UTC",
      keyId: null,
      userName: null,
      protocol: "server",
      call: "test",
      requestId: "t",
    } as const;
    const write = newWrite(core);
    const other = { ...plainCampaign, account: 2, name: "Other", type: "points" } as const;
    await runWrite(core, caller, write, async (tx, record) => sendCampaign(tx, record, caller, write, foreign, other));
    for (const selected_campaigns of ["x", "1", "1111222233334445", `${points},${foreign}`, "9999999999999999"])
      refused(await report("transactions_all", { selected_campaigns }), "selected_campaigns");
    refused(await report("customers_balances", { campaign_id: String(foreign) }), "campaign_id");
    refused(await report("customers_all", { selected_campaigns: points }, await rivalOf(test)), "selected_campaigns");
  });

  it("users who may not, and CSV of other calls", async () => {
    refused(await report("transactions_all", {}, await userOf(test, "clerk")), /access_reports/);
    const search = await call(test, "customer_search", { output: "CSV" });
    assert.match(parseXml(search.text).children[0]!.text, /^output/);
    assert.deepEqual(parseCsv((await report("customers_frequent", { output: "csv" })).text), [
      { error: "frequency: is required" },
    ]);
  });

  it("what another report looks at can't be wrong", async () => {
    await done("transactions_all", { frequency: "x", Inactive_for: "x", offset: "x", campaign_id: "x".repeat(99) });
    await done("customers_search", { date_start: "x", search_text: "moe" });
  });
});

describe("reports of customers", () => {
  it("all, or those who have joined, with their transactions of the days", async () => {
    assert.deepEqual(await codes("customers_all", { selected_campaigns: giftcard }), ["r-bob"]);
    const all = await done("customers_all");
    assert.equal(all.customers_count, String(all.customers.length));
    assert.deepEqual(Object.keys(all).slice(0, 2), ["status", "customers_count"]);
    const search = succeeded(await call(test, "customer_search", { last_name: "Moe" })).customers[0];
    const bob = { ...search, transactions_count: "4", last_transaction: "2026-03-03" };
    assert.deepEqual(await of("customers_all", "r-bob"), bob);
    assert.equal(
      (await of("customers_all", "r-bob", { date_end: "2026-03-02", selected_campaigns: points })).transactions_count,
      "1",
    );
    assert.equal((await of("customers_all", "r-cid")).last_transaction, "0000-00-00");
  });

  it("new ones, by when they were added, or joined one of the campaigns", async () => {
    assert.deepEqual(await codes("customers_new", { date_start: "2026-03-01", date_end: "2026-03-02" }), ["r-ann", "r-bob"]);
    assert.deepEqual(await codes("customers_new", { date_start: "2026-03-03", selected_campaigns: `${buyx},${points}` }), [
      "r-bob",
    ]);
    assert.deepEqual(await codes("customers_new", { date_start: "2026-03-03", selected_campaigns: points }), []);
  });

  it("frequent and inactive ones", async () => {
    assert.deepEqual(await codes("customers_frequent", { frequency: 3 }), ["r-bob"]);
    assert.deepEqual(await codes("customers_frequent", { frequency: 4 }), []);
    assert.deepEqual(await codes("customers_frequent", { frequency: 4, include_redeemed: "Y" }), ["r-bob"]);
    assert.deepEqual(await codes("customers_frequent", { frequency: 1, date_end: "2026-03-01" }), ["r-ann"]);
    const idle = async (days: number, more: Values = {}) =>
      (await codes("customers_inactive", { Inactive_for: days, ...more })).filter((one) => one.startsWith("r-"));
    // Summer time has begun: today is 14 March.
    assert.deepEqual(await idle(11), ["r-ann", "r-bob", "r-cid"]);
    assert.deepEqual(await idle(12), ["r-ann", "r-cid"]);
    assert.deepEqual(await idle(14), ["r-cid"]);
    assert.deepEqual(await idle(1, { date_end: "2026-03-02" }), ["r-ann", "r-cid"]);
    assert.deepEqual(await idle(12, { selected_campaigns: points }), ["r-ann", "r-bob"]);
  });

  it("by birthday, custom date and words", async () => {
    assert.deepEqual(await codes("customers_birthday", { date_start: "2027-02-28", date_end: "2027-02-28" }), ["r-ann"]);
    assert.deepEqual(await codes("customers_birthday", { date_start: "2028-02-28", date_end: "2028-02-28" }), []);
    assert.deepEqual(await codes("customers_custom_date", { date_start: "1975-12-31", date_end: "1980-02-29" }), [
      "r-ann",
      "r-bob",
    ]);
    assert.deepEqual(await codes("customers_search", { search_text: "bob moe, r-cid" }), ["r-bob", "r-cid"]);
    assert.deepEqual(await codes("customers_search", { search_text: "bob moe, r-cid", selected_campaigns: points }), ["r-bob"]);
  });

  it("balances, some of them, and those of the coalition", async () => {
    const balances = await done("customers_balances", { campaign_id: points, coalition_balance: "coalition_storedvalue" });
    assert.deepEqual(
      balances.customers.map((one: Values) => [one.code, one.balance, one.cumulative, one.coalition_balance]),
      [
        ["r-ann", "1000", "1000", "0.00"],
        ["r-bob", "250", "250", "17.50"],
      ],
    );
    const second = await done("customers_balances", { campaign_id: points, offset: 1, limit: 1 });
    assert.deepEqual([second.customers_count, second.customers.length, second.customers[0].code], ["2", 1, "r-bob"]);
    assert.equal("coalition_balance" in second.customers[0], false);
    assert.equal((await of("customers_balances", "r-bob", { campaign_id: giftcard })).balance, "17.50");
    assert.equal((await of("customers_balances", "r-bob", { campaign_id: buyx })).balance, "4");
    assert.equal((await done("customers_balances", { campaign_id: earned })).customers_count, "0");
  });

  it("say the same in XML and CSV", async () => {
    for (const [name, values] of [
      ["customers_all", {}],
      ["customers_new", {}],
      ["customers_frequent", { frequency: 1 }],
      ["customers_INACTIVE", { Inactive_for: 5 }],
      ["customers_birthday", {}],
      ["customers_custom_date", {}],
      ["customers_search", {}],
      ["customers_balances", { campaign_id: points, coalition_balance: "coalition_points" }],
    ] as const) {
      const { customers } = await done(name, values);
      const flat = customers.map((one: Record<string, string | { data: string }>) =>
        Object.fromEntries(Object.entries(one).map(([key, value]) => [key, typeof value === "string" ? value : value.data])),
      );
      const [count, ...rows] = parseXml((await report(name, { ...values, output: "XML" })).text).children;
      assert.deepEqual([count!.name, count!.text], ["customers_count", String(customers.length)]);
      assert.deepEqual(rows.map(childrenOf), flat, name);
      const csv = parseCsv((await report(name, { ...values, output: "CSV" })).text);
      const plain = csv.map((one) =>
        Object.fromEntries(Object.entries(one).map(([key, value]) => [key, value.replace(/^'/, "")])),
      );
      assert.deepEqual(plain, flat, name);
    }
    const none = await report("customers_balances", { campaign_id: earned, output: "CSV" });
    assert.match(none.text, /^code,card_number,.*,custom_field_5,balance,cumulative\r\n$/);
  });

  it("of another organisation tell nothing of this one", async () => {
    const who = await rivalOf(test);
    for (const name of ["customers_all", "customers_search"]) assert.equal((await done(name, {}, who)).customers_count, "0");
    assert.deepEqual((await done("transactions_all", {}, who)).transactions, []);
  });
});
