// A process of its own: it sets the environment that commands read.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { testApp } from "../support/app.ts";
import { temporaryFolder } from "./helpers.ts";
import { commandsIn } from "./in-process.ts";

const test = await testApp();
const run = commandsIn(test.target);
const folder = temporaryFolder();
const org = ["--org", "great-widgets-arena"];
let count = 0;

/** Imports a file with these lines. */
async function importing(what: string, lines: readonly string[], ...options: string[]) {
  const path = join(folder, `${++count}.csv`);
  writeFileSync(path, lines.join("\n"));
  return run("ticketing", "import", what, path, ...org, ...options);
}
async function refused(message: RegExp, ...args: Parameters<typeof importing>) {
  const ran = await importing(...args);
  assert.deepEqual([ran.status, ran.document], [1, undefined], ran.message);
  assert.match(ran.message, message);
  return ran;
}
const list = async (...args: string[]) => (await run("ticketing", "list", ...args, ...org)).document;
const same = { organisation: "great-widgets-arena" };

describe("ticketing import manifest", () => {
  const head = "section_name,row_name,seat_num,last_seat,default_class,section_type";
  const into = ["--manifest", "Club night"];

  it("refuses a faulty line by its number, and puts nothing in then", async () => {
    await run("ticketing", "create", "manifest", ...org, "--set", "name=Club night", "--set", "venue_id=Great Widgets Arena");
    for (const [line, message] of [
      ["2,A,x,5,OPEN,N", /^seat_num: must be a whole number, not x \(line 3\)$/],
      [",A,1,5,OPEN,N", /^section_name: is required \(line 3\)$/],
      ["2,A,1,5,NONE,N", /^default_class: .*NONE \(line 3\)$/],
      ["2,A,1,5,OPEN,Z", /^section_type: must be N, S or C \(line 3\)$/],
      ["1,A,5,5,OPEN,N", /^seat_num: is listed twice: 5 \(line 3\)$/],
    ] as const)
      await refused(message, "manifest", [head, "1,A,1,5,OPEN,N", line], ...into);
    await refused(/^file: is empty$/, "manifest", [], ...into);
    assert.deepEqual((await list("sections", "--in", "Club night")).sections, []);
  });

  it("puts rows in and says how many; again it changes nothing", async () => {
    const lines = [head, "1,A,1,5,OPEN,N", "1,B,1,5,OPEN,N", "S,1,1,12,SUITES,S"];
    for (const _ of [1, 2]) {
      const { status, document, text } = await importing("manifest", lines, ...into);
      assert.deepEqual([status, document], [0, { ...same, manifest: "Club night", sections: 2, rows: 3, seats: 22 }]);
      assert.equal(text, "Put 22 seats in 3 rows of 2 sections into Club night.");
    }
    const { sections } = await list("sections", "--in", "Club night");
    assert.deepEqual(
      sections.map((one: { name: string; type: string; version: number }) => [one.name, one.type, one.version]),
      [
        ["1", "standard", 1],
        ["S", "suite", 1],
      ],
    );
  });
});

describe("ticketing import prices", () => {
  const head = "event_name,price_code,ticket_type_code,price,pc_tax";

  it("ends at a faulty line, and says which", async () => {
    for (const [line, message] of [
      ["NONE,Y,_A,10,", /^event_name: is no event: NONE \(line 3\)$/],
      ["GAME02,Y,NO,10,", /^ticket_type_code: is no type of ticket: NO \(line 3\)$/],
      ["GAME02,Y,_A,ten,", /^price: must be money as in 99\.00, not ten \(line 3\)$/],
      ["GAME02,Y,_A,1,2", /^price: is less than its parts \(line 3\)$/],
      ["GAME02,,_A,1,", /^price_code: is required \(line 3\)$/],
    ] as const) {
      const { notes } = await refused(message, "prices", [head, "GAME02,X,_A,10,", line]);
      assert.deepEqual(notes, []);
    }
    assert.deepEqual((await list("prices", "--in", "GAME02", "--name", "X")).prices, []);
  });

  it("keeps the hundreds of lines before it, and says so", async () => {
    const codes = Array.from({ length: 500 }, (_, index) => `GAME02,${index.toString(36)},_A,10,`);
    const { notes } = await refused(/^event_name: is no event: NONE \(line 502\)$/, "prices", [head, ...codes, "NONE,X,_A,10,"]);
    assert.deepEqual(notes, ["note: 500 lines before it have been taken"]);
    const again = await importing("prices", [head, ...codes.slice(0, 3), "GAME02,0,_C,10,2.5", "GAME02,1,_A,11.00,"]);
    assert.deepEqual(again.document, { ...same, added: 1, changed: 1 });
    assert.equal(again.text, "Made 1 price and changed 1.");
    const { prices } = await list("prices", "--in", "GAME02", "--name", "0");
    assert.deepEqual(
      prices.map((one: { ticket: number; tax: number }) => [one.ticket, one.tax]),
      [
        [1_000, 0],
        [750, 250],
      ],
    );
  });
});

describe("ticketing import tickets", () => {
  const head = "event_name,section_name,row_name,seat_num,num_seats,acct_id,order_num,price_code,add_datetime";
  const good = ["GAME02,104,A,1,2,6,1,A,2026-01-05 10:00", "GAME02,104,A,3,2,6,1,A,", "GAME03,104,A,1,4,4444,2,A,"];
  const faulty = [
    ["NONE,104,A,5,1,6,3,A,", /^event_name: is no event with seats: NONE$/],
    ["GAME02,104,ZZ,5,1,6,3,A,", /^row_name: is no row of the event: 104 ZZ$/],
    ["GAME02,104,A,99,1,6,4,A,", /^a seat is not in the event$/],
    ["GAME02,101,A,1,1,6,5,A,", /^a seat is sold or held already$/],
    ["GAME02,104,A,6,1,99999999,6,A,", /^acct_id: there is no such account$/],
    ["GAME02,104,A,7,1,6,7,ZZZ,", /^price_code: .*ZZZ$/],
    ["GAME02,104,A,8,1,6,8,A,yesterday", /^add_datetime: must be as in 2016-10-01 19:00$/],
  ] as const;

  it("refuses a file without a column that it must have", async () => {
    await refused(/^acct_id: is a column that the file must have$/, "tickets", ["event_name,section_name,row_name,seat_num"]);
  });

  it("leaves faulty lines out, tells each with its number and ends with 1; the others are sold, and only once", async () => {
    const lines = [head, ...good, ...faulty.map(([line]) => line)];
    const first = await importing("tickets", lines);
    assert.equal(first.status, 1);
    const { sold, there, orders, faults } = first.document;
    assert.deepEqual([sold, there, orders], [8, 0, 2]);
    const told = [...faults].sort((a: { line: number }, b: { line: number }) => a.line - b.line);
    assert.deepEqual(
      told.map(({ line }: { line: number }) => line),
      faulty.map((_, index) => index + 5),
    );
    for (const [index, [line, message]] of faulty.entries()) assert.match(told[index].message, message, line);
    assert.match(first.text, /^Sold 8 seats in 2 orders; 0 had been sold so before\.\nLeft out 7 lines:\n {2}line \d+: /);
    const again = await importing("tickets", lines);
    assert.deepEqual([again.document.sold, again.document.there, again.document.orders], [0, 8, 0]);
    const mended = await importing("tickets", [head, ...good, "GAME02,104,A,5,1,6,3,A,"]);
    assert.deepEqual([mended.status, mended.document], [0, { ...same, sold: 1, there: 8, orders: 1, faults: [] }]);
    assert.equal(mended.text, "Sold 1 seat in 1 order; 8 had been sold so before.");
  });
});
