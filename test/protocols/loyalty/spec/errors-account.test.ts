import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp } from "../../../support/app.ts";
import { call, john, kiosk, refused, succeeded, type Values } from "../support.ts";
import { everything, refusesAndChangesNothing } from "./world.ts";

const willcall = await testApp();

const user = { user_name: "errors1", user_role: "K", user_PIN: "2468", user_new_password: "a good one" };
succeeded(await call(willcall, "user_new", user));

/** What is wrong, the parameters, and the field that the error must name. */
type Case = readonly [what: string, values: Values, names?: RegExp];

const one = { action: "add", custom_field_30_label: "Good" };

const fieldCases: Case[] = [
  ["no action", {}, /^action\b/],
  ["unknown action", { action: "empty" }, /^action\b/],
  ["add: nothing to add", { action: "add" }],
  ["add: no label", { ...one, custom_field_31_type: "Text" }, /^custom_field_31_label\b/],
  ["add: unknown type", { ...one, custom_field_31_label: "x", custom_field_31_type: "Picture" }, /^custom_field_31_type\b/],
  ["add: number 1", { ...one, custom_field_1_label: "x" }, /^custom_field_1\b|^custom_field_1_label\b/],
  [
    "add: Pick without choices",
    { ...one, custom_field_31_label: "x", custom_field_31_type: "Pick" },
    /^custom_field_31_choices\b/,
  ],
  [
    "add: List without choices",
    { ...one, custom_field_31_label: "x", custom_field_31_type: "List" },
    /^custom_field_31_choices\b/,
  ],
  [
    "add: show neither Yes nor No",
    { action: "add", custom_field_32_label: "x", custom_field_32_show: "perhaps" },
    /^custom_field_32_show\b/,
  ],
  [
    "add: required neither Yes nor No",
    { action: "add", custom_field_33_label: "x", custom_field_33_required: "perhaps" },
    /^custom_field_33_required\b/,
  ],
  [
    "add: unique neither Yes nor No",
    { action: "add", custom_field_34_label: "x", custom_field_34_unique: "perhaps" },
    /^custom_field_34_unique\b/,
  ],
  ["update: no label of one that must be added", { action: "update", custom_field_31_show: "Yes" }, /^custom_field_31_label\b/],
  ["delete: no field_list", { action: "delete" }, /^field_list\b/],
  [
    "delete: one of two is not there",
    { action: "delete", field_list: "custom_field_5,custom_field_88" },
    /custom_field_(5|88)|field_list/,
  ],
  ["delete: a predefined field", { action: "delete", field_list: "first_name" }, /first_name|field_list/],
];

const cases: Record<string, Case[]> = {
  manage_fields: [...fieldCases, ["add: a number that is taken", { ...one, custom_field_2_label: "x" }, /^custom_field_2/]],
  transaction_fields: fieldCases,
  account_update: [
    ["unknown language", { language_selector: "Latin", biz_city: "X" }, /^language_selector\b/],
    ["unknown currency", { symbol_selector: "shells", biz_city: "X" }, /^symbol_selector\b/],
    ["unknown time zone", { timezone_selector: "noon", biz_city: "X" }, /^timezone_selector\b/],
  ],
  user_info: [["unknown user", { user_name: "nobody" }, /^user_name\b/]],
  user_new: [
    ["no user_name", { user_role: "K" }, /^user_name\b/],
    ["name that is taken", { user_name: "errors1", user_role: "K" }, /^user_name\b/],
    ["name that is taken, in another case", { user_name: "ERRORS1", user_role: "K" }, /^user_name\b/],
    ["no role", { user_name: "errors2" }, /^user_role\b/],
    ["unknown role", { user_name: "errors2", user_role: "X" }, /^user_role\b/],
    ["PIN of another user", { user_name: "errors2", user_role: "K", user_PIN: "2468" }, /^user_PIN\b/],
    ["unknown permission", { user_name: "errors2", user_role: "K", suppress_permissions: "fly" }, /^suppress_permissions\b/],
    ["end date of another form", { user_name: "errors2", user_role: "P", user_end_date: "31.12.2030" }, /^user_end_date\b/],
    ["temporary without an end date", { user_name: "errors2", user_role: "Q" }, /^user_end_date\b/],
    [
      "campaigns that are no list of ids",
      { user_name: "errors2", user_role: "K", allowed_campaigns: "some" },
      /^allowed_campaigns\b/,
    ],
  ],
  user_update: [
    ["no user_name", { user_role: "K" }, /^user_name\b/],
    ["unknown user", { user_name: "nobody", user_role: "K" }, /^user_name\b/],
    ["unknown role", { user_name: "errors1", user_role: "X" }, /^user_role\b/],
    ["unknown permission", { user_name: "errors1", suppress_permissions: "fly", user_last_name: "X" }, /^suppress_permissions\b/],
  ],
  user_delete: [
    ["no user_name", {}, /^user_name\b/],
    ["unknown user", { user_name: "nobody" }, /^user_name\b/],
  ],
  no_such_type: [["unknown type", {}, /^type\b/]],
  CUSTOMER_INFO_: [["unknown type beside good parameters", { code: "89898989898989" }, /^type\b/]],
};

for (const [type, rows] of Object.entries(cases)) {
  for (const [what, values, names] of rows) {
    test(`${type}: ${what}`, () => refusesAndChangesNothing(willcall, type, values, names).then(() => {}));
  }
}

test("bad credentials: user, key and account, missing or wrong", async () => {
  const before = await everything(willcall);
  for (const name of ["user_id", "user_password", "account_id"]) {
    for (const value of [undefined, "", "wrong"]) {
      const answer = await call(willcall, "record_customer", { customer_action: "new", code: "stranger", [name]: value });
      refused(answer, /user_id|user_password|user_api_key|account_id/);
    }
  }
  assert.deepEqual(await everything(willcall), before);
});

test("bad credentials: another user's key, and a password where a key is wanted", async () => {
  for (const who of [
    { ...john, user_password: kiosk.user_password },
    { ...kiosk, user_password: john.user_password },
    { ...john, user_password: "1970john" },
  ]) {
    refused(await call(willcall, "customer_info", { code: "89898989898989" }, who), /./);
  }
});

test("user_login: a wrong password, a key where the password is wanted, an unknown user", async () => {
  for (const values of [
    { user_password: "wrong" },
    { user_password: john.user_password },
    { user_id: "nobody", user_password: "1970john" },
  ]) {
    refused(await call(willcall, "user_login", values), /./);
  }
  succeeded(await call(willcall, "user_login", { user_password: "1970john" }));
});

test("no type at all", async () => {
  const { status, error } = await call(willcall, "", { type: undefined });
  assert.equal(status, "error");
  assert.match(error ?? "", /^type\b/);
});

test("error texts are in the account's language", async () => {
  const text = async () => (await call(willcall, "customer_info", { code: "unheard-of" })).error;
  const english = await text();
  succeeded(await call(willcall, "account_update", { language_selector: "Spanish" }));
  assert.notEqual(await text(), english);
  const { message } = (await call(willcall, "card_replace", { last_name: "unheard-of", new_code: "x" })).json;
  succeeded(await call(willcall, "account_update", { language_selector: "English" }));
  assert.equal(await text(), english);
  assert.notEqual((await call(willcall, "card_replace", { last_name: "unheard-of", new_code: "x" })).json.message, message);
});
