import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { readGateTickets } from "../../../src/core/ticketing/access/attendance.ts";
import { scanOutcomes } from "../../../src/core/ticketing/access/outcomes.ts";
import { event } from "../../../src/core/ticketing/catalogue/kinds/events.ts";
import { findItem } from "../../../src/core/ticketing/catalogue/read.ts";
import { changeItem } from "../../../src/core/ticketing/catalogue/store.ts";
import { setStatus } from "../../../src/core/ticketing/events/status.ts";
import { findRun } from "../../../src/core/ticketing/inventory/find-run.ts";
import { returnSeats } from "../../../src/core/ticketing/inventory/give-back.ts";
import { exactToWire } from "../../../src/protocols/archtics/wire.ts";
import { testApp, testClock } from "../../support/app.ts";
import { assertFault, caller, sandboxOrgId, succeeded } from "./support.ts";

const clock = testClock();
const { command, parts } = await testApp({ clock });
const { core } = parts;
const send = (values: object) => command({ cmd: "scan", event_name: "GAME01", ...values });
// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by tests
const scan = async (values: object): Promise<any> => succeeded(await send(values));
const local = (seconds = 0): string => exactToWire(caller.timeZone, new Date(clock.now().getTime() + seconds * 1_000));

let eventId: number;
let otherEvent: string;
/** A barcode of a seat of GAME01, each once. */
const barcodes: string[] = [];
const next = (): string => barcodes.pop()!;

before(async () => {
  const game = await findItem(core, sandboxOrgId, event, "GAME01");
  eventId = game.event_id as number;
  // When doors open, as nobody said otherwise.
  clock.set(new Date((game.starts_at as Date).getTime() - 2 * 3_600_000));
  const tickets = await readGateTickets(core, sandboxOrgId, eventId);
  barcodes.push(...tickets.filter((one) => one.section !== "101").map((one) => String(one.barcode)));
  const other = await findItem(core, sandboxOrgId, event, "GAME02");
  otherEvent = String((await readGateTickets(core, sandboxOrgId, other.event_id as number))[0]!.barcode);
});

describe("scan refuses", () => {
  for (const [field, values] of [
    ["event_name", { event_name: "", barcode: "1" }],
    ["barcode", {}],
    ["scans", { scans: [] }],
    ["scans", { scans: "" }],
    [String.raw`scans\[1\].barcode`, { scans: [{ barcode: "1" }, { direction: "in" }] }],
    ["scanner", { barcode: "1", scanner_ref: "1" }],
    ["scanner_ref", { barcode: "1", offline: "Y", scanner: "A1", action_time: "2026-01-01 20:00" }],
    ["action_time", { barcode: "1", offline: "Y", scanner: "A1", scanner_ref: "1" }],
  ] as const)
    it(`5511: without ${field}`, async () => {
      const { answer } = await send(values);
      assert.equal(answer.result, 5511);
      assert.match(answer.error_detail, new RegExp(`^${field}: required`));
    });
  for (const [field, value] of [
    ["event_name", "NOEVENT"],
    ["event_name", "FULL"],
    ["barcode", "1".repeat(21)],
    ["barcode", 1.5],
    ["direction", "up"],
    ["action_time", "20:00"],
    ["scanner_time", "now"],
    ["gate", "G".repeat(21)],
    ["scanner", "S".repeat(33)],
    ["scanner_ref", "R".repeat(65)],
    ["offline", "maybe"],
    ["admitted", "N"],
    ["scans", [{ barcode: "1" }]],
    ["scans", Array.from({ length: 1_001 }, () => ({ barcode: "1" }))],
  ] as const)
    it(`9999: ${field} ${JSON.stringify(value).slice(0, 40)}`, async () => {
      const { answer } = await send({ barcode: "1", scanner: "A1", [field]: value });
      assert.equal(answer.result, 9999);
      assert.match(answer.error_detail, new RegExp(`^${field}: `));
    });
  it("401: a key that may not sell", async () => {
    const path = "/sth-hold/ticketing_services.aspx?dsn=apigee";
    assertFault(await command({ cmd: "scan", event_name: "GAME01", barcode: "1" }, { path }), 401);
  });
});

describe("a gate", () => {
  const texts = new Map<number, string>(scanOutcomes.map(({ code, text }) => [code, text]));
  const assertKeptOut = async (code: number, values: object): Promise<void> => {
    const answer = await scan(values);
    assert.deepEqual([answer.result_code, answer.result_type, answer.conflict_ind], [code, texts.get(code), "N"]);
  };

  it("1: keeps out a barcode that is none", async () => {
    for (const barcode of ["1234567890123456", 1_234_567_890_123_456, "hello"]) await assertKeptOut(1, { barcode });
  });
  it("2: keeps out a ticket for another event", () => assertKeptOut(2, { barcode: otherEvent }));
  it("3: keeps out a ticket for another gate, and lets it in at its own", async () => {
    const tickets = await readGateTickets(core, sandboxOrgId, eventId);
    const barcode = String(tickets.find((one) => one.section === "101")!.barcode);
    await assertKeptOut(3, { barcode, gate: "Gate B" });
    assert.equal((await scan({ barcode, gate: "gate a" })).result_code, 0);
  });
  it("4: keeps out who comes on a ticket that is inside, also after an exit when there is no re-entry", async () => {
    const barcode = next();
    assert.equal((await scan({ barcode })).result_code, 0);
    await assertKeptOut(4, { barcode });
    assert.equal((await scan({ barcode, direction: "out" })).result_code, 0);
    await assertKeptOut(4, { barcode });
  });
  it("5: keeps out a ticket that was returned", async () => {
    const run = await findRun(core, sandboxOrgId, eventId, { section: "103", row: "A", firstSeat: 3, seats: 1 });
    const tickets = await readGateTickets(core, sandboxOrgId, eventId);
    const { barcode } = tickets.find((one) => one.section === "103" && one.row === "A" && one.seat === 3)!;
    await returnSeats(core, caller, { runs: [run] });
    await assertKeptOut(5, { barcode: String(barcode) });
    assert.equal((await scan({ barcode: String(barcode) })).section_name, "103");
    barcodes.splice(barcodes.indexOf(String(barcode)), 1);
  });
  it("6: keeps out who comes before the doors open, two hours before the start unless it is said", async () => {
    assert.equal((await findItem(core, sandboxOrgId, event, "GAME01")).doors_at, null);
    clock.pass(-1_000);
    await assertKeptOut(6, { barcode: next() });
    clock.pass(1_000);
    await assertKeptOut(6, { barcode: next(), action_time: local(-60) });
    await changeItem(core, caller, event, eventId, { doors_at: new Date(clock.now().getTime() + 60_000) });
    const barcode = next();
    await assertKeptOut(6, { barcode });
    clock.pass(60_000);
    assert.equal((await scan({ barcode })).result_code, 0);
    clock.pass(-60_000);
    await changeItem(core, caller, event, eventId, { doors_at: null });
  });
  it("7: is closed when the event is postponed or cancelled", async () => {
    for (const [way, back] of [
      ["postpone", "resume"],
      ["cancel", "resume"],
    ] as const) {
      await setStatus(core, caller, eventId, way);
      await assertKeptOut(7, { barcode: next() });
      await setStatus(core, caller, eventId, back);
    }
  });
  it("8: lets nobody out who has not come in", () => assertKeptOut(8, { barcode: next(), direction: "out" }));
  it("0: lets in who has a ticket, and says where they sit", async () => {
    const { seq_num, acct_id, ...answer } = await scan({ barcode: Number(next()), direction: "IN" });
    assert.ok(Number.isInteger(seq_num) && Number.isInteger(acct_id));
    const { result_code, result_type, section_name, row_name, seat_num } = answer;
    assert.deepEqual([result_code, result_type, section_name], [0, "Admitted, or let out", "302"]);
    assert.ok(row_name && seat_num);
  });
  it("answers a report as before when it comes again", async () => {
    const values = { barcode: next(), scanner: "A1", scanner_ref: "7" };
    const first = await scan(values);
    assert.equal(first.result_code, 0);
    assert.deepEqual(await scan(values), first);
    assert.equal((await scan({ ...values, scanner: "A2" })).result_code, 4);
  });
  it("lets in again, by setting, who has gone out", async () => {
    await changeItem(core, caller, event, eventId, { re_entry: true });
    const barcode = next();
    const codes: number[] = [];
    for (const direction of ["in", "in", "out", "out", "in"]) codes.push((await scan({ barcode, direction })).result_code);
    assert.deepEqual(codes, [0, 4, 0, 8, 0]);
    await changeItem(core, caller, event, eventId, { re_entry: false });
  });
  it("admits once of 20 at the same moment", async () => {
    const barcode = next();
    const answers = await Promise.all(Array.from({ length: 20 }, () => scan({ barcode })));
    assert.deepEqual(answers.map((one) => one.result_code).sort(), [0, ...Array.from({ length: 19 }, () => 4)]);
  });
});

describe("a batch from a scanner that was offline", () => {
  it("9 and 0: takes down what the scanner decided, whatever the gate would have", async () => {
    const one = { action_time: local(-3_600), gate: "Gate Z" };
    const scans = [
      { ...one, barcode: next(), scanner_ref: "a" },
      { ...one, barcode: next(), scanner_ref: "b", admitted: "N" },
      { ...one, barcode: next(), scanner_ref: "c", direction: "out" },
    ];
    const answer = await scan({ offline: "Y", scanner: "B1", scans });
    assert.deepEqual(
      answer.scans.map((each: Record<string, unknown>) => [each.barcode, each.scanner_ref, each.result_code]),
      scans.map((each, index) => [each.barcode, each.scanner_ref, [0, 9, 0][index]]),
    );
    assert.equal(answer.conflicts, 0);
  });
  it("tells conflicts: with another scan, and with the box office", async () => {
    const barcode = next();
    const online = await scan({ barcode });
    const one = { action_time: local(-600), offline: "Y", scanner: "B2" };
    const late = await scan({ ...one, barcode, scanner_ref: "1" });
    assert.deepEqual([late.result_code, late.conflict_ind, late.conflict_seq_num], [0, "Y", online.seq_num]);
    const wrong = await scan({
      ...one,
      scans: [
        { ...one, barcode: "55", scanner_ref: "2" },
        { ...one, barcode: otherEvent, scanner_ref: "3" },
      ],
    });
    assert.deepEqual(
      wrong.scans.map((each: Record<string, unknown>) => [each.result_code, each.conflict_ind]),
      [
        [1, "Y"],
        [2, "Y"],
      ],
    );
    assert.equal(wrong.conflicts, 2);
  });
  it("counts what is reported twice once", async () => {
    const barcode = next();
    const values = {
      offline: "Y",
      scanner: "B3",
      scans: [1, 2, 1].map((ref) => ({ barcode, scanner_ref: `${ref}`, action_time: local() })),
    };
    const first = await scan(values);
    assert.equal(first.scans[0].seq_num, first.scans[2].seq_num);
    assert.deepEqual(await scan(values), first);
  });
  it("takes off what the scanner's clock is wrong by", async () => {
    const barcode = next();
    // Two hours ahead: what it calls an hour and a half from now was half an hour ago.
    const values = {
      offline: "Y",
      scanner: "B4",
      scanner_time: local(7_200),
      scanner_ref: "1",
      barcode,
      action_time: local(5_400),
    };
    const { result_code, seq_num } = await scan(values);
    assert.equal(result_code, 0);
    const { attendance } = succeeded(await command({ cmd: "get_attendance", event_name: "GAME01", count: 5_000 }));
    const found = attendance.find((one: { seq_num: number }) => one.seq_num === seq_num);
    assert.equal(found.action_datetime, local(-1_800));
  });
});

describe("a scanner_ref", () => {
  it("is refused with 9999 for another event, barcode or direction than it was sent for", async () => {
    const first = { barcode: next(), scanner: "A9", scanner_ref: "1" };
    const { seq_num } = await scan(first);
    for (const other of [{ event_name: "GAME02" }, { barcode: next() }, { direction: "out" }]) {
      const { answer } = await send({ ...first, ...other });
      assert.deepEqual([answer.result, answer.error_detail], [9999, "scanner_ref: was sent for another scan: 1"]);
    }
    const twice = [next(), next()].map((barcode) => ({ barcode, scanner_ref: "2" }));
    assert.equal((await send({ scanner: "A9", scans: twice })).answer.result, 9999);
    assert.equal((await scan(first)).seq_num, seq_num);
  });
});
