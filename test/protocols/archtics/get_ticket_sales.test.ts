import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { numberCommitted } from "../../../src/core/audit/sequencer.ts";
import type { Caller } from "../../../src/core/core.ts";
import { event } from "../../../src/core/ticketing/catalogue/kinds/events.ts";
import { ticketType } from "../../../src/core/ticketing/catalogue/kinds/prices.ts";
import { findItem } from "../../../src/core/ticketing/catalogue/read.ts";
import { findRun } from "../../../src/core/ticketing/inventory/find-run.ts";
import { returnSeats } from "../../../src/core/ticketing/inventory/give-back.ts";
import { sell } from "../../../src/core/ticketing/inventory/sell.ts";
import { transferSeats } from "../../../src/core/ticketing/inventory/transfer.ts";
import { testApp } from "../../support/app.ts";

const { command, parts } = await testApp();
const { core } = parts;
const caller: Caller = {
  ...{ orgId: 1, timeZone: "America/New_York", keyId: null, userName: "clerk01", protocol: "command-line", call: "test" },
  requestId: "test",
};
const sales = async (values: object) => (await command({ cmd: "get_ticket_sales", ...values })).answer;
const told = async (): Promise<void> => {
  while ((await numberCommitted(core, 1)) > 0);
};

before(told);

describe("get_ticket_sales refuses", () => {
  it("5281: to tell everything there ever was unasked", async () => {
    const answer = await sales({});
    assert.equal(answer.result, 5281);
    assert.match(answer.error_detail, /^start_datetime: required/);
  });
  for (const [input, value] of [
    ["start_datetime", "yesterday"],
    ["start_datetime", "2016-13-01"],
    ["start_datetime", "2016-10-01 24:00"],
    ["count", 0],
    ["count", 5_001],
    ["count", "many"],
    ["page", "-1"],
    ["page", 1.5],
    ["page", 2_001],
    ["page", "first"],
    ["cursor", "bm9uZQ"],
    ["acct_id", "me"],
    ["event_name", "A name too long"],
    ["item_set", "x".repeat(21)],
  ] as const)
    it(`9999: ${input} ${JSON.stringify(value)}`, async () => {
      const answer = await sales({ event_name: "EVENT01", [input]: value });
      assert.equal(answer.result, 9999);
      assert.match(answer.error_detail, new RegExp(`^${input}: `));
    });
  for (const nothing of [
    { event_name: "NOEVENT" },
    { item_set: "NOSET" },
    { event_name: "EVENT01", item_set: "INET_FORWARD" },
    { acct_id: 128801 },
    { start_datetime: "2099-01-01 00:00" },
  ])
    it(`5289: ${JSON.stringify(nothing)}`, async () => {
      const answer = await sales(nothing);
      assert.deepEqual([answer.result, answer.sql_code, answer.more], [5289, 100, "N"]);
      assert.equal(answer.tickets, undefined);
    });
});

describe("get_ticket_sales", () => {
  it("tells an event's sales, seat by seat", async () => {
    const answer = await sales({ event_name: "event01" });
    assert.deepEqual([answer.result, answer.more, answer.page], [0, "N", "0"]);
    const single = answer.tickets.find((one: { section_name: string }) => one.section_name === "102");
    const { event_id, section_id, row_id, order_num, ticket_seq_id, order_line_item_seq, upd_datetime, ...rest } = single;
    for (const number of [event_id, section_id, row_id, order_num, ticket_seq_id]) assert.ok(Number.isInteger(number));
    assert.equal(order_line_item_seq, ticket_seq_id);
    assert.match(upd_datetime, /^\d{4}-\d\d-\d\d \d\d:\d\d$/);
    assert.deepEqual(rest, {
      ...{ event_name: "EVENT01", event_date: "2016-10-14", section_name: "102", row_name: "C", seat_num: 5, last_seat: 6 },
      ...{ num_seats: 2, seat_increment: 1, acct_id: 100479, order_line_item: 1, ticket_status: "A", tran_type: "S" },
      ...{ ticket_type: "Adult", ticket_type_code: "_A", price_code: "A", price_code_desc: "Lower bowl", full_price: 125 },
      ...{ purchase_price: 125, block_purchase_price: 250, paid: "Y", paid_amount: 250, owed_amount: 0, disc_amount: 0 },
      ...{ surchg_amount: 0, class_name: "OPEN", sell_location: "INET_BUY", renewal_ind: "N", delivery_method: "TF" },
      ...{ delivery_method_name: "Print at home", add_datetime: "2016-06-01 10:00" },
    });
  });

  it("tells plan, comp and what is owed", async () => {
    const { tickets } = await sales({ item_set: "inet_sold", count: 5000 });
    const plan = tickets.find(
      (one: { acct_id: number; section_name: string }) => one.acct_id === 100479 && one.section_name === "101",
    );
    assert.deepEqual([plan.plan_event_name, plan.purchase_price, plan.renewal_ind], ["FULL16", 112.5, "Y"]);
    const comp = tickets.find((one: { comp_code?: string }) => one.comp_code);
    assert.deepEqual(
      [comp.comp_code, comp.comp_name, comp.purchase_price, comp.ticket_type],
      [1, "Promotion", 0, "Complimentary"],
    );
    const paid = new Map(tickets.map((one: { paid: string }) => [one.paid, one]));
    assert.deepEqual([...paid.keys()].sort(), ["N", "P", "Y"]);
    const partly = paid.get("P") as { paid_amount: number; owed_amount: number };
    assert.deepEqual([partly.paid_amount, partly.owed_amount], [40, 140]);
  });

  it("takes the first and the last day that callers can write for all there is", async () => {
    const all = (await sales({ event_name: "EVENT01", count: 5_000 })).tickets.length;
    assert.equal(
      (await sales({ event_name: "EVENT01", start_datetime: "0001-01-01 00:00:00", count: 5_000 })).tickets.length,
      all,
    );
    assert.equal((await sales({ start_datetime: "9999-12-31 23:59:59" })).result, 5289);
    for (const values of [{ cmd: "seats_sold", acct_id: 100479 }, { cmd: "event_search" }]) {
      const { answer } = await command({ ...values, start_date: "0001-01-01", end_date: "9999-12-31" });
      assert.deepEqual([answer.result, answer.error_detail], [0, undefined]);
    }
  });

  it("goes through a plan's events, and keeps to an account", async () => {
    const { tickets } = await sales({ event_name: "FULL16", acct_id: "100479" });
    assert.equal(new Set(tickets.map((one: { event_name: string }) => one.event_name)).size, 12);
    assert.deepEqual([...new Set(tickets.map((one: { acct_id: number }) => one.acct_id))], [100479]);
  });

  it("gives every row once, by pages and by cursor", async () => {
    const all = (await sales({ item_set: "INET_SOLD", count: 5000 })).tickets.map(
      (one: { ticket_seq_id: number }) => one.ticket_seq_id,
    );
    const byPage: number[] = [];
    for (let page = 0; ; page++) {
      const answer = await sales({ item_set: "INET_SOLD", count: 50, page: page % 2 ? page : String(page) });
      // By time one goes on behind the last page only.
      assert.equal(answer.next_start_datetime !== undefined, answer.more === "N");
      byPage.push(...answer.tickets.map((one: { ticket_seq_id: number }) => one.ticket_seq_id));
      if (answer.more === "N") break;
    }
    assert.deepEqual(byPage, all);
    const byCursor: number[] = [];
    for (let cursor = ""; ; ) {
      const answer = await sales({ item_set: "INET_SOLD", count: 50, ...(cursor && { cursor }) });
      if (answer.result === 5289) break;
      byCursor.push(...answer.tickets.map((one: { ticket_seq_id: number }) => one.ticket_seq_id));
      cursor = answer.cursor;
    }
    assert.deepEqual(byCursor, all);
  });

  it("goes on with what is new, a return as a row of its own", async () => {
    const { cursor, next_start_datetime: start } = await sales({ event_name: "GAME02", count: 5000 });
    const { event_id: eventId } = (await findItem(core, 1, event, "GAME02")) as unknown as { event_id: number };
    const { ticket_type_id: ticketTypeId } = (await findItem(core, 1, ticketType, "_C")) as unknown as { ticket_type_id: number };
    const run = await findRun(core, 1, eventId, { section: "302", row: "D", firstSeat: 3, seats: 3 });
    const line = { run, priceCode: "C", ticketTypeId, discountCode: "TEN", discount: 3_00, promotionCode: "SPRING" };
    const orderId = await sell(core, caller, { accountId: 6, lines: [line], salesSource: "Telephone" });
    await returnSeats(core, caller, { runs: [{ ...run, firstSeat: 4, seats: 1 }], reason: "Moved away" });
    await told();
    const { tickets } = await sales({ event_name: "GAME02", cursor });
    assert.deepEqual(
      tickets.map((one: Record<string, unknown>) => [one.ticket_status, one.seat_num, one.num_seats, one.order_num]),
      [
        ["A", 3, 3, orderId],
        ["R", 4, 1, orderId],
      ],
    );
    const [sold, returned] = tickets;
    assert.deepEqual([sold.disc_code, sold.disc_amount, sold.purchase_price, sold.promo_code], ["TEN", 3, 27, "SPRING"]);
    assert.deepEqual([sold.sales_source_name, sold.add_user, sold.upd_user], ["Telephone", "clerk01", "clerk01"]);
    assert.deepEqual([returned.return_reason, returned.tran_type], ["Moved away", "R"]);
    assert.equal(returned.return_datetime, returned.upd_datetime);
    for (const name of ["start_datetime", "start_date_time", "start_date"]) {
      const again = await sales({ event_name: "GAME02", [name]: start });
      const last = again.tickets.slice(-2).map((one: { ticket_seq_id: number }) => one.ticket_seq_id);
      assert.deepEqual(last, [sold.ticket_seq_id, returned.ticket_seq_id]);
    }
  });

  it("tells a transfer as R of the account that had the tickets and A of the one that has", async () => {
    const { cursor } = await sales({ event_name: "GAME04", count: 5000 });
    const eventId = (await findItem(core, 1, event, "GAME04")).event_id as number;
    const ticketTypeId = (await findItem(core, 1, ticketType, "_C")).ticket_type_id as number;
    const run = await findRun(core, 1, eventId, { section: "302", row: "D", firstSeat: 3, seats: 3 });
    const order = await sell(core, caller, { accountId: 6, lines: [{ run, priceCode: "C", ticketTypeId }] });
    await transferSeats(core, caller, { runs: [{ ...run, firstSeat: 4, seats: 2 }], from: 6, to: 4444 });
    await told();
    const shown = (one: Record<string, unknown>) => [one.tran_type, one.ticket_status, one.acct_id, one.seat_num, one.num_seats];
    const { tickets } = await sales({ event_name: "GAME04", cursor });
    assert.deepEqual(tickets.map(shown), [
      ["S", "A", 6, 3, 3],
      ["T", "R", 6, 4, 2],
      ["T", "A", 4444, 4, 2],
    ]);
    assert.deepEqual(new Set(tickets.map((one: { order_num: number }) => one.order_num)), new Set([order]));
    const own = await sales({ event_name: "GAME04", cursor, acct_id: 4444 });
    assert.deepEqual(own.tickets, tickets.slice(2));
  });
});
