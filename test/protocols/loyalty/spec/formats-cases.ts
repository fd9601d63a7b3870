import type { Values } from "../support.ts";
import { campaignRows } from "./formats-campaigns.ts";
import { ledgerRows } from "./formats-ledger.ts";

/** A call that every form is asked of, in the order of the table: later rows stand on earlier ones. */
export interface Row {
  readonly type: string;
  readonly values: Values;
  /** The envelope's status: success unless it is given. */
  readonly status?: string;
  /** What an error names. */
  readonly names?: string;
  /** Members whose value is made at random, with what it must look like; they are not compared. */
  readonly random?: Readonly<Record<string, RegExp>>;
  /** Whether the answer has bare repeated customers, or what they are when they are something else. */
  readonly search?: boolean | "transaction";
  readonly about?: string;
}

const digits16 = { code: /^\d{16}$/ };
const key = { user_api_key: /^\S{16,}$/ };
const awkward = `Ä & <b> "quoted" 'x' ]]> \u{1F3AB}`;

const customers: Row[] = [
  {
    type: "record_customer",
    values: { customer_action: "new", code: "F1", card_number: "FC1", last_name: awkward, customer_password: "pw" },
  },
  {
    type: "record_customer",
    about: "generated",
    values: { customer_action: "new", new_code: "Yes", city: "X" },
    random: digits16,
  },
  { type: "record_customer", values: { customer_action: "new", code: "F1", city: "X" }, status: "error", names: "code" },
  { type: "record_customer", about: "loads a card", values: { customer_action: "new", card_number: "LOAD1" } },
  {
    type: "record_customer",
    values: { customer_action: "register", card_number: "LOAD1", first_name: "Reg", customer_password: "p" },
  },
  {
    type: "record_customer",
    values: { customer_action: "register", card_number: "LOAD1" },
    status: "error",
    names: "card_number",
  },
  { type: "record_customer", values: { customer_action: "edit", code: "F1", custom_field_2: "Gouda,Swiss", city: "Y" } },
  { type: "record_customer", about: "edit makes one", values: { customer_action: "edit", code: "F2", city: "Solo town" } },
  {
    type: "record_customer",
    values: { customer_action: "edit", code: "F1", custom_date: "04-03-2010" },
    status: "error",
    names: "custom_date",
  },
  { type: "generate_card_number", values: { how_many_digits: 12 }, random: { card_number: /^\d{12}$/ } },
  { type: "generate_card_number", values: { how_many_digits: "many" }, status: "error", names: "how_many_digits" },
  { type: "card_replace", values: { previous_code: "F2", card_number_generate: 10 }, random: { card_number: /^\d{10}$/ } },
  { type: "card_replace", about: "code", values: { previous_code: "F2", new_code: "F2B" } },
  { type: "card_replace", values: { last_name: "doe", new_card_number: "N1" }, status: "multiple_matches" },
  { type: "card_replace", values: { last_name: "nobody at all", new_card_number: "N1" }, status: "no_match" },
  { type: "card_replace", values: { previous_code: "F1" }, status: "error", names: "new_code" },
  { type: "customer_info", values: { code: "F1" } },
  { type: "customer_info", values: { code: "nobody" }, status: "error" },
  { type: "customer_find", values: { find_customer: "baltimore" }, search: true, about: "one hit" },
  { type: "customer_find", values: { find_customer: "john doe" }, search: true, about: "several hits" },
  { type: "customer_find", values: { find_customer: "zzzzzz" }, status: "error", search: true },
  { type: "find_customer", values: { find_customer: "john doe" }, search: true },
  { type: "find_customer", values: { find_customer: "zzzzzz" }, status: "error", search: true },
  { type: "customer_search", values: { last_name: "DOE" }, search: true },
  { type: "customer_search", values: { custom_date: "07/14/1970" }, status: "error", names: "custom_date", search: true },
  {
    type: "customers_batch",
    values: {
      delimiter: "pipe",
      profile_header_1: "code",
      profile_header_2: "custom_date",
      Customers_Data: "B1|1970-07-14\nB2|never",
    },
  },
  {
    type: "customers_batch",
    values: { delimiter: "semicolon", profile_header_1: "code", Customers_Data: "B1" },
    status: "error",
    names: "delimiter",
  },
  { type: "validate_customer_password", values: { code: "F1", customer_password: "pw" } },
  { type: "validate_customer_password", values: { code: "F1", customer_password: "wrong" }, status: "error" },
  { type: "generate_time_token", values: { code: "F1" }, random: { token: /^\S{8,}$/ } },
  { type: "generate_time_token", values: { code: "nobody" }, status: "error" },
  { type: "validate_time_token", values: {} },
  { type: "validate_time_token", about: "again", values: {}, status: "error", names: "token" },
  { type: "customer_delete", values: { code: "F1" } },
  { type: "customer_delete", values: { code: "F1" }, status: "error" },
];

const fields: Row[] = ["manage_fields", "transaction_fields"].flatMap((type): Row[] => [
  { type, values: { action: "list", API: "1.6" } },
  { type, values: { action: "lost", API: "1.6" }, status: "error", names: "action" },
  {
    type,
    values: {
      action: "add",
      custom_field_8_label: awkward,
      custom_field_8_type: "Pick",
      custom_field_8_choices: "One,Two & more",
    },
  },
  {
    type,
    values: { action: "add", custom_field_9_label: "x", custom_field_9_type: "Colour" },
    status: "error",
    names: "custom_field_9_type",
  },
  { type, values: { action: "update", custom_field_8_label: "Eight", custom_field_8_show: "Yes" } },
  { type, values: { action: "update", custom_field_9_type: "Text" }, status: "error", names: "custom_field_9_label" },
  { type, values: { action: "delete", field_list: "custom_field_8" } },
  { type, values: { action: "delete", field_list: "custom_field_88" }, status: "error", names: "custom_field_88" },
]);

const account: Row[] = [
  { type: "account_update", values: { biz_city: "Wellington & Co", contact_first_name: "<Jo>" } },
  { type: "account_update", values: { language_selector: "Klingon" }, status: "error", names: "language_selector" },
  { type: "account_info", values: {} },
  { type: "account_info", values: { user_password: "wrong" }, status: "error" },
  { type: "user_login", values: { user_password: "1970john" }, random: key },
  { type: "user_login", values: { user_password: "1970jane" }, status: "error" },
  {
    type: "user_new",
    values: { user_name: "forms1", user_role: "K", user_first_name: awkward, allowed_campaigns: "1111222233334444" },
    random: key,
  },
  { type: "user_new", values: { user_name: "forms2", user_role: "Z" }, status: "error", names: "user_role" },
  { type: "user_update", values: { user_name: "forms1", user_last_name: "Form" } },
  { type: "user_update", values: { user_name: "nobody", user_last_name: "Form" }, status: "error", names: "user_name" },
  { type: "user_info", values: {} },
  { type: "user_info", about: "with campaigns", values: { user_name: "forms1" } },
  { type: "user_info", values: { user_name: "nobody" }, status: "error", names: "user_name" },
  { type: "users_list", values: {} },
  { type: "users_list", values: { user_id: "kiosk1", user_password: "kiosk1-key" }, status: "error" },
  { type: "user_delete", values: { user_name: "forms1" } },
  { type: "user_delete", values: { user_name: "forms1" }, status: "error", names: "user_name" },
  { type: "no_such_type", values: {}, status: "error", names: "type" },
];

export const rows: readonly Row[] = [...customers, ...fields, ...ledgerRows, ...campaignRows, ...account];
