import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { numberCommitted } from "../../../src/core/audit/sequencer.ts";
import { Refusal } from "../../../src/core/refusal.ts";
import { countAdmitted, readGateTickets, readScans } from "../../../src/core/ticketing/access/attendance.ts";
import { recordScans, type ScanReport } from "../../../src/core/ticketing/access/scan.ts";
import { event } from "../../../src/core/ticketing/catalogue/kinds/events.ts";
import { changeItem } from "../../../src/core/ticketing/catalogue/store.ts";
import { returnSeats } from "../../../src/core/ticketing/inventory/give-back.ts";
import { sell } from "../../../src/core/ticketing/inventory/sell.ts";
import { transferSeats } from "../../../src/core/ticketing/inventory/transfer.ts";
import { changeValue } from "../../../src/core/ticketing/values/change.ts";
import { trailCheck } from "../../../src/core/verify/audit-trail.ts";
import { seeded } from "../../faults/mix/random.ts";
import { caller, sandboxOrgId } from "../../protocols/archtics/support.ts";
import { testApp, testClock } from "../../support/app.ts";
import { refused } from "./refused.ts";
import { type SmallEvent, smallEvent } from "./small-event.ts";

const clock = testClock(new Date());
const { parts } = await testApp({ clock });
const { core } = parts;
const minute = 60_000;
const ago = (minutes: number): Date => new Date(clock.now().getTime() - minutes * minute);

/** A small event with re-entry whose first row is sold; doors have been open for hours. */
async function soldRow(reEntry = true): Promise<{ game: SmallEvent; barcodes: number[] }> {
  const game = await smallEvent(core, caller);
  await changeItem(core, caller, event, game.eventId, { re_entry: reEntry, doors_at: ago(600) });
  const line = { run: await game.run(0, 0, 10), priceCode: "C", ticketTypeId: game.ticketTypeId };
  await sell(core, caller, { accountId: 6, lines: [line] });
  const tickets = await readGateTickets(core, sandboxOrgId, game.eventId);
  return { game, barcodes: tickets.map((one) => one.barcode) };
}

let count = 0;
const report = (barcode: number, minutes: number, more: Partial<ScanReport> = {}): ScanReport => ({
  ...{ barcode, direction: "in", at: ago(minutes), scanner: "S", scannerRef: String(++count), offline: true },
  ...more,
});
const scansOf = async (eventId: number) =>
  (await readScans(core, sandboxOrgId, { events: [eventId], count: 1_000, page: 0 })).rows;
const codes = async (eventId: number, ...reports: ScanReport[]): Promise<number[]> =>
  (await recordScans(core, caller, { eventId, reports })).map((one) => one.code);

describe("scans", () => {
  it("are refused for an event that is not there", async () => {
    await assert.rejects(
      recordScans(core, caller, { eventId: 99_999_999, reports: [] }),
      (error) => error instanceof Refusal && error.refusal === "not-there",
    );
  });

  it("are too early until two hours before the start where nothing is said of doors", async () => {
    const { game, barcodes } = await soldRow();
    const starts_at = new Date(clock.now().getTime() + 121 * minute);
    await changeItem(core, caller, event, game.eventId, { starts_at, doors_at: null });
    const come = () => codes(game.eventId, report(barcodes[0]!, 0, { offline: false }));
    clock.pass(minute - 1);
    assert.deepEqual(await come(), [6]);
    clock.pass(1);
    assert.deepEqual(await come(), [0]);
  });

  it("with a ticket that was returned count when they were before that, whenever they are heard of", async () => {
    const { game, barcodes } = await soldRow();
    const [first, second] = barcodes as [number, number];
    const runs = [await game.run(0, 0, 2)];
    await returnSeats(core, caller, { runs });
    clock.pass(5 * minute);
    const [before, after] = await recordScans(core, caller, {
      eventId: game.eventId,
      reports: [report(first, 20), report(second, 1)],
    });
    assert.deepEqual([before!.code, before!.seat, before!.accountId], [0, 1, 6]);
    assert.deepEqual([after!.code, after!.seat, after!.conflictsWith], [5, 2, null]);
    const line = { run: runs[0]!, priceCode: "C", ticketTypeId: game.ticketTypeId };
    await sell(core, caller, { accountId: 4444, lines: [line] });
    const tickets = await readGateTickets(core, sandboxOrgId, game.eventId);
    const successors = tickets.filter((one) => one.seat <= 2).map((one) => one.barcode);
    // Another ticket for the seat is another admission, and the seat is still one.
    assert.deepEqual(await codes(game.eventId, ...successors.map((one) => report(one, 0, { offline: false }))), [0, 0]);
    assert.deepEqual(await countAdmitted(core, sandboxOrgId, game.eventId), { admitted: 2, inside: 2 });
    // Whoever comes on the old ticket now meets the one who sits there.
    const [late] = await recordScans(core, caller, { eventId: game.eventId, reports: [report(second, 0)] });
    assert.equal(late!.code, 5);
    assert.equal((await scansOf(game.eventId)).find((one) => one.scanId === late!.conflictsWith)?.accountId, 4444);
  });

  it("follow a ticket that was passed on: the old one opens nothing", async () => {
    const { game, barcodes } = await soldRow();
    await transferSeats(core, caller, { runs: [await game.run(0, 3, 1)], from: 6, to: 1211 });
    assert.deepEqual(await codes(game.eventId, report(barcodes[3]!, 0, { offline: false })), [5]);
    const tickets = await readGateTickets(core, sandboxOrgId, game.eventId);
    const { barcode } = tickets.find((one) => one.seat === 4)!;
    const [answer] = await recordScans(core, caller, {
      eventId: game.eventId,
      reports: [report(barcode, 0, { offline: false })],
    });
    assert.deepEqual([answer!.code, answer!.accountId], [0, 1211]);
  });

  it("keep a ticket whose it is while somebody is inside on it, as value on it does", async () => {
    const { game, barcodes } = await soldRow();
    const run = await game.run(0, 0, 3);
    const { eventId, rowId } = run;
    const give = (accountId: number) => returnSeats(core, caller, { runs: [run], accountId });
    const pass = () => transferSeats(core, caller, { runs: [run], from: 6, to: 4444 });
    const inUse = async (seat: number) => {
      for (const way of [() => give(6), pass])
        await refused(core, way, "seats-in-use", { seats: [{ eventId, rowId, seat }] }, eventId);
    };
    const value = (way: "add" | "redeem", amount: number, item?: string) =>
      changeValue(core, caller, way, { ticket: { barcode: barcodes[2]! }, amount, item });
    assert.deepEqual(await codes(eventId, report(barcodes[1]!, 20)), [0]);
    await inUse(2);
    assert.deepEqual(await codes(eventId, report(barcodes[1]!, 10, { direction: "out" })), [0]);
    await value("add", 5_00);
    await value("redeem", 4_99);
    await inUse(3);
    await value("redeem", 1);
    await value("add", 1, "Soup");
    await inUse(3);
    await value("redeem", 1, "Soup");
    await pass();
    // Whoever is inside on the ticket of before is not in the way of this one.
    assert.deepEqual(await codes(eventId, report(barcodes[0]!, 5)), [0]);
    await give(4444);
  });

  it("after an exit are in conflict only where there is no re-entry", async () => {
    for (const reEntry of [true, false]) {
      const { game, barcodes } = await soldRow(reEntry);
      const [, , again] = await recordScans(core, caller, {
        eventId: game.eventId,
        reports: [60, 40, 20].map((minutes) => report(barcodes[0]!, minutes, { direction: minutes === 40 ? "out" : "in" })),
      });
      const rows = await scansOf(game.eventId);
      const conflicts = rows.filter((one) => one.conflictsWith !== null).map((one) => one.scanId);
      assert.deepEqual(conflicts, reEntry ? [] : [again!.scanId]);
      assert.equal(again!.conflictsWith !== null, !reEntry);
    }
  });

  it("that are decided now come after all that is known, whatever the scanner's clock says", async () => {
    const { game, barcodes } = await soldRow();
    const slow = (direction: "in" | "out") => report(barcodes[0]!, 90, { offline: false, direction });
    const four = [slow("in"), slow("out"), slow("in"), slow("in")];
    const found: number[] = [];
    for (const one of four) found.push(...(await codes(game.eventId, one)));
    assert.deepEqual(found, [0, 0, 0, 4]);
  });

  it("never lie ahead: a report from the future happened when it came", async () => {
    const { game, barcodes } = await soldRow();
    const [answer] = await recordScans(core, caller, { eventId: game.eventId, reports: [report(barcodes[0]!, -60)] });
    assert.deepEqual(answer!.at, clock.now());
  });

  it("come to the same in whatever order they are reported, in whatever batches", async () => {
    const random = seeded(11);
    const plan = Array.from({ length: 60 }, (_, index) => ({
      ticket: random.below(10),
      minutes: random.below(120),
      scanner: `S${index % 3}`,
      direction: random.chance(0.4) ? ("out" as const) : ("in" as const),
    }));
    const outcomes: unknown[] = [];
    for (const most of [60, 1, 7]) {
      const { game, barcodes } = await soldRow();
      const all = plan.map(({ ticket, minutes, ...one }, index) =>
        report(barcodes[ticket]!, minutes, { ...one, scannerRef: `${game.name} ${index}` }),
      );
      const left = most === 60 ? all : random.shuffled(all);
      while (left.length > 0) await recordScans(core, caller, { eventId: game.eventId, reports: left.splice(0, most) });
      const rows = await scansOf(game.eventId);
      const name = (scanId: number | null) => {
        const row = rows.find((one) => one.scanId === scanId);
        return row && `${row.seat} ${row.direction} ${row.scanner} ${ago(0).getTime() - row.at.getTime()}`;
      };
      outcomes.push({
        counts: await countAdmitted(core, sandboxOrgId, game.eventId),
        conflicts: rows
          .filter((one) => one.conflictsWith !== null)
          .map((one) => `${name(one.scanId)} - ${name(one.conflictsWith)}`)
          .sort(),
      });
    }
    assert.ok((outcomes[0] as { conflicts: unknown[] }).conflicts.length > 5);
    assert.deepEqual(outcomes[1], outcomes[0]);
    assert.deepEqual(outcomes[2], outcomes[0]);
  });

  it("are told by the change log, each once", async () => {
    while ((await numberCommitted(core, sandboxOrgId)) > 0);
    const faults: string[] = [];
    for await (const fault of trailCheck.faults({ db: core.db } as never)) faults.push(fault);
    assert.deepEqual(faults, []);
  });
});
