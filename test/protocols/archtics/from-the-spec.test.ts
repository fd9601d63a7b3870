import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { numberCommitted } from "../../../src/core/audit/sequencer.ts";
import { event, itemSet, plan, season } from "../../../src/core/ticketing/catalogue/kinds/events.ts";
import { putMembers } from "../../../src/core/ticketing/catalogue/members.ts";
import { findItem } from "../../../src/core/ticketing/catalogue/read.ts";
import { createItem } from "../../../src/core/ticketing/catalogue/store.ts";
import { testApp } from "../../support/app.ts";
import { block, callerOf, calls, otherOrganisation, paged, type Values, wholeNumbers, wrong } from "./from-the-spec.ts";

/** The season-ticketing calls as the specification and the decisions have them, written without a look at the code. */
const { command, parts, target } = await testApp();
const { core } = parts;

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely
type Row = any;
const ask = async (cmd: string, values: Values = {}): Promise<Row> => (await command({ cmd, ...values })).answer;
const detail = (answer: Row): string => answer.error_detail ?? answer.error_desc;
const names = (rows: Row[]): string[] => rows.map((row) => row.event_name);
const sorted = (rows: Row[]): string[] => rows.map((row) => JSON.stringify(row)).sort();
const filter = (name: string, value: unknown): Values => ({ [`${name}_filter`]: [{ [`${name}_filter`]: value }] });

// Made meanwhile, since processes take their time; asked at the end.
const other = otherOrganisation(target);
other.catch(() => {});
let barcode = "";
before(async () => {
  while ((await numberCommitted(core, 1)) > 0);
  const { seats_array } = await ask("seats_sold", { acct_id: 100479, ...filter("event", "GAME01") });
  barcode = seats_array[0].atomic_seats[0].barcode;
  await ask("add_value", { event_name: "GAME03", section_name: "101", row_name: "A", seat_num: 1, amount: 1 });
});
const changes = ["scan", "add_value", "redeem_value", "update_acct_memo"];
const goodOf = (cmd: string): Values => ({ ...(/barcode$|scan|value/.test(cmd) && { barcode }), ...calls[cmd]!.good });

describe("every call", () => {
  for (const [cmd, { missing, none, good }] of Object.entries(calls)) {
    if (missing)
      it(`${cmd} without its input: ${missing}, and names it`, async () => {
        for (const values of [{}, { acct_id: "", event_name: null, barcode: " ", start_datetime: "" }]) {
          const answer = await ask(cmd, values);
          assert.deepEqual([answer.result, answer.sql_code], [missing, 0]);
          assert.match(detail(answer), /^(acct_id|event_name|start_datetime|barcode|note_id): /);
        }
      });
    if (none)
      it(`${cmd} that finds nothing: ${none[0]} with sql_code 100`, async () => {
        const answer = await ask(cmd, none[1]);
        assert.deepEqual([answer.result, answer.sql_code, typeof detail(answer)], [none[0], 100, "string"]);
      });
    if (changes.includes(cmd)) continue;
    it(`${cmd} takes inputs in any case, as text, blank and in additional_params`, async () => {
      const inputs = cmd === "verify_barcode" ? goodOf(cmd) : good;
      const plain = await ask(cmd, inputs);
      assert.equal(plain.result, 0, JSON.stringify(plain));
      const text = (value: unknown) => (typeof value === "number" ? String(value) : `${(value as string).toLowerCase()} `);
      const shouted = Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name.toUpperCase(), text(value)]));
      assert.deepEqual({ ...(await ask(cmd.toUpperCase(), shouted)), cmd }, plain);
      assert.deepEqual(await ask(cmd, { additional_params: inputs }), plain);
      assert.deepEqual(await ask(cmd, { ...inputs, ref: "R1", wot: [{}] }), { ...plain, ref: "R1" });
      const blanks = { page: "", site_name: null, cursor: " ", num_days: null, pwd: "", ...inputs };
      assert.deepEqual(await ask(cmd, blanks), plain);
    });
  }
  for (const [cmd, fields] of Object.entries(wrong))
    it(`9999: ${cmd} with a field that is too long or of the wrong type, which it names`, async () => {
      for (const [name, bad] of Object.entries(fields))
        for (const value of typeof bad === "number" ? ["x".repeat(bad + 1), ["x"], {}] : bad) {
          const answer = await ask(cmd, { ...goodOf(cmd), [name]: value });
          assert.equal(answer.result, 9999, `${name} ${JSON.stringify(value)}`);
          assert.ok(detail(answer).startsWith(name), detail(answer));
        }
    });
});

describe("pages give every row once", () => {
  for (const [cmd, key, values] of paged)
    it(cmd, async () => {
      const whole = await ask(cmd, { ...values, count: 5000 });
      const all: Row[] = whole[key];
      assert.deepEqual([whole.page, whole.more, new Set(sorted(all)).size], ["0", "N", all.length]);
      if (whole.cursor)
        for (const spelling of ["start_date_time", "start_date"])
          assert.deepEqual((await ask(cmd, { ...values, start_datetime: "", [spelling]: "2016-06-31", count: 5000 }))[key], all);
      const count = Math.ceil(all.length / 3) + 1;
      for (const by of whole.cursor ? ["page", "cursor"] : ["page"]) {
        const seen: Row[] = [];
        for (let page = 0, answer: Row = {}; answer.more !== "N" && page < 20; page++) {
          answer = await ask(cmd, { ...values, count: String(count), [by]: by === "page" ? String(page) : answer.cursor });
          assert.ok(answer[key].length <= count);
          // On the last page, since by time one goes on behind it.
          if (answer.more === "Y") assert.equal(answer.next_start_datetime, undefined);
          else if (whole.cursor) assert.match(answer.next_start_datetime, /^\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?$/);
          seen.push(...answer[key]);
        }
        assert.deepEqual(sorted(seen), sorted(all), by);
      }
    });
  it("event_details by prev_event_name, in the order of names", async () => {
    const seen: Row[] = [];
    for (let answer: Row = { result: 0 }; ; seen.push(...answer.events)) {
      answer = await ask("event_details", { prev_event_name: seen.at(-1)?.event_name.toLowerCase() ?? "", count: 5 });
      if (answer.result === 5231) break;
      assert.equal(answer.count, answer.events.length);
    }
    assert.equal(seen.length, 22);
    assert.deepEqual(names(seen), names(seen).toSorted());
  });
  for (const [cmd, key] of [
    ["seats_sold", "seats_array"],
    ["get_seats_on_account", "seats"],
  ] as const)
    it(`${cmd} by the last row of the call before`, async () => {
      const all: Row[] = (await ask(cmd, { acct_id: 12345 }))[key];
      const seen: Row[] = [];
      for (let last: Row = {}; seen.length < all.length; last = seen.at(-1)) {
        const { event_name = "", section_name = null, row_name, seat_num = "" } = last;
        const block = { prev_event_name: event_name, prev_section_name: section_name };
        const prev = { ...block, prev_row_name: row_name, prev_seatnum: seat_num };
        seen.push(...(await ask(cmd, { acct_id: 12345, count: 9, ...prev }))[key]);
      }
      assert.deepEqual(seen, all);
    });
});

describe("seats_sold", () => {
  const blocks = async (values: Values): Promise<Row[]> =>
    (await ask("seats_sold", { acct_id: 100479, ...values })).seats_array ?? [];
  it("says in error_desc that nothing is found", async () => {
    const { error_desc, error_detail } = await ask("seats_sold", { acct_id: 999999 });
    assert.deepEqual([error_desc, error_detail], ["No blocks found", undefined]);
  });
  it("answers Count, and blocks with the names and types of the table", async () => {
    const answer = await ask("seats_sold", { acct_id: "100479", ...filter("event", "game02"), count: 1 });
    assert.equal(answer.Count, 1);
    const [{ event_id, add_date_time, purchase_date, atomic_seats, class_attribute, gate_exit_portal, ...rest }] =
      answer.seats_array;
    assert.ok(Number.isInteger(event_id) && class_attribute && gate_exit_portal);
    assert.match(add_date_time, /^\d{4}-\d\d-\d\d 10:00$/);
    assert.match(purchase_date, /^\d{4}-\d\d-\d\d/);
    for (const [at, { atomic_seat, barcode: code }] of atomic_seats.entries())
      assert.deepEqual([atomic_seat, typeof code], [`${at + 1}`, "string"]);
    assert.deepEqual(rest, block);
  });
  it("keeps barcodes to itself when seats can neither be forwarded nor resold, and tells who came in", async () => {
    const selectors = { forwarding_event_selector: "NOSET", resale_event_selector: "NOSET", print_event_selector: "NOSET" };
    const [block] = await blocks({ ...selectors, ...filter("event", "GAME02") });
    assert.deepEqual([block.forwarding_allowed_ind, block.resale_allowed_ind, block.print_to_tf_allowed_ind], ["E", "E", "E"]);
    assert.deepEqual(block.atomic_seats, [{ atomic_seat: "1" }, { atomic_seat: "2" }]);
    const [past] = await blocks(filter("event", "EVENT01"));
    assert.deepEqual(past.attended_seats, [{ attended_seat: "1" }, { attended_seat: "2" }]);
  });
  it("tells by letters what may be done: P not fully paid, $ comp or C price code not allowed", async () => {
    const [, unpaid] = await blocks({ acct_id: 6, ...filter("event", "GAME01") });
    const [, comp] = await blocks({ acct_id: 1211, ...filter("event", "GAME01") });
    for (const block of [unpaid, comp]) assert.equal(block.section_name, "302");
    for (const action of ["forwarding", "resale", "print_to_tf", "exchange"]) assert.equal(unpaid[`${action}_allowed_ind`], "P");
    for (const action of ["resale", "return"]) assert.match(comp[`${action}_allowed_ind`], /^[$C]$/, action);
  });
  it("combines filters with OR, and takes the block that holds a seat", async () => {
    assert.equal((await blocks({ ...filter("event", "GAME02"), ...filter("section", "102") })).length, 5);
    assert.deepEqual(new Set((await blocks(filter("seat_num", "6"))).map((one) => one.seat_num)), new Set([5]));
    assert.deepEqual(await blocks(filter("seat_num", 7)), []);
    assert.equal((await blocks(filter("row", "c"))).length, 4);
    for (const action of ["f", "R", "P", "A", "C", "E", ""])
      assert.ok((await blocks(filter("action", action))).length > 0, action);
  });
  it("takes dates, also one past its month, and what is not printed yet", async () => {
    assert.deepEqual(
      new Set(names(await blocks({ start_date: "2016-11-04", end_date: "2016-11-31" }))),
      new Set(["EVENT02", "EVENT03"]),
    );
    assert.deepEqual(new Set((await blocks({ status_filter: "n" })).map((one) => one.section_name)), new Set(["102"]));
  });
});

describe("event_search and event_details", () => {
  const found = async (values: Values): Promise<string[]> => names((await ask("event_search", values)).events ?? []);
  it("10535: no valid class", async () => {
    for (const values of [{ hold_class: "nonsense" }, { hold_classes: ["nonsense"], hold_class: "OPEN" }]) {
      const { result, sql_code, error_detail } = await ask("event_search", values);
      assert.deepEqual([result, sql_code, error_detail], [10535, 100, "No valid classes"]);
    }
  });
  for (const [cmd, values] of [["event_details", { event_filter: "EVENT01" }]] as const)
    it(`5211: ${cmd} ${JSON.stringify(values)}`, async () => assert.equal((await ask(cmd, values)).result, 5211));
  it("searches three months of days at the venue, in hold_classes before hold_class", async () => {
    assert.equal((await found({ start_date: "2016-10-13" })).at(-1), "EVENT07");
    assert.deepEqual(await found({ start_date: "2016-10-14", end_date: "2016-10-14" }), ["EVENT01"]);
    assert.equal((await ask("event_search", { start_date: "2016-06-01", end_date: "2016-06-31" })).result, 5212);
    assert.deepEqual(await found({ start_date: "2016-09-31", end_date: "2016-11-31" }), ["EVENT01", "EVENT02", "EVENT03"]);
    assert.deepEqual(await found({ start_date: "2016-10-01", num_days: "20" }), ["EVENT01"]);
    const { events, hold_classes } = await ask("event_search", { hold_class: "OPEN", hold_classes: ["suites", "preferred"] });
    assert.deepEqual([events.length, hold_classes.toSorted()], [8, ["PREFERRED", "SUITES"]]);
    assert.deepEqual(events[0], { event_name: "GAME01", availability: 1, avail_class: ["PREFERRED"] });
    assert.equal((await ask("event_search", { num_seats: 1000 })).events[0].availability, 0);
  });
  it("details a list with stray spaces, an item set, and plans with their events", async () => {
    const { count, events } = await ask("event_details", { event_filter: "Event02, Event01 ", event_filter_type: "L" });
    assert.deepEqual([count, ...names(events)], [2, "EVENT01", "EVENT02"]);
    const { event_date, event_time, plan_type, allow_singles, opponent, archtics_venue_id, event_onsale_date } = events[0];
    assert.deepEqual([event_date, event_time, plan_type, allow_singles], ["2016-10-14", "19:30", "N", "Y"]);
    assert.deepEqual([opponent, archtics_venue_id], ["Sprockets", "1"]);
    assert.match(event_onsale_date, /^\d{4}-\d\d-\d\d \d\d:\d\d$/);
    const [full] = (await ask("event_details", { event_filter: "sth", event_filter_type: "s" })).events;
    assert.deepEqual([full.plan_type, full.total_events, full.events_in_plan[7]], ["S", 8, { event_name: "GAME08" }]);
  });
});

describe("the other calls", () => {
  it("get_avail_seats sums up in lines that begin with the section", async () => {
    const { data } = (await ask("get_avail_seats", { event_name: "GAME01", summary_flag: "y" })).manifest.section_summary;
    for (const line of data) assert.match(line, /^(10[1-4]|20[12]|30[1-3]|S[12]|FLOOR|SRO),/);
  });
  it("get_sth_status asks for a plan in the set, verify_ticket_in_item_set for an event too", async () => {
    const set = await createItem(core, callerOf(1), itemSet, { name: "ONLY", description: "No plan" });
    await putMembers(core, callerOf(1), itemSet, set, [(await findItem(core, 1, event, "GAME01")).event_id as number]);
    const values = { acct_id: 100479, item_set: "only" };
    assert.equal((await ask("get_sth_status", values)).sth_status, "N");
    assert.equal((await ask("get_sth_status", { ...values, item_set: "sth" })).sth_status, "Y");
    assert.equal((await ask("verify_ticket_in_item_set", values)).has_ticket, "Y");
  });
  for (const [cmd, values, key, field] of wholeNumbers)
    it(`${cmd} answers ${field} as a whole number`, async () => {
      for (const row of (await ask(cmd, values))[key]) assert.ok(row[field] === undefined || Number.isInteger(row[field]));
    });
  it("attendance of an item set, also of the one that holds every event", async () => {
    for (const item_set of ["STH", "INET_SOLD"]) assert.equal((await ask("get_attendance", { item_set })).result, 0, item_set);
  });
  it("attendance since a time, of one account", async () => {
    const since = { start_datetime: "2016-01-01", acct_id: 6, count: 90 };
    const { attendance } = await ask("get_attendance_incremental", since);
    assert.deepEqual(new Set(attendance.map((row: Row) => row.acct_id)), new Set([6]));
  });
  it("values of tickets: 5502 no such ticket, 5503 not enough; and a refusal at the gate is result 0", async () => {
    for (const cmd of ["add_value", "redeem_value"]) assert.equal((await ask(cmd, { barcode: "1", amount: 1 })).result, 5502);
    await ask("add_value", { barcode, amount: "2.50" });
    assert.equal((await ask("redeem_value", { barcode, amount: 2.51 })).result, 5503);
    assert.equal((await ask("redeem_value", { barcode, amount: "1.00" })).result, 0);
    assert.equal((await ask("get_av_barcodes", { barcode })).barcodes[0].status_add_credit_amount, 1.5);
    const { result, result_code } = await ask("scan", { event_name: "GAME01", barcode });
    assert.ok(result === 0 && Number.isInteger(result_code) && result_code !== 0);
  });
});

describe("who may call", () => {
  const status = async (cmd: string, product: string, apikey = "willcall-sandbox"): Promise<number> =>
    (await command({ cmd }, { path: `/${product}/ticketing_services.aspx?dsn=apigee`, headers: { apikey } })).status;
  it("each product has its calls and those of the products before it", async () => {
    const products = ["sth-customer", "sth-inventory", "sth-hold", "sth-buy"];
    const inventory = ["get_avail_seats", "event_price_info", "get_event_manifest"];
    for (const cmd of Object.keys(calls)) {
      const first = inventory.includes(cmd) ? 1 : ["scan", "add_value", "redeem_value"].includes(cmd) ? 3 : 0;
      for (const [at, product] of products.entries()) assert.equal(await status(cmd, product), at < first ? 401 : 200, cmd);
    }
  });
  it("the starter's key has four of these", async () => {
    const own = ["event_search", "event_details", "seats_sold", "get_attendance"];
    for (const cmd of Object.keys(calls))
      assert.equal(await status(cmd, "sth-customer", "willcall-sandbox-starter"), own.includes(cmd) ? 200 : 401, cmd);
  });
  it("another organisation sees only its own; 11075 when its events are over 250000 bytes", async () => {
    const orgId = await other;
    const caller = callerOf(orgId);
    const request = { path: "/ats/ticketing_services.aspx", headers: {}, remoteAddress: "10.9.8.7" };
    const { cursor } = await ask("get_ticket_sales", { event_name: "EVENT01" });
    const theirs = async (cmd: string, values: Values) => command({ cmd, dsn: "other", ...values }, request);
    for (const cmd of Object.keys(calls)) {
      const isFeed = calls[cmd]!.good.start_datetime !== undefined;
      const { text, answer } = await theirs(cmd, { ...goodOf(cmd), ...(isFeed && { cursor }) });
      assert.doesNotMatch(text, /Widgets|100479|Order fee|SUITES|Lower bowl|"sth_status":"Y"/, cmd);
      if (!["service_charge_details", "system_options", "scan"].includes(cmd)) assert.notEqual(answer.result, 0, cmd);
    }
    const season_id = await createItem(core, caller, season, { name: "Ours", year: 2030 });
    const long = { season_id, description: "d".repeat(255), online_text: "t".repeat(2_000) };
    for (let number = 0; number < 115; number++) await createItem(core, caller, plan, { name: `EVENT${number}`, ...long });
    const some = (await theirs("event_details", { count: 100 })).answer;
    assert.deepEqual([some.result, some.count, some.events[0].event_description], [0, 100, long.description]);
    assert.equal((await theirs("event_details", {})).answer.result, 11075);
    assert.equal((await ask("event_details", { event_filter: "EVENT99", event_filter_type: "L" })).result, 5231);
  });
  it("nothing reveals SQL", async () => {
    const fields = ["acct_id", "event_name", "item_set", "barcode", "start_datetime", "cursor", "page", "venue_name", "text"];
    for (const cmd of Object.keys(calls))
      for (const value of ["'; SELECT 1 --", "\u0000"]) {
        const nasty = Object.fromEntries(fields.map((name) => [name, value]));
        const { text, status: http } = await command({ cmd, ...nasty });
        assert.equal(http, 200);
        assert.doesNotMatch(text, /"result":9998|select |syntax|relation|node_modules|\.ts:/i);
      }
  });
});
