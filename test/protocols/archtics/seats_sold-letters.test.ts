import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setLock } from "../../../src/core/accounts/lock.ts";
import { deliveryMethod } from "../../../src/core/ticketing/catalogue/kinds/box-office.ts";
import { event } from "../../../src/core/ticketing/catalogue/kinds/events.ts";
import { price, ticketType } from "../../../src/core/ticketing/catalogue/kinds/prices.ts";
import { findItem, listItems } from "../../../src/core/ticketing/catalogue/read.ts";
import { changeItem } from "../../../src/core/ticketing/catalogue/store.ts";
import { setStatus } from "../../../src/core/ticketing/events/status.ts";
import { changeValue } from "../../../src/core/ticketing/values/change.ts";
import { testApp } from "../../support/app.ts";
import { caller, update, type Values } from "./support.ts";
import { boxOffice, letters, seats } from "./tickets/box-office.ts";

const app = await testApp();
const { command } = app;
const { core } = app.parts;
const { buyer, give, number, sold } = boxOffice(app);

describe("seats_sold's indicators say", () => {
  const cases = [
    ["yes to all", "YYYYYYY", {}],
    ["not fully paid", "PPPPPPY", { paid: 1 }],
  ] as const;
  for (const [at, [what, expected, more]] of cases.entries())
    it(what, async () => {
      const { accountId } = await buyer("GAME06", seats("104", "H", 2 + at, 1), more);
      assert.deepEqual((await sold(accountId)).map(letters), [expected]);
    });

  it("given away, what the price code forbids, and a way of delivery that is not online", async () => {
    const comp = await buyer("GAME06", seats("104", "J", 2, 1), { type: "_X" });
    assert.deepEqual((await sold(comp.accountId)).map(letters), ["Y$YYNY$"]);
    const adultId = await number(ticketType, "_A");
    const [adult] = (await listItems(core, 1, price, { parent: comp.eventId, key: "B" }, 9)).filter(
      (one) => one.ticket_type_id === adultId,
    );
    await changeItem(core, caller, price, adult!.price_id as number, { not_allowed: ["forward", "resale", "return", "mobile"] });
    const forbidden = await buyer("GAME06", seats("201", "A", 3, 1), { priceCode: "B" });
    assert.deepEqual((await sold(forbidden.accountId)).map(letters), ["NCYYYNC"]);
    const mailed = await buyer("GAME06", seats("104", "J", 3, 1), { deliveryMethodId: await number(deliveryMethod, "US") });
    assert.deepEqual((await sold(mailed.accountId)).map(letters), ["YYJJYYY"]);
  });

  it("how the ticket was given out, and that it is on a card or was printed too often", async () => {
    const { accountId, run } = await buyer("GAME06", seats("104", "K", 2, 1), {
      deliveryMethodId: await number(deliveryMethod, "TF"),
    });
    const look = async () => {
      const [block] = await sold(accountId);
      const [{ ticket_status, status_seat_num, status_date_time }] = block.atomic_seats;
      return [letters(block), block.seat_status_ind, ticket_status, status_seat_num, status_date_time];
    };
    assert.deepEqual(await look(), ["YYYYYYY", "A", undefined, undefined, undefined]);
    assert.equal((await sold(accountId, { status_filter: "N" })).length, 1);
    const ways = { "box-office": "PB", online: "PI", "customer-service": "PC", paperless: "PP", "forced-paperless": "FP" };
    const more = { "forced-will-call": "FW", "will-call": "WC", mobile: "VM" };
    for (const [via, status] of Object.entries({ ...ways, ...more })) {
      await give(run, 2, via);
      assert.deepEqual(await look(), ["YYYYYYY", "A", status, 2, "2026-10-01 12:30"]);
    }
    assert.equal((await sold(accountId, { status_filter: "N" })).length, 0);
    await give(run, 2, "online", 5);
    assert.equal((await look())[0], "YYUYYYY");
    await give(run, 2, "card");
    assert.deepEqual(await look(), ["YYCCYYY", "C", undefined, undefined, undefined]);
  });

  it("value on the ticket, and how much money", async () => {
    const { accountId, run } = await buyer("GAME06", seats("104", "L", 2, 1));
    const ticket = { eventName: "GAME06", section: "104", row: "L", seat: run.firstSeat };
    await changeValue(core, caller, "add", { ticket, amount: 12_50 });
    const [block] = await sold(accountId);
    assert.deepEqual([letters(block), block.atomic_seats[0].status_add_credit_amount], ["YAYYYYA", 12.5]);
    await changeValue(core, caller, "redeem", { ticket, amount: 12_50 });
    assert.deepEqual((await sold(accountId)).map(letters), ["YYYYYYY"]);
  });

  it("a restricted or locked customer", async () => {
    const { accountId } = await buyer("GAME06", seats("104", "M", 2, 1));
    await update(command, accountId, { acct_access_level: "R" });
    assert.deepEqual((await sold(accountId)).map(letters), ["XXXXXXX"]);
    await update(command, accountId, {});
    await setLock(core, caller, accountId, true);
    assert.deepEqual((await sold(accountId)).map(letters), ["XXXXXXX"]);
    await setLock(core, caller, accountId, false);
    assert.deepEqual((await sold(accountId)).map(letters), ["YYYYYYY"]);
  });

  it("what the event is set to", async () => {
    const { accountId, eventId } = await buyer("GAME07", seats("104", "M", 2, 1));
    const startsAt = (await findItem(core, 1, event, "GAME07")).starts_at as Date;
    const set = async (values: Values): Promise<[string, string | undefined]> => {
      await changeItem(core, caller, event, eventId, values);
      const [block] = await sold(accountId);
      return [letters(block), block.atomic_seats[0].barcode && "barcode"];
    };
    assert.deepEqual(await set({ free_of_fees: true }), ["ZYZYYYY", "barcode"]);
    assert.deepEqual(await set({ free_of_fees: false, hide_mobile_barcode: true }), ["YYYYYWY", "barcode"]);
    assert.deepEqual(await set({ mobile: false, returnable: false, exchange_option: "N" }), ["YYYYENN", "barcode"]);
    assert.deepEqual(await set({ mobile: true, returnable: true, exchange_option: "E", hide_mobile_barcode: false }), [
      "YYYYYYY",
      "barcode",
    ]);
    const minutes = Math.ceil((startsAt.getTime() - Date.now()) / 60_000) + 5;
    assert.deepEqual(await set({ transfer_minutes: minutes }), ["DDDDDYD", undefined]);
    assert.deepEqual(await set({ transfer_minutes: 60, barcoded: false }), ["BBBBBBY", undefined]);
    assert.deepEqual(await set({ barcoded: true, delivery_delay_hours: 48 }), ["YYYYYYY", undefined]);
    const [block] = await sold(accountId);
    assert.equal(block.delayed_delivery, "Y");
    const from = new Date(startsAt.getTime() - 48 * 3_600_000).toLocaleString("sv-SE", { timeZone: "America/New_York" });
    assert.equal(block.print_offset_date_time, from.slice(0, 16));
    await setStatus(core, caller, eventId, "cancel");
    assert.deepEqual((await sold(accountId)).map(letters), ["NNNNNNN"]);
  });
});
