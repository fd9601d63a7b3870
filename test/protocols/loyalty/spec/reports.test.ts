import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp, testClock } from "../../../support/app.ts";
import { call, parseXml, succeeded, type Values } from "../support.ts";
import { campaignOf, records, redeems } from "./ledger-world.ts";
import { edit, made } from "./world.ts";

const clock = testClock(new Date("2026-01-10T17:00:00Z"));
const willcall = await testApp({ clock });

/** Three who joined a campaign in January, February and March; Ann comes again in February and redeems in March. */
const points = await campaignOf(willcall, "points", { points_ratio: 1 });
const card = await campaignOf(willcall, "giftcard");
await made(willcall, {
  code: "r-ann",
  first_name: "Ann",
  last_name: "Report",
  custom_date: "1970-07-14",
  custom_field: "likes tea",
});
await records(willcall, points, "r-ann", { amount: "10.50", authorization: "January" });
clock.set(new Date("2026-02-10T17:00:00Z"));
await made(willcall, {
  code: "r-bob",
  card_number: "bob-card",
  first_name: "Bob",
  last_name: "Report",
  custom_date: "1985-02-28",
});
await records(willcall, points, "r-bob", { amount: 20, authorization: "February" });
await records(willcall, points, "r-ann", { amount: 30, authorization: "February" });
clock.set(new Date("2026-03-10T17:00:00Z"));
await made(willcall, { code: "r-cat", first_name: "Cat", last_name: "Report", custom_date: "1990-12-31" });
await records(willcall, card, "r-cat", { amount: "7.5", authorization: "March" });
await redeems(willcall, points, "r-ann", { custom_points_redeem: 5, authorization: "March" });

const report = async (name: string, values: Values = {}) =>
  succeeded(await call(willcall, "reports", { report: name, ...values }));
const codes = async (name: string, values: Values = {}): Promise<string[]> =>
  (await report(name, values)).customers
    .map(({ code }: { code: string }) => code)
    .filter((code: string) => code.startsWith("r-"))
    .sort();

const [january, february, march] = [
  { date_start: "2026-01-01", date_end: "2026-01-31" },
  { date_start: "2026-02-01", date_end: "2026-02-28" },
  { date_start: "2026-03-01", date_end: "2026-03-31" },
];

test("transactions_all: each with customer, amounts and types; R of what was redeemed, never Y", async () => {
  const { transactions_count, transactions } = await report("transactions_all", { selected_campaigns: `${points},${card}` });
  assert.equal(transactions_count, String(transactions.length));
  const done = transactions.filter((one: Values) => one.authorization !== "Account Activated.");
  const told = done.map((one: Values) => [one.code, one.authorization, one.amount_number, one.redeemed]);
  assert.deepEqual(told, [
    ["r-ann", "January", "11", ""], // 10.5
    ["r-bob", "February", "20", ""],
    ["r-ann", "February", "30", ""],
    ["r-cat", "March", "7.50", ""],
    ["r-ann", "March", "5", "R"],
  ]);
  const [first, second, , money] = done;
  assert.deepEqual([first.customer, first.first_name, first.last_name], ["Ann Report", "Ann", "Report"]);
  assert.deepEqual([first.original_amount, first.custom1, second.card_number], ["10.50", "likes tea", "bob-card"]);
  assert.deepEqual([first.date.slice(0, 10), first.record_timestamp], ["2026-01-10", "2026-01-10 12:00:00"]);
  assert.deepEqual([money.amount_type, first.amount_type === "$"], ["$", false]);
});

test("transactions_all: date_start and date_end are both counted, selected_campaigns select", async () => {
  const count = async (values: Values) =>
    (await report("transactions_all", values)).transactions
      .map((one: Values) => one.authorization)
      .filter((text: string) => text !== "Account Activated.");
  assert.deepEqual(await count({ ...february }), ["February", "February"]);
  assert.deepEqual(await count({ date_start: "2026-01-10", date_end: "2026-01-10" }), ["January"]);
  assert.deepEqual(await count({ date_start: "2026-03-10" }), ["March", "March"]);
  assert.deepEqual(await count({ date_end: "2026-02-09" }), ["January"]);
  assert.deepEqual(await count({ ...march, selected_campaigns: card }), ["March"]);
  assert.deepEqual(await count({ date_start: "2020-01-01", date_end: "2020-12-31" }), []);
});

test("days are the organisation's: 04:59 UTC in winter is still the day before in New York", async () => {
  const now = clock.now();
  clock.set(new Date("2026-03-01T04:59:00Z"));
  const { id } = await records(willcall, card, "r-cat", { amount: 1, authorization: "Late" });
  const late = async (day: string) => {
    const { transactions } = await report("transactions_all", { date_start: day, date_end: day, selected_campaigns: card });
    return transactions.some((one: Values) => one.authorization === "Late");
  };
  assert.deepEqual([await late("2026-02-28"), await late("2026-03-01")], [true, false]);
  clock.set(now);
  succeeded(await call(willcall, "transaction_delete", { campaign_id: card, code: "r-cat", transaction_id: id }));
});

test("transactions_all in XML: transactions_count, then repeated transaction directly under response", async () => {
  const { text } = await call(willcall, "reports", { report: "transactions_all", ...february, output: "XML" });
  const { attributes, children } = parseXml(text);
  assert.equal(attributes.status, "success");
  const [count, ...transactions] = children;
  assert.deepEqual([count!.name, count!.text], ["transactions_count", String(transactions.length)]);
  assert.ok(transactions.length > 1 && transactions.every(({ name }) => name === "transaction"));
  const names = transactions[0]!.children.map(({ name }) => name);
  const wanted =
    "code customer card_number first_name last_name date record_timestamp authorization amount_number amount_type original_amount redeemed custom1";
  assert.deepEqual(names.slice(0, 13), wanted.split(" "));
});

test("a report of one transaction, and of none, is an array in JSON", async () => {
  const one = { date_start: "2026-01-10", date_end: "2026-01-10" };
  const { transactions } = await report("transactions_all", one);
  assert.ok(Array.isArray(transactions));
  const none = await report("transactions_all", { date_start: "2020-01-01", date_end: "2020-01-02" });
  assert.deepEqual([none.transactions_count, none.transactions], ["0", []]);
});

test("customers_all and customers_new, by date and by campaign", async () => {
  assert.deepEqual(await codes("customers_all"), ["r-ann", "r-bob", "r-cat"]);
  assert.deepEqual(await codes("customers_all", { selected_campaigns: card }), ["r-cat"]);
  assert.deepEqual(await codes("customers_new", january), ["r-ann"]);
  assert.deepEqual(await codes("customers_new", { date_start: "2026-02-10", date_end: "2026-03-10" }), ["r-bob", "r-cat"]);
  assert.deepEqual(await codes("customers_new", { date_start: "2026-02-11", date_end: "2026-03-09" }), []);
});

test("customers_frequent: at least `frequency` transactions; include_redeemed counts redemptions", async () => {
  const selected = { selected_campaigns: points, ...february };
  assert.deepEqual(await codes("customers_frequent", { frequency: 99 }), []);
  assert.ok((await codes("customers_frequent", { frequency: 1, ...selected })).includes("r-bob"));
  const redeemed = { selected_campaigns: points, ...march, frequency: 1 };
  assert.deepEqual(await codes("customers_frequent", redeemed), []);
  assert.deepEqual(await codes("customers_frequent", { ...redeemed, include_redeemed: "Y" }), ["r-ann"]);
});

test("customers_frequent: joining is not a visit, so the activation does not count", async () => {
  assert.deepEqual(await codes("customers_frequent", { frequency: 2, selected_campaigns: points }), ["r-ann"]);
  assert.deepEqual(await codes("customers_frequent", { frequency: 3, selected_campaigns: points }), []);
});

test("customers_Inactive: no transaction for Inactive_for days", async () => {
  assert.deepEqual(await codes("customers_Inactive", { Inactive_for: 20 }), ["r-bob"]);
  assert.deepEqual(await codes("customers_Inactive", { Inactive_for: 40 }), []);
});

test("customers_birthday goes by month and day, customers_custom_date by the whole date", async () => {
  const july = { date_start: "2026-07-01", date_end: "2026-07-31" };
  assert.deepEqual([await codes("customers_birthday", july), await codes("customers_custom_date", july)], [["r-ann"], []]);
  const year = { date_start: "1985-01-01", date_end: "1985-12-31" };
  assert.deepEqual(await codes("customers_custom_date", year), ["r-bob"]);
  assert.deepEqual(await codes("customers_birthday", { date_start: "2026-02-28", date_end: "2026-02-28" }), ["r-bob"]);
});

test("customers_search: search_text finds as customer_find does", async () => {
  assert.deepEqual(await codes("customers_search", { search_text: "bob report" }), ["r-bob"]);
  assert.deepEqual(await codes("customers_search", { search_text: "ann,cat" }), ["r-ann", "r-cat"]);
});

test("customers_balances: who has joined, with balances, offset and limit; XML has customer directly under response", async () => {
  const asked = { campaign_id: points };
  const { customers, customers_count } = await report("customers_balances", asked);
  const balances = Object.fromEntries(customers.map((one: Record<string, string>) => [one.code, one.balance]));
  assert.deepEqual([balances["r-ann"], balances["r-bob"], balances["r-cat"]], ["36", "20", undefined]);
  assert.equal(customers_count, String(customers.length));
  const page = (await report("customers_balances", { ...asked, offset: 1, limit: 1 })).customers;
  assert.deepEqual(page, [customers[1]]);
  const { children } = parseXml(
    (await call(willcall, "reports", { report: "customers_balances", ...asked, output: "XML" })).text,
  );
  assert.equal(children.filter(({ name }) => name === "customer").length, customers.length);
});

test("what was deleted is in no report, and who was edited is told as now", async () => {
  const { id } = await records(willcall, card, "r-cat", { amount: 1, authorization: "Mistake" });
  succeeded(await call(willcall, "transaction_delete", { campaign_id: card, code: "r-cat", transaction_id: id }));
  succeeded(await edit(willcall, { code: "r-cat", first_name: "Catherine" }));
  const { transactions } = await report("transactions_all", { selected_campaigns: card });
  assert.ok(!transactions.some((one: Values) => one.authorization === "Mistake"));
  assert.ok(transactions.every((one: Values) => one.first_name === "Catherine"));
});
