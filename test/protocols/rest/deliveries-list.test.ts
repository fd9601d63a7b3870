import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createBranch } from "../../../src/core/organisations/companies.ts";
import { addCustomer, addDelivery, everyPage, fresh, look, nobody, succeeded, whatever } from "./records.ts";
import { assertProblem, type NativeAnswer, sandboxApp } from "./support.ts";

const { ask, parts } = await sandboxApp();
await createBranch(parts.core, 1, { company: "9001", branch: 20, name: "Twentieth" });
const { customer_id } = await addCustomer(ask);
const days = ["2026-06-20", "2026-06-17", "2026-06-18", "2026-06-17", "2026-06-19"];
const external_reference = fresh();
for (const [n, delivery_date] of days.entries()) {
  await Promise.all(Array.from({ length: 10 }, () => addDelivery(ask, { delivery_date })));
  await addDelivery(ask, { delivery_date, customer_id, branch: 20, ...(n === 2 && { external_reference }) });
}
const list = (query: string) => everyPage(ask, `/deliveries?limit=200&${query}`);
const place = (one: { delivery_date: string; delivery_id: number }) =>
  `${one.delivery_date} ${String(one.delivery_id).padStart(10, "0")}`;

describe("a list of deliveries is refused", () => {
  for (const [name, ...values] of [
    ["company_id", "0", "x", "2147483648", ""],
    ["branch", "0", "10000", "x"],
    ["from", "2026-02-30", "0000-01-01", "x", ""],
    ["to", "2026-6-1", "2026-06-01T00:00:00Z"],
    ["status", "gone", "", "Scheduled", "out&status=out"],
    ["customer_id", "0", "x"],
    ["external_reference", "x".repeat(51), "%00"],
    ["limit", "0", "201"],
    ["day", "2026-06-15"],
  ] as const)
    it(`for a ${name} that can be none`, async () => {
      for (const value of values) assertProblem(await ask("GET", `/deliveries?${name}=${value}`), 400, [`query.${name}`]);
    });

  it("for a reference without the company whose it is", async () =>
    assertProblem(await ask("GET", "/deliveries?external_reference=x"), 400, ["query.company_id"]));

  it("for a cursor of other filters", async () => {
    const { next_cursor: cursor } = await look(ask, "/deliveries?limit=2&status=scheduled");
    for (const filters of ["", "&status=out", "&status=scheduled&branch=1", "&from=2026-06-01"])
      assertProblem(await ask("GET", `/deliveries?cursor=${cursor}${filters}`), 400, ["query.cursor"]);
    assertProblem(await ask("GET", `/customers?cursor=${cursor}`), 400, ["query.cursor"]);
    assert.equal((await look(ask, `/deliveries?cursor=${cursor}&status=scheduled&limit=1`)).data.length, 1);
  });
});

describe("a list of deliveries", () => {
  it("has each, without its steps, in the order of day and number", async () => {
    const all = await list("");
    assert.equal(all.length, 55);
    assert.deepEqual(all.map(place), all.map(place).sort());
    const { steps, ...first } = await look(ask, `/deliveries/${all[0].delivery_id}`);
    assert.deepEqual([all[0], steps.length], [first, 1]);
  });

  for (const [query, expected, holds] of [
    ["from=2026-06-19", 22, (one) => one.delivery_date >= "2026-06-19"],
    ["to=2026-06-17", 22, (one) => one.delivery_date <= "2026-06-17"],
    ["from=2026-06-18&to=2026-06-18", 11, (one) => one.delivery_date === "2026-06-18"],
    ["from=2026-06-19&to=2026-06-18", 0, () => false],
    ["branch=20", 5, (one) => one.branch === 20],
    ["company_id=9001&branch=1&from=2026-06-20", 10, (one) => one.branch === 1],
    ["company_id=9002", 0, () => false],
    [`customer_id=${customer_id}`, 5, (one) => one.customer_id === customer_id],
    [`customer_id=${nobody}`, 0, () => false],
    [`external_reference=${external_reference}&company_id=9001`, 1, (one) => one.external_reference === external_reference],
    ["external_reference=nothing&company_id=9001", 0, () => false],
    ["status=scheduled", 55, (one) => one.status === "scheduled"],
    ["status=out", 0, () => false],
  ] as readonly [string, number, (one: NativeAnswer["json"]) => boolean][])
    it(`takes those of ${query}`, async () => {
      const found = await list(query);
      assert.equal(found.length, expected);
      assert.ok(found.every(holds));
    });

  it("takes those of a status as it is", async () => {
    const [first, second] = await list("branch=20");
    succeeded(await ask("PATCH", `/deliveries/${first.delivery_id}`, { status: "out" }, whatever));
    assert.deepEqual((await list("status=out")).map(place), [place(first)]);
    assert.equal((await list("status=scheduled&branch=20"))[0].delivery_id, second.delivery_id);
  });

  for (const filter of ["", "&branch=1&from=2026-06-17"])
    it(`misses none and repeats none, page by page, while others are scheduled and delivered (${filter || "all"})`, async () => {
      const before = (await list(filter)).map(place);
      let turn = 0;
      const between = async () => {
        turn += 3;
        for (const delivery_date of ["2026-06-15", "2026-06-17", "2026-06-30"]) await addDelivery(ask, { delivery_date });
        const some = Number(before[turn % before.length]!.split(" ")[1]);
        succeeded(await ask("PATCH", `/deliveries/${some}`, { status: "out" }, whatever));
      };
      const seen = (await everyPage(ask, `/deliveries?limit=7${filter}`, between)).map(place);
      assert.equal(new Set(seen).size, seen.length, "repeated");
      assert.deepEqual(
        before.filter((one) => !seen.includes(one)),
        [],
        "missed",
      );
      assert.deepEqual(seen, [...seen].sort());
    });
});
