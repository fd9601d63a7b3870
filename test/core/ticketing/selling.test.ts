import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { plan } from "../../../src/core/ticketing/catalogue/kinds/events.ts";
import { price } from "../../../src/core/ticketing/catalogue/kinds/prices.ts";
import { createItem } from "../../../src/core/ticketing/catalogue/store.ts";
import { setStatus } from "../../../src/core/ticketing/events/status.ts";
import { holdFor } from "../../../src/core/ticketing/inventory/hold.ts";
import { reclassify } from "../../../src/core/ticketing/inventory/reclassify.ts";
import type { EventRun } from "../../../src/core/ticketing/inventory/seat.ts";
import { type Sale, type SaleLine, sell } from "../../../src/core/ticketing/inventory/sell.ts";
import { listSeats } from "../../../src/core/ticketing/orders/read.ts";
import { caller } from "../../protocols/archtics/support.ts";
import { testApp, testClock } from "../../support/app.ts";
import { linesOf, movesOfEvent } from "./queries.ts";
import { refused, seatsNow, states } from "./refused.ts";
import { type SmallEvent, smallEvent } from "./small-event.ts";

const clock = testClock(new Date());
const { parts, command } = await testApp({ clock });
const { core } = parts;
const ahead = (minutes: number): Date => new Date(clock.now().getTime() + minutes * 60_000);
const lineOf = ({ ticketTypeId }: SmallEvent, run: EventRun, more: Partial<SaleLine> = {}): SaleLine => ({
  ...{ run, priceCode: "C", ticketTypeId, ...more },
});
const sale = (lines: readonly SaleLine[], more: Partial<Sale> = {}) => sell(core, caller, { accountId: 6, lines, ...more });
const small = await smallEvent(core, caller);
const { eventId } = small;
const own = (seats: readonly { eventId: number; rowId: number; seat: number }[]) =>
  seats.map(({ eventId, rowId, seat }) => ({ eventId, rowId, seat }));

describe("selling refuses, and sells none", () => {
  const sells = async (name: Parameters<typeof refused>[2], runs: EventRun[], more: Partial<Sale> = {}, said = {}) =>
    refused(
      core,
      () =>
        sale(
          runs.map((run) => lineOf(small, run)),
          more,
        ),
      name,
      said,
      runs[0]?.eventId ?? eventId,
    );

  it("nothing, and a seat twice", async () => {
    await sells("value-invalid", [], {}, { field: "lines", fault: /must name a seat/ });
    await sells("value-invalid", [await small.run(0, 0, 3), await small.run(0, 2, 1)], {}, { field: "seats", fault: /twice/ });
  });
  it("a seat that is not there", async () => {
    const run = await small.run(0, 9, 2);
    const seats = [{ eventId, rowId: run.rowId, seat: 11 }];
    await sells("seats-not-there", [await small.run(1, 0, 1), run], {}, { seats });
  });
  it("a price that is not there, but not where one is given", async () => {
    const lines = [lineOf(small, await small.run(0, 0, 1)), lineOf(small, await small.run(0, 1, 1), { priceCode: "Z" })];
    await refused(core, () => sale(lines), "price-not-there", { field: "price_code", index: 1, id: "Z" }, eventId);
    const of = async (more: Partial<SaleLine>) => [lineOf(small, await small.run(0, 0, 1), more)];
    const child = await of({ ticketTypeId: small.ticketTypeId + 1 });
    await refused(core, () => sale(child), "price-not-there", {}, eventId);
    await sale(await of({ priceCode: "Z", fullPrice: 10_00 }));
  });
  it("more paid than the price, whatever that is made of", async () => {
    const run = await small.run(0, 1, 1);
    for (const more of [
      { paid: 45_01 },
      { paid: 40_01, discount: 5_00 },
      { paid: 46_01, surcharge: 1_00 },
      { paid: 30_01, purchasePrice: 30_00 },
      { paid: 1, purchasePrice: 0 },
    ]) {
      const lines = [lineOf(small, await small.run(0, 3, 1)), lineOf(small, run, more)];
      await refused(
        core,
        () => sale(lines),
        "value-invalid",
        { field: "paid", index: 1, fault: /is more than the price/ },
        eventId,
      );
    }
  });
  it("an unknown account", async () => {
    await sells("account-not-found", [await small.run(0, 1, 1)], { accountId: 99_999_999 });
    await sells("account-not-found", [await small.run(0, 1, 1)], { accountId: 99_999_999, reserve: { until: null } });
  });
  it("seats that are held for others, kept or sold, and says which", async () => {
    await holdFor(core, caller, { eventId, runs: [await small.run(0, 2, 1)], until: ahead(10) });
    await sale([lineOf(small, await small.run(0, 4, 1))], { accountId: 4444, reserve: { until: ahead(10) } });
    await sale([lineOf(small, await small.run(0, 6, 1))]);
    for (const place of [2, 4, 6]) {
      const taken = await small.run(0, place, 1);
      for (const runs of [[taken], [await small.run(0, place - 1, 3)], [await small.run(2, 0, 1), taken]])
        for (const more of [{}, { reserve: { until: null } }])
          await sells("seats-not-open", runs, more, { seats: own(await seatsNow(core, taken)) });
    }
  });
  it("another's cart, and an order that is over", async () => {
    const orderId = await sale([lineOf(small, await small.run(1, 0, 1))]);
    await sells("seats-held-otherwise", [await small.run(1, 1, 1)], { orderId });
    const held = await small.run(1, 2, 1);
    const cart = await holdFor(core, caller, { eventId, runs: [held], until: ahead(10) });
    await sells("seats-not-open", [held], { orderId: cart + 1 });
  });
  it("killed seats", async () => {
    const killed = await small.run(2, 4, 2);
    await reclassify(core, caller, { runs: [killed], classId: small.classes.GONE! });
    await sells("seats-not-open", [killed], {}, { seats: own(await seatsNow(core, killed)) });
  });
  it("an event that was cancelled, and a draft", async () => {
    const other = await smallEvent(core, caller);
    await setStatus(core, caller, other.eventId, "cancel");
    const lines = [lineOf(small, await small.run(1, 4, 1)), lineOf(other, await other.run(0, 0, 1))];
    await refused(core, () => sale(lines), "event-not-published", {}, other.eventId);
    await refused(core, () => sale([lines[1]!]), "event-not-published", {}, other.eventId);
    assert.deepEqual(await states(core, lines[0]!.run), ["open"]);
  });
});

describe("a reservation that ends", () => {
  it("keeps its seats until that moment, and nobody is told of it from then on", async () => {
    const event = await smallEvent(core, caller);
    const [run, more] = [await event.run(0, 0, 2), await event.run(1, 0, 2)];
    await sale([lineOf(event, run), lineOf(event, more)], { reserve: { until: ahead(5) } });
    const reserved = async () =>
      (await command({ cmd: "get_seats_on_account_reserved", acct_id: 6, event_name: event.name })).answer;
    const open = async () => (await command({ cmd: "get_avail_seats", event_name: event.name, count: 5_000 })).answer.seats;
    const seats = (blocks: { num_seats: number }[]) => blocks.reduce((sum, one) => sum + one.num_seats, 0);
    clock.pass(5 * 60_000 - 1);
    assert.equal(seats((await reserved()).seats), 4);
    assert.equal(seats(await open()), 22);
    await refused(
      core,
      () => holdFor(core, caller, { eventId: event.eventId, runs: [run], until: ahead(9) }),
      "seats-not-open",
      {},
      event.eventId,
    );
    clock.pass(1);
    assert.equal((await reserved()).result, 5069);
    assert.deepEqual(await listSeats(core, 1, event.eventId, { accountId: 6 }, 0, 100), []);
    const listed = await listSeats(core, 1, event.eventId, { state: "open" }, 0, 100);
    assert.deepEqual([listed.length, listed.filter((one) => one.accountId !== null)], [26, []]);
    assert.equal(seats(await open()), 26);
    await holdFor(core, caller, { eventId: event.eventId, runs: [run], until: ahead(9) });
    await sale([lineOf(event, more)], { accountId: 4444 });
    assert.deepEqual([...(await states(core, run)), ...(await states(core, more))], ["held", "held", "sold", "sold"]);
  });
});

describe("seats that are kept for an account", () => {
  it("are sold to it and to nobody else, together with open ones, under another order", async () => {
    const event = await smallEvent(core, caller);
    const [kept, alone, both] = [await event.run(0, 0, 2), await event.run(0, 2, 1), await event.run(0, 0, 4)];
    const lines = [lineOf(event, kept), lineOf(event, alone)];
    const reserved = await sale(lines, { reserve: { until: null } });
    const seats = own(await seatsNow(core, kept, alone));
    for (const more of [{ accountId: 4444 }, { accountId: 4444, reserve: { until: null } }])
      await refused(core, () => sale([lineOf(event, both)], more), "seats-not-open", { seats }, event.eventId);
    const orderId = await sale([lineOf(event, both)]);
    assert.notEqual(orderId, reserved);
    for (const { state, accountId, orderId: of, line, heldUntil, barcode } of await seatsNow(core, both))
      assert.deepEqual([state, accountId, of, line, heldUntil, barcode !== null], ["sold", 6, orderId, 1, null, true]);
    const moves = await core.db.run(movesOfEvent, [1, event.eventId]);
    assert.deepEqual(
      moves.map((one) => [one.kind, one.seats, one.orderId]),
      [
        ["reserve", 2, reserved],
        ["reserve", 1, reserved],
        ["sale", 4, orderId],
      ],
    );
    await refused(core, () => sale([lineOf(event, kept)]), "seats-not-open", {}, event.eventId);
  });
});

describe("selling", () => {
  it("takes the price from the scale, all parts of it, less discount and with surcharge", async () => {
    const scale = { event_id: eventId, ticket_type_id: small.ticketTypeId, price_code: "P" };
    const others = Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((part) => [`other_${part}`, 10 ** (part - 1)]));
    await createItem(core, caller, price, {
      ...scale,
      ticket: 100_000_000,
      tax: 2_00_000_000,
      licence_fee: 3_00_000_000,
      ...others,
    });
    const whole = 6_11_111_111;
    const event = await smallEvent(core, caller);
    const given: readonly (readonly [Partial<SaleLine>, number, number, number])[] = [
      [{}, 45_00, 45_00, 45_00],
      [{ discountCode: "TEN", discount: 5_00 }, 45_00, 40_00, 40_00],
      [{ surchargeCode: "ON", surcharge: 2_50, discount: 50 }, 45_00, 47_00, 47_00],
      [{ discount: 99_00 }, 45_00, 0, 0],
      [{ purchasePrice: 30_00, discount: 1_00 }, 45_00, 30_00, 30_00],
      [{ fullPrice: 60_00 }, 60_00, 60_00, 60_00],
      [{ paid: 20_00 }, 45_00, 45_00, 20_00],
      [{ paid: 0 }, 45_00, 45_00, 0],
      [{ compCode: "1", compName: "Promotion", purchasePrice: 0 }, 45_00, 0, 0],
    ];
    const lines = await Promise.all(given.map(async ([more], place) => lineOf(event, await event.run(0, place, 1), more)));
    const code = lineOf(small, await small.run(1, 5, 1), { priceCode: "P" });
    const rows = await core.db.run(linesOf, [1, await sale([...lines, code])]);
    assert.deepEqual(
      rows.map((one) => [one.line, one.full_price, one.purchase_price, one.paid]),
      [...given.map(([, ...prices], index) => [index + 1, ...prices]), [10, whole, whole, whole]],
    );
    const { discount_code, discount, surcharge_code, surcharge } = rows[2]!;
    assert.deepEqual([discount_code, discount, surcharge_code, surcharge], [null, 50, "ON", 2_50]);
    assert.deepEqual([rows[8]!.comp_code, rows[8]!.comp_name, rows[1]!.discount_code], ["1", "Promotion", "TEN"]);
  });

  it("sells several lines of several events in a plan as one order", async () => {
    const [one, two] = [await smallEvent(core, caller), await smallEvent(core, caller)];
    const planId = await createItem(core, caller, plan, { name: "PLAN1" });
    const runs = [await two.run(1, 2, 3), await one.run(1, 2, 3), await one.run(2, 0, 1)];
    const soldAt = new Date("2026-01-02T03:04:05Z");
    const more = { planId, renewal: true, promotionCode: "SPRING", market: "secondary", userFlag: true } as const;
    const orderId = await sale([lineOf(two, runs[0]!, more), lineOf(one, runs[1]!, more), lineOf(one, runs[2]!)], { soldAt });
    const rows = await core.db.run(linesOf, [1, orderId]);
    assert.deepEqual(
      rows.map((line) => [line.event_id, line.plan_id, line.row_id, line.first_seat, line.seats, line.renewal, line.market]),
      [
        [two.eventId, planId, runs[0]!.rowId, 6, 3, true, "secondary"],
        [one.eventId, planId, runs[1]!.rowId, 6, 3, true, "secondary"],
        [one.eventId, null, runs[2]!.rowId, 1, 1, false, "primary"],
      ],
    );
    assert.deepEqual([rows[0]!.sold_at, rows[0]!.promotion_code, rows[0]!.user_flag], [soldAt, "SPRING", true]);
    for (const [index, run] of runs.entries())
      for (const seat of await seatsNow(core, run))
        assert.deepEqual([seat.state, seat.accountId, seat.orderId, seat.line], ["sold", 6, orderId, index + 1]);
    const [move] = await core.db.run(movesOfEvent, [1, two.eventId]);
    assert.deepEqual([move!.kind, move!.seats, move!.accountId, move!.priceCode], ["sale", 3, 6, "C"]);
  });

  it("sells what a cart holds, once, and what it held when nobody else has taken it", async () => {
    const event = await smallEvent(core, caller);
    const [held, open] = [await event.run(0, 0, 2), await event.run(0, 2, 1)];
    const runs = { eventId: event.eventId, until: ahead(10) };
    const orderId = await holdFor(core, caller, { ...runs, runs: [held] });
    const lines = [lineOf(event, held), lineOf(event, open)];
    assert.equal(await sale(lines, { orderId }), orderId);
    await refused(
      core,
      () => sale([lineOf(event, { ...open, firstSeat: 9 })], { orderId }),
      "seats-held-otherwise",
      {},
      event.eventId,
    );
    const [late, lost] = [await event.run(1, 0, 1), await event.run(1, 1, 1)];
    const cart = await holdFor(core, caller, { ...runs, runs: [late, lost] });
    clock.pass(10 * 60_000);
    await sale([lineOf(event, lost)], { accountId: 4444 });
    await refused(
      core,
      () => sale([lineOf(event, late), lineOf(event, lost)], { orderId: cart }),
      "seats-not-open",
      {},
      event.eventId,
    );
    assert.equal(await sale([lineOf(event, late)], { orderId: cart }), cart);
  });
});
