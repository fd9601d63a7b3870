import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { event, plan } from "../../../src/core/ticketing/catalogue/kinds/events.ts";
import { ticketType } from "../../../src/core/ticketing/catalogue/kinds/prices.ts";
import { findRun } from "../../../src/core/ticketing/inventory/find-run.ts";
import { releaseReserved } from "../../../src/core/ticketing/inventory/give-back.ts";
import { sell } from "../../../src/core/ticketing/inventory/sell.ts";
import { testApp } from "../../support/app.ts";
import { caller, secondOrganisation, type Values } from "./support.ts";
import { boxOffice, seats } from "./tickets/box-office.ts";

const app = await testApp();
const { core } = app.parts;
const { number } = boxOffice(app);
const commands = ["get_seats_on_account", "get_seats_on_account_reserved"] as const;
/** An account with a reservation in the sandbox; 100479 has seats and none. */
const holder = { get_seats_on_account: 100479, get_seats_on_account_reserved: 12345 } as const;
const ask = async (cmd: (typeof commands)[number], values: Values = {}) =>
  (await app.command({ cmd, acct_id: holder[cmd], ...values })).answer;
type Row = Record<string, unknown>;
const places = (answer: { seats?: Row[] }): string[] =>
  (answer.seats ?? []).map((one) => `${one.event_name} ${one.section_name} ${one.row_name} ${one.seat_num}`);

for (const cmd of commands)
  describe(`${cmd} refuses`, () => {
    it("5061: no account", async () => {
      const answer = await ask(cmd, { acct_id: "" });
      assert.deepEqual([answer.result, answer.error_detail], [5061, "acct_id: required"]);
    });
    const long = {
      event_name: "NINECHARS",
      plan_event_name: "NINECHARS",
      item_set: "x".repeat(21),
      prev_event_name: "NINECHARS",
    };
    const invalid = { ...long, prev_section_name: "SEVENCH", prev_row_name: "FIVEC", prev_seatnum: "last", acct_id: "me" };
    for (const [input, value] of [...Object.entries(invalid), ["count", 0], ["count", 5_001], ["page", "-1"]] as const)
      it(`9999: ${input} ${JSON.stringify(value)}`, async () => {
        const answer = await ask(cmd, { [input]: value });
        assert.equal(answer.result, 9999);
        assert.match(answer.error_detail, new RegExp(`^${input}: `));
      });
    for (const nothing of [
      { acct_id: 162045 },
      { acct_id: 1211, event_name: "EVENT01", plan_event_name: "FULL" },
      { event_name: "NOEVENT" },
      { plan_event_name: "NOPLAN" },
      { plan_event_name: "GAME01" },
      { item_set: "NOSET" },
      { event_name: "EVENT01", item_set: "INET_FORWARD" },
      { page: "7" },
      { prev_event_name: "ZZZ" },
    ])
      it(`5069: ${JSON.stringify(nothing)}`, async () => {
        const answer = await ask(cmd, nothing);
        assert.deepEqual([answer.result, answer.sql_code, answer.more, answer.seats], [5069, 100, "N", undefined]);
      });
  });

describe("neither tells", () => {
  it("another organisation's seats, and not what the other tells", async () => {
    const { send } = await secondOrganisation(app);
    for (const cmd of commands) {
      assert.equal((await send({ cmd, acct_id: holder[cmd] })).answer.result, 5069);
      const both = await ask("get_seats_on_account", { acct_id: 12345, event_name: "GAME01" });
      assert.ok(!places(both).includes("GAME01 104 B 3"));
      assert.equal((await ask("get_seats_on_account_reserved", { acct_id: 100479 })).result, 5069);
    }
  });
});

describe("get_seats_on_account", () => {
  it("tells every field", async () => {
    const { seats, page, more } = await ask("get_seats_on_account", { event_name: "event01" });
    assert.deepEqual([page, more, seats.length], ["0", "N", 2]);
    assert.deepEqual(seats[0], {
      ...{
        event_name: "EVENT01",
        event_id: await number(event, "EVENT01"),
        event_date: "2016-10-14",
        section_name: "101",
        row_name: "A",
      },
      ...{ seat_num: 1, last_seat: 2, seat_increment: 1, class_name: "OPEN", price_code: "A", num_seat: 2, num_seats: 2 },
      ...{
        plan_name: "FULL16",
        ticket_type_code: "_A",
        purchase_price: 112.5,
        block_purchase_price: 225,
        ticket_status: "A",
        paid: "Y",
      },
    });
  });

  it("what is paid", async () => {
    const paid = async (acct_id: number) =>
      new Set((await ask("get_seats_on_account", { acct_id })).seats.map((one: Row) => one.paid));
    assert.deepEqual([...(await paid(6))].sort(), ["N", "Y"]);
    assert.deepEqual([...(await paid(4444))].sort(), ["P", "Y"]);
  });

  it("of an event, a plan's events, a plan and an item set", async () => {
    const count = async (values: Values) => (await ask("get_seats_on_account", values)).seats.length;
    assert.deepEqual(
      [await count({}), await count({ event_name: "FULL16" }), await count({ item_set: "INET_FORWARD" })],
      [24, 14, 10],
    );
    assert.equal(await count({ plan_event_name: "full16" }), 12);
    assert.equal(await count({ plan_event_name: "FULL", event_name: "GAME01" }), 1);
  });

  it("every block once, by page and behind the last one", async () => {
    const all = places(await ask("get_seats_on_account"));
    const byPage: string[] = [];
    for (let page = 0; ; page++) {
      const answer = await ask("get_seats_on_account", { count: 7, page: String(page) });
      byPage.push(...places(answer));
      assert.equal(answer.page, String(page));
      if (answer.more === "N") break;
    }
    assert.deepEqual(byPage, all);
    const behind: string[] = [];
    for (let previous = {}; ; ) {
      const answer = await ask("get_seats_on_account", { count: 7, ...previous });
      if (answer.result === 5069) break;
      behind.push(...places(answer));
      const { event_name, section_name, row_name, seat_num } = answer.seats.at(-1);
      previous = {
        prev_event_name: event_name,
        prev_section_name: section_name,
        prev_row_name: row_name,
        prev_seatnum: seat_num,
      };
    }
    assert.deepEqual(behind, all);
  });
});

describe("get_seats_on_account_reserved", () => {
  let orderId = 0;
  const until = new Date(Date.now() + 86_400_000);
  before(async () => {
    const run = await findRun(core, 1, await number(event, "GAME02"), seats("104", "B", 3, 2));
    const line = {
      run,
      priceCode: "A",
      ticketTypeId: await number(ticketType, "_A"),
      discount: 10_00,
      planId: await number(plan, "FULL"),
    };
    const sale = {
      accountId: 12345,
      lines: [line],
      reserve: { until },
      sellLocation: "BOX1",
      soldAt: new Date(Date.now() - 5 * 3_600_000 - 1),
    };
    orderId = await sell(core, { ...caller, userName: "clerk01" }, sale);
  });

  it("tells every field", async () => {
    const { seats } = await ask("get_seats_on_account_reserved", { event_name: "GAME02" });
    const [{ event_date, datetime, ...row }] = seats;
    assert.deepEqual(row, {
      ...{
        event_name: "GAME02",
        event_id: await number(event, "GAME02"),
        section_name: "104",
        row_name: "B",
        seat_num: 3,
        last_seat: 4,
      },
      ...{
        seat_increment: 1,
        class_name: "OPEN",
        price_code: "A",
        num_seats: 2,
        price: 125,
        block_purchase_price: 230,
        acct_id: 12345,
      },
      ...{ order_num: orderId, order_line_item: 1, usr: "clerk01", hours_held: 5, reserved_ind: "Y", sell_location: "BOX1" },
      ...{
        plan_event_name: "FULL",
        release_datetime: until.toLocaleString("sv-SE", { timeZone: "America/New_York" }).slice(0, 16),
      },
    });
    assert.match(event_date, /^\d{4}-\d\d-\d\d$/);
    assert.match(datetime, /^\d{4}-\d\d-\d\d \d\d:\d\d$/);
  });

  it("tells what is kept, until it is let go", async () => {
    assert.deepEqual(places(await ask("get_seats_on_account_reserved")), ["GAME01 104 B 3", "GAME02 104 B 3"]);
    assert.equal((await ask("get_seats_on_account_reserved", { count: 1 })).more, "Y");
    const run = await findRun(core, 1, await number(event, "GAME02"), seats("104", "B", 3, 2));
    await releaseReserved(core, caller, { runs: [run] });
    assert.deepEqual(places(await ask("get_seats_on_account_reserved")), ["GAME01 104 B 3"]);
  });
});
