import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { succeeded as done, update } from "../archtics/support.ts";
import { client } from "../delivery/support.ts";
import { addCustomer, addDelivery, everyPage, look, rivals, succeeded, whatever } from "./records.ts";
import { assertProblem, type NativeAnswer, sandboxApp } from "./support.ts";

type Row = NativeAnswer["json"];
const test = await sandboxApp();
const { ask, command, clock, keyId, parts } = test;
const { ask: rival } = await rivals(test);
const till = client(test);
const of = (id: number, entity = "customer") => `/audit?entity=${entity}&entity_id=${id}`;
const keyOf = async (label: string) =>
  (await look(ask, "/keys")).data.find((one: { label: string }) => one.label === label).key_id as string;
const [admin, deliveries] = [await keyOf("Sandbox, controls"), await keyOf("Sandbox, deliveries")];

/** The whole trail, once it has so many changes of the customer: they get their numbers a moment after they are made. */
async function trail(id: number, count: number, by = ask): Promise<Row[]> {
  for (let tries = 0; ; tries++) {
    const rows = await everyPage(by, "/audit?limit=200");
    if (rows.filter((one) => one.entity === "customer" && one.entity_id === id).length >= count) return rows;
    assert.ok(tries < 200, `customer ${id} has not ${count} changes`);
    await wait(20);
  }
}

describe("/audit", () => {
  it("refuses an entity without entity_id, entity_id without an entity, and what is neither", async () => {
    for (const [query, field] of [
      ["entity=customer", "entity_id"],
      ["entity_id=1408", "entity"],
      ["entity=key&entity_id=1", "entity"],
      ["entity=customer&entity_id=0", "entity_id"],
      ["entity=customer&entity_id=x", "entity_id"],
      ["entity=customer&entity_id=9007199254740992", "entity_id"],
      ["after=1", "after"],
    ])
      assertProblem(await ask("GET", `/audit?${query}`), 400, [`query.${field}`]);
  });

  it("refuses a cursor of another entity", async () => {
    const { customer_id } = await addCustomer(ask);
    succeeded(await ask("PATCH", `/customers/${customer_id}`, { city: "X" }, whatever));
    await trail(customer_id, 2);
    const cursor = (await look(ask, `${of(customer_id)}&limit=1`)).next_cursor;
    for (const path of [of(1408), of(customer_id, "account")])
      assertProblem(await ask("GET", `${path}&cursor=${cursor}`), 400, ["query.cursor"]);
    assertProblem(await ask("GET", `/audit?cursor=${cursor}`), 400, ["query.cursor"]);
  });

  it("tells who changed what from what to what, by whichever protocol, over all and of one customer", async () => {
    const { customer_id: id } = await addCustomer(ask, { city: "One" });
    const [{ account_id }] = await everyPage(ask, `/customers/${id}/accounts`);
    succeeded(await ask("PATCH", `/customers/${id}`, { city: "Two", postal_code: "07101" }, whatever));
    done(await update(command, account_id, { cust_name_id: id, name_last: "Fresh", city: "Three" }));
    const address = { line_1: "Four Street", city: "Four", postal_code: "FF1 1FF" };
    assert.equal((await till.modifyCustomer({ customer_id: id, last_name: "Fresh", address })).code, 101);
    const all = await trail(id, 4);
    const rows = all.filter((one) => one.entity === "customer" && one.entity_id === id);
    assert.deepEqual(
      rows.map(({ key_id, user_name, protocol, call }) => [key_id, user_name, protocol, call]),
      [
        [admin, null, "native", "POST /customers"],
        [admin, null, "native", "PATCH /customers/{customer_id}"],
        [keyId, "user99", "archtics", "customer_update"],
        [deliveries, null, "delivery", "ModifyCustomer"],
      ],
    );
    assert.deepEqual(
      rows.map(({ values }) => values.city),
      [
        [null, "One"],
        ["One", "Two"],
        ["Two", "Three"],
        ["Three", "Four"],
      ],
    );
    assert.deepEqual(rows[1].values, { city: ["One", "Two"], postal_code: [null, "07101"] });
    for (const one of rows) assert.ok(one.request_id && one.write_id && one.occurred_at === clock.now().toISOString());
    for (const one of rows) assert.deepEqual([...one.fields].sort(), Object.keys(one.values).sort());
    assert.deepEqual((await look(ask, of(id))).data, rows);
    assert.deepEqual(await everyPage(ask, `${of(id)}&limit=1`), rows);
    assert.deepEqual(await everyPage(ask, `${of(id)}&limit=2`), rows);
    assert.deepEqual(await everyPage(ask, "/audit?limit=3"), all);
    assert.deepEqual((await look(ask, of(99_999_999))).data, []);
  });

  it("tells of accounts and deliveries", async () => {
    const { delivery_id, customer_id } = await addDelivery(ask, { boxes: 1 });
    succeeded(await ask("PATCH", `/deliveries/${delivery_id}`, { boxes: 2 }, whatever));
    succeeded(await ask("PUT", "/accounts/6/lock"));
    await trail((await addCustomer(ask)).customer_id, 1);
    const [made, changed] = (await look(ask, of(delivery_id, "delivery"))).data;
    assert.deepEqual(
      [made.call, changed.call, changed.values.boxes],
      ["POST /deliveries", "PATCH /deliveries/{delivery_id}", [1, 2]],
    );
    assert.equal(customer_id, 1408);
    const locked = (await look(ask, of(6, "account"))).data.at(-1);
    assert.deepEqual([locked.entity, locked.entity_id, locked.call], ["account", 6, "PUT /accounts/{account_id}/lock"]);
  });

  it("has of PINs only words", async () => {
    const { customer_id: id } = await addCustomer(ask);
    for (const pin of ["PIN-90817", "PIN-71809"]) succeeded(await ask("PUT", `/customers/${id}/pin`, { pin }), 204);
    succeeded(await ask("PUT", `/customers/${id}/pin`, { pin: "PIN-11111", temporary: true }), 204);
    succeeded(await ask("DELETE", `/customers/${id}/pin`), 204);
    const all = await trail(id, 5);
    assert.doesNotMatch(JSON.stringify(all), /PIN-\d/);
    const words = all
      .filter((one) => one.entity === "customer" && one.entity_id === id)
      .flatMap((one) => one.values.pin ?? [])
      .filter(Boolean);
    assert.ok(words.includes("set") && words.includes("temporary") && words.at(-1) === "none", words.join());
    assert.ok(words.every((one) => ["none", "set", "temporary"].includes(one)));
  });

  it("shows another organisation nothing of it", async () => {
    assert.deepEqual(await everyPage(rival, "/audit"), []);
    assert.deepEqual((await look(rival, of(1408))).data, []);
    const { customer_id: id } = await addCustomer(rival, { city: "Theirs" });
    assert.ok((await trail(id, 1, rival)).every((one) => one.call === "POST /customers"));
    assert.doesNotMatch(JSON.stringify(await everyPage(ask, "/audit")), /Theirs/);
  });
});

describe("/audit/reads", () => {
  const reads = async (query = "", by = ask) => {
    await parts.reads.flush();
    return everyPage(by, `/audit/reads?limit=${query || "200"}`);
  };

  it("refuses a customer that is none and a cursor of another filter", async () => {
    for (const id of ["0", "x", "2147483648"])
      assertProblem(await ask("GET", `/audit/reads?customer_id=${id}`), 400, ["query.customer_id"]);
    for (let n = 0; n < 2; n++) {
      await look(ask, "/customers/1408");
      await parts.reads.flush();
    }
    const cursor = (await look(ask, "/audit/reads?limit=1&customer_id=1408")).next_cursor;
    for (const query of ["", "customer_id=2&"])
      assertProblem(await ask("GET", `/audit/reads?${query}cursor=${cursor}`), 400, ["query.cursor"]);
  });

  it("tells who read whom by which call of which protocol, latest first", async () => {
    const at: string[] = [];
    const acts: (() => Promise<unknown>)[] = [
      () => till.getCustomer({ customer_id: 1408 }),
      () => command({ cmd: "customer_query", acct_id: 6, call_reason: "S" }),
      () => look(ask, "/customers/1408"),
      () => look(ask, "/customers?email=joe@blogs.com"),
    ];
    for (const act of acts) {
      clock.pass(1_000);
      at.unshift(clock.now().toISOString());
      await act();
      await parts.reads.flush();
    }
    const rows = (await reads()).slice(0, 4);
    const expected = [
      [admin, null, "native", "GET /customers", [1408]],
      [admin, null, "native", "GET /customers/{customer_id}", [1408]],
      [keyId, "user99", "archtics", "customer_query", [2]],
      [deliveries, null, "delivery", "GetCustomer", [1408]],
    ].map(([key_id, user_name, protocol, call, customer_ids], n) => {
      return { key_id, user_name, protocol, call, customer_ids, first_at: at[n], last_at: at[n] };
    });
    assert.deepEqual(rows, expected);
    assert.deepEqual((await look(ask, "/audit/reads?customer_id=2")).data[0], rows[2]);
    assert.deepEqual((await look(ask, "/audit/reads?customer_id=1408")).data.slice(0, 3), [rows[0], rows[1], rows[3]]);
    assert.deepEqual((await look(ask, "/audit/reads?customer_id=4444")).data, []);
    assert.ok((await reads("", rival)).every((one) => one.call === "POST /customers"));
  });

  it("has every read once, page by page, also of the same instant", async () => {
    for (const id of [2, 4444, 1211, 1479, 162045]) {
      await look(ask, `/customers/${id}`);
      if (id !== 4444) await parts.reads.flush();
    }
    const all = await reads();
    assert.ok(all.length >= 9);
    for (const limit of [1, 2, 3]) assert.deepEqual(await reads(String(limit)), all);
    const joe = all.filter((one) => one.customer_ids.includes(1408));
    assert.deepEqual(await reads("1&customer_id=1408"), joe);
  });
});
