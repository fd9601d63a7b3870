import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp, testClock } from "../../../support/app.ts";
import { call, customerOf, john, refused, succeeded, type Values } from "../support.ts";
import { edit, everyone, made, native } from "./world.ts";

const clock = testClock();
const willcall = await testApp({ clock });

const minute = 60_000;
const validate = (values: Values) => call(willcall, "validate_customer_password", values);

test("validate_customer_password: card_number, code or customer_username, and password, PIN or both; all given values must match", async () => {
  const who = { code: "v1", card_number: "v1-card", customer_username: "v1-name" };
  const secrets = { customer_password: " Pass word ", customer_PIN: "0042" };
  await made(willcall, { ...who, ...secrets, phone: "555-2455" });
  for (const name of Object.entries(who)) {
    for (const secret of [...Object.entries(secrets).map((one) => [one]), Object.entries(secrets)]) {
      const values = Object.fromEntries([name, ...secret]);
      assert.deepEqual(succeeded(await validate(values)), { status: "success" });
    }
  }
  succeeded(await validate({ ...who, ...secrets, phone: "555-2455" }));
  for (const wrong of [{ customer_password: "Pass word" }, { customer_password: " pass word " }, { customer_PIN: "42" }]) {
    refused(await validate({ ...who, ...secrets, ...wrong }), /./);
    succeeded(await validate({ ...who, ...secrets }));
  }
  for (const wrong of [{ card_number: "other" }, { customer_username: "other" }, { code: "other" }, { phone: "1" }]) {
    refused(await validate({ ...who, ...secrets, ...wrong }), /./);
  }
});

test("validate_customer_password: five wrong ones lock it for 15 minutes", async () => {
  await made(willcall, { code: "lock", customer_password: "right", customer_PIN: "1111" });
  for (let n = 0; n < 4; n++) refused(await validate({ code: "lock", customer_password: "wrong" }), /./);
  succeeded(await validate({ code: "lock", customer_password: "right" }));
  for (let n = 0; n < 5; n++) refused(await validate({ code: "lock", customer_password: "wrong" }), /./);
  refused(await validate({ code: "lock", customer_password: "right" }), /./);
  clock.pass(15 * minute - 1000);
  refused(await validate({ code: "lock", customer_password: "right" }), /./);
  clock.pass(2000);
  succeeded(await validate({ code: "lock", customer_password: "right" }));
});

test("validate_customer_password: five wrong ones at once lock it, too", async () => {
  await made(willcall, { code: "rush", customer_PIN: "1111" });
  await Promise.all(Array.from({ length: 20 }, (_, n) => validate({ code: "rush", customer_PIN: String(2000 + n) })));
  refused(await validate({ code: "rush", customer_PIN: "1111" }), /./);
});

test("validate_customer_password: an unknown customer answers the same", async () => {
  await made(willcall, { code: "known", customer_password: "right" });
  const texts = async (code: string) => {
    const said: string[] = [];
    for (let n = 0; n < 7; n++) said.push((await validate({ code, customer_password: "wrong" })).text);
    return said;
  };
  assert.deepEqual(await texts("unknown"), await texts("known"));
});

test("customer_delete: otherwise the customer is erased, permanently", async () => {
  await made(willcall, { code: "erased", card_number: "erased-card", customer_username: "erased-name", customer_password: "pw" });
  const count = Object.keys(await everyone(willcall)).length;
  const answer = succeeded(await call(willcall, "customer_delete", { code: "erased" }));
  assert.deepEqual(answer, { status: "success", customer: { status: "deleted", code: "erased" } });
  for (const number of [{ code: "erased" }, { card_number: "erased-card" }])
    refused(await call(willcall, "customer_info", number), /./);
  refused(await validate({ code: "erased", customer_password: "pw" }), /./);
  assert.equal(Object.keys(await everyone(willcall)).length, count - 1);
});

test("customer_delete ends the loyalty side only when ATS or PDM hold the customer too", async () => {
  for (const number of ["162045", "1408"]) {
    const { code } = (await native(willcall, "GET", `/customers/${number}`)).json.loyalty;
    succeeded(await call(willcall, "customer_delete", { code }));
    refused(await call(willcall, "customer_info", { code }), /./);
    assert.equal((await everyone(willcall))[code], undefined);
    assert.equal((await native(willcall, "GET", `/customers/${number}`)).status, 200);
  }
  const { answer } = await willcall.command({ cmd: "customer_query", acct_id: 12345, call_reason: "S" });
  assert.equal(String(answer.customer.cust_name_id), "162045");
});

test("generate_time_token answers `token`; validate_time_token answers the customer once", async () => {
  await made(willcall, { code: "token", last_name: "Token" });
  const { token } = succeeded(await call(willcall, "generate_time_token", { code: "token" }));
  const { customer } = succeeded(await call(willcall, "validate_time_token", { token }));
  assert.deepEqual([customer.code, customer.last_name], ["token", "Token"]);
  refused(await call(willcall, "validate_time_token", { token }), /^token\b/);
});

test("a time token lives `minutes`, 10 by default, and of many who send it at once one is answered", async () => {
  for (const [values, minutes] of [
    [{}, 10],
    [{ minutes: 3 }, 3],
  ] as const) {
    const tokens: string[] = [];
    for (const _ of [1, 2])
      tokens.push(succeeded(await call(willcall, "generate_time_token", { code: "token", ...values })).token);
    clock.pass(minutes * minute - 1000);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => call(willcall, "validate_time_token", { token: tokens[0] })),
    );
    assert.equal(answers.filter(({ status }) => status === "success").length, 1);
    clock.pass(2000);
    refused(await call(willcall, "validate_time_token", { token: tokens[1] }), /^token\b/);
  }
});

test("user_login gives out a further key; user_new its key once; user_info leaves user_api_key and user_PIN empty", async () => {
  const login = async () => succeeded(await call(willcall, "user_login", { user_password: "1970john" })).account;
  const [first, second] = [await login(), await login()];
  assert.equal(first.user_id, "john1970");
  assert.notEqual(first.user_api_key, second.user_api_key);
  for (const user_password of [first.user_api_key, second.user_api_key, john.user_password]) {
    succeeded(await call(willcall, "account_info", { user_password }));
  }
  const added = { user_name: "keyed", user_role: "K", user_PIN: "7777", user_new_password: "a good one" };
  const { user } = succeeded(await call(willcall, "user_new", added));
  succeeded(await call(willcall, "account_info", { user_id: "keyed", user_password: user.user_api_key }));
  const info = succeeded(await call(willcall, "user_info", { user_name: "keyed" }));
  assert.deepEqual([info.user.user_api_key, info.user.user_PIN], ["", ""]);
  assert.doesNotMatch((await call(willcall, "users_list")).text, new RegExp(`${user.user_api_key}|7777|a good one`));
  succeeded(await call(willcall, "user_login", { user_id: "keyed", user_password: "a good one" }));
});

test("account_update changes only what is sent", async () => {
  const account = async () => succeeded(await call(willcall, "account_info")).account;
  const before = await account();
  succeeded(await call(willcall, "account_update", { biz_city: "Wellington", contact_phone: "04 1" }));
  assert.deepEqual(await account(), { ...before, biz_city: "Wellington", contact_phone: "04 1" });
});

test("what edit changes is seen through the native API: all reach the same customers", async () => {
  const { code } = (await native(willcall, "GET", "/customers/1267")).json.loyalty;
  assert.equal(code, "2345678901234567");
  succeeded(await edit(willcall, { code, city: "Bigger town" }));
  assert.equal((await customerOf(willcall, code))!.city, "Bigger town");
  assert.equal((await native(willcall, "GET", "/customers/1267")).json.city, "Bigger town");
});
