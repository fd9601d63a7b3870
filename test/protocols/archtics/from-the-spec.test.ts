import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { before, describe, it } from "node:test";
import { promisify } from "node:util";
import { numberCommitted } from "../../../src/core/audit/sequencer.ts";
import type { Caller } from "../../../src/core/core.ts";
import { plan, season } from "../../../src/core/ticketing/catalogue/kinds/events.ts";
import { createItem } from "../../../src/core/ticketing/catalogue/store.ts";
import { testApp } from "../../support/app.ts";
import { testConfig } from "../../support/config.ts";
import { urlOf } from "../../support/server.ts";

/** The season-ticketing calls as the protocol's specification and the decisions have them, written without a look at the code. */
const { command, parts, target } = await testApp();
const { core } = parts;

type Values = Readonly<Record<string, unknown>>;
// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely
type Row = any;
const ask = async (cmd: string, values: Values = {}): Promise<Row> => (await command({ cmd, ...values })).answer;
const detail = (answer: Row): string => answer.error_detail ?? answer.error_desc;
const names = (rows: Row[], name = "event_name"): string[] => rows.map((row) => row[name]);
const willcall = (...args: string[]) =>
  promisify(execFile)(process.execPath, ["src/main.ts", ...args], {
    env: { ...process.env, ...testConfig.env, DATABASE_URL: urlOf(target) },
  });
// Started at once, since a process takes its time; asked at the end.
const otherOrganisation = willcall(..."org create --slug other --name Other --time-zone UTC --currency EUR --dsn other --json".split(" "));
otherOrganisation.catch(() => {});

let barcode = "";
before(async () => {
  while ((await numberCommitted(core, 1)) > 0);
  barcode = (await ask("seats_sold", { acct_id: 100479, event_filter: [{ event_filter: "GAME01" }] })).seats_array[0]
    .atomic_seats[0].barcode;
});

const since = { start_datetime: "2016-01-01 00:00" };
const in2016 = { acct_id: 100479, event_name: "EVENT01", item_set: "INET_SOLD", count: 7 };

/** Per command: what it needs (with other inputs that it has), what it is called when that is missing, what finds nothing, and what that is called. */
const calls: Record<string, { good: Values; missing?: number; without?: string; none?: [number, Values] }> = {
  service_charge_details: { good: {} },
  system_options: { good: {} },
  get_accounts_with_updates: { good: { ...since, count: 9 }, missing: 5041, none: [5049, { start_datetime: "2099-01-01" }] },
  get_accounts_with_sales: { good: { ...since, ...in2016 }, missing: 5051, none: [5059, { start_datetime: "2099-01-01" }] },
  get_acct_rep: { good: { acct_id: 100479 }, missing: 5071, none: [5079, { acct_id: 6 }] },
  get_event_price_code_updates: { good: { ...since, event_name: "EVENT01" }, missing: 5291, none: [5299, { ...since, event_name: "X" }] },
  get_seats_on_account: { good: in2016, missing: 5061, none: [5069, { acct_id: 999999 }] },
  get_seats_on_account_reserved: { good: { acct_id: 12345, event_name: "GAME01" }, missing: 5061, none: [5069, { acct_id: 6 }] },
  get_sth_status: { good: { acct_id: 6, item_set: "STH" }, missing: 5081, none: [5089, { acct_id: 999999, item_set: "STH" }] },
  verify_ticket_in_item_set: {
    ...{ good: { acct_id: 6, item_set: "STH", event_name: "GAME01" }, missing: 5081 },
    none: [5089, { acct_id: 999999, item_set: "STH" }],
  },
  update_acct_memo: { good: {}, missing: 5091, none: [5099, { acct_id: 6, note_id: 1, text: "Not there" }] },
  seats_sold: {
    ...{ missing: 5061, none: [5069, { acct_id: 999999 }] },
    good: {
      ...{ acct_id: 100479, item_set: "INET_SOLD", forwarding_event_selector: "INET_FORWARD", resale_event_selector: "INET_RESALE" },
      ...{ add_credit_event_selector: "INET_ADD_VALUE", print_event_selector: "INET_PRINT", club_group_event_selector: "INET_CLUB_GROUP" },
      ...{ prev_event_name: "EVENT01", prev_section_name: "101", prev_row_name: "A", prev_seatnum: 1, count: 20, status_filter: "A" },
      ...{ amclient_id: "team", start_date: "2016-10-01", end_date: "2017-02-31" },
    },
  },
  event_search: {
    good: {
      ...{ organization: "GREATWIDGETS", start_date: "2016-10-01", end_date: "2016-12-31", venue_name: "Great Widgets Arena" },
      ...{ season_name: "2016-17 Season", hold_class: "OPEN", num_seats: 2, acct_id: 6, check_availability: "Y", item_set: "STH" },
    },
    none: [5212, { venue_name: "Elsewhere" }],
  },
  event_details: {
    good: { prev_event_name: "A", count: 500, event_filter: "EVENT01,EVENT02", event_filter_type: "L" },
    none: [5231, { event_filter: "NOEVENT", event_filter_type: "L" }],
  },
  event_price_info: { good: { event_name: "GAME01", acct_id: 6 }, missing: 5241, none: [5249, { event_name: "NOEVENT" }] },
  get_avail_seats: {
    ...{ missing: 5251, none: [5259, { event_name: "NOEVENT" }] },
    good: { event_name: "GAME01", acct_id: 6, summary_flag: "Y", call_reason: "BY", session_id: "63", manifest_retrieval_date: "0001-01-01 00:00:00" },
  },
  get_event_manifest: { good: { event_name: "EVENT01" }, missing: 5261, none: [5269, { event_name: "NOEVENT" }] },
  get_events_with_sales: { good: { ...since, item_set: "STH" }, missing: 5271, none: [5279, { start_datetime: "2099-01-01" }] },
  get_ticket_sales: { good: { ...since, ...in2016 }, missing: 5281, none: [5289, { event_name: "NOEVENT" }] },
  get_attendance: { good: { ...in2016, page: "0" }, missing: 5301, none: [5309, { event_name: "GAME01", page: "0" }] },
  get_attendance_incremental: { good: { ...since, ...in2016 }, missing: 5301, none: [5309, { start_datetime: "2099-01-01" }] },
  get_av_barcodes: { good: { acct_id: 100479, event_name: "GAME03" }, missing: 5311, none: [5319, { event_name: "EVENT02" }] },
  verify_barcode: { good: {}, missing: 5321, none: [5329, { barcode: "1" }] },
  scan: { good: {}, missing: 5511 },
  add_value: { good: {}, missing: 5501 },
  redeem_value: { good: {}, missing: 5501 },
};
const goodOf = (cmd: string): Values => (cmd === "verify_barcode" ? { barcode, event_name: "GAME01" } : calls[cmd]!.good);

describe("every command", () => {
  for (const [cmd, { missing, none }] of Object.entries(calls)) {
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
        assert.deepEqual([answer.result, answer.sql_code], [none[0], 100]);
        assert.ok(detail(answer));
      });
    if (["scan", "add_value", "redeem_value", "update_acct_memo"].includes(cmd)) continue;
    it(`${cmd} takes its inputs in any case, as text, blank and in additional_params`, async () => {
      if (cmd === "get_av_barcodes") await ask("add_value", { event_name: "GAME03", section_name: "101", row_name: "A", seat_num: 1, amount: 1 });
      const good = goodOf(cmd);
      const plain = await ask(cmd, good);
      assert.equal(plain.result, 0, JSON.stringify(plain));
      const text = (value: unknown) => (typeof value === "number" ? String(value) : `${(value as string).toLowerCase()} `);
      const shouted = Object.fromEntries(Object.entries(good).map(([name, value]) => [name.toUpperCase(), text(value)]));
      assert.deepEqual({ ...(await ask(cmd.toUpperCase(), shouted)), cmd }, plain);
      assert.deepEqual(await ask(cmd, { additional_params: good }), plain);
      assert.deepEqual({ ...(await ask(cmd, { ...good, ref: "r", call_reason: "test", wot: [{}] })), ref: undefined }, { ...plain, ref: undefined });
      for (const blank of ["", null]) {
        const blanks = Object.fromEntries(["page", "site_name", "cursor", "num_days", "pwd"].map((name) => [name, blank]));
        assert.deepEqual(await ask(cmd, { ...blanks, ...good }), plain);
      }
    });
  }
});

describe("9999 names the field that is too long or of the wrong type", () => {
  const date = { start_date: ["yesterday", 5, "2016-13-01"], end_date: ["x"] };
  const bounded = { count: ["many", 0, 5001, 1.5], page: ["first", "-1"] };
  const [event, account, set] = [{ event_name: ["123456789", ["E"]] }, { acct_id: ["me", 1.5, [1], true] }, { item_set: ["x".repeat(21)] }];
  const feed = { ...event, ...bounded, start_datetime: ["x", "2016-01-01 25:00"], cursor: ["x"] };
  const wrong: Record<string, Record<string, unknown[]>> = {
    seats_sold: {
      ...{ ...account, ...set, ...date, prev_event_name: ["123456789"], prev_section_name: ["1234567"], prev_row_name: ["12345"] },
      ...{ prev_seatnum: ["x"], count: ["x"], status_filter: ["AA", "X"], amclient_id: ["x".repeat(25)], event_filter: [["E"], [{ event_filter: "123456789" }]] },
      ...{ section_filter: [[{ section_filter: "1234567" }]], row_filter: [[{ row_filter: "12345" }]], seat_num_filter: [[{ seat_num_filter: "x" }]] },
      ...{ action_filter: [[{ action_filter: "X" }]], resale_event_selector: ["x".repeat(21)] },
    },
    event_search: { ...date, ...set, num_seats: ["x"], num_days: ["x"], hold_classes: [[5]], ...account, site_name: ["x".repeat(25)], organization: ["x".repeat(33)] },
    event_details: { prev_event_name: ["123456789"], count: ["x"], event_filter_type: ["X"], event_filter: [["E"]] },
    event_price_info: event,
    get_avail_seats: { ...event, ...bounded, summary_flag: ["X"] },
    get_event_manifest: event,
    get_events_with_sales: feed,
    get_ticket_sales: { ...feed, ...account, ...set },
    get_attendance_incremental: { ...feed, ...account },
    get_accounts_with_updates: { ...bounded, start_datetime: ["x"] },
    get_attendance: { ...event, ...account, ...bounded },
    verify_barcode: { barcode: ["x".repeat(21), ["x"]] },
    get_acct_rep: account,
    get_sth_status: { ...account, ...set },
    scan: { ...event, barcode: ["x".repeat(21)] },
    add_value: { amount: ["x", "1.005", -1], barcode: ["x".repeat(21)] },
  };
  for (const [cmd, fields] of Object.entries(wrong))
    it(cmd, async () => {
      for (const [name, bad] of Object.entries(fields))
        for (const value of bad) {
          const needed = cmd === "add_value" ? { barcode, amount: 1 } : cmd === "scan" ? { barcode, event_name: "GAME01" } : goodOf(cmd);
          const answer = await ask(cmd, { ...needed, [name]: value });
          assert.equal(answer.result, 9999, `${name} ${JSON.stringify(value)}: ${JSON.stringify(answer).slice(0, 90)}`);
          assert.ok(detail(answer).startsWith(name), detail(answer));
        }
    });
});
