import { test } from "node:test";
import { testApp } from "../../../support/app.ts";
import { call, succeeded, type Values } from "../support.ts";
import { edit, made, native, refusesAndChangesNothing } from "./world.ts";

const willcall = await testApp();

await made(willcall, { code: "held", card_number: "held-card", customer_username: "held-name", customer_PIN: "1234" });
await made(willcall, { code: "twin-1", card_number: "twins", customer_PIN: "1234" });
succeeded(await edit(willcall, { code: "twin-2", card_number: "twins" }));
await made(willcall, { code: "unregistered", card_number: "unregistered-card" });
await made(willcall, { code: "registered", card_number: "registered-card" });
const register = { customer_action: "register", card_number: "registered-card", first_name: "Reg" };
succeeded(await call(willcall, "record_customer", register));
const { loyalty } = (await native(willcall, "GET", "/customers/162045")).json;

const long = "x".repeat(65);

/** What is wrong, the parameters, and the field that the error must name. */
type Case = readonly [what: string, values: Values, names?: RegExp];

const newOnes: Case[] = [
  ["existing code", { code: "held", card_number: "free" }, /^code\b/],
  ["card number on file", { card_number: "held-card" }, /^card_number\b/],
  ["card number on file beside a free code", { code: "free", card_number: "held-card" }, /^card_number\b/],
  ["card number on file beside new_code", { new_code: "Yes", card_number: "held-card" }, /^card_number\b/],
  ["card number on file, of two", { code: "free", card_number: "twins" }, /^card_number\b/],
  ["card number that is another's code", { card_number: "held" }, /code|card_number/],
];

const recorded: Case[] = [
  ["unknown custom field", { custom_field_66: "x" }, /^custom_field_66\b/],
  ["date of another form", { custom_date: "14.07.1970" }, /^custom_date\b/],
  ["day that does not exist", { custom_date: "1970-02-29" }, /^custom_date\b/],
  ["item that is no choice", { custom_field_2: "Gouda,Edam" }, /^custom_field_2\b/],
  ["no date", { custom_field_3: "yesterday" }, /^custom_field_3\b/],
  ["no choice", { custom_field_5: "Store 99" }, /^custom_field_5\b/],
  ["taken username", { customer_username: "held-name" }, /^customer_username\b/],
  ["auto_add without campaign_id", { auto_add: "25" }, /campaign_id|auto_add/],
  ["code of 65 characters", { code: long }, /^code\b/],
  ["card number of 65 characters", { card_number: long }, /^card_number\b/],
  ["number of digits that is none", { card_number_generate: "some" }, /^card_number_generate\b/],
  ["no digits", { card_number_generate: "0" }, /^card_number_generate\b/],
  ["negative digits", { card_number_generate: "-5" }, /^card_number_generate\b/],
  ["prefix that is not digits", { card_number_generate: "8", card_number_prefix: "A1" }, /^card_number_prefix\b/],
  ["suffix that is not digits", { card_number_generate: "8", card_number_suffix: "A1" }, /^card_number_suffix\b/],
  [
    "prefix and suffix longer than the number",
    { card_number_generate: "8", card_number_prefix: "12345", card_number_suffix: "6789" },
    /card_number/,
  ],
];

const edits: Case[] = [
  ["card number of two", { card_number: "twins", city: "X" }, /^card_number\b/],
  ["nothing", {}],
  ["code alone", { code: "held" }],
  ["empty code and card_number", { code: "", card_number: "" }],
  ["e-mail of another account", { code: loyalty.code, email: "account6@invalid.null" }, /^email\b/],
  ["the same, trimmed and without case", { code: loyalty.code, email: "  ACCOUNT6@invalid.NULL " }, /^email\b/],
];

const registers: Case[] = [
  ["unknown card", { card_number: "unheard-of", first_name: "X" }],
  ["registered card", { card_number: "registered-card", first_name: "X" }],
  ["unknown code", { code: "unheard-of", first_name: "X" }],
  ["registered code", { code: "registered", first_name: "X" }],
  ["card of two", { card_number: "twins", first_name: "X" }],
  ["neither code nor card", { first_name: "X" }],
];

const groups: [string, Values, readonly Case[]][] = [
  ["new", { customer_action: "new" }, [...newOnes, ...recorded]],
  ["edit", { customer_action: "edit" }, edits],
  ["edit by code", { customer_action: "edit", code: "twin-1", city: "Y" }, recorded.filter(([, { code }]) => !code)],
  ["edit by card", { customer_action: "edit", card_number: "held-card", city: "Y" }, recorded.slice(0, 6)],
  ["edit by card as code", { customer_action: "edit", card_number: "twin-2", city: "Y" }, recorded.slice(0, 7)],
  ["edit that would make one", { customer_action: "edit", code: "free", city: "Y" }, recorded.filter(([, { code }]) => !code)],
  ["register", { customer_action: "register" }, registers],
  [
    "register a good card",
    { customer_action: "register", card_number: "unregistered-card", first_name: "X" },
    recorded.slice(0, 7),
  ],
];

for (const [action, common, cases] of groups) {
  for (const [what, values, names] of cases) {
    test(`record_customer ${action}: ${what}`, () =>
      refusesAndChangesNothing(willcall, "record_customer", { ...common, ...values }, names).then(() => {}));
  }
}

/** Calls but record_customer, likewise. */
const others: Record<string, Case[]> = {
  record_customer: [
    ["no customer_action", { code: "free" }, /^customer_action\b/],
    ["unknown customer_action", { customer_action: "remove", code: "held" }, /^customer_action\b/],
  ],
  generate_card_number: [
    ["digits that are no number", { how_many_digits: "ten" }, /^how_many_digits\b/],
    ["no digits", { how_many_digits: "0" }, /^how_many_digits\b/],
    ["half a digit", { how_many_digits: "10.5" }, /^how_many_digits\b/],
    ["far too many digits", { how_many_digits: "1000000" }, /^how_many_digits\b/],
    ["prefix that is not digits", { card_number_prefix: "AB" }, /^card_number_prefix\b/],
    ["suffix that is not digits", { card_number_suffix: "1 2" }, /^card_number_suffix\b/],
    ["prefix and suffix longer than the number", { how_many_digits: "6", card_number_prefix: "1234", card_number_suffix: "567" }],
  ],
  customer_info: [
    ["neither code nor card_number", {}, /code|card_number/],
    ["both empty", { code: "", card_number: "" }, /code|card_number/],
    ["unknown code", { code: "unheard-of" }],
    ["unknown code beside a known card: code wins", { code: "unheard-of", card_number: "held-card" }],
    ["unknown card", { card_number: "unheard-of" }],
    ["several customers on one card_number", { card_number: "twins" }],
  ],
  customer_find: [["no match", { find_customer: "qqqqqqqq" }]],
  customer_search: [
    ["no match", { last_name: "qqqqqqqq" }],
    ["exact_match of another kind", { last_name: "Doe", exact_match: "roughly" }, /^exact_match\b/],
    ["date of another form", { custom_date: "07-14-1970" }, /^custom_date\b/],
    ["password alone", { customer_password: "x" }, /^customer_password\b/],
    ["PIN alone", { customer_PIN: "1234" }, /^customer_PIN\b/],
    ["field that is not defined", { custom_field_66: "x" }, /^custom_field_66\b/],
  ],
  customer_delete: [
    ["no code", {}, /^code\b/],
    ["card_number is no code", { card_number: "held-card" }, /^code\b/],
    ["unknown code", { code: "unheard-of" }],
    ["a card number sent as code", { code: "held-card" }],
  ],
  customers_batch: [
    ["no delimiter", { profile_header_1: "code", Customers_Data: "x" }, /^delimiter\b/],
    ["invalid delimiter", { delimiter: "dot", profile_header_1: "code", Customers_Data: "x" }, /^delimiter\b/],
    ["no data", { delimiter: "pipe", profile_header_1: "code" }, /^Customers_Data\b/],
    ["empty data", { delimiter: "pipe", profile_header_1: "code", Customers_Data: "" }, /^Customers_Data\b/],
    ["no header", { delimiter: "pipe", Customers_Data: "x" }, /^profile_header/],
    ["unknown header", { delimiter: "pipe", profile_header_1: "nickname", Customers_Data: "x" }, /^profile_header_1\b/],
  ],
  validate_customer_password: [
    ["nobody named", { customer_PIN: "1234" }, /code|card_number|customer_username/],
    ["no secret", { code: "held" }, /customer_password|customer_PIN/],
    ["wrong PIN", { code: "held", customer_PIN: "4321" }],
    ["no password on record", { code: "held", customer_password: "1234" }],
    ["no PIN on record", { code: "registered", customer_PIN: "1234" }],
    ["right PIN with a wrong phone", { code: "held", customer_PIN: "1234", phone: "555" }],
    ["right PIN with another's username", { code: "registered", customer_username: "held-name", customer_PIN: "1234" }],
    ["several customers", { card_number: "twins", customer_PIN: "1234" }],
    ["no customer", { code: "unheard-of", customer_PIN: "1234" }],
  ],
  generate_time_token: [
    ["no code", {}, /^code\b/],
    ["minutes that are no number", { code: "held", minutes: "soon" }, /^minutes\b/],
    ["no minutes", { code: "held", minutes: "0" }, /^minutes\b/],
  ],
  validate_time_token: [
    ["no token", {}, /^token\b/],
    ["unknown token", { token: "0000" }, /^token\b/],
  ],
};

for (const [type, cases] of Object.entries(others)) {
  for (const [what, values, names] of cases) {
    test(`${type}: ${what}`, () => refusesAndChangesNothing(willcall, type, values, names).then(() => {}));
  }
}
