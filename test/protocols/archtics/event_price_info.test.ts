import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { event } from "../../../src/core/ticketing/catalogue/kinds/events.ts";
import { price, ticketType } from "../../../src/core/ticketing/catalogue/kinds/prices.ts";
import { findItem } from "../../../src/core/ticketing/catalogue/read.ts";
import { changeItem, createItem } from "../../../src/core/ticketing/catalogue/store.ts";
import { publishEvent } from "../../../src/core/ticketing/events/status.ts";
import { testApp } from "../../support/app.ts";
import { caller } from "./support.ts";

const { command, parts } = await testApp();
const { core } = parts;
const prices = async (values: object) => (await command({ cmd: "event_price_info", ...values })).answer;
const ids: Record<string, number> = {};

before(async () => {
  const { season_id } = await findItem(core, 1, event, "GAME01");
  for (const name of ["FULLY", "PARK", "DRAFT"])
    ids[name] = await createItem(core, caller, event, { name, season_id, starts_at: new Date("2031-03-05T23:30:00Z") });
  await publishEvent(core, caller, ids.FULLY!);
  await publishEvent(core, caller, ids.PARK!);
});

describe("event_price_info refuses", () => {
  it("5241: no event", async () => {
    const answer = await prices({});
    assert.equal(answer.result, 5241);
    assert.match(answer.error_detail, /^event_name: required/);
  });
  for (const [input, value] of [
    ["event_name", "A name too long"],
    ["count", 5_001],
    ["page", "x"],
    ["acct_id", "me"],
  ])
    it(`9999: ${input}`, async () => {
      const answer = await prices({ event_name: "GAME01", [input as string]: value });
      assert.equal(answer.result, 9999);
      assert.match(answer.error_detail, new RegExp(`^${input}: `));
    });
  for (const event_name of ["NOEVENT", "DRAFT", "PARK"])
    it(`5249: ${event_name}`, async () => {
      const answer = await prices({ event_name });
      assert.deepEqual([answer.result, answer.sql_code, answer.more, answer.price_codes], [5249, 100, "N", undefined]);
    });
});

describe("event_price_info", () => {
  it("tells everything of a price", async () => {
    const { ticket_type_id } = await findItem(core, 1, ticketType, "_C");
    const event_id = ids.FULLY!;
    const others = Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((n) => [`other_${n}`, n]));
    const info = Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`info_${n}`, `Info ${n}`]));
    const at = (day: number) => new Date(Date.UTC(2031, 1, day, 15));
    const priceId = await createItem(core, caller, price, {
      ...{
        event_id,
        ticket_type_id,
        price_code: "Z",
        description: "Stalls",
        code_group: "Best",
        parent_code: "Y",
        ticket: 50_00,
        tax: 4_50,
      },
      ...{
        licence_fee: 1_00,
        ...others,
        tax_rate_a: "8.25",
        tax_rate_b: "1.5",
        tax_rate_c: "2",
        printed_price: 60_00,
        pricing_method: "BY HAND",
      },
      ...{
        host_price_level: "PL1",
        color: "#C62828",
        sellable: false,
        on_sale_at: at(1),
        off_sale_at: at(2),
        online_sellable: false,
      },
      ...{
        online_on_sale_at: at(3),
        online_off_sale_at: at(4),
        online_name: "Stalls!",
        online_text: "Near",
        online_full_price: 70_00,
      },
      ...{ online_least: 2, online_most: 6, memberships: "GOLD,SILVER", ...info },
    });
    const { price_codes, more, page } = await prices({ event_name: "fully" });
    const told = (name: string, values: readonly unknown[]) =>
      Object.fromEntries(values.map((one, n) => [`${name}${n + 1}`, one]));
    assert.deepEqual([price_codes.length, more, page], [1, "N", "0"]);
    assert.deepEqual(price_codes[0], {
      ...{
        event_name: "FULLY",
        event_id,
        price_code: "Z",
        price_code_desc: "Stalls",
        price_code_group: "Best",
        parent_price_code: "Y",
      },
      ...{
        ticket_type_code: "_C",
        ticket_type: "Child",
        ticket_type_category: "Reduced",
        comp_ind: "N",
        price: 55.86,
        printed_price: 60,
      },
      ...{ pc_ticket: 50, pc_tax: 4.5, pc_licfee: 1, ...told("pc_other", [0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08]) },
      ...{ tax_rate_a: 8.25, tax_rate_b: 1.5, tax_rate_c: 2, pricing_method: "BY HAND", tm_price_level: "PL1", color: 0xc62828 },
      ...{ pc_sellable: "N", inet_pc_sellable: "N", event_sellable: "Y", onsale_datetime: "2031-02-01 10:00" },
      ...{
        offsale_datetime: "2031-02-02 10:00",
        inet_onsale_datetime: "2031-02-03 10:00",
        inet_offsale_datetime: "2031-02-04 10:00",
      },
      ...{ inet_price_code_name: "Stalls!", inet_offer_text: "Near", inet_full_price: 70, inet_min_tickets_per_tran: 2 },
      ...{ inet_max_tickets_per_tran: 6, required_membership_list: "GOLD,SILVER" },
      ...told("price_code_info", ["Info 1", "Info 2", "Info 3", "Info 4", "Info 5"]),
    });
    for (const [color, number] of [
      ["#c6282", undefined],
      ["red", undefined],
      ["255", 255],
    ] as const) {
      await changeItem(core, caller, price, priceId, { color });
      assert.equal((await prices({ event_name: "FULLY" })).price_codes[0].color, number);
    }
    await changeItem(core, caller, event, event_id, { sellable: false });
    assert.equal((await prices({ event_name: "FULLY" })).price_codes[0].event_sellable, "N");
  });
  it("tells a plan's own, and goes through them in pages", async () => {
    const of = async (values: object) => (await prices({ event_name: "FULL", ...values })).price_codes;
    const all = await of({});
    assert.deepEqual(
      all.map((one: { price_code: string; price: number }) => [one.price_code, one.price]),
      [
        ["A", 112.5],
        ["B", 162],
        ["C", 40.5],
        ["G", 27],
        ["S", 225],
      ],
    );
    assert.deepEqual([...(await of({ count: 3 })), ...(await of({ count: 3, page: "1" }))], all);
    assert.deepEqual(
      [(await prices({ event_name: "FULL", count: 3 })).more, (await prices({ event_name: "FULL", count: 3, page: "2" })).result],
      ["Y", 5249],
    );
  });
});
