import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readsBefore } from "../../../src/core/audit/queries.ts";
import { event } from "../../../src/core/ticketing/catalogue/kinds/events.ts";
import { ticketType } from "../../../src/core/ticketing/catalogue/kinds/prices.ts";
import { findRun } from "../../../src/core/ticketing/inventory/find-run.ts";
import { sell } from "../../../src/core/ticketing/inventory/sell.ts";
import { transferSeats } from "../../../src/core/ticketing/inventory/transfer.ts";
import { testApp } from "../../support/app.ts";
import { add, caller, type Values } from "./support.ts";
import { boxOffice, letters, seats } from "./tickets/box-office.ts";

const app = await testApp();
const { command } = app;
const { core } = app.parts;
const { buyer, give, number, sold } = boxOffice(app);

describe("seats_sold tells of a block", () => {
  it("every field", async () => {
    const [{ event_id, add_date_time, purchase_date, atomic_seats, ...block }] = await sold(100479, {
      event_filter: [{ event_filter: "GAME01" }],
    });
    assert.deepEqual(block, {
      ...{
        event_name: "GAME01",
        master_event_name: "GAME01",
        plan_name: "FULL",
        section_name: "101",
        row_name: "A",
        seat_num: 1,
        num_seat: 2,
      },
      ...{ last_seat: 2, seat_increment: 1, price_code: "A", full_price: 125, block_full_price: 250, purchase_price: 112.5 },
      ...{ block_purchase_price: 225, section_type: "N", seat_type: "N", seat_status_ind: "A", forwarding_allowed_ind: "Y" },
      ...{ resale_allowed_ind: "Y", print_to_tf_allowed_ind: "Y", transfer_to_card_allowed_ind: "Y", exchange_allowed_ind: "Y" },
      ...{
        view_mobile_allowed_ind: "Y",
        return_allowed_ind: "Y",
        market_ind: "P",
        ticket_type_code: "_A",
        ticket_type_pc: "Adult / A",
      },
      ...{
        gate_exit_portal: "Gate A / Portal 101",
        class_attribute: "AI",
        delayed_delivery: "N",
        return_price_value: 112.5,
        user_flag: "N",
      },
    });
    assert.equal(event_id, await number(event, "GAME01"));
    assert.match(add_date_time, /^\d{4}-\d\d-\d\d 10:00$/);
    assert.equal(purchase_date, add_date_time.slice(0, 10));
    assert.deepEqual(
      atomic_seats.map((one: Values) => Object.keys(one)),
      [
        ["atomic_seat", "barcode"],
        ["atomic_seat", "barcode"],
      ],
    );
    assert.deepEqual(
      atomic_seats.map((one: Values) => one.atomic_seat),
      ["1", "2"],
    );
    assert.match(atomic_seats[0].barcode, /^\d{16}$/);
  });

  it("who came, at an event that is over, and no barcode", async () => {
    const [block] = await sold(100479, { event_filter: [{ event_filter: "EVENT01" }] });
    assert.deepEqual(block.attended_seats, [{ attended_seat: "1" }, { attended_seat: "2" }]);
    assert.equal(letters(block), "EEEEDDD");
    assert.deepEqual(block.atomic_seats, [{ atomic_seat: "1" }, { atomic_seat: "2" }]);
    assert.equal(block.return_price_value, undefined);
  });

  it("what sort of seats they are, and how they were bought", async () => {
    const suite = await buyer("GAME05", seats("S1", "1", 1, 2), { priceCode: "S", market: "secondary", userFlag: true });
    const [one] = await sold(suite.accountId);
    assert.deepEqual([one.section_type, one.seat_type, one.market_ind, one.user_flag], ["S", "N", "S", "Y"]);
    const club = await buyer("GAME05", seats("201", "A", 3, 1), { priceCode: "B", market: "host" });
    assert.deepEqual(
      (await sold(club.accountId)).map((two) => [two.section_type, two.market_ind]),
      [["C", "H"]],
    );
    const floor = await buyer("GAME05", seats("FLOOR", "GA", 3, 1), { priceCode: "G" });
    const standing = await buyer("GAME05", seats("SRO", "SRO", 3, 1), { priceCode: "G" });
    assert.deepEqual([(await sold(floor.accountId))[0].seat_type, (await sold(standing.accountId))[0].seat_type], ["G", "S"]);
  });

  it("neighbours apart that differ, together when they are alike", async () => {
    const { accountId, run } = await buyer("GAME05", seats("104", "F", 2, 3));
    const more = await findRun(core, 1, run.eventId, seats("104", "F", 5, 2));
    await sell(core, caller, {
      accountId,
      lines: [{ run: more, priceCode: "A", ticketTypeId: await number(ticketType, "_A"), discount: 5_00 }],
    });
    const shape = async () =>
      (await sold(accountId)).map((one) => [one.seat_num, one.num_seat, one.last_seat, one.purchase_price]);
    assert.deepEqual(await shape(), [
      [2, 3, 4, 125],
      [5, 2, 6, 120],
    ]);
    await give(run, 3, "online");
    assert.deepEqual((await shape()).length, 2);
    await give(run, 3, "card");
    assert.deepEqual(await shape(), [
      [2, 1, 2, 125],
      [3, 1, 3, 125],
      [4, 1, 4, 125],
      [5, 2, 6, 120],
    ]);
  });

  it("apart what is on a card, though the same stands against the use of both", async () => {
    const { accountId, run } = await buyer("GAME05", seats("104", "H", 2, 2), { paid: 0 });
    await give(run, 2, "card");
    const found = (await sold(accountId)).map((one) => [one.seat_num, one.seat_status_ind, letters(one)]);
    assert.deepEqual(found, [
      [2, "C", "PPPPPPY"],
      [3, "A", "PPPPPPY"],
    ]);
  });

  it("and notes whose data that is", async () => {
    const commands = ["seats_sold", "get_seats_on_account"];
    const { acct_id, cust_name_id } = await add(command);
    const run = await findRun(core, 1, await number(event, "GAME05"), seats("104", "G", 4, 1));
    await sell(core, caller, {
      accountId: acct_id,
      lines: [{ run, priceCode: "A", ticketTypeId: await number(ticketType, "_A") }],
    });
    for (const cmd of commands) await command({ cmd, acct_id });
    await app.parts.reads.flush();
    const noted = await core.db.read(readsBefore, [1, null, null, 10, cust_name_id]);
    assert.deepEqual(noted.map((one) => one.call).sort(), commands.toSorted());
  });

  it("whose they are now: what was forwarded is the recipient's, with a barcode of their own", async () => {
    const { accountId, run } = await buyer("GAME05", seats("104", "G", 2, 1));
    const [before] = await sold(accountId);
    const { acct_id: to } = await add(command);
    await transferSeats(core, caller, { runs: [run], from: accountId, to });
    assert.deepEqual(await sold(accountId), []);
    const [after] = await sold(to);
    assert.notEqual(after.atomic_seats[0].barcode, before.atomic_seats[0].barcode);
  });
});
