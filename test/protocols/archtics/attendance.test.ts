import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { numberCommitted } from "../../../src/core/audit/sequencer.ts";
import { readGateTickets } from "../../../src/core/ticketing/access/attendance.ts";
import { recordScans } from "../../../src/core/ticketing/access/scan.ts";
import { event } from "../../../src/core/ticketing/catalogue/kinds/events.ts";
import { findItem } from "../../../src/core/ticketing/catalogue/read.ts";
import { findRun } from "../../../src/core/ticketing/inventory/find-run.ts";
import { returnSeats } from "../../../src/core/ticketing/inventory/give-back.ts";
import { transferSeats } from "../../../src/core/ticketing/inventory/transfer.ts";
import { testApp } from "../../support/app.ts";
import { caller, sandboxOrgId } from "./support.ts";

const { command, parts } = await testApp();
const { core } = parts;
const ask = async (cmd: string, values: object) => (await command({ cmd, ...values })).answer;
const attendance = (values: object) => ask("get_attendance", values);
const incremental = (values: object) => ask("get_attendance_incremental", values);
const told = async (): Promise<void> => {
  while ((await numberCommitted(core, sandboxOrgId)) > 0);
};
type Row = Record<string, unknown>;
const numbers = (answer: { attendance: Row[] }): unknown[] => answer.attendance.map((one) => one.seq_num);

before(told);

describe("get_attendance refuses", () => {
  it("5301: without an event or an account", async () => {
    const answer = await attendance({});
    assert.equal(answer.result, 5301);
    assert.match(answer.error_detail, /^event_name: required/);
  });
  for (const [input, value] of [
    ["count", 0],
    ["count", 5_001],
    ["page", "-1"],
    ["acct_id", "me"],
    ["event_name", "A name too long"],
    ["item_set", "x".repeat(21)],
  ] as const)
    it(`9999: ${input} ${JSON.stringify(value)}`, async () => {
      const answer = await attendance({ event_name: "EVENT01", [input]: value });
      assert.equal(answer.result, 9999);
      assert.match(answer.error_detail, new RegExp(`^${input}: `));
    });
  for (const nothing of [
    { event_name: "NOEVENT" },
    { event_name: "GAME03" },
    { acct_id: 128801 },
    { event_name: "EVENT01", item_set: "STH_NONE" },
    { event_name: "EVENT01", page: "9" },
  ])
    it(`5309: ${JSON.stringify(nothing)}`, async () => {
      const answer = await attendance(nothing);
      assert.deepEqual([answer.result, answer.sql_code, answer.more, answer.attendance], [5309, 100, "N", undefined]);
    });
});

describe("get_attendance", () => {
  it("tells who came to an event and who did not get in", async () => {
    const answer = await attendance({ event_name: "event01", count: 5_000 });
    assert.deepEqual([answer.result, answer.page, answer.more], [0, "0", "N"]);
    assert.deepEqual([...new Set(answer.attendance.map((one: Row) => one.result_code))].sort(), [0, 9]);
    const first = answer.attendance.find((one: Row) => one.acct_id === 100479);
    const { event_id, section_id, row_id, plan_event_Id, seq_num, upd_datetime, ...rest } = first;
    for (const number of [event_id, section_id, row_id, plan_event_Id, seq_num]) assert.ok(Number.isInteger(number));
    assert.match(upd_datetime, /^\d{4}-\d\d-\d\d \d\d:\d\d$/);
    assert.deepEqual(rest, {
      ...{ event_name: "EVENT01", event_date: "2016-10-14", section_name: "101", row_name: "A", seat_num: 1, acct_id: 100479 },
      ...{ ticket_acct_id: 100479, plan_event_name: "FULL16", print_count: 0, ticket_type: "Adult", price_code: "A", comp: "N" },
      ...{ scan_type: "IN", result_code: 0, result_type: "Admitted, or let out", valid: "Y", action_time: "17:30:00" },
      ...{ gate: "Gate A", source_system: "WILLCALL", access_type: "OFFLINE", mobile: 0, conflict_ind: "N" },
      ...{ action_datetime: "2016-10-14 17:30:00", scanner: "Gate A 1" },
    });
    assert.ok(answer.attendance.some((one: Row) => one.scan_type === "OUT"));
    assert.ok(answer.attendance.some((one: Row) => one.comp === "Y"));
  });

  it("keeps to an account, a plan's events and an item set", async () => {
    const mine = (await attendance({ acct_id: "100479" })).attendance;
    assert.deepEqual([...new Set(mine.map((one: Row) => one.acct_id))], [100479]);
    assert.ok(new Set(mine.map((one: Row) => one.event_name)).size >= 12);
    const plan = (await attendance({ event_name: "FULL16", acct_id: 100479 })).attendance;
    assert.equal(plan.length, mine.length);
    const one = (await attendance({ event_name: "EVENT02", acct_id: 100479 })).attendance;
    assert.deepEqual([...new Set(one.map((each: Row) => each.event_name))], ["EVENT02"]);
    assert.ok((await attendance({ item_set: "INET_SOLD", acct_id: 6 })).attendance.length > 0);
    assert.equal((await attendance({ item_set: "INET_SOLD", count: 5 })).attendance.length, 5);
  });

  it("comes in pages", async () => {
    const all = numbers(await attendance({ event_name: "EVENT02", count: 5_000 }));
    const paged: unknown[] = [];
    for (let page = 0; ; page++) {
      const answer = await attendance({ event_name: "EVENT02", count: 7, page: String(page) });
      paged.push(...numbers(answer));
      if (answer.more === "N") break;
    }
    assert.deepEqual(paged, all);
  });
});

describe("get_attendance_incremental", () => {
  it("5301: refuses to tell everything there ever was unasked", async () => {
    const answer = await incremental({ event_name: "EVENT01" });
    assert.equal(answer.result, 5301);
    assert.match(answer.error_detail, /^start_datetime: required/);
  });
  for (const [input, value] of [
    ["start_datetime", "yesterday"],
    ["cursor", "bm9uZQ"],
    ["count", 0],
    ["page", "x"],
    ["event_name", "A name too long"],
    ["item_set", "x".repeat(21)],
    ["acct_id", "me"],
  ] as const)
    it(`9999: ${input} ${value}`, async () => {
      const answer = await incremental({ start_datetime: "2016-01-01", [input]: value });
      assert.equal(answer.result, 9999);
      assert.match(answer.error_detail, new RegExp(`^${input}: `));
    });
  for (const nothing of [
    { start_datetime: "2099-01-01 00:00" },
    { start_date: "2016-01-01", event_name: "GAME03" },
    { start_date: "2016-01-01", acct_id: 128801 },
  ])
    it(`5309: ${JSON.stringify(nothing)}`, async () => {
      const answer = await incremental(nothing);
      assert.deepEqual([answer.result, answer.sql_code, answer.more], [5309, 100, "N"]);
    });

  it("tells each scan once by cursor, a late one that makes a conflict too", async () => {
    const all = numbers(await incremental({ start_datetime: "2016-01-01 00:00", count: 5_000 }));
    const byCursor: unknown[] = [];
    let from: object = { start_date_time: "2016-01-01" };
    for (;;) {
      const answer = await incremental({ ...from, count: 100 });
      if (answer.result === 5309) break;
      byCursor.push(...numbers(answer));
      from = { cursor: answer.cursor };
    }
    assert.deepEqual(byCursor, all);
    assert.equal(new Set(all).size, all.length);
    const game = await findItem(core, sandboxOrgId, event, "EVENT03");
    const eventId = game.event_id as number;
    const seen = (await attendance({ event_name: "EVENT03", count: 5_000 })).attendance;
    // Of one who stayed: an exit in between would make it no conflict, were there re-entry.
    const { section_name, row_name, seat_num, seq_num } = seen.find((one: Row) => one.result_code === 0);
    const tickets = await readGateTickets(core, sandboxOrgId, eventId);
    const { barcode } = tickets.find((one) => one.section === section_name && one.row === row_name && one.seat === seat_num)!;
    const at = new Date((game.starts_at as Date).getTime() - 4 * 3_600_000);
    const report = { barcode, direction: "in", at, scanner: "late", scannerRef: "1", offline: true } as const;
    const [late] = await recordScans(core, caller, { eventId, reports: [report] });
    await told();
    const { attendance: news } = await incremental({ ...from, item_set: "INET_SOLD", event_name: "EVENT03" });
    assert.deepEqual(
      news.map((one: Row) => [one.seq_num, one.conflict_ind, one.conflict_seq_num]),
      [[late!.scanId, "Y", seq_num]],
    );
    // As it is known now, the later of the two is the one too many.
    const now = (await attendance({ event_name: "EVENT03", count: 5_000 })).attendance;
    const conflicts = now.filter((one: Row) => one.conflict_ind === "Y");
    assert.deepEqual(
      conflicts.map((one: Row) => [one.seq_num, one.conflict_seq_num]),
      [[seq_num, late!.scanId]],
    );
  });

  it("keeps to an account", async () => {
    const { attendance: own } = await incremental({ start_datetime: "2016-01-01", acct_id: "100479", count: 5_000 });
    assert.deepEqual([...new Set(own.map((one: Row) => one.acct_id))], [100479]);
    assert.equal(own.length, (await attendance({ acct_id: 100479, count: 5_000 })).attendance.length);
  });

  it("tells a barcode only where there is no such ticket, since one that was refused may still open a gate", async () => {
    const game = await findItem(core, sandboxOrgId, event, "EVENT04");
    const eventId = game.event_id as number;
    const [ticket] = await readGateTickets(core, sandboxOrgId, eventId);
    const one = { direction: "in", at: game.starts_at as Date, scanner: "late", offline: true, admitted: false } as const;
    const reports = [55, ticket!.barcode].map((barcode, index) => ({ ...one, barcode, scannerRef: `b${index}` }));
    const answered = (await recordScans(core, caller, { eventId, reports })).map((each) => each.scanId);
    await told();
    for (const read of [attendance, incremental]) {
      const { attendance: rows } = await read({ event_name: "EVENT04", start_datetime: "2016-01-01", count: 5_000 });
      const [none, refused] = answered.map((scanId) => rows.find((row: Row) => row.seq_num === scanId));
      assert.deepEqual([none.barcode, none.section_name], ["55", undefined]);
      assert.deepEqual([refused.valid, refused.section_name, refused.barcode], ["N", ticket!.section, undefined]);
      assert.deepEqual(
        rows.filter((row: Row) => row.barcode !== undefined),
        [none],
      );
    }
  });
});

describe("verify_barcode", () => {
  const verify = (values: object) => ask("verify_barcode", values);
  it("5321: needs a barcode", async () => {
    const answer = await verify({});
    assert.equal(answer.result, 5321);
    assert.match(answer.error_detail, /^barcode: required/);
  });
  it("9999: takes at most 20 characters, and whole numbers", async () => {
    for (const barcode of ["1".repeat(21), 1.5, true]) assert.equal((await verify({ barcode })).result, 9999);
  });
  it("tells whose a ticket is and what it cost, and what has become of it", async () => {
    const eventId = (await findItem(core, sandboxOrgId, event, "GAME02")).event_id as number;
    const tickets = await readGateTickets(core, sandboxOrgId, eventId);
    const own = tickets.filter((one) => one.section === "101").map((one) => String(one.barcode));
    const { cmd, result, sql_code, ...ticket } = await verify({ barcode: own[0], event_name: "game02" });
    const [seat, price] = [
      { section_name: "101", row_name: "A", seat_num: 1 },
      { price_code: "A", ticket_type: "Adult" },
    ];
    const facts = { barcode: own[0], barcode_status: "A", acct_id: 100479, event_name: "GAME02", ...seat, ...price };
    assert.deepEqual(ticket, { ...facts, full_price: 125, purchase_price: 112.5, plan_event_name: "FULL" });
    assert.deepEqual(await verify({ barcode: Number(own[0]), event_name: "GAME02" }), { cmd, result, sql_code, ...ticket });
    for (const nothing of [{ barcode: own[0], event_name: "GAME01" }, { barcode: "1" }, { barcode: "none" }]) {
      const answer = await verify(nothing);
      assert.deepEqual([answer.result, answer.sql_code], [5329, 100]);
    }
    const run = await findRun(core, sandboxOrgId, eventId, { section: "101", row: "A", firstSeat: 1, seats: 1 });
    await transferSeats(core, caller, { runs: [{ ...run, firstSeat: 2 }], from: 100479, to: 6 });
    await returnSeats(core, caller, { runs: [run] });
    const after = await Promise.all(own.slice(0, 2).map((barcode) => verify({ barcode })));
    assert.deepEqual(
      after.map((one) => [one.barcode_status, one.acct_id, one.seat_num]),
      [
        ["R", 100479, 1],
        ["X", 100479, 2],
      ],
    );
  });
});
