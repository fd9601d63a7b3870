import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { describe, it } from "node:test";
import { event, plan } from "../../../src/core/ticketing/catalogue/kinds/events.ts";
import { changeItem, createItem } from "../../../src/core/ticketing/catalogue/store.ts";
import { setStatus } from "../../../src/core/ticketing/events/status.ts";
import { importTickets } from "../../../src/core/ticketing/import/tickets.ts";
import { holdFor } from "../../../src/core/ticketing/inventory/hold.ts";
import { caller } from "../../protocols/archtics/support.ts";
import { testApp } from "../../support/app.ts";
import { linesOf } from "./queries.ts";
import { refused, seatsNow, states } from "./refused.ts";
import { smallEvent } from "./small-event.ts";

const { parts } = await testApp();
const { core } = parts;
const small = await smallEvent(core, caller);
const { eventId, name } = small;
const planId = await createItem(core, caller, plan, { name: "PLANT" });
const take = (text: string | Readable) => importTickets(core, caller, text);

const columns = [
  ...[
    "event_name",
    "section_name",
    "row_name",
    "seat_num",
    "num_seats",
    "last_seat",
    "seat_increment",
    "acct_id",
    "order_num",
    "price_code",
  ],
  ...[
    "ticket_type_code",
    "ticket_type",
    "full_price",
    "purchase_price",
    "paid",
    "paid_amount",
    "plan_event_name",
    "delivery_method",
  ],
  ...[
    "add_datetime",
    "disc_code",
    "disc_amount",
    "surchg_code",
    "surchg_amount",
    "comp_code",
    "comp_name",
    "promo_code",
    "renewal_ind",
  ],
  ...["sell_location", "sales_source_name", "user_flag"],
];
type Cells = Readonly<Record<string, string | number>>;
const seat = { event_name: name, section_name: "T1", row_name: "A", seat_num: 1, acct_id: 6, price_code: "C" };
const file = (...lines: readonly Cells[]): string =>
  [columns.join(","), ...lines.map((cells) => columns.map((column) => cells[column] ?? "").join(","))].join("\n");

describe("importing tickets refuses", () => {
  for (const [what, text, field] of [
    ["an empty file", "", "file"],
    ["a file without its columns", "event_name,section_name,row_name,seat_num,acct_id\n", "price_code"],
    ["what is no CSV", `${columns.join(",")}\n"a"b,1`, "file"],
  ] as const)
    it(what, () => refused(core, () => take(text), "value-invalid", { field }));
});

/** What is wrong in a line, and what is told of it. */
const wrong: readonly (readonly [Cells, RegExp])[] = [
  [{ event_name: "NOEVENT" }, /^event_name: is no event with seats: NOEVENT$/],
  [{ event_name: "" }, /^event_name: is no event/],
  [{ event_name: "PLANT" }, /^event_name: is no event with seats: PLANT$/],
  [{ plan_event_name: "NOPLAN" }, /^plan_event_name: is no plan: NOPLAN$/],
  [{ plan_event_name: name }, /^plan_event_name: is no plan/],
  [{ section_name: "T9" }, /^row_name: is no row of the event: T9 A$/],
  [{ row_name: "" }, /^row_name: is no row/],
  [{ seat_num: "" }, /^seat_num: is required$/],
  [{ seat_num: 11 }, /^a seat is not in the event$/],
  [{ num_seats: 11 }, /^a seat is not in the event$/],
  [{ num_seats: 0 }, /^num_seats: must be at least 1$/],
  [{ num_seats: 2, last_seat: 3 }, /^last_seat: does not fit num_seats$/],
  [{ row_name: "B", seat_num: 2, last_seat: 4, seat_increment: 1 }, /^seat_increment: differs from the row's, 2$/],
  [{ acct_id: "" }, /^acct_id: is required$/],
  [{ acct_id: "me" }, /^acct_id: must be a whole number, not me$/],
  [{ acct_id: 99999999 }, /^acct_id: there is no such account$/],
  [{ price_code: "" }, /^price_code: is required$/],
  [{ price_code: "Z" }, /^price_code: price not there: Z$/],
  [{ ticket_type_code: "_Q" }, /^ticket_type_code: is no type of ticket$/],
  [{ delivery_method: "QQ" }, /^delivery_method: is no way of delivery$/],
  [{ paid: "P" }, /^paid_amount: is required where paid is P$/],
  [{ purchase_price: "-1" }, /^purchase_price: must be money as in 99.00, not -1$/],
  [{ full_price: "$45" }, /^full_price: must be money/],
  [{ disc_amount: "1.005" }, /^disc_amount: must be money/],
  [{ add_datetime: "01.10.2016" }, /^add_datetime: must be as in/],
  [{ add_datetime: "2016-13-01 19:00" }, /^add_datetime: must be as in/],
  [{ add_datetime: "2016-02-30 19:00" }, /^add_datetime: must be as in/],
  [{ add_datetime: "2016-10-01 24:00" }, /^add_datetime: must be as in/],
  [{ seat_num: 8 }, /^a seat is sold or held already$/],
  [{ event_name: "OFF" }, /^the event is not published$/],
];

describe("a line that can't be taken", () => {
  it("is left out and told of by its number, whatever is wrong with it; the others are sold", async () => {
    const off = await smallEvent(core, caller);
    await changeItem(core, caller, event, off.eventId, { name: "OFF" });
    await setStatus(core, caller, off.eventId, "cancel");
    await holdFor(core, caller, { eventId, runs: [await small.run(0, 7, 1)], until: new Date(Date.now() + 3_600_000) });
    const good = { ...seat, seat_num: 10, order_num: "good" };
    const lines = wrong.map(([cells], index) => ({ ...seat, order_num: `bad${index}`, ...cells }));
    const { faults, ...came } = await take(file(...lines.slice(0, 5), good, ...lines.slice(5)));
    assert.deepEqual(came, { sold: 1, there: 0, orders: 1 });
    assert.deepEqual(
      faults.map((one) => one.line).sort((a, b) => a - b),
      [2, 3, 4, 5, 6, ...lines.slice(5).map((_, index) => 8 + index)],
    );
    for (const { line, message } of faults) assert.match(message, wrong[line < 7 ? line - 2 : line - 3]![1], `line ${line}`);
    assert.deepEqual(await states(core, await small.run(0, 0, 10)), [...Array(7).fill("open"), "held", "open", "sold"]);
  });

  it("takes with it no other line of its order", async () => {
    const small = await smallEvent(core, caller);
    const line = (more: Cells) => ({ ...seat, event_name: small.name, order_num: 7, ...more });
    const { faults, ...came } = await take(
      file(line({}), line({ seat_num: 2, price_code: "Z" }), line({ seat_num: 11 }), line({ seat_num: 4 })),
    );
    assert.deepEqual(came, { sold: 2, there: 0, orders: 1 });
    assert.deepEqual(faults.map((one) => one.line).sort(), [3, 4]);
    assert.deepEqual(await states(core, await small.run(0, 0, 4)), ["sold", "open", "open", "sold"]);
  });
});

describe("importing tickets", () => {
  it("sells nothing twice when it is run again", async () => {
    const small = await smallEvent(core, caller);
    const line = (more: Cells) => ({ ...seat, event_name: small.name.toLowerCase(), ...more });
    const text = file(
      line({ num_seats: 4, order_num: 1 }),
      line({ seat_num: 5, order_num: 1 }),
      line({ seat_num: 6, order_num: 2 }),
      line({ seat_num: 7, acct_id: 4444, order_num: 2 }),
    );
    assert.deepEqual(await take(Readable.from([Buffer.from(`\ufeff${text.replaceAll("\n", "\r\n")}`)])), {
      sold: 7,
      there: 0,
      orders: 3,
      faults: [],
    });
    const before = await seatsNow(core, await small.run(0, 0, 7));
    assert.deepEqual(new Set(before.slice(0, 5).map((one) => one.orderId)).size, 1);
    assert.deepEqual(await take(text), { sold: 0, there: 7, orders: 0, faults: [] });
    const theirs = await take(file(line({ acct_id: 4444, num_seats: 2 })));
    assert.deepEqual([theirs.sold, theirs.there, theirs.faults.length], [0, 0, 1]);
    assert.deepEqual(await seatsNow(core, await small.run(0, 0, 7)), before);
  });

  it("takes every column", async () => {
    const small = await smallEvent(core, caller);
    const ofB = { ...seat, event_name: small.name, row_name: "b", seat_num: 2, last_seat: 6, acct_id: 4444 };
    const { faults } = await take(
      file(
        {
          ...ofB,
          plan_event_name: "plant",
          full_price: "60",
          purchase_price: "55.5",
          paid: "P",
          paid_amount: "10.05",
          renewal_ind: "y",
          delivery_method: "tf",
          add_datetime: "2026-07-01 10:00",
          sell_location: "INET_BUY",
          sales_source_name: "Phone",
          user_flag: "Y",
          promo_code: "SPRING",
        },
        {
          ...ofB,
          seat_num: 8,
          last_seat: 8,
          paid: "n",
          disc_code: "D",
          disc_amount: "1",
          surchg_code: "S",
          surchg_amount: "0.25",
          add_datetime: "2026-01-01T10:00:30",
        },
        {
          ...ofB,
          seat_num: 10,
          last_seat: 10,
          ticket_type: "complimentary",
          full_price: "0",
          comp_code: "1",
          comp_name: '"Promotion, ""free"""',
          add_datetime: "2026-01-01T10:00:30",
        },
      ),
    );
    assert.deepEqual(faults, []);
    const seats = await seatsNow(core, await small.run(1, 0, 5));
    assert.deepEqual(
      [seats[0]!.orderId === seats[2]!.orderId, seats[0]!.orderId === seats[3]!.orderId, seats[3]!.orderId === seats[4]!.orderId],
      [true, false, true],
    );
    const [one] = await core.db.run(linesOf, [1, seats[0]!.orderId]);
    const {
      plan_id,
      first_seat,
      seats: count,
      full_price,
      purchase_price,
      paid,
      renewal,
      sold_at,
      user_flag,
      promotion_code,
      delivery_method_id,
    } = one!;
    assert.deepEqual(
      [plan_id, first_seat, count, full_price, purchase_price, paid, renewal, sold_at, user_flag, promotion_code],
      [planId, 2, 3, 60_00, 55_50, 10_05, true, new Date("2026-07-01T14:00:00Z"), true, "SPRING"],
    );
    assert.ok(delivery_method_id);
    const [two, three] = await core.db.run(linesOf, [1, seats[3]!.orderId]);
    assert.deepEqual(
      [two!.full_price, two!.purchase_price, two!.paid, two!.discount_code, two!.surcharge_code, two!.sold_at, two!.plan_id],
      [45_00, 44_25, 0, "D", "S", new Date("2026-01-01T15:00:30Z"), null],
    );
    assert.deepEqual(
      [three!.line, three!.full_price, three!.paid, three!.comp_code, three!.comp_name],
      [2, 0, 0, "1", 'Promotion, "free"'],
    );
  });
});
