import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { event, itemSet } from "../../../src/core/ticketing/catalogue/kinds/events.ts";
import { putMembers } from "../../../src/core/ticketing/catalogue/members.ts";
import { findItem } from "../../../src/core/ticketing/catalogue/read.ts";
import { changeItem, createItem } from "../../../src/core/ticketing/catalogue/store.ts";
import { testApp } from "../../support/app.ts";
import { caller, secondOrganisation, type Values } from "./support.ts";

const app = await testApp();
const { command, parts } = app;
const { core } = parts;

type Block = Record<string, string>;
const ask = async (values: Values) => (await command({ cmd: "seats_sold", acct_id: 100479, ...values })).answer;
const blocks = async (values: Values): Promise<Block[]> => {
  const answer = await ask(values);
  assert.deepEqual([answer.result, answer.Count, answer.error_desc], [0, answer.seats_array.length, undefined]);
  return answer.seats_array;
};
const places = (found: readonly Block[]): string[] => found.map((one) => `${one.event_name} ${one.section_name} ${one.row_name}`);
const events = (found: readonly Block[]): string[] => [...new Set(found.map((one) => one.event_name!))];
const numbered = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, at) => `${name}0${at + 1}`.replace(/0(\d\d)$/, "$1"));
/** What the sandbox says of 100479: two seats in both plans, and two to the first two events of each season. */
const everything = [
  ...numbered("EVENT", 12).flatMap((one, at) => [`${one} 101 A`, ...(at < 2 ? [`${one} 102 C`] : [])]),
  ...numbered("GAME", 8).flatMap((one, at) => [`${one} 101 A`, ...(at < 2 ? [`${one} 102 C`] : [])]),
];

describe("seats_sold refuses", () => {
  it("5061: no account", async () => {
    const answer = await ask({ acct_id: undefined });
    assert.deepEqual([answer.result, answer.sql_code, answer.error_desc], [5061, 0, "acct_id: required"]);
    assert.equal(answer.error_detail, undefined);
  });
  const long = "x".repeat(21);
  for (const [input, value, path = input] of [
    ["acct_id", "me"],
    ["count", 0],
    ["count", "many"],
    ["item_set", long],
    ["forwarding_event_selector", long],
    ["resale_event_selector", long],
    ["add_credit_event_selector", long],
    ["print_event_selector", long],
    ["club_group_event_selector", long],
    ["amclient_id", "x".repeat(25)],
    ["prev_event_name", "NINECHARS"],
    ["prev_section_name", "SEVENCH"],
    ["prev_row_name", "FIVEC"],
    ["prev_seatnum", "last"],
    ["status_filter", "B"],
    ["event_filter", "EVENT01"],
    ["event_filter", [{ event_filter: "NINECHARS" }], "event_filter\\[0\\].event_filter"],
    ["section_filter", [{ section_filter: "SEVENCH" }], "section_filter\\[0\\].section_filter"],
    ["row_filter", [{ row_filter: "FIVEC" }], "row_filter\\[0\\].row_filter"],
    ["seat_num_filter", [{ seat_num_filter: "A" }], "seat_num_filter\\[0\\].seat_num_filter"],
    ["action_filter", [{ action_filter: "Z" }], "action_filter\\[0\\].action_filter"],
    ["start_date", "soon"],
    ["end_date", "2016-13-01"],
  ] as const)
    it(`9999: ${input} ${JSON.stringify(value)}`, async () => {
      const answer = await ask({ [input]: value });
      assert.equal(answer.result, 9999);
      assert.match(answer.error_desc, new RegExp(`^${path}: `));
    });
  for (const nothing of [
    { acct_id: 128801 },
    { acct_id: 162045 },
    { item_set: "NOSET" },
    { event_filter: [{ event_filter: "NOEVENT" }] },
    { seat_num_filter: [{ seat_num_filter: 7 }] },
    { start_date: "2018-01-01", end_date: "2018-12-31" },
    { prev_event_name: "GAME08", prev_section_name: "101", prev_row_name: "A", prev_seatnum: 1 },
  ])
    it(`5069: ${JSON.stringify(nothing)}`, async () => {
      const answer = await ask(nothing);
      assert.deepEqual([answer.result, answer.sql_code, answer.error_desc], [5069, 100, "No blocks found"]);
      assert.deepEqual([answer.Count, answer.seats_array], [undefined, undefined]);
    });
  it("another organisation the seats of this one's account", async () => {
    const { send } = await secondOrganisation(app);
    assert.equal((await send({ cmd: "seats_sold", acct_id: 100479 })).answer.result, 5069);
  });
});

describe("seats_sold tells", () => {
  it("all blocks, in the order of event, section and row", async () => {
    assert.deepEqual(places(await blocks({})), everything);
    assert.deepEqual(
      places(await blocks({ acct_id: "100479", amclient_id: "widgets", club_group_event_selector: "NOSET" })),
      everything,
    );
  });

  it("those of an item set, of its plans too", async () => {
    assert.deepEqual(events(await blocks({ item_set: "inet_forward" })), numbered("GAME", 8));
    assert.deepEqual(places(await blocks({ item_set: "STH" })), everything);
    const set = await createItem(core, caller, itemSet, { name: "OPENER" });
    await putMembers(core, caller, itemSet, set, [(await findItem(core, 1, event, "GAME01")).event_id as number]);
    assert.deepEqual(events(await blocks({ item_set: "OPENER" })), ["GAME01"]);
    const every = (await findItem(core, 1, itemSet, "INET_SOLD")).item_set_id as number;
    await changeItem(core, caller, itemSet, every, { all_events: false });
    assert.equal((await ask({})).result, 5069);
    await changeItem(core, caller, itemSet, every, { all_events: true });
  });

  it("those of a span of days; a day past the end of its month is the last of it", async () => {
    assert.deepEqual(events(await blocks({ end_date: "2016-11-31" })), numbered("EVENT", 3));
    assert.deepEqual(events(await blocks({ start_date: "2016-11-04", end_date: "2016-11-18" })), ["EVENT02", "EVENT03"]);
    assert.deepEqual(events(await blocks({ start_date: "2017-03-25" })), numbered("GAME", 8));
  });

  it("what meets any filter", async () => {
    const filtered = async (values: Values) => places(await blocks(values));
    const opener = [{ event_filter: "event01" }];
    const singles = everything.filter((one) => one.endsWith("102 C"));
    assert.deepEqual(await filtered({ event_filter: opener }), ["EVENT01 101 A", "EVENT01 102 C"]);
    assert.deepEqual(await filtered({ section_filter: [{ section_filter: "102" }] }), singles);
    assert.deepEqual(await filtered({ row_filter: [{ row_filter: "c" }] }), singles);
    assert.deepEqual(await filtered({ seat_num_filter: [{ seat_num_filter: 6 }] }), singles);
    assert.deepEqual(await filtered({ seat_num_filter: [{ seat_num_filter: "5" }, { seat_num_filter: "" }] }), singles);
    const both = everything.filter((one) => one.startsWith("EVENT01") || one.endsWith("102 C"));
    assert.deepEqual(await filtered({ event_filter: opener, seat_num_filter: [{ seat_num_filter: 5 }] }), both);
    const coming = everything.filter((one) => one.startsWith("GAME"));
    for (const action of ["F", "R", "P", "A", "C", "e"])
      assert.deepEqual(await filtered({ action_filter: [{ action_filter: action }] }), coming, action);
    assert.deepEqual(await filtered({ action_filter: [{ action_filter: " " }] }), everything);
    assert.deepEqual(await filtered({ event_filter: opener, action_filter: [{ action_filter: "P" }] }), [
      ...everything.slice(0, 2),
      ...coming,
    ]);
    assert.deepEqual(await filtered({ status_filter: "a" }), everything);
    assert.deepEqual(await filtered({ status_filter: "N" }), singles);
  });

  it("what each selector lets be done", async () => {
    for (const [selector, indicators] of [
      ["forwarding_event_selector", ["forwarding_allowed_ind"]],
      ["resale_event_selector", ["resale_allowed_ind"]],
      ["print_event_selector", ["print_to_tf_allowed_ind", "transfer_to_card_allowed_ind"]],
    ] as const) {
      const [past] = await blocks({ [selector]: "inet_sold", count: 1 });
      const coming = (await blocks({ [selector]: "NOSET" })).at(-1)!;
      for (const indicator of indicators) assert.deepEqual([past![indicator], coming[indicator]], ["D", "E"], indicator);
      assert.equal(
        [past!.forwarding_allowed_ind, past!.resale_allowed_ind, past!.print_to_tf_allowed_ind].filter((one) => one === "E")
          .length,
        2,
      );
    }
    const credit = { add_credit_event_selector: "NOSET", action_filter: [{ action_filter: "A" }] };
    assert.equal((await ask(credit)).result, 5069);
  });

  it("as many as are asked for, and goes on behind them", async () => {
    for (const count of [1, 5, 23, 24, 25, 100_000]) {
      const had: Block[] = [];
      for (let previous = {}; ; ) {
        const answer = await ask({ count, ...previous });
        if (answer.result === 5069) break;
        assert.ok(answer.Count <= count);
        had.push(...answer.seats_array);
        const { event_name, section_name, row_name, seat_num } = answer.seats_array.at(-1);
        previous = {
          prev_event_name: event_name,
          prev_section_name: section_name,
          prev_row_name: row_name,
          prev_seatnum: seat_num,
        };
      }
      assert.deepEqual(places(had), everything, String(count));
    }
    const behind = async (values: Values) => places(await blocks({ count: 1, ...values }));
    assert.deepEqual(await behind({ prev_event_name: "event01" }), ["EVENT02 101 A"]);
    assert.deepEqual(await behind({ prev_event_name: "EVENT01", prev_section_name: "101" }), ["EVENT01 102 C"]);
    const row = { prev_event_name: "EVENT01", prev_section_name: "102", prev_row_name: "C" };
    assert.deepEqual(await behind({ ...row, prev_seatnum: 4 }), ["EVENT01 102 C"]);
    assert.deepEqual(await behind(row), ["EVENT02 101 A"]);
    assert.deepEqual(await behind({ ...row, prev_event_name: " " }), ["EVENT01 101 A"]);
  });
});
