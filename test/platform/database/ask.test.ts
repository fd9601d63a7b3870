import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import pg from "pg";
import { ask } from "../../../src/platform/database/ask.ts";
import { connect } from "../../../src/platform/database/connection.ts";
import { testDatabase } from "../../support/database.ts";
import * as sql from "./queries.ts";

const target = await testDatabase();
const client = await connect(target, "test");
after(() => client.end());

/** How often PostgreSQL said what columns there are, or that there are none. */
let described = 0;
const { connection } = client as unknown as { connection: NodeJS.EventEmitter };
for (const message of ["rowDescription", "noData"]) connection.on(message, () => described++);
async function describedBy<T>(work: () => Promise<T>): Promise<number> {
  described = 0;
  await work();
  return described;
}

describe("a statement that PostgreSQL refuses", () => {
  it("rejects with its error, whose stack leads to who asked, and leaves the connection as it was", async () => {
    const refused = await ask(client, sql.division, [0]).catch((error) => error);
    assert.equal(refused.code, "22012");
    assert.match(refused.stack, /ask\.test/);
    assert.deepEqual(await ask(client, sql.division, [4]), [{ quotient: 25 }]);
  });

  it("rejects when a value can't be sent, beside others that are being prepared", async () => {
    const first = ask(client, sql.freshEcho, ["first"]);
    await assert.rejects(ask(client, sql.freshEcho, [{ toPostgres: () => assert.fail("unsendable") }]), /unsendable/);
    const second = ask(client, sql.freshEcho, ["second"]);
    assert.deepEqual(await Promise.all([first, second]), [[{ said: "first" }], [{ said: "second" }]]);
  });

  it("rejects when an answer can't be read", async () => {
    const json = pg.types.getTypeParser(pg.types.builtins.JSON, "text");
    pg.types.setTypeParser(pg.types.builtins.JSON, () => assert.fail("unreadable"));
    try {
      await assert.rejects(ask(client, sql.notJson, []), /unreadable/);
    } finally {
      pg.types.setTypeParser(pg.types.builtins.JSON, json);
    }
    assert.deepEqual(await ask(client, sql.echo, ["next"]), [{ said: "next" }]);
  });

  it("rejects when its columns have changed since it was prepared, and never mixes them up", async () => {
    await client.query(sql.makeChanging);
    assert.deepEqual(await ask(client, sql.changing, []), [{ one: 1, two: "2" }]);
    await client.query(sql.change);
    await assert.rejects(ask(client, sql.changing, []), /must not change result type/);
  });
});

describe("the columns of a statement", () => {
  it("are asked for once a connection, however often it runs", async () => {
    assert.equal(await describedBy(() => ask(client, sql.typed, [1])), 1);
    assert.equal(await describedBy(() => ask(client, sql.typed, [2])), 0);
    const other = await connect(target, "test");
    assert.deepEqual(await ask(other, sql.typed, [3]), await ask(client, sql.typed, [3]));
    await other.end();
  });

  it("are asked for by each of those that are sent before the first answer", async () => {
    const runs = () => Promise.all([1, 2, 3].map((n) => ask(client, sql.pipelined, [n])));
    assert.equal(await describedBy(runs), 3);
    assert.equal(await describedBy(runs), 0);
    assert.deepEqual(await runs(), [[{ n: 1 }], [{ n: 2 }], [{ n: 3 }]]);
  });

  it("are asked for again after a run that failed before they were told", async () => {
    await assert.rejects(ask(client, sql.ofAType, ["none"]));
    assert.equal(await describedBy(() => ask(client, sql.ofAType, ["7"])), 1);
    assert.deepEqual(await ask(client, sql.ofAType, ["8"]), [{ n: 8 }]);
  });

  it("are always asked for where a statement is planned anew", async () => {
    for (const n of [1, 2]) assert.equal(await describedBy(() => ask(client, sql.replanned, [n])), 1);
    assert.deepEqual(await ask(client, sql.replanned, [3]), [{ n: 3 }]);
  });

  it("may be none", async () => {
    await client.query(sql.makeHeap);
    assert.equal(await describedBy(() => ask(client, sql.fill, [1])), 1);
    assert.equal(await describedBy(() => ask(client, sql.fill, [2])), 0);
    assert.deepEqual(await ask(client, sql.fill, [3]), []);
    assert.deepEqual(await ask(client, sql.heap, []), [{ n: 1 }, { n: 2 }, { n: 3 }]);
  });
});

describe("rows", () => {
  it("have the types of their columns at every run, and nulls where there is nothing", async () => {
    const expected = {
      n: 5,
      big: 2 ** 40,
      day: "2026-02-03",
      at: new Date("2026-02-03T04:05:06Z"),
      list: ["a", null],
      nothing: null,
    };
    for (let run = 0; run < 3; run++) assert.deepEqual(await ask(client, sql.typed, [5]), [expected]);
  });

  it("come as arrays where the statement says so", async () => {
    for (let run = 0; run < 2; run++) {
      const rows = await ask(client, sql.asArrays, []);
      assert.deepEqual(rows, [
        [1, null],
        [2, "two"],
      ]);
    }
  });
});
