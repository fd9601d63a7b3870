import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { holdClass, price, ticketType } from "../../../src/core/ticketing/catalogue/kinds/prices.ts";
import { findItem } from "../../../src/core/ticketing/catalogue/read.ts";
import { changeItem, createItem } from "../../../src/core/ticketing/catalogue/store.ts";
import { setStatus } from "../../../src/core/ticketing/events/status.ts";
import { findRun } from "../../../src/core/ticketing/inventory/find-run.ts";
import { holdFor } from "../../../src/core/ticketing/inventory/hold.ts";
import { reclassify } from "../../../src/core/ticketing/inventory/reclassify.ts";
import { sell } from "../../../src/core/ticketing/inventory/sell.ts";
import { testApp, testClock } from "../../support/app.ts";
import { info, makeHall } from "./hall.ts";
import { caller } from "./support.ts";

const clock = testClock(new Date("2030-11-30T16:00:00Z"));
const { command, parts } = await testApp({ clock });
const { core } = parts;
const available = async (values: object) => (await command({ cmd: "get_avail_seats", ...values })).answer;
const ids: Record<string, number> = {};
const run = (section: string, row: string, firstSeat: number, seats: number) =>
  findRun(core, 1, ids.HALL!, { section, row, firstSeat, seats });
interface Seats {
  readonly section_name: string;
  readonly row_name: string;
  readonly seat_num: number;
  readonly last_seat: number;
}
const blocks = ({ seats = [] }: { seats?: Seats[] }) =>
  seats.map((one) => `${one.section_name} ${one.row_name} ${one.seat_num}-${one.last_seat}`);

before(async () => {
  Object.assign(ids, await makeHall(core));
  await setStatus(core, caller, ids.OFF!, "cancel");
  const others = Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((n) => [`other_${n}`, n]));
  for (const [code, ticket] of Object.entries({ _C: 10_00, _A: 20_00, _X: 90_00 })) {
    const { ticket_type_id } = await findItem(core, 1, ticketType, code);
    await createItem(core, caller, price, {
      ...{ event_id: ids.HALL, ticket_type_id, price_code: "Z", description: "Balcony", code_group: "Up", ticket, tax: 2_00 },
      ...{ licence_fee: 1_00, ...others, tax_rate_a: "8.25", tax_rate_b: "1", tax_rate_c: "2", printed_price: 30_00 },
      ...{ host_price_level: "PL", color: "#C62828", on_sale_at: new Date("2030-02-01T15:00:00Z") },
      off_sale_at: new Date("2030-03-01T15:00:00Z"),
    });
  }
  const preferred = await findItem(core, 1, holdClass, "PREFERRED");
  const dist = { distribution_status: "H", distribution_name: "HHOLD", unsold_type: "UT" };
  await changeItem(core, caller, holdClass, preferred.hold_class_id as number, dist);
});

describe("get_avail_seats refuses", () => {
  it("5251: no event", async () => {
    const answer = await available({});
    assert.equal(answer.result, 5251);
    assert.match(answer.error_detail, /^event_name: required/);
  });
  const wrong = {
    ...{
      event_name: "A name too long",
      summary_flag: "X",
      section_name: "SECTION",
      price_code: "ABCD",
      class_name: "x".repeat(21),
    },
    ...{ acct_id: "me", session_id: "x".repeat(65), manifest_retrieval_date: "x".repeat(33), count: 0, page: "x" },
  };
  for (const [input, value] of Object.entries(wrong))
    it(`9999: ${input}`, async () => {
      const answer = await available({ event_name: "HALL", [input]: value });
      assert.equal(answer.result, 9999);
      assert.match(answer.error_detail, new RegExp(`^${input}: `));
    });
  const events = ["NOEVENT", "DRAFT", "OFF", "FULL"].map((event_name) => ({ event_name }));
  const narrowed = [{ section_name: "Q" }, { price_code: "Q" }, { class_name: "NOCLASS" }, { page: "1" }];
  for (const values of [...events, ...narrowed, { class_name: "NOCLASS", summary_flag: "Y" }])
    it(`5259: ${JSON.stringify(values)}`, async () => {
      const answer = await available({ event_name: "HALL", ...values });
      assert.deepEqual([answer.result, answer.sql_code, answer.seats, answer.manifest], [5259, 100, undefined, undefined]);
    });
});

describe("get_avail_seats", () => {
  it("tells everything of a block, the price of the dearest type that is not given away", async () => {
    const { seats, more } = await available({ event_name: "hall", price_code: "z" });
    const { event_id, season_id, section_id, row_id, class_id, ...rest } = seats[0];
    for (const number of [event_id, season_id, section_id, row_id, class_id]) assert.ok(Number.isInteger(number));
    assert.deepEqual([seats.length, more], [1, "N"]);
    assert.deepEqual(rest, {
      ...{ event_name: "HALL", event_date: "2031-03-05", event_time: "18:30", plan_type: "N", total_events: 1 },
      ...{ org_name: "GREATWIDGETS", tm_event_name: "HH", section_name: "B", section_type: "C", section_sort: 1, ga: "N" },
      ...{ row_name: "1", row_sort: 1, seat_num: 1, num_seats: 4, last_seat: 4, seat_increment: 1, class_name: "PREFERRED" },
      ...{ class_code: "P", class_color: 0x1565c0, kill: "N", dist_status: "H", dist_name: "HHOLD", unsold_type: "UT" },
      ...{ price_code: "Z", price_code_desc: "Balcony", price_code_group: "Up", tm_price_level: "PL", pc_color: 0xc62828 },
      ...{ ticket_type_code: "_A", ticket_type: "Adult", price: 23.36, printed_price: 30, block_full_price: 93.44 },
      ...{ block_purchase_price: 93.44, pc_ticket: 20, pc_tax: 2, pc_licfee: 1, pc_other1: 0.01, pc_other2: 0.02 },
      ...{ pc_other3: 0.03, pc_other4: 0.04, pc_other5: 0.05, pc_other6: 0.06, pc_other7: 0.07, pc_other8: 0.08 },
      ...{ tax_rate_a: 8.25, tax_rate_b: 1, tax_rate_c: 2, quality: 5, attribute: "OV", aisle: 3, sellable: "Y" },
      ...{ status: "A", reserved: 0, onsale_datetime: "2030-01-01 10:00", offsale_datetime: "2031-03-05 10:00" },
      ...{ pc_onsale_datetime: "2030-02-01 10:00", pc_offsale_datetime: "2030-03-01 10:00", tm_section_name: "HB" },
      ...{ tm_row_name: "H1", ...info("section"), ...info("row") },
    });
  });
  it("makes blocks as long as they can be, and leaves killed seats out unless asked", async () => {
    const all = await available({ event_name: "HALL" });
    assert.deepEqual(blocks(all), ["B 1 1-4", "B 2 1-7", "A 1 10-11", "A 1 13-14", "S S 1-20"]);
    assert.deepEqual(
      [all.seats[1].sellable, all.seats[1].price, all.seats[4].ga, all.seats[4].section_type],
      ["N", undefined, "S", "S"],
    );
    const killed = await available({ event_name: "HALL", class_name: "kill" });
    assert.deepEqual([blocks(killed), killed.seats[0].kill], [["A 1 12-12"], "Y"]);
    assert.deepEqual(blocks(await available({ event_name: "HALL", section_name: "a", price_code: "Y" })), [
      "A 1 10-11",
      "A 1 13-14",
    ]);
  });
  it("goes on in pages", async () => {
    const paged: string[] = [];
    for (const page of ["0", "1", "2"]) {
      const answer = await available({ event_name: "HALL", count: 2, page });
      paged.push(...blocks(answer), answer.more);
    }
    assert.deepEqual(paged, ["B 1 1-4", "B 2 1-7", "Y", "A 1 10-11", "A 1 13-14", "Y", "S S 1-20", "N"]);
  });
  it("leaves out what is held, reserved and sold, and tells a seat again from the moment its hold ends", async () => {
    const until = new Date(clock.now().getTime() + 60_000);
    await holdFor(core, caller, { eventId: ids.HALL!, runs: [await run("B", "2", 3, 1)], until });
    const ticketTypeId = (await findItem(core, 1, ticketType, "_A")).ticket_type_id as number;
    const line = async (firstSeat: number) => ({ run: await run("B", "1", firstSeat, 1), priceCode: "Z", ticketTypeId });
    await sell(core, caller, { accountId: 6, lines: [await line(1)] });
    await sell(core, caller, { accountId: 6, lines: [await line(3)], reserve: { until: null } });
    const classId = (await findItem(core, 1, holdClass, "OUTHOLD")).hold_class_id as number;
    await reclassify(core, caller, { runs: [await run("S", "S", 5, 2)], classId });
    const rest = ["A 1 10-11", "A 1 13-14", "S S 1-4", "S S 5-6", "S S 7-20"];
    assert.deepEqual(blocks(await available({ event_name: "HALL" })), ["B 1 2-2", "B 1 4-4", "B 2 1-1", "B 2 5-7", ...rest]);
    clock.pass(60_000);
    const now = await available({ event_name: "HALL" });
    assert.deepEqual(blocks(now), ["B 1 2-2", "B 1 4-4", "B 2 1-7", ...rest]);
    assert.deepEqual([now.seats[0].aisle, now.seats[1].aisle], [0, 2]);
  });
  it("counts, whatever the client has seen before", async () => {
    const {
      manifest: told,
      seats,
      page,
    } = await available({
      event_name: "HALL",
      summary_flag: "y",
      manifest_retrieval_date: "2099-01-01 00:00:00",
      session_id: "6",
      acct_id: 6,
    });
    assert.deepEqual([seats, page], [undefined, undefined]);
    assert.deepEqual(told.section_summary.data, [
      "B,OPEN,Y,,4",
      "B,PREFERRED,Z,23.36,2",
      "A,OPEN,Y,,4",
      "S,OUTHOLD,,,2",
      "S,SUITES,,,18",
    ]);
  });
});
