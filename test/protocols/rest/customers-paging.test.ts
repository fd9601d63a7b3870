import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { addCustomer, everyPage, look, succeeded, whatever } from "./records.ts";
import { assertProblem, sandboxApp } from "./support.ts";

const { ask } = await sandboxApp();
const value = "same-for-all";
for (let i = 0; i < 6; i++)
  await Promise.all(Array.from({ length: 10 }, () => addCustomer(ask, { alternate_ids: [{ type: "OUT", value }] })));
const idsOf = (rows: { customer_id: number }[]): number[] => rows.map((one) => one.customer_id);

describe("a cursor", async () => {
  const { next_cursor: cursor } = await look(ask, "/customers?limit=2");
  const list = (query: string) => ask("GET", `/customers?${query}`);
  const refused = async (query: string) => assertProblem(await list(query), 400, ["query.cursor"]);

  it("of other filters, of another list or of nobody is refused", async () => {
    await refused(`cursor=${cursor}&alternate_id=${value}`);
    await refused(`cursor=${cursor}&email=a`);
    await addCustomer(ask, { account: 6 });
    const other = (await look(ask, "/customers?limit=2&alternate_id=same-for-all")).next_cursor;
    await refused(`cursor=${other}`);
    await refused(`cursor=${other}&alternate_id=another`);
    assertProblem(await ask("GET", `/deliveries?cursor=${cursor}`), 400, ["query.cursor"]);
    const [place, mark] = cursor.split(".");
    const made = Buffer.from("999").toString("base64url");
    for (const bad of ["", "x", ".", place, `.${mark}`, `${made}.${mark}`, `${place}.${"x".repeat(16)}`, "x".repeat(401)])
      await refused(`cursor=${encodeURIComponent(bad)}`);
  });

  it("goes with any limit", async () => {
    const next = await look(ask, `/customers?cursor=${cursor}&limit=200`);
    assert.deepEqual(idsOf(next.data), idsOf(await everyPage(ask, "/customers")).slice(2));
  });

  it("limits are 1 to 200, and 50 unless one is sent", async () => {
    for (const limit of ["0", "201", "-1", "x", "1.5", "", "1&limit=2"])
      assertProblem(await list(`limit=${limit}`), 400, ["query.limit"]);
    assert.equal((await look(ask, "/customers")).data.length, 50);
    assert.equal((await look(ask, "/customers?limit=1")).data.length, 1);
  });
});

describe("a list of many customers", () => {
  for (const filter of ["", `&alternate_id=${value}`])
    it(`misses none and repeats none while others add and change them, page by page (${filter || "all"})`, async () => {
      const before = idsOf(await everyPage(ask, `/customers?limit=200${filter}`));
      assert.ok(before.length >= 60);
      let turn = 0;
      const between = async () => {
        turn += 3;
        const some = before[turn % before.length];
        await addCustomer(ask, { alternate_ids: [{ type: "OUT", value }] });
        succeeded(await ask("PATCH", `/customers/${some}`, { city: `Turn ${turn}` }, whatever));
      };
      const seen = idsOf(await everyPage(ask, `/customers?limit=7${filter}`, between));
      assert.equal(new Set(seen).size, seen.length, "repeated");
      assert.deepEqual(
        before.filter((one) => !seen.includes(one)),
        [],
        "missed",
      );
      assert.deepEqual(
        seen,
        [...seen].sort((a, b) => a - b),
      );
      assert.ok(seen.length > before.length, "those added meanwhile come at the end");
    });

  it("misses none and repeats none while writers are at it all the time", async () => {
    const before = idsOf(await everyPage(ask, "/customers?limit=200"));
    let pages = 0;
    let ended = false;
    const write = async () => {
      // They stop at last, so that the list can come to its end.
      while (!ended && pages < 20) await addCustomer(ask);
    };
    const writers = [write(), write(), write()];
    const seen = idsOf(await everyPage(ask, "/customers?limit=5", async () => void pages++));
    ended = true;
    await Promise.all(writers);
    assert.ok(pages > 12);
    assert.equal(new Set(seen).size, seen.length, "repeated");
    assert.deepEqual(
      before.filter((one) => !seen.includes(one)),
      [],
      "missed",
    );
  });
});

describe("the end of a list", () => {
  it("is told by a cursor that is null, also when the last page is full", async () => {
    const all = await everyPage(ask, "/customers?limit=200");
    const page = await look(ask, `/customers?limit=200&alternate_id=${value}`);
    assert.equal(page.next_cursor, null);
    const [first] = all;
    const own = await look(ask, `/customers/${first.customer_id}/accounts?limit=1`);
    assert.deepEqual([own.data.length, own.next_cursor], [1, null]);
  });
});
