import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { event } from "../../../src/core/ticketing/catalogue/kinds/events.ts";
import { holdClass } from "../../../src/core/ticketing/catalogue/kinds/prices.ts";
import { changeItem, createItem } from "../../../src/core/ticketing/catalogue/store.ts";
import { releaseReserved, returnSeats } from "../../../src/core/ticketing/inventory/give-back.ts";
import { holdFor } from "../../../src/core/ticketing/inventory/hold.ts";
import { reclassify } from "../../../src/core/ticketing/inventory/reclassify.ts";
import type { EventRun } from "../../../src/core/ticketing/inventory/seat.ts";
import { type Sale, sell } from "../../../src/core/ticketing/inventory/sell.ts";
import { transferSeats } from "../../../src/core/ticketing/inventory/transfer.ts";
import { type SeatFault, seatsAgainstMoves } from "../../../src/core/verify/ticketing/queries.ts";
import { caller } from "../../protocols/archtics/support.ts";
import { testApp, testClock } from "../../support/app.ts";
import { linesOf, movesOfEvent, retiredOfEvent } from "./queries.ts";
import { refused, seatsNow, states } from "./refused.ts";
import { type SmallEvent, smallEvent } from "./small-event.ts";

const clock = testClock(new Date());
const { parts } = await testApp({ clock });
const { core } = parts;
const ahead = (minutes: number): Date => new Date(clock.now().getTime() + minutes * 60_000);
const sale = ({ ticketTypeId }: SmallEvent, runs: readonly EventRun[], more: Partial<Sale> = {}) =>
  sell(core, caller, { accountId: 6, lines: runs.map((run) => ({ run, priceCode: "C", ticketTypeId })), ...more });
const made: number[] = [];
const anEvent = async (): Promise<SmallEvent> => {
  const small = await smallEvent(core, caller);
  made.push(small.eventId);
  return small;
};
const small = await anEvent();
const { eventId, classes } = small;
const kept = await small.run(0, 0, 2);
const sold = await small.run(0, 2, 3);
const open = await small.run(0, 5, 2);
const held = await small.run(0, 8, 2);
await sale(small, [kept], { reserve: { until: ahead(60) } });
await sale(small, [sold]);
await holdFor(core, caller, { eventId, runs: [held], until: ahead(10) });
const absent = await small.run(0, 8, 3);
const twice = [sold, { ...sold, seats: 1 }];

describe("giving seats back refuses, and gives none back", () => {
  const ways = [
    ["returnSeats", returnSeats, sold, [kept, open, held]] as const,
    ["releaseReserved", releaseReserved, kept, [sold, open, held]] as const,
  ];
  for (const [name, give, ours, others] of ways)
    it(`what is not ${name === "returnSeats" ? "sold" : "kept"}, or is another's, and says which`, async () => {
      for (const run of others) {
        const seats = (await seatsNow(core, run)).map(({ eventId, rowId, seat }) => ({ eventId, rowId, seat }));
        await refused(core, () => give(core, caller, { runs: [ours, run] }), "seats-not-owned", { seats }, eventId);
      }
      await refused(core, () => give(core, caller, { runs: [ours], accountId: 4444 }), "seats-not-owned", {}, eventId);
      await refused(core, () => give(core, caller, { runs: [absent] }), "seats-not-there", {}, eventId);
      await refused(core, () => give(core, caller, { runs: twice }), "value-invalid", { field: "seats" }, eventId);
      const classId = { field: "hold_class_id", id: "99999999" };
      await refused(core, () => give(core, caller, { runs: [ours], classId: 99_999_999 }), "not-there", classId, eventId);
    });
});

describe("transferring refuses, and transfers none", () => {
  const moves =
    (runs: EventRun[], from = 6, to = 4444) =>
    () =>
      transferSeats(core, caller, { runs, from, to });
  it("seats that are not sold to who gives them, an unknown account, seats that are not there or named twice", async () => {
    for (const run of [kept, open, held]) await refused(core, moves([sold, run]), "seats-not-owned", {}, eventId);
    await refused(core, moves([sold], 1211), "seats-not-owned", {}, eventId);
    await refused(core, moves([sold], 6, 99_999_999), "account-not-found", {}, eventId);
    await refused(core, moves([absent]), "seats-not-there", {}, eventId);
    await refused(core, moves(twice), "value-invalid", { field: "seats" }, eventId);
  });
});

describe("reclassifying refuses, and changes none", () => {
  const puts = (runs: EventRun[], to: object) => () => reclassify(core, caller, { runs, ...to });
  const preferred = { classId: classes.PREFERRED };
  it("nothing to change, an unknown class, seats that are not open, not there or named twice", async () => {
    await refused(core, puts([open], {}), "value-invalid", { field: "hold_class_id", fault: /is required/ }, eventId);
    await refused(core, puts([open], { classId: 99_999_999 }), "not-there", { field: "hold_class_id", id: "99999999" }, eventId);
    for (const run of [kept, sold, held])
      for (const to of [preferred, { priceCode: "B" }]) await refused(core, puts([open, run], to), "seats-not-open", {}, eventId);
    await refused(core, puts([absent], preferred), "seats-not-there", {}, eventId);
    await refused(core, puts([open, { ...open, seats: 1 }], preferred), "value-invalid", { field: "seats" }, eventId);
  });
  it("into a class that is not valid for it, and out of one; but not under another price code", async () => {
    const valid = (name: string, value: boolean) =>
      changeItem(core, caller, holdClass, classes[name]!, { valid_for_reclass: value });
    await refused(core, puts([open], { classId: classes.KILL }), "class-fixed", { field: "hold_class_id" }, eventId);
    await valid("OPEN", false);
    await refused(core, puts([open], preferred), "class-fixed", { field: "hold_class_id" }, eventId);
    await puts([open], { classId: classes.OPEN, priceCode: "D" })();
    await puts([open], { priceCode: "C" })();
    await valid("OPEN", true);
  });
});

describe("barcodes", () => {
  it("are 16 digits that nobody else has, of seats that are sold and of no others", async () => {
    const seats = await seatsNow(core, sold);
    for (const { barcode } of seats) assert.match(String(barcode), /^\d{16}$/);
    assert.equal(new Set(seats.map((one) => one.barcode)).size, 3);
    for (const { barcode } of await seatsNow(core, kept, open, held)) assert.equal(barcode, null);
    const other = await anEvent();
    await changeItem(core, caller, event, other.eventId, { barcoded: false });
    const run = await other.run(0, 0, 2);
    await sale(other, [run]);
    await transferSeats(core, caller, { runs: [run], from: 6, to: 4444 });
    for (const { barcode, accountId } of await seatsNow(core, run)) assert.deepEqual([barcode, accountId], [null, 4444]);
    assert.deepEqual(await core.db.run(retiredOfEvent, [1, other.eventId]), []);
  });

  it("open no gate any more when tickets are given back or become another's, and there are others then", async () => {
    const small = await anEvent();
    const run = await small.run(1, 0, 2);
    const one = { ...run, seats: 1 };
    const codes = async () => (await seatsNow(core, run)).map((seat) => seat.barcode);
    await sale(small, [run]);
    const [first, second] = await codes();
    await returnSeats(core, caller, { runs: [one], accountId: 6, reason: "Moved away" });
    assert.deepEqual(await codes(), [null, second]);
    await sale(small, [one], { accountId: 1211 });
    const [third] = await codes();
    await transferSeats(core, caller, { runs: [one], from: 1211, to: 4444 });
    const [fourth] = await codes();
    assert.equal(new Set([first, second, third, fourth]).size, 4);
    const retired = await core.db.run(retiredOfEvent, [1, small.eventId]);
    const byCode = new Map(retired.map(({ barcode, ...rest }) => [barcode, rest]));
    assert.deepEqual(byCode.get(first!), { seat: 2, accountId: 6, reason: "returned" });
    assert.deepEqual(byCode.get(third!), { seat: 2, accountId: 1211, reason: "reissued" });
    assert.equal(retired.length, 2);
  });
});

describe("what becomes of seats", () => {
  it("goes to the class that is given, their class's return class, or stays in theirs", async () => {
    const small = await anEvent();
    const returning = await createItem(core, caller, holdClass, { name: "RETURNING", return_class_id: classes.OUTHOLD });
    const run = await small.run(0, 0, 3);
    const alone = (place: number) => ({ ...run, firstSeat: 1 + place, seats: 1 });
    await reclassify(core, caller, { runs: [{ ...run, seats: 2 }], classId: returning });
    await sale(small, [alone(0), alone(1), alone(2)]);
    await returnSeats(core, caller, { runs: [{ ...run, firstSeat: 2, seats: 2 }] });
    await returnSeats(core, caller, { runs: [alone(0)], classId: classes.PREFERRED, reason: "By mail" });
    const seats = await seatsNow(core, run);
    assert.deepEqual(
      seats.map((one) => one.classId),
      [classes.PREFERRED, classes.OUTHOLD, classes.OPEN],
    );
    for (const { state, orderId, line, accountId } of seats)
      assert.deepEqual([state, orderId, line, accountId], ["open", null, null, null]);
    const moves = await core.db.run(movesOfEvent, [1, small.eventId]);
    const returns = moves.filter((one) => one.kind === "return").map((one) => [one.firstSeat, one.line, one.classId, one.reason]);
    assert.deepEqual(returns.sort(), [
      [1, 1, classes.PREFERRED, "By mail"],
      [2, 2, classes.OUTHOLD, null],
      [3, 3, classes.OPEN, null],
    ]);
  });

  it("is told of each order, class and price code, also where a run has several", async () => {
    const small = await anEvent();
    const [run, first, second] = [await small.run(0, 0, 4), await small.run(0, 0, 1), await small.run(0, 1, 3)];
    await reclassify(core, caller, { runs: [first], classId: classes.OUTHOLD });
    await holdFor(core, caller, { eventId: small.eventId, runs: [{ ...first, firstSeat: 4 }], until: ahead(1) });
    clock.pass(60_000);
    await reclassify(core, caller, { runs: [run], priceCode: "D" });
    const [one, two] = [await sale(small, [first]), await sale(small, [second])];
    await transferSeats(core, caller, { runs: [run], from: 6, to: 4444 });
    const moves = await core.db.run(movesOfEvent, [1, small.eventId]);
    const told = (kind: string) => moves.filter((move) => move.kind === kind);
    assert.deepEqual(
      told("reclass")
        .slice(1)
        .map((move) => [move.firstSeat, move.seats, move.classId, move.priceCode]),
      [
        [1, 1, classes.OUTHOLD, "D"],
        [2, 3, classes.OPEN, "D"],
      ],
    );
    for (const [kind, accountId] of [
      ["transfer-out", 6],
      ["transfer-in", 4444],
    ] as const)
      assert.deepEqual(
        told(kind).map((move) => [move.firstSeat, move.seats, move.orderId, move.accountId]),
        [
          [1, 1, one, accountId],
          [2, 3, two, accountId],
        ],
      );
    const [last] = await seatsNow(core, run);
    const turns = moves.filter((move) => move.firstSeat === 1 && move.kind.startsWith("transfer"));
    assert.deepEqual(
      turns.map((move) => [move.kind, move.turn]),
      [
        ["transfer-out", last!.turn - 1],
        ["transfer-in", last!.turn],
      ],
    );
    assert.deepEqual(
      (await seatsNow(core, run)).map((seat) => seat.priceCode),
      ["D", "D", "D", "D"],
    );
  });

  it("is kept until a time or for good, and open again where that is ended", async () => {
    const small = await anEvent();
    const [timed, forGood] = [await small.run(0, 0, 1), await small.run(0, 1, 1)];
    const until = ahead(60);
    const orderId = await sale(small, [timed], { reserve: { until } });
    await sale(small, [forGood], { reserve: { until: null } });
    const [one, other] = await seatsNow(core, timed, forGood);
    assert.deepEqual([one!.state, one!.accountId, one!.heldUntil, other!.heldUntil], ["reserved", 6, until, null]);
    assert.deepEqual(
      (await core.db.run(linesOf, [1, orderId])).map((line) => line.reserved_until),
      [until],
    );
    await releaseReserved(core, caller, { runs: [timed, forGood], accountId: 6 });
    assert.deepEqual(await states(core, timed, forGood), ["open", "open"]);
    const moves = await core.db.run(movesOfEvent, [1, small.eventId]);
    assert.deepEqual(
      moves.map((move) => move.kind),
      ["reserve", "reserve", "release", "release"],
    );
  });
});

describe("sales at once", () => {
  it("that want the same seats in either order are each done or refused, and no seat is sold twice", async () => {
    const [a, b] = [await anEvent(), await anEvent()];
    const left = [await a.run(0, 0, 4), await a.run(0, 2, 4), await a.run(0, 4, 4)];
    const right = [await b.run(0, 0, 3), await b.run(0, 2, 3), await b.run(2, 0, 2)];
    const wanted = Array.from({ length: 40 }, (_, i) => {
      const [one, two] = [left[i % 3]!, right[(i >> 1) % 3]!];
      return i % 2 ? [one, two] : [two, one];
    });
    const all = await Promise.allSettled(wanted.map((lines) => sale(a, lines)));
    for (const one of all) if (one.status === "rejected") assert.equal(one.reason.refusal, "seats-not-open", String(one.reason));
    const done = all.flatMap((one, i) => (one.status === "fulfilled" ? wanted[i]!.map((run) => [one.value, run] as const) : []));
    assert.ok(done.length > 0);
    for (const [orderId, run] of done)
      for (const seat of await seatsNow(core, run)) assert.deepEqual([seat.state, seat.orderId], ["sold", orderId]);
  });
});

describe("after all that", () => {
  it("each seat is what its moves tell", async () => {
    assert.ok(made.length > 5);
    for (const one of made) {
      const [{ seats, ...fault }] = (await core.db.run(seatsAgainstMoves, [1, one])) as [SeatFault];
      assert.deepEqual(
        [seats, fault],
        [26, { row_id: null, seat: null, differs: null, no_line: null, no_barcode: null, early: null }],
      );
    }
  });
});
