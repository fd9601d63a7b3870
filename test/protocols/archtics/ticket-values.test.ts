import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { Refusal } from "../../../src/core/refusal.ts";
import { readGateTickets } from "../../../src/core/ticketing/access/attendance.ts";
import { event } from "../../../src/core/ticketing/catalogue/kinds/events.ts";
import { ticketType } from "../../../src/core/ticketing/catalogue/kinds/prices.ts";
import { findItem } from "../../../src/core/ticketing/catalogue/read.ts";
import { findRun } from "../../../src/core/ticketing/inventory/find-run.ts";
import { returnSeats } from "../../../src/core/ticketing/inventory/give-back.ts";
import { sell } from "../../../src/core/ticketing/inventory/sell.ts";
import { changeValue } from "../../../src/core/ticketing/values/change.ts";
import { testApp } from "../../support/app.ts";
import { assertFault, caller, sandboxOrgId, succeeded } from "./support.ts";

const { command, parts } = await testApp();
const { core } = parts;
const ask = async (cmd: string, values: object) => (await command({ cmd, ...values })).answer;
const add = (values: object) => ask("add_value", values);
const redeem = (values: object) => ask("redeem_value", values);
const valued = (values: object) => ask("get_av_barcodes", values);
const seat = { event_name: "GAME01", section_name: "103", row_name: "A", seat_num: 3 };
let eventId: number;
const barcodes: string[] = [];
const next = (): string => barcodes.pop()!;

before(async () => {
  eventId = (await findItem(core, sandboxOrgId, event, "GAME01")).event_id as number;
  const tickets = await readGateTickets(core, sandboxOrgId, eventId);
  barcodes.push(...tickets.filter((one) => one.section !== "103").map((one) => String(one.barcode)));
});

describe("add_value and redeem_value refuse", () => {
  for (const cmd of ["add_value", "redeem_value"]) {
    for (const [field, values] of [
      ["barcode", { amount: 1 }],
      ["row_name", { ...seat, row_name: "", amount: 1 }],
      ["seat_num", { ...seat, seat_num: null, amount: 1 }],
      ["section_name", { ...seat, section_name: null, amount: 1 }],
      ["event_name", { ...seat, event_name: null, amount: 1 }],
      ["amount", seat],
      ["count", { ...seat, item: "DRINK" }],
      ["item", { ...seat, amount: 1, count: 1 }],
    ] as const)
      it(`5501: ${cmd} without ${field}`, async () => {
        const answer = await ask(cmd, values);
        assert.equal(answer.result, 5501);
        assert.match(answer.error_detail, new RegExp(`^${field}: required`));
      });
    for (const [field, value] of [
      ["amount", 0],
      ["amount", -5],
      ["amount", 1.005],
      ["amount", "much"],
      ["amount", 100_000_000],
      ["count", 0],
      ["item", "x".repeat(41)],
      ["description", "x".repeat(251)],
      ["ext_trans_id", "x".repeat(65)],
      ["barcode", "1".repeat(21)],
    ] as const)
      it(`9999: ${cmd} ${field} ${JSON.stringify(value).slice(0, 20)}`, async () => {
        const what = field === "count" ? { item: "DRINK" } : { amount: 1 };
        const answer = await ask(cmd, { ...seat, ...what, [field]: value });
        assert.equal(answer.result, 9999);
        assert.match(answer.error_detail, new RegExp(`^${field}: `));
      });
    it(`5502: ${cmd} on no ticket`, async () => {
      for (const ticket of [{ barcode: "1" }, { barcode: "none" }, { ...seat, seat_num: 1 }, { ...seat, event_name: "NOEVENT" }])
        assert.equal((await ask(cmd, { ...ticket, amount: 1 })).result, 5502);
    });
    it(`401: ${cmd} with a key that may not sell`, async () =>
      assertFault(await command({ cmd, ...seat, amount: 1 }, { path: "/sth-hold/ticketing_services.aspx?dsn=apigee" }), 401));
  }
  it("9999: both money and an item", async () =>
    assert.equal((await add({ ...seat, amount: 1, item: "DRINK", count: 1 })).result, 9999));
  it("9999: more than a ticket can have, all that was added together", async () => {
    const barcode = next();
    assert.equal((await add({ barcode, amount: 99_999_999.99 })).result, 0);
    const answer = await add({ barcode, amount: 0.01 });
    assert.deepEqual([answer.result, answer.error_detail], [9999, "amount: is more than a ticket can have"]);
    await redeem({ barcode, amount: 99_999_999.99 });
  });
  it("what is no amount, whoever asks", async () => {
    for (const amount of [0, -1, 99_999_999_99 + 1, Number.NaN])
      await assert.rejects(
        changeValue(core, caller, "add", { ticket: { barcode: Number(next()) }, amount }),
        (error: Refusal) => error.refusal === "value-invalid",
      );
  });
  it("5503: to redeem what is not there", async () => {
    const barcode = next();
    assert.equal((await redeem({ barcode, amount: 0.01 })).result, 5503);
    await add({ barcode, amount: 10 });
    assert.equal((await redeem({ barcode, amount: 10.01 })).result, 5503);
    assert.equal((await redeem({ barcode, item: "DRINK", count: 1 })).result, 5503);
  });
  it("9999: a number that was sent for something else", async () => {
    const barcode = next();
    await add({ barcode, amount: 10, ext_trans_id: "once" });
    for (const other of [{ amount: 11 }, { amount: 10, barcode: next() }, { item: "DRINK", count: 1000 }]) {
      const answer = await add({ barcode, ext_trans_id: "once", ...other });
      assert.deepEqual([answer.result, answer.error_detail.split(":")[0]], [9999, "ext_trans_id"]);
    }
    assert.equal((await redeem({ barcode, amount: 10, ext_trans_id: "once" })).result, 9999);
  });
});

describe("value on a ticket", () => {
  it("is put there, by barcode or by seat, and taken off, money and items apart", async () => {
    const { entry_num, barcode, cmd, ...first } = succeeded(await command({ cmd: "add_value", ...seat, amount: "20.50" }));
    assert.ok(Number.isInteger(entry_num));
    assert.match(barcode, /^\d{16}$/);
    const { section_name, row_name, seat_num } = seat;
    assert.deepEqual(first, {
      ...{ result: 0, sql_code: 0, acct_id: 12345, event_name: "GAME01", section_name, row_name, seat_num },
      status_add_credit_amount: 20.5,
    });
    const drinks = await add({ barcode, item: "DRINK", count: 3, description: "A round" });
    assert.deepEqual([drinks.item, drinks.item_count, drinks.status_add_credit_amount], ["DRINK", 3, undefined]);
    assert.equal((await add({ barcode: Number(barcode), amount: 0.07 })).status_add_credit_amount, 20.57);
    assert.equal((await redeem({ ...seat, amount: 20 })).status_add_credit_amount, 0.57);
    assert.equal((await redeem({ barcode, item: "DRINK", count: 3 })).item_count, 0);
    assert.equal((await redeem({ barcode, item: "DRINK", count: 1 })).result, 5503);
  });

  it("is changed once under one number, also when it comes many times at once", async () => {
    const barcode = next();
    const twice = { barcode, amount: 5, ext_trans_id: "twice" };
    const answers = await Promise.all(Array.from({ length: 8 }, () => add(twice)));
    assert.equal(new Set(answers.map((one) => one.entry_num)).size, 1);
    assert.deepEqual([...new Set(answers.map((one) => one.status_add_credit_amount))], [5]);
  });

  it("never falls below nothing, however many redeem at once", async () => {
    const barcode = next();
    await add({ barcode, amount: 10 });
    const answers = await Promise.all(Array.from({ length: 16 }, () => redeem({ barcode, amount: 3 })));
    assert.deepEqual(answers.map((one) => one.result).sort(), [0, 0, 0, ...Array.from({ length: 13 }, () => 5503)]);
    assert.equal((await redeem({ barcode, amount: 1 })).status_add_credit_amount, 0);
  });

  it("keeps a ticket whose it is, and is none for who buys the seat after a return", async () => {
    const where = { ...seat, seat_num: 5 };
    const { barcode } = await add({ ...where, amount: 50 });
    const run = await findRun(core, sandboxOrgId, eventId, { section: "103", row: "A", firstSeat: 5, seats: 1 });
    const giveBack = () => returnSeats(core, caller, { runs: [run] });
    await assert.rejects(giveBack, { refusal: "seats-in-use" });
    await redeem({ barcode, amount: 49.99 });
    await assert.rejects(giveBack, { refusal: "seats-in-use" });
    await redeem({ ...where, amount: 0.01 });
    await giveBack();
    assert.equal((await redeem({ barcode, amount: 1 })).result, 5502);
    const type = await findItem(core, sandboxOrgId, ticketType, "_A");
    const line = { run, priceCode: "A", ticketTypeId: type.ticket_type_id as number };
    await sell(core, caller, { accountId: 6, lines: [line] });
    assert.equal((await redeem({ ...where, amount: 1 })).result, 5503);
    assert.equal((await valued({ barcode })).result, 5319);
    assert.equal((await add({ ...where, amount: 2 })).status_add_credit_amount, 2);
  });
});

describe("get_av_barcodes", () => {
  it("5311: needs to know of what", async () => {
    const answer = await valued({});
    assert.equal(answer.result, 5311);
    assert.match(answer.error_detail, /^event_name: required/);
  });
  for (const [input, value] of [
    ["count", 0],
    ["page", "x"],
    ["acct_id", "me"],
    ["barcode", "1".repeat(21)],
  ] as const)
    it(`9999: ${input} ${value}`, async () =>
      assert.equal((await valued({ event_name: "GAME01", [input]: value })).result, 9999));
  it("5319: none", async () => {
    for (const of of [
      { event_name: "GAME07" },
      { acct_id: 4444, event_name: "GAME07" },
      { barcode: "none" },
      { item_set: "NOSET" },
    ]) {
      const answer = await valued(of);
      assert.deepEqual([answer.result, answer.sql_code, answer.more], [5319, 100, "N"]);
    }
  });
  it("tells what is on tickets: by event, item set, account and barcode, in pages", async () => {
    const where = { event_name: "GAME06", section_name: "101", row_name: "A", seat_num: 2 };
    const { barcode } = await add({ ...where, amount: 4 });
    await add({ ...where, item: "DRINK", count: 2 });
    const ticket = { ...where, acct_id: 100479, barcode };
    const rows = [
      { ...ticket, status_add_credit_amount: 4 },
      { ...ticket, item: "DRINK", item_count: 2 },
    ];
    for (const of of [
      { event_name: "GAME06" },
      { barcode },
      { acct_id: 100479, event_name: "FULL" },
      { item_set: "INET_SOLD", barcode },
    ])
      assert.deepEqual((await valued(of)).barcodes, rows);
    const second = await valued({ acct_id: 100479, event_name: "GAME06", count: 1, page: "1" });
    assert.deepEqual([second.barcodes, second.more, second.page], [[rows[1]], "N", "1"]);
    assert.equal((await valued({ event_name: "GAME06", count: 1 })).more, "Y");
  });
});
