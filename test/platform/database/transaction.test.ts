import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { ask } from "../../../src/platform/database/ask.ts";
import { connect } from "../../../src/platform/database/connection.ts";
import { openTestDatabase, testDatabase } from "../../support/database.ts";
import { databaseProxy } from "../../support/proxy.ts";
import * as sql from "./queries.ts";

const target = await testDatabase("empty");
const proxy = await databaseProxy(target);
/** One connection for writing, so that what a transaction leaves behind is seen by the next. */
const db = openTestDatabase(proxy.target, { writers: 1, readers: 1 });
const direct = await connect(target, "test");
after(() => direct.end());
before(() => direct.query(sql.makeUnique));

const held = async () => (await ask(direct, sql.unique, [])).map(({ n }) => n);
async function roundTripsOf(work: () => Promise<unknown>): Promise<number> {
  const made = proxy.roundTrips();
  await work();
  return proxy.roundTrips() - made;
}

describe("a transaction that fails leaves nothing behind", () => {
  const both = (first: unknown, second: unknown) =>
    db.transaction(async (tx) => {
      tx.send(sql.fillUnique, [first]);
      tx.send(sql.fillUnique, [second]);
    });

  it("when a statement that is only sent is refused, whose error it fails with", async () => {
    await both(100, 101);
    await assert.rejects(both(102, 101), { code: "23505", constraint: "unique_n" });
    await assert.rejects(both(101, 102), { code: "23505" });
    assert.deepEqual(await held(), [100, 101]);
  });

  it("when the work gives up, before and after it has asked for rows", async () => {
    const givingUp = (asking: boolean) =>
      db.transaction(async (tx) => {
        tx.send(sql.fillUnique, [103]);
        if (asking) await tx.query(sql.unique, []);
        throw new Error("given up");
      });
    for (const asking of [false, true]) await assert.rejects(givingUp(asking), /given up/);
    assert.deepEqual(await held(), [100, 101]);
  });

  it("when the work goes on after a failure and says nothing of it", async () => {
    const hiding = db.transaction(async (tx) => {
      tx.send(sql.fillUnique, [104]);
      await tx.query(sql.division, [0]).catch(() => {});
      tx.send(sql.fillUnique, [105]);
    });
    await assert.rejects(hiding, { code: "22012" });
    assert.deepEqual(await held(), [100, 101]);
  });

  it("and it fails with the first failure, where later ones only follow from it", async () => {
    const goingOn = db.transaction(async (tx) => {
      await tx.query(sql.division, [0]).catch(() => {});
      return tx.query(sql.unique, []);
    });
    await assert.rejects(goingOn, { code: "22012" });
  });

  it("also where what it passed over is asked for again before it is known", async () => {
    const hasty = db.transaction(async (tx) => {
      tx.send(sql.division, [0]);
      // As many as go together at once.
      for (let n = 1; n < 64; n++) tx.send(sql.hastyFill, [n]);
      return tx.query(sql.hastyFill, [64]);
    });
    await assert.rejects(hasty, { code: "22012" });
  });

  it("when a value can't be sent", async () => {
    const unsendable = {
      toPostgres: () => assert.fail("unsendable"),
    };
    await assert.rejects(both(106, unsendable), /unsendable/);
    assert.deepEqual(await held(), [100, 101]);
  });

  it("and what was passed over because of the error runs the next time", async () => {
    const late = (divisor: number) =>
      db.transaction(async (tx) => {
        tx.send(sql.division, [divisor]);
        tx.send(sql.lateFill, [107]);
      });
    await assert.rejects(late(0), { code: "22012" });
    await late(1);
    assert.deepEqual(await held(), [100, 101, 107]);
  });

  it("and every statement that was asked for with the one that failed rejects", async () => {
    const asked: PromiseSettledResult<unknown>[] = [];
    const failing = db.transaction(async (tx) => {
      const all = [tx.query(sql.echo, ["before"]), tx.query(sql.division, [0]), tx.query(sql.echo, ["behind"])];
      asked.push(...(await Promise.allSettled(all)));
      await Promise.all(all);
    });
    await assert.rejects(failing, { code: "22012" });
    assert.deepEqual(
      asked.map(({ status }) => status),
      ["rejected", "rejected", "rejected"],
    );
  });
});

describe("a transaction", () => {
  before(() => direct.query(sql.emptyUnique));

  it("without statements asks nothing of the database", async () => {
    assert.equal(await roundTripsOf(() => db.transaction(async () => {})), 0);
  });

  it("that asks for no rows takes one round trip, with PostgreSQL ready once", async () => {
    const three = (first: number) =>
      db.transaction(async (tx) => {
        for (const n of [first, first + 1, first + 2]) tx.send(sql.fillUnique, [n]);
      });
    await three(1);
    const ready = proxy.readies();
    assert.equal(await roundTripsOf(() => three(4)), 1);
    assert.equal(proxy.readies() - ready, 1);
    assert.deepEqual(await held(), [1, 2, 3, 4, 5, 6]);
  });

  it("takes one for what is asked for in the same breath and one for its end, each with the rows of its own", async () => {
    const asking = () =>
      db.transaction(async (tx) => {
        tx.send(sql.clearUnique, []);
        const told = await Promise.all([tx.query(sql.echo, ["a"]), tx.query(sql.division, [4]), tx.query(sql.echo, ["b"])]);
        tx.send(sql.fillUnique, [7]);
        return told;
      });
    await asking();
    const ready = proxy.readies();
    let told: unknown;
    assert.equal(
      await roundTripsOf(async () => {
        told = await asking();
      }),
      2,
    );
    assert.equal(proxy.readies() - ready, 2);
    assert.deepEqual(told, [[{ said: "a" }], [{ quotient: 25 }], [{ said: "b" }]]);
    assert.deepEqual(await held(), [7]);
  });

  // 63 and 127 fill up what is sent together just before the turn of what was asked for.
  for (const count of [1, 62, 63, 64, 127, 300])
    it(`may send ${count} statements, around and behind what it asks for`, async () => {
      await direct.query(sql.emptyUnique);
      const numbers = Array.from({ length: 2 * count }, (_, i) => i);
      const told = await db.transaction(async (tx) => {
        const early = tx.query(sql.echo, ["early"]);
        for (const n of numbers.slice(0, count)) tx.send(sql.fillUnique, [n]);
        await early;
        for (const n of numbers.slice(count)) tx.send(sql.fillUnique, [n]);
        return [await early, await tx.query(sql.countUnique, [])];
      });
      assert.deepEqual(told, [[{ said: "early" }], [{ n: 2 * count }]]);
      assert.deepEqual(await held(), numbers);
    });
});
