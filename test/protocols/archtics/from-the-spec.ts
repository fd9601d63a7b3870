import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Caller } from "../../../src/core/core.ts";
import type { ConnectionTarget } from "../../../src/platform/database/connection.ts";
import { testConfig } from "../../support/config.ts";
import { urlOf } from "../../support/server.ts";

/** What the specification says of each season-ticketing call, for from-the-spec.test.ts. Written without a look at the code. */

export type Values = Readonly<Record<string, unknown>>;

/** One call. */
interface Call {
  /** Inputs that it has, with those that it needs; the sandbox has an answer. */
  readonly good: Values;
  /** The code when what it needs is missing. */
  readonly missing?: number;
  /** The code when nothing is found, and inputs that find nothing. */
  readonly none?: readonly [number, Values];
}

const ever = { start_datetime: "2016-01-01 00:00" };
const never = { start_datetime: "2099-01-01" };
const nowhere = { event_name: "NOEVENT" };
const nobody = { acct_id: 999999 };
const some = { acct_id: 100479, event_name: "EVENT01", item_set: "INET_SOLD", count: 7 };

export const calls: Readonly<Record<string, Call>> = {
  service_charge_details: { good: {} },
  system_options: { good: {} },
  get_accounts_with_updates: { good: { ...ever, count: 9 }, missing: 5041, none: [5049, never] },
  get_accounts_with_sales: { good: { ...ever, ...some }, missing: 5051, none: [5059, never] },
  get_acct_rep: { good: { acct_id: 100479 }, missing: 5071, none: [5079, { acct_id: 6 }] },
  get_event_price_code_updates: {
    good: { ...ever, event_name: "EVENT01" },
    missing: 5291,
    none: [5299, { ...ever, ...nowhere }],
  },
  get_seats_on_account: { good: some, missing: 5061, none: [5069, nobody] },
  get_seats_on_account_reserved: { good: { acct_id: 12345, event_name: "GAME01" }, missing: 5061, none: [5069, { acct_id: 6 }] },
  get_sth_status: { good: { acct_id: 6, item_set: "STH" }, missing: 5081, none: [5089, { ...nobody, item_set: "STH" }] },
  verify_ticket_in_item_set: {
    ...{
      good: { acct_id: 6, item_set: "STH", event_name: "GAME01" },
      missing: 5081,
      none: [5089, { ...nobody, item_set: "STH" }],
    },
  },
  update_acct_memo: { good: {}, missing: 5091, none: [5099, { acct_id: 6, note_id: 1, text: "Not there" }] },
  seats_sold: {
    good: {
      ...{ acct_id: 100479, item_set: "INET_SOLD", forwarding_event_selector: "INET_FORWARD", add_credit_event_selector: "STH" },
      ...{
        resale_event_selector: "INET_RESALE",
        print_event_selector: "INET_PRINT",
        club_group_event_selector: "INET_CLUB_GROUP",
      },
      ...{ prev_event_name: "EVENT01", prev_section_name: "101", prev_row_name: "A", prev_seatnum: 1, count: 20 },
      ...{ status_filter: "A", amclient_id: "team", start_date: "2016-10-01", end_date: "2017-02-31" },
    },
    ...{ missing: 5061, none: [5069, nobody] },
  },
  event_search: {
    good: {
      ...{ organization: "GREATWIDGETS", start_date: "2016-10-01", end_date: "2016-12-31", venue_name: "Great Widgets Arena" },
      ...{
        season_name: "2016-17 Season",
        hold_class: "OPEN",
        num_seats: 2,
        acct_id: 6,
        check_availability: "Y",
        item_set: "STH",
      },
    },
    none: [5212, { venue_name: "Elsewhere" }],
  },
  event_details: {
    good: { prev_event_name: "A", count: 500, event_filter: "EVENT01,EVENT02", event_filter_type: "L" },
    none: [5231, { event_filter: "NOEVENT", event_filter_type: "L" }],
  },
  event_price_info: { good: { event_name: "GAME01", acct_id: 6 }, missing: 5241, none: [5249, nowhere] },
  get_avail_seats: {
    good: {
      ...{ event_name: "GAME01", acct_id: 6, summary_flag: "Y", call_reason: "BY", session_id: "63" },
      manifest_retrieval_date: "0001-01-01 00:00:00",
    },
    ...{ missing: 5251, none: [5259, nowhere] },
  },
  get_event_manifest: { good: { event_name: "EVENT01" }, missing: 5261, none: [5269, nowhere] },
  get_events_with_sales: { good: { ...ever, item_set: "STH" }, missing: 5271, none: [5279, never] },
  get_ticket_sales: { good: { ...ever, ...some }, missing: 5281, none: [5289, nowhere] },
  get_attendance: { good: { ...some, page: "0" }, missing: 5301, none: [5309, { event_name: "GAME01", page: "0" }] },
  get_attendance_incremental: { good: { ...ever, ...some }, missing: 5301, none: [5309, never] },
  get_av_barcodes: { good: { acct_id: 100479, event_name: "GAME03" }, missing: 5311, none: [5319, { event_name: "EVENT02" }] },
  verify_barcode: { good: { event_name: "GAME01" }, missing: 5321, none: [5329, { barcode: "1" }] },
  scan: { good: { event_name: "GAME01" }, missing: 5511 },
  add_value: { good: { amount: 1 }, missing: 5501 },
  redeem_value: { good: { amount: 1 }, missing: 5501 },
};

const bounded = { count: ["many", 0, 5001, 1.5], page: ["first", "-1"] };
const account = { acct_id: ["me", 1.5, [1], true] };
const dates = { start_date: ["yesterday", 5, "2016-13-01"], end_date: ["x"] };
const feed = { event_name: 8, ...bounded, start_datetime: ["x", "2016-01-01 25:00"], cursor: ["x"] };
const filter = (name: string, wrong: unknown) => ({ [name]: ["E", ["E"], [{ [name]: wrong }]] });

/** Per call and field: the most characters that it takes, or values of the wrong type. */
export const wrong: Readonly<Record<string, Readonly<Record<string, number | readonly unknown[]>>>> = {
  seats_sold: {
    ...{ ...account, ...dates, item_set: 20, prev_event_name: 8, prev_section_name: 6, prev_row_name: 4, prev_seatnum: ["x"] },
    ...{ count: ["x"], status_filter: ["AA", "X"], amclient_id: 24, resale_event_selector: 20, print_event_selector: 20 },
    ...{ forwarding_event_selector: 20, add_credit_event_selector: 20, club_group_event_selector: 20, ref: 32 },
    ...{ ...filter("event_filter", "123456789"), ...filter("section_filter", "1234567"), ...filter("row_filter", "12345") },
    ...{ ...filter("seat_num_filter", "x"), ...filter("action_filter", "X") },
  },
  event_search: {
    ...{ ...account, ...dates, item_set: 20, num_seats: ["x"], num_days: ["x"], hold_classes: ["OPEN", [5]], hold_class: 20 },
    ...{ site_name: 24, organization: 32, venue_name: 32, season_name: 32 },
  },
  event_details: { site_name: 24, prev_event_name: 8, count: ["x"], event_filter_type: ["X"], event_filter: [["E"]] },
  event_price_info: { event_name: 8 },
  get_avail_seats: { event_name: 8, ...bounded, summary_flag: ["X"] },
  get_event_manifest: { event_name: 8 },
  get_events_with_sales: feed,
  get_ticket_sales: { ...feed, ...account, item_set: 20 },
  get_attendance_incremental: { ...feed, item_set: 20 },
  get_accounts_with_updates: { ...bounded, start_datetime: ["x"] },
  get_accounts_with_sales: { ...feed, ...account },
  get_attendance: { event_name: 8, ...account, ...bounded },
  get_seats_on_account: { event_name: 8, ...account, ...bounded },
  verify_barcode: { barcode: 20 },
  get_acct_rep: account,
  get_sth_status: { ...account, item_set: 20 },
  scan: { event_name: 8, barcode: 20 },
  add_value: { amount: ["x", "1.005", -1], barcode: 20 },
};

/** Calls that answer page by page: the array, and inputs. */
export const paged: readonly (readonly [string, string, Values])[] = [
  ["get_accounts_with_updates", "accounts", ever],
  ["get_accounts_with_sales", "accounts", ever],
  ["get_events_with_sales", "events", ever],
  ["get_event_price_code_updates", "price_codes", ever],
  ["get_ticket_sales", "tickets", ever],
  ["get_attendance_incremental", "attendance", { ...ever, event_name: "EVENT01" }],
  ["get_attendance", "attendance", { event_name: "EVENT01" }],
  ["get_avail_seats", "seats", { event_name: "EVENT01" }],
  ["event_price_info", "price_codes", { event_name: "GAME01" }],
  ["get_seats_on_account", "seats", { acct_id: 6 }],
];

/** Fields that the export has as whole numbers: the call, its inputs, the array. */
export const wholeNumbers: readonly (readonly [string, Values, string, string])[] = [
  ["get_avail_seats", { event_name: "GAME01", count: 1 }, "seats", "class_color"],
  ["get_event_manifest", { event_name: "GAME01" }, "seats", "default_class"],
  ["get_ticket_sales", { acct_id: 1211, count: 50 }, "tickets", "comp_code"],
  ["system_options", {}, "classes", "color"],
];

const may = ["forwarding", "resale", "print_to_tf", "transfer_to_card", "exchange", "view_mobile", "return"];
/** What seats_sold says of account 100479's seats of the plan for GAME02, but for numbers and times that are the sandbox's own. */
export const block: Values = {
  ...{ event_name: "GAME02", master_event_name: "GAME02", plan_name: "FULL", section_name: "101", row_name: "A", seat_num: 1 },
  ...{ num_seat: 2, last_seat: 2, seat_increment: 1, price_code: "A", full_price: 125, block_full_price: 250 },
  ...{ purchase_price: 112.5, block_purchase_price: 225, section_type: "N", seat_type: "N", seat_status_ind: "A" },
  ...{ market_ind: "P", ticket_type_code: "_A", ticket_type_pc: "Adult / A", delayed_delivery: "N", return_price_value: 112.5 },
  ...{ user_flag: "N", ...Object.fromEntries(may.map((name) => [`${name}_allowed_ind`, "Y"])) },
};

/** Whoever sets an organisation up. */
export const callerOf = (orgId: number): Caller => ({
  ...{ orgId, timeZone: "America/New_York", keyId: null, userName: "clerk01", protocol: "command-line", call: "test" },
  requestId: "test",
});

/** Makes an organisation that is reached as the DSN "other" from one network; gives its number. */
export async function otherOrganisation(target: ConnectionTarget): Promise<number> {
  const willcall = async (line: string) => {
    const env = { ...process.env, ...testConfig.env, DATABASE_URL: urlOf(target) };
    return JSON.parse(
      (await promisify(execFile)(process.execPath, ["src/main.ts", ...`${line} --json`.split(" ")], { env })).stdout,
    );
  };
  const arena = "org create --slug other --name Other --time-zone UTC --currency EUR --dsn other --network 10.9.8.0/24";
  const { organisation } = await willcall(arena);
  await willcall("user create --org other --name user99");
  return organisation.orgId;
}
