import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { describe, it } from "node:test";
import { event, plan } from "../../../src/core/ticketing/catalogue/kinds/events.ts";
import { price } from "../../../src/core/ticketing/catalogue/kinds/prices.ts";
import { manifest, seatRow, section, venue } from "../../../src/core/ticketing/catalogue/kinds/venues.ts";
import { allItems, findItem } from "../../../src/core/ticketing/catalogue/read.ts";
import { createItem } from "../../../src/core/ticketing/catalogue/store.ts";
import { importManifest } from "../../../src/core/ticketing/import/manifest.ts";
import { importPrices } from "../../../src/core/ticketing/import/prices.ts";
import { manifestBlocks } from "../../../src/core/ticketing/venues/blocks.ts";
import { caller } from "../../protocols/archtics/support.ts";
import { testApp } from "../../support/app.ts";
import { lastChange, seatsAsSaid } from "./queries.ts";
import { refused } from "./refused.ts";
import { smallEvent } from "./small-event.ts";

const { parts } = await testApp();
const { core } = parts;
const small = await smallEvent(core, caller);
const { eventId, name, classes, ticketTypeId } = small;
const arena = (await findItem(core, 1, venue, "Great Widgets Arena")).venue_id as number;
let made = 0;
const hall = () => createItem(core, caller, manifest, { venue_id: arena, name: `HALL${++made}` });
const file = (columns: string, ...lines: readonly string[]): string => [columns, ...lines, ""].join("\n");
const ofEvent = (await findItem(core, 1, event, name)).manifest_id as number;

const head =
  "section_name,row_name,seat_num,num_seats,last_seat,seat_increment,default_class,aisle,quality,attribute,section_type";
/** A file for a manifest, the column at fault, what is said, and of which line. */
const badManifests: readonly (readonly [string, string, string, RegExp, number?])[] = [
  ["an empty file", "", "file", /is empty/],
  ["a column missing", "section_name,row_name\n1,1\n", "seat_num", /column that the file must have/],
  ["no CSV", 'section_name,row_name,seat_num\n1,"1,2\n', "file", /is no CSV/],
  ["no section", file(head, "1,1,1", ",1,2"), "section_name", /is required/, 3],
  ["no row", file(head, "1,,1"), "row_name", /is required/, 2],
  ["no seat", file(head, "1,1,"), "seat_num", /is required/, 2],
  ["a seat that is no number", file(head, "1,1,A"), "seat_num", /must be a whole number, not A/, 2],
  ["a seat below 0", file(head, "1,1,-1"), "seat_num", /must not be below 0/, 2],
  ["a seat beyond what is kept", file(head, "1,1,1000001"), "seat_num", /must be at most 1000000/, 2],
  [
    "a price code that would have to be cut",
    file(`${head},def_price_code`, "1,1,1,,,,,,,,,ADLT"),
    "def_price_code",
    /at most 3/,
    2,
  ],
  ["no seats", file(head, "1,1,1,0"), "num_seats", /at least 1/, 2],
  ["a last seat below the first", file(head, "1,1,5,,3"), "num_seats", /at least 1/, 2],
  ["a last seat that the increment misses", file(head, "1,1,1,,4,2"), "num_seats", /at least 1/, 2],
  ["a last seat that does not fit how many", file(head, "1,1,1,4,5"), "last_seat", /does not fit/, 2],
  ["an increment of 0", file(head, "1,1,1,4,,0"), "seat_increment", /from 1 to 100/, 2],
  ["an increment of 0 to a last seat", file(head, "1,1,1,,4,0"), "seat_increment", /from 1 to 100/, 2],
  ["an increment of 101", file(head, "1,1,1,4,,101"), "seat_increment", /from 1 to 100/, 2],
  ["increments that disagree", file(head, "1,1,1,4,,1", "1,1,11,4,,2"), "seat_increment", /differs .* 1 \(/, 3],
  ["an unknown class", file(head, "1,1,1,,,,NOCLASS"), "default_class", /is no class .*NOCLASS/, 2],
  ["an aisle that is no number", file(head, "1,1,1,,,,OPEN,L"), "aisle", /whole number/, 2],
  ["an unknown attribute", file(head, "1,1,1,,,,,,,folding warm"), "attribute", /must be some of/, 2],
  ["an unknown type of section", file(head, "1,1,1,,,,,,,,X"), "section_type", /N, S or C/, 2],
  ["a seat twice", file(head, "1,1,1,5", "1,2,1,5", "1,1,5"), "seat_num", /listed twice: 5/, 4],
  ["an even seat among odd ones", file(head, "1,1,1,3,,2", "1,1,8"), "seat_num", /does not fit the row/, 3],
  ["a section's name that is too long", file(head, "1,1,1", "SEVENCH,1,1"), "section_name", /at most 6/, 3],
  ["a row's name that is too long", file(head, "1,1,1", "1,1,2", "1,SEVENCH,1"), "row_name", /at most \d/, 4],
  [
    "a description that is too long",
    file(`${head},section_desc`, `1,1,1,,,,,,,,,${"x".repeat(500)}`),
    "section_desc",
    /at most/,
    2,
  ],
  [
    "a host's name that is too long",
    file(`${head},tm_row_name`, `1,1,1,,,,,,,,,${"x".repeat(500)}`),
    "tm_row_name",
    /at most/,
    2,
  ],
  ["information that is too long", file(`${head},row_info3`, `1,1,1,,,,,,,,,${"x".repeat(500)}`), "row_info3", /at most/, 2],
];

describe("importing a manifest refuses, and imports nothing", () => {
  const into = hall();
  for (const [what, text, field, fault, line] of badManifests)
    it(what, async () => {
      const number = await into;
      const said =
        line === undefined
          ? fault
          : new RegExp(`${fault.source}.*line ${line}|${fault.source.replace(/ \\\($/, "")} \\(line ${line}\\)`);
      await refused(core, () => importManifest(core, caller, number, text), "value-invalid", { field, fault: said });
      assert.deepEqual(await allItems(core, 1, section, number), []);
    });
  it("into one that is not there, and a row whose numbers differ otherwise", async () => {
    await refused(core, () => importManifest(core, caller, 99_999_999, file(head, "1,1,1")), "not-there", {
      field: "manifest_id",
    });
    const again = () => importManifest(core, caller, ofEvent, file(head, "T1,B,2,5,,1"));
    await refused(core, again, "value-invalid", { field: "seat_increment", fault: /can't be changed: the row B has 2/ });
  });
});

describe("importing a manifest", () => {
  it("puts lines in any order together, as bytes with a mark, quotes and CRLF, columns in any order", async () => {
    const number = await hall();
    const text =
      "\ufeffSEAT_NUM,Row_Name,section_name,num_seats,seat_increment,section_desc,ga,attribute,quality,def_price_code,color\r\n" +
      '5,A,"VIP",2,1,"The ""good"", one",,"Folding; obstructed",7,A,red\r\n\r\n11,b,VIP,2,2,,,,,,\r\n1,a,vip,4,1,,,folding obstructed,7,A,\r\n1,R,Lawn,30,,,Y,,,,\r\n7,A,VIP,1,,,,,7,B,\r\n';
    const seen: number[] = [];
    const came = await importManifest(core, caller, number, Readable.from([Buffer.from(text)]), {
      done: (lines) => void seen.push(lines),
    });
    assert.deepEqual([came, seen], [{ sections: 2, rows: 3, seats: 39 }, [1, 2, 3, 4, 5]]);
    const blocks = await manifestBlocks(core, 1, number, 0, 99);
    assert.deepEqual(
      blocks.map((one) => [
        one.section,
        one.row,
        one.firstSeat,
        one.seats,
        one.increment,
        one.priceCode,
        one.quality,
        one.attributes,
      ]),
      [
        ["VIP", "A", 1, 6, 1, "A", 7, ["folding", "obstructed"]],
        ["VIP", "A", 7, 1, 1, "B", 7, []],
        ["VIP", "b", 11, 2, 2, null, 0, []],
        ["Lawn", "R", 1, 30, 1, null, 0, []],
      ],
    );
    const sections = await allItems(core, 1, section, number);
    assert.deepEqual(
      sections.map((one) => [one.description, one.seating, one.type]),
      [
        ['The "good", one', "reserved", "standard"],
        [null, "general", "standard"],
      ],
    );
  });

  it("replaces the rows that are listed; seats of published events stay, and follow what is said of them", async () => {
    const before = await manifestBlocks(core, 1, ofEvent, 0, 99);
    const rows = async () => (await allItems(core, 1, section, ofEvent)).length + (await allItems(core, 1, seatRow)).length;
    const count = await rows();
    const came = await importManifest(core, caller, ofEvent, file(head, "t1,a,1,3,,,PREFERRED,,5", "T1,A,4,5,,,,,6"));
    assert.deepEqual(came, { sections: 1, rows: 1, seats: 8 });
    assert.equal(await rows(), count);
    const blocks = await manifestBlocks(core, 1, ofEvent, 0, 99);
    assert.deepEqual(
      blocks.filter((one) => one.row === "A").map((one) => [one.firstSeat, one.seats, one.quality, one.classId]),
      [
        [1, 3, 5, classes.PREFERRED],
        [4, 5, 6, classes.OPEN],
      ],
    );
    assert.deepEqual(
      blocks.filter((one) => one.row !== "A"),
      before.filter((one) => one.row !== "A"),
    );
    const seats = await core.db.run(seatsAsSaid, [1, eventId]);
    const listed = seats.filter((one) => one.row === "A" && one.seat <= 8);
    assert.deepEqual(
      listed.map((one) => one.quality),
      [5, 5, 5, 6, 6, 6, 6, 6],
    );
    assert.equal(seats.length, 26);
  });
});

const priceHead = "event_name,price_code,ticket_type_code,price,pc_ticket,pc_tax,price_code_desc,not_allowed,pc_sellable";
describe("importing prices refuses, and imports none of the batch", () => {
  for (const [what, line, field, fault] of [
    ["an unknown event", "NOEVENT,A,,1", "event_name", /is no event: NOEVENT/],
    ["an unknown type of ticket", `${name},A,_Q,1`, "ticket_type_code", /is no type of ticket: _Q/],
    ["no price code", `${name},,,1`, "price_code", /is required \(line 3\)/],
    ["no price", `${name},A,,`, "price", /is required, or pc_ticket/],
    ["a price less than its parts", `${name},A,,1.00,,1.01`, "price", /less than its parts/],
    ["money with a sign", `${name},A,,$1.00`, "price", /must be money/],
    ["money below zero", `${name},A,,-1`, "price", /must be money/],
    ["money with three decimals", `${name},A,,1.005`, "price", /must be money/],
    ["a code that is too long", `${name},ABCD,,1`, "price_code", /at most 3/],
    ["an unknown use", `${name},A,,1,,,,fly`, "not_allowed", /some of/],
  ] as const)
    it(what, async () => {
      const text = file(priceHead, `${name},Z,,1`, line);
      await refused(core, () => importPrices(core, caller, text), "value-invalid", { field, fault });
    });
  it("a file without its columns", () =>
    refused(core, () => importPrices(core, caller, "event_name\n"), "value-invalid", { field: "price_code" }));
});

describe("importing prices", () => {
  it("adds and changes; what is there already is no change", async () => {
    await createItem(core, caller, plan, { name: "PLANP" });
    const text = file(
      priceHead,
      `${name.toLowerCase()},X,,100,,2.5,Best,print,N`,
      `${name},C,_a,50.00`,
      "PLANP,X,_C,,9.5,.5".replace(",.5", ",0.50"),
    );
    assert.deepEqual(await importPrices(core, caller, text), { added: 2, changed: 1 });
    assert.deepEqual(await importPrices(core, caller, text), { added: 0, changed: 0 });
    const all = await allItems(core, 1, price, eventId);
    const of = (code: string) => all.find((one) => one.price_code === code)!;
    const { ticket, tax, description, not_allowed, sellable, ticket_type_id } = of("X");
    assert.deepEqual(
      [ticket, tax, description, not_allowed, sellable, ticket_type_id],
      [97_50, 2_50, "Best", ["print"], false, ticketTypeId],
    );
    assert.deepEqual([of("C").ticket, of("C").version], [50_00, 2]);
    const again = file(priceHead, `${name},X,,80`, `${name},X,,90`);
    assert.deepEqual(await importPrices(core, caller, again), { added: 0, changed: 2 });
    const now = (await allItems(core, 1, price, eventId)).find((one) => one.price_code === "X")!;
    assert.deepEqual([now.ticket, now.tax, now.description, now.version], [90_00, 0, "Best", 3]);
    const last = (await core.db.run(lastChange, [1, "price", now.price_id]))[0]!;
    assert.deepEqual(JSON.parse(last.values), { ticket: [80_00, 90_00] });
  });
});
