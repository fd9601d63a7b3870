import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { event } from "../../../src/core/ticketing/catalogue/kinds/events.ts";
import { findItem } from "../../../src/core/ticketing/catalogue/read.ts";
import { changeValue } from "../../../src/core/ticketing/values/change.ts";
import { caller } from "../archtics/support.ts";
import { everyPage, fresh, keyFor, look, nobody, rivals, succeeded, under } from "./records.ts";
import { assertProblem, sandboxApp } from "./support.ts";

const test = await sandboxApp();
const { ask, clock, parts } = test;
const rival = await rivals(test);
const idOf = async (name: string) => (await findItem(parts.core, 1, event, name)).event_id as number;
const game = await idOf("GAME02");
const at = `/events/${game}`;
const once = () => ({ "idempotency-key": fresh() });

/** Seats of section 104, which nobody has yet. */
const seats = (row: string, first_seat: number, count = 1, section = "104") => ({ section, row, first_seat, seats: count });
const hold = (asked: object[], more: object = {}) => ask("POST", `${at}/holds`, { seats: asked, ...more });
const line = (row: string, first: number, count = 1, more: object = {}) => ({
  ...{ event_id: game, ...seats(row, first, count), price_code: "A", ...more },
});
const order = (lines: object[], more: object = {}) => ask("POST", "/orders", { account_id: 6, lines, ...more });

/** What the seats of one row are, as in "1-2 held, 3-16 open". */
async function rowIs(row: string, section = "104"): Promise<string> {
  const rows = await everyPage(ask, `${at}/seats?section=${section}`);
  const { blocks } = rows.find((one) => one.row === row);
  return blocks
    .map((one: { first_seat: number; seats: number; state: string }) => {
      const last = one.first_seat + one.seats - 1;
      return `${one.first_seat}${last > one.first_seat ? `-${last}` : ""} ${one.state}`;
    })
    .join(", ");
}

/** The calls that name seats of one event, with bodies that could be taken. */
const calls: readonly (readonly [string, object])[] = [
  ["holds", {}],
  ["holds/release", { order_id: 1 }],
  ["returns", {}],
  ["reservations/release", {}],
  ["reclassify", { hold_class: "OUTHOLD" }],
  ["transfer", { from_account: 6, to_account: 4444 }],
];

describe("every call about seats of an event refuses", () => {
  for (const [name, body] of calls)
    it(`an unknown event, row and seat, a seat twice, too many, and members that it has not: ${name}`, async () => {
      const send = (asked: object[], event: number = game, more = {}) =>
        ask("POST", `/events/${event}/${name}`, { ...body, seats: asked, ...more });
      assertProblem(await send([seats("A", 1)], nobody), 404);
      const row = await send([seats("A", 1), seats("ZZ", 1)]);
      assertProblem(row, 404, ["body.seats.1.row"]);
      assert.equal(row.json.errors[0].message, "the event has no row ZZ in a section 104");
      const seat = await send([seats("A", 1), seats("B", 16, 2)]);
      assertProblem(seat, 404, ["body.seats.1"]);
      assert.match(seat.json.errors[0].message, /^seat 17 of row B in section 104 is not in the event$/);
      assertProblem(await send([seats("A", 1, 2), seats("A", 2)]), 400, ["body.seats.0"]);
      assertProblem(await send([seats("A", 1, 1_000), seats("B", 1, 1_000), seats("C", 1)]), 400, ["body.seats"]);
      assertProblem(await send([]), 400, ["body.seats"]);
      assertProblem(await send([{ ...seats("A", 1), seat: 4 }]), 400, ["body.seats.0.seat"]);
      assertProblem(await send([seats("A", 1)], game, { whatever: 1 }), 400, ["body.whatever"]);
      const reader = under(ask, await keyFor(test, ["seats:read", "ticketing:write"]));
      assertProblem(await reader("POST", `${at}/${name}`, { ...body, seats: [seats("A", 1)] }), 403);
      assertProblem(await rival.ask("POST", `${at}/${name}`, { ...body, seats: [seats("A", 1)] }), 404);
      assert.equal(await rowIs("A"), "1-16 open");
    });

  it("a seat that is not in such a state, and names it", async () => {
    for (const [name, body] of calls.slice(2).filter(([one]) => one !== "reclassify")) {
      const answer = await ask("POST", `${at}/${name}`, { ...body, seats: [seats("A", 4)] });
      assertProblem(answer, 409, ["body.seats.0"]);
      assert.match(answer.json.errors[0].message, /^seat 4 of row A in section 104 is not in those hands$/);
    }
    // 101 A 1 and 2 are account 100479's.
    const sold = [seats("A", 1, 3, "101")];
    for (const [name, body] of [calls[0]!, calls[4]!])
      assertProblem(await ask("POST", `${at}/${name}`, { ...body, seats: sold }), 409, ["body.seats.0", "body.seats.0"]);
    assertProblem(await ask("POST", `${at}/returns`, { seats: [seats("A", 1, 1, "101")], account_id: 6 }), 409, ["body.seats.0"]);
  });
});

describe("holds", () => {
  it("refuse minutes out of bounds, an account that is not there, a cart that is none, and an Idempotency-Key", async () => {
    for (const minutes of [0, 1_441, "1"]) assertProblem(await hold([seats("A", 1)], { minutes }), 400, ["body.minutes"]);
    assertProblem(await hold([seats("A", 1)], { account_id: nobody }), 404);
    const { order_id } = succeeded(await order([line("V", 12)]), 201);
    for (const cart of [nobody, order_id]) assertProblem(await hold([seats("A", 1)], { order_id: cart }), 409, ["body.order_id"]);
    const keyed = await ask("POST", `${at}/holds`, { seats: [seats("A", 1)] }, once());
    assertProblem(keyed, 400, ["header.Idempotency-Key"]);
    assert.equal(await rowIs("A"), "1-16 open");
  });

  it("refuse an event that is not on", async () => {
    const other = await idOf("GAME08");
    succeeded(await ask("POST", `/events/${other}/cancel`));
    assertProblem(await ask("POST", `/events/${other}/holds`, { seats: [seats("A", 1)] }), 409);
  });

  it("keep seats for a cart, which is told where they are, until their time is over", async () => {
    const made = await hold([seats("B", 1, 2), seats("C", 5)], { minutes: 3, account_id: 6 });
    const { order_id, held_until, event_id } = succeeded(made, 201);
    assert.equal(event_id, game);
    assert.equal(held_until, new Date(clock.now().getTime() + 180_000).toISOString());
    const where = `${at}/seats?order_id=${order_id}`;
    assert.equal(made.headers.location, `/api/v1${where}`);
    const rows = await everyPage(ask, where);
    assert.deepEqual(
      rows.map((one) => [one.row, one.blocks.length, one.blocks[0].seats, one.blocks[0].held_until]),
      [
        ["B", 1, 2, held_until],
        ["C", 1, 1, held_until],
      ],
    );
    assertProblem(await hold([seats("B", 2, 2)]), 409, ["body.seats.0"]);
    assertProblem(await hold([seats("B", 1)], { order_id }), 409, ["body.seats.0"]);
    assert.equal(succeeded(await hold([seats("B", 3)], { order_id }), 201).order_id, order_id);
    clock.pass(180_000);
    assert.equal(await rowIs("B"), "1-2 open, 3 held, 4-16 open");
    assert.deepEqual((await everyPage(ask, where)).length, 1);
    succeeded(await hold([seats("B", 1, 2)]), 201);
  });

  it("take ten minutes and one seat for granted, and are ended by their cart", async () => {
    const { order_id, held_until } = succeeded(await hold([{ section: "104", row: "D", first_seat: 9 }]), 201);
    assert.equal(new Date(held_until).getTime() - clock.now().getTime(), 600_000);
    const release = (cart: number, headers = {}) =>
      ask("POST", `${at}/holds/release`, { seats: [seats("D", 8, 3)], order_id: cart }, headers);
    assert.deepEqual(succeeded(await release(order_id + 1)), { released: 0 });
    assert.equal(await rowIs("D"), "1-8 open, 9 held, 10-16 open");
    const key = once();
    for (const replayed of [undefined, "true"]) {
      const answer = await release(order_id, key);
      assert.deepEqual([succeeded(answer), answer.headers["idempotent-replayed"]], [{ released: 1 }, replayed]);
    }
    assert.equal(await rowIs("D"), "1-16 open");
  });
});

describe("what was sold or reserved", () => {
  it("is given back: to its return class, or to the class that is asked for", async () => {
    succeeded(await order([line("E", 1, 4)]), 201);
    assertProblem(await ask("POST", `${at}/returns`, { seats: [seats("E", 1)], hold_class: "NONE" }), 404, ["body.hold_class"]);
    const key = once();
    const back = { seats: [seats("E", 1)], account_id: 6, reason: "Ill" };
    for (const _ of [1, 2]) succeeded(await ask("POST", `${at}/returns`, back, key), 204);
    succeeded(await ask("POST", `${at}/returns`, { seats: [seats("E", 2)], hold_class: "outhold" }), 204);
    assert.equal(await rowIs("E"), "1 open, 2 open, 3-4 sold, 5-16 open");
    const [row] = (await everyPage(ask, `${at}/seats?section=104&state=open`)).filter((one) => one.row === "E");
    assert.deepEqual(
      row.blocks.map((one: { hold_class: string }) => one.hold_class),
      ["OPEN", "OUTHOLD", "OPEN"],
    );
  });

  it("stays whose it is while there is value on its ticket", async () => {
    succeeded(await order([line("K", 1, 2)]), 201);
    const ticket = { eventName: "GAME02", section: "104", row: "K", seat: 2 };
    const value = (way: "add" | "redeem") => changeValue(parts.core, caller, way, { ticket, amount: 500 });
    await value("add");
    for (const [name, body] of [calls[2]!, calls[5]!]) {
      const answer = await ask("POST", `${at}/${name}`, { ...body, seats: [seats("K", 1, 2)] });
      assertProblem(answer, 409, ["body.seats.0"]);
      assert.match(answer.json.detail, /value/);
      assert.match(answer.json.errors[0].message, /^seat 2 of row K in section 104 is in use/);
    }
    assert.equal(await rowIs("K"), "1-2 sold, 3-16 open");
    await value("redeem");
    succeeded(await ask("POST", `${at}/returns`, { seats: [seats("K", 1, 2)] }), 204);
  });

  it("is released where it was reserved only", async () => {
    succeeded(await order([line("F", 1, 2)], { reserve: true }), 201);
    assertProblem(await ask("POST", `${at}/returns`, { seats: [seats("F", 1)] }), 409, ["body.seats.0"]);
    succeeded(await ask("POST", `${at}/reservations/release`, { seats: [seats("F", 1)], account_id: 6 }), 204);
    assert.equal(await rowIs("F"), "1 open, 2 reserved, 3-16 open");
  });

  it("becomes another account's, whole, and not its own or nobody's", async () => {
    succeeded(await order([line("G", 1, 2)]), 201);
    const give = (to_account: number) => ask("POST", `${at}/transfer`, { seats: [seats("G", 1)], from_account: 6, to_account });
    assertProblem(await give(6), 400, ["body.to_account"]);
    assertProblem(await give(nobody), 404);
    succeeded(await give(4444), 204);
    const owners = (await everyPage(ask, `${at}/seats?account_id=4444&section=104`)).flatMap((one) => one.blocks);
    assert.deepEqual(
      owners.map((one) => [one.first_seat, one.seats, one.account_id]),
      [[1, 1, 4444]],
    );
  });
});

describe("open seats", () => {
  it("are not put into a class that is not there or fixed, nor nowhere", async () => {
    const put = (body: object) => ask("POST", `${at}/reclassify`, { seats: [seats("H", 1, 2)], ...body });
    assertProblem(await put({}), 400, ["body.hold_class"]);
    assertProblem(await put({ hold_class: "NONE" }), 404, ["body.hold_class"]);
    assertProblem(await put({ hold_class: "KILL" }), 409, ["body.hold_class"]);
    succeeded(await put({ hold_class: "OUTHOLD", price_code: "B" }), 204);
    succeeded(await put({ price_code: null }), 204);
    const row = (await look(ask, `${at}/seats?section=104&limit=200`)).data.find((one: { row: string }) => one.row === "H");
    assert.deepEqual([row.blocks[0].hold_class, row.blocks[0].price_code, row.blocks[0].seats], ["OUTHOLD", null, 2]);
  });

  it("are listed by a key that reads only; a page has so many rows, and a query of the list's own", async () => {
    const reader = under(ask, await keyFor(test, ["seats:read"]));
    const page = succeeded(await reader("GET", `${at}/seats?limit=3`));
    assert.equal(page.data.length, 3);
    const rows = await everyPage(reader, `${at}/seats?limit=200`);
    assert.equal(rows.flatMap((one) => one.blocks).reduce((sum, one) => sum + one.seats, 0) > 2_000, true);
    assert.equal(new Set(rows.map((one) => one.row_id)).size, rows.length);
    assertProblem(await ask("GET", `${at}/seats?state=gone`), 400, ["query.state"]);
    assertProblem(await ask("GET", `/events/${nobody}/seats`), 404);
  });
});
