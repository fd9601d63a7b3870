import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { addCustomer, addDelivery, everyPage, fresh, look, rivals, succeeded, whatever } from "./records.ts";
import { assertProblem, type NativeAnswer, sandboxApp } from "./support.ts";

type Change = NativeAnswer["json"];
const test = await sandboxApp();
const { ask } = test;
const { ask: rival } = await rivals(test);
const named = ({ entity, entity_id, version }: Change) => `${entity} ${entity_id} ${version}`;
const add = async () => `customer ${(await addCustomer(ask)).customer_id} 1`;

/** Reads on from a cursor until `enough` holds of all that came; changes get their numbers a moment after they are made. */
async function readOn(cursor: string, enough: (changes: readonly Change[]) => boolean, limit = 200) {
  const changes: Change[] = [];
  for (let next = cursor, tries = 0; ; tries++) {
    const page = await look(ask, `/changes?limit=${limit}${next && `&cursor=${next}`}`);
    assert.equal(typeof page.next_cursor, "string");
    assert.ok(page.data.length <= limit);
    changes.push(...page.data);
    next = page.next_cursor;
    if (page.data.length === 0 && enough(changes)) return { changes, cursor: next };
    assert.ok(tries < 1_000, `not enough: ${changes.map(named)}`);
    if (page.data.length === 0) await wait(20);
  }
}
const until = (wanted: string) => (changes: readonly Change[]) => changes.some((one) => named(one) === wanted);

describe("/changes refuses", () => {
  it("cursors of another list, of other filters and of nobody", async () => {
    await readOn("", until(await add()));
    const cursorOf = async (path: string) => (await look(ask, path)).next_cursor;
    const own = await cursorOf("/changes?limit=1");
    const [customers, audit, behind] = await Promise.all(
      ["/customers?", "/audit?", "/changes?after=2&"].map((path) => cursorOf(`${path}limit=1`)),
    );
    for (const query of [customers, audit, behind, `${own}&after=2`, `${own}x`, "x", ""])
      assertProblem(await ask("GET", `/changes?cursor=${query}`), 400, ["query.cursor"]);
    for (const path of ["/customers", "/audit", "/audit/reads"])
      assertProblem(await ask("GET", `${path}?cursor=${own}`), 400, ["query.cursor"]);
  });

  it("places and limits that are none, and what it does not know", async () => {
    for (const after of ["-1", "x", "1.5", ""]) assertProblem(await ask("GET", `/changes?after=${after}`), 400, ["query.after"]);
    for (const limit of [0, 201]) assertProblem(await ask("GET", `/changes?limit=${limit}`), 400, ["query.limit"]);
    assertProblem(await ask("GET", "/changes?entity=customer"), 400, ["query.entity"]);
  });
});

describe("/changes", () => {
  it("begins at the beginning, or behind a number", async () => {
    const { changes: all } = await readOn("", until(await add()));
    assert.deepEqual(
      all.map(({ seq }) => seq),
      all.map((_, at) => at + 1),
    );
    const after = async (seq: number) => (await look(ask, `/changes?after=${seq}&limit=200`)).data;
    assert.deepEqual(await after(0), all.slice(0, 200));
    assert.deepEqual(await after(3), all.slice(3, 203));
    assert.deepEqual(await after(all.length - 1), all.slice(-1));
    assert.deepEqual(await after(all.length + 1_000), []);
    const page = await look(ask, "/changes?after=3&limit=2");
    assert.deepEqual((await look(ask, `/changes?after=3&limit=2&cursor=${page.next_cursor}`)).data, all.slice(5, 7));
  });

  it("tells what changed, but not to what, and of another organisation nothing", async () => {
    const secret = fresh();
    const { customer_id, version } = await addCustomer(ask, { city: "Before" });
    succeeded(await ask("PATCH", `/customers/${customer_id}`, { city: secret }, whatever));
    const { changes, cursor } = await readOn("", until(`customer ${customer_id} ${version + 1}`));
    const { seq, write_id, ...last } = changes.find((one) => named(one) === `customer ${customer_id} ${version + 1}`);
    const { action, fields, occurred_at, ...which } = last;
    assert.deepEqual(which, { entity: "customer", entity_id: customer_id, version: version + 1 });
    assert.deepEqual([fields, occurred_at], [["city"], test.clock.now().toISOString()]);
    assert.ok(Number.isInteger(seq) && write_id && action);
    assert.doesNotMatch(JSON.stringify(changes), new RegExp(`${secret}|Before|Bloggs`));
    const theirs = (await look(rival, "/changes?limit=200")).data;
    assert.deepEqual(theirs, []);
    assertProblem(await rival("GET", `/changes?cursor=${cursor}`), 400, ["query.cursor"]);
  });

  it("has a cursor at its end too, from which it goes on with what has come since", async () => {
    const { cursor } = await readOn("", until(await add()));
    assert.deepEqual((await look(ask, `/changes?cursor=${cursor}`)).data, []);
    const wanted = await add();
    const { changes } = await readOn(cursor, until(wanted));
    assert.ok(changes.map(named).includes(wanted));
    assert.ok(changes.every(({ write_id }) => write_id === changes[0].write_id));
  });

  it("gives each change once to who reads while others write", async () => {
    const { cursor, changes: earlier } = await readOn("", () => true);
    let writing = true;
    const wanted: string[] = [];
    const write = async () => {
      for (let n = 0; n < 12; n++) {
        const { customer_id: id, version } = await addCustomer(ask);
        const changed = succeeded(await ask("PATCH", `/customers/${id}`, { city: fresh() }, whatever));
        const [{ account_id }] = await everyPage(ask, `/customers/${id}/accounts`);
        const locked = succeeded(await ask("PUT", `/accounts/${account_id}/lock`));
        const { delivery_id, version: first } = await addDelivery(ask, { customer_id: id });
        wanted.push(`customer ${id} ${version}`, `customer ${id} ${changed.version}`);
        wanted.push(`account ${account_id} ${locked.version}`, `delivery ${delivery_id} ${first}`);
      }
    };
    const has = (seen: readonly Change[]) => {
      const names = new Set(seen.map(named));
      return wanted.every((one) => names.has(one));
    };
    const reading = readOn(cursor, (seen) => !writing && has(seen), 3);
    await Promise.all([write(), write(), write(), write()]);
    writing = false;
    const { changes } = await reading;
    assert.equal(wanted.length, 192);
    assert.equal(new Set(changes.map(named)).size, changes.length);
    assert.deepEqual(
      changes.map(({ seq }) => seq),
      changes.map((_, at) => earlier.length + 1 + at),
    );
    assert.deepEqual((await readOn("", has)).changes, [...earlier, ...changes]);
  });
});
