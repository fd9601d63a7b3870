import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { event, plan } from "../../../src/core/ticketing/catalogue/kinds/events.ts";
import { findItem } from "../../../src/core/ticketing/catalogue/read.ts";
import { fresh, keyFor, look, nobody, rivals, succeeded, under } from "./records.ts";
import { assertProblem, sandboxApp } from "./support.ts";

const test = await sandboxApp();
const { ask, clock, parts } = test;
const idOf = async (name: string) => (await findItem(parts.core, 1, event, name)).event_id as number;
const [first, second, old] = [await idOf("GAME02"), await idOf("GAME03"), await idOf("EVENT01")];
const full = (await findItem(parts.core, 1, plan, "FULL")).event_id as number;

type Values = Record<string, unknown>;
/** A line of one seat in section 104, which nobody has yet. */
const line = (row: string, first_seat: number, more: Values = {}) => ({
  ...{ event_id: first, section: "104", row, first_seat, price_code: "A", ...more },
});
const order = (lines: Values[], more: Values = {}, headers = {}, by = ask) =>
  by("POST", "/orders", { account_id: 6, lines, ...more }, headers);
const cart = async (row: string, first_seat: number): Promise<number> =>
  succeeded(await ask("POST", `/events/${first}/holds`, { seats: [{ section: "104", row, first_seat }] }), 201).order_id;
/** How many seats of the first event are open. */
const open = async (): Promise<number> =>
  (await look(ask, `/events/${first}/seats?section=104&state=open&limit=200`)).data
    .flatMap((one: { blocks: { seats: number }[] }) => one.blocks)
    .reduce((sum: number, one: { seats: number }) => sum + one.seats, 0);

describe("POST /orders refuses", () => {
  for (const [what, more, status, field] of [
    ["no event", { event_id: undefined }, 400, ""],
    ["two events", { event_name: "GAME02" }, 400, ""],
    ["an event that is not there", { event_id: nobody }, 404, ".event_id"],
    ["a plan for an event", { event_id: full }, 404, ".event_id"],
    ["an event's name that nothing has", { event_id: undefined, event_name: "NONE" }, 404, ".event_name"],
    ["a row that is not there", { row: "ZZ" }, 404, ".row"],
    ["a seat that is not there", { first_seat: 17 }, 404, ""],
    ["a seat that is sold", { section: "101", row: "A" }, 409, ""],
    ["a type of ticket that is not there", { ticket_type_code: "NO" }, 404, ".ticket_type_code"],
    ["a way of delivery that is not there", { delivery_method: "NO" }, 404, ".delivery_method"],
    ["a price that is not there", { price_code: "ZZZ" }, 404, ".price_code"],
    ["a price of the line before, that its type of ticket has not", { ticket_type_code: "_S" }, 404, ".price_code"],
    ["a plan that is not there", { plan_id: nobody }, 404, ".plan_id"],
    ["a plan that does not hold the event", { plan_id: full, event_id: old, row: "T" }, 400, ".plan_id"],
    ["money with a fraction", { purchase_price: 1.5 }, 400, ".purchase_price"],
    ["money below 0", { paid: -1 }, 400, ".paid"],
    ["a member that it has not", { whatever: 1 }, 400, ".whatever"],
  ] as const)
    it(`${what}, and sells nothing of the other lines`, async () => {
      const before = await open();
      assertProblem(await order([line("A", 2), line("A", 1, more)]), status, [`body.lines.1${field}`]);
      assert.equal(await open(), before);
    });

  it("an account that is not there, nothing to sell, a time without a reservation, and one that is past", async () => {
    assertProblem(await order([line("A", 1)], { account_id: nobody }), 404);
    assertProblem(await order([]), 400, ["body.lines"]);
    const until = { reserved_until: new Date(clock.now().getTime() + 1_000).toISOString() };
    assertProblem(await order([line("A", 1)], until), 400, ["body.reserved_until"]);
    const past = { reserve: true, reserved_until: clock.now().toISOString() };
    assertProblem(await order([line("A", 1)], past), 400, ["body.reserved_until"]);
    assertProblem(await order([line("A", 1, { seats: 1_000 }), line("B", 1, { seats: 1_000 }), line("C", 1)]), 400, [
      "body.lines",
    ]);
  });

  it("a cart that is none, an order's, or of other seats; and another cart's seats", async () => {
    const mine = await cart("A", 5);
    const before = await open();
    for (const order_id of [nobody, mine + 1]) assertProblem(await order([line("A", 6)], { order_id }), 409, ["body.order_id"]);
    assertProblem(await order([line("A", 6)], { order_id: mine }), 409, ["body.order_id"]);
    assertProblem(await order([line("A", 5)]), 409, ["body.lines.0"]);
    assert.equal(await open(), before);
  });

  it("more paid than the price, of the code or given, and sells nothing of the other lines", async () => {
    const before = await open();
    for (const more of [{ paid: 12_501 }, { paid: 100, purchase_price: 99 }]) {
      const answer = await order([line("A", 2), line("A", 1, more)]);
      assertProblem(answer, 400, ["body.lines.1.paid"]);
      assert.equal(answer.json.errors[0].message, "is more than the price");
    }
    assert.equal(await open(), before);
  });

  it("a key that only reads or sets up, and another organisation's events", async () => {
    const reader = under(ask, await keyFor(test, ["seats:read", "ticketing:write"]));
    assertProblem(await order([line("A", 1)], {}, {}, reader), 403);
    const rival = await rivals(test);
    assertProblem(await order([line("A", 1)], {}, {}, rival.ask), 404, ["body.lines.0.event_id"]);
    assertProblem(await ask("GET", `/orders/${nobody}`), 404);
  });
});

describe("POST /orders", () => {
  it("sells a cart's seats and further ones, at several events, at what their codes say", async () => {
    const order_id = await cart("B", 6);
    const lines = [
      line("B", 6, { seats: 2 }),
      line("B", 1, { event_id: undefined, event_name: "game03", ticket_type_code: "_c" }),
    ];
    const answer = await order(lines, { order_id, sales_source: "Telephone" });
    const made = succeeded(answer, 201);
    assert.equal(answer.headers.location, `/api/v1/orders/${order_id}`);
    assert.deepEqual(
      [made.order_id, made.account_id, made.status, made.sales_source, made.sell_location],
      [order_id, 6, "sold", "Telephone", null],
    );
    assert.deepEqual(made, await look(ask, `/orders/${order_id}`));
    const [adult, child] = made.lines;
    assert.deepEqual(adult, {
      ...{ line: 1, event_id: first, event_name: "GAME02", plan_id: null, section: "104", row: "B", first_seat: 6, seats: 2 },
      ...{ seat_increment: 1, seats_kept: 2, price_code: "A", ticket_type_code: "_A", full_price: 12_500 },
      ...{ purchase_price: 12_500, paid: 12_500, delivery_method: null, reserved_until: null },
    });
    assert.deepEqual([child.event_id, child.ticket_type_code, child.full_price], [second, "_C", 10_000]);
    const back = [{ section: "104", row: "B", first_seat: 6 }];
    succeeded(await ask("POST", `/events/${first}/returns`, { seats: back }), 204);
    assert.equal((await look(ask, `/orders/${order_id}`)).lines[0].seats_kept, 1);
    assertProblem(await order([line("C", 1)], { order_id }), 409, ["body.order_id"]);
  });

  it("sells in a plan, with discount, surcharge and a delivery, and part of it paid", async () => {
    const more = { plan_id: full, discount_code: "EB", discount: 1_000, surcharge_code: "S", surcharge: 250, paid: 500 };
    const made = succeeded(await order([line("D", 1, { ...more, delivery_method: "mb", renewal: true })]), 201);
    const [{ plan_id, full_price, purchase_price, paid, delivery_method }] = made.lines;
    assert.deepEqual([plan_id, full_price, purchase_price, paid, delivery_method], [full, 12_500, 11_750, 500, "MB"]);
    const given = succeeded(
      await order([line("D", 2, { full_price: 9_900, purchase_price: 0, comp_code: "1", comp_name: "Press" })]),
      201,
    );
    assert.deepEqual([given.lines[0].full_price, given.lines[0].purchase_price, given.lines[0].paid], [9_900, 0, 0]);
  });

  it("reserves, until then or for good, and sells what is reserved to that account only", async () => {
    const until = new Date(clock.now().getTime() + 3_600_000).toISOString();
    const made = succeeded(await order([line("E", 1)], { reserve: true, reserved_until: until }), 201);
    assert.deepEqual([made.status, made.lines[0].reserved_until], ["reserved", until]);
    assert.equal(succeeded(await order([line("E", 2)], { reserve: true }), 201).lines[0].reserved_until, null);
    assertProblem(await order([line("E", 1)], { account_id: 4444 }), 409, ["body.lines.0"]);
    assert.equal(succeeded(await order([line("E", 1)]), 201).status, "sold");
    assertProblem(await order([line("E", 1)]), 409, ["body.lines.0"]);
  });

  it("sells once under an Idempotency-Key, however often it is sent", async () => {
    const key = { "idempotency-key": fresh() };
    const answers = await Promise.all(Array.from({ length: 5 }, () => order([line("F", 1)], {}, key)));
    assert.equal(new Set(answers.map((one) => succeeded(one, 201).order_id)).size, 1);
    assert.equal(answers.filter(({ headers }) => headers["idempotent-replayed"] === undefined).length, 1);
    assertProblem(await order([line("F", 2)], {}, key), 422);
  });

  it("sells each seat once, whoever asks for it at once", async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => order([line("G", 1), line("G", 2)])));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409, 409, 409, 409, 409]);
  });
});
