import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp, testClock } from "../../../support/app.ts";
import { answerOf, call, customerOf, john, kiosk, parseXml, post, refused, succeeded } from "../support.ts";
import { edit, made } from "./world.ts";

const willcall = await testApp({ clock: testClock() });

await made(willcall, { code: "t1", card_number: "t-card", city: "Tton" });

const ask = { ...john, type: "customer_info", code: "t1" };
const form = (values: Record<string, string>) => new URLSearchParams(values).toString();

const isT1 = (answer: { text: string }) => {
  const { attributes, children } = parseXml(answer.text);
  assert.deepEqual([attributes.status, children[0]!.children[0]!.text], ["success", "t1"], answer.text);
};

test("both /api.php and bare /, and any path ending /api.php", async () => {
  for (const path of ["/api.php", "/", "/vanity/shop/api.php"]) isT1(await post(willcall, form(ask), {}, path));
});

test("urlencoded, multipart/form-data, a JSON body, and GET with a query", async () => {
  isT1(await post(willcall, form(ask)));
  isT1(await post(willcall, form(ask), { "content-type": "application/x-www-form-urlencoded; charset=UTF-8" }));
  isT1(await post(willcall, JSON.stringify(ask), { "content-type": "application/json" }));
  const part = ([name, value]: [string, string]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const multipart = `${Object.entries(ask).map(part).join("")}--b--\r\n`;
  isT1(await post(willcall, multipart, { "content-type": "multipart/form-data; boundary=b" }));
  for (const path of ["/api.php", "/"]) isT1(answerOf(await willcall.app.inject({ method: "GET", url: `${path}?${form(ask)}` })));
});

test("output: JSON or XML in any case, default XML", async () => {
  for (const output of ["JSON", "json", "Json"])
    assert.equal((await call(willcall, "account_info", { output })).status, "success");
  for (const output of ["XML", "xml", undefined, ""]) parseXml((await call(willcall, "account_info", { output })).text);
});

test("condensed applies only to JSON(P) output", async () => {
  const plain = await call(willcall, "account_info", { output: "XML" });
  assert.equal((await call(willcall, "account_info", { output: "XML", condensed: "yes" })).text, plain.text);
  const { text } = await call(willcall, "account_info", { output: undefined, callback: "f", condensed: "yes" });
  assert.match(text, /^\/\*\*\/f\(\{"status":"success","account":\{"account_id"/);
});

test("callback: must be a function's name, else error", async () => {
  for (const callback of ["1a", "a b", "alert(1)", "a;b", "é", "a-b", "[]", "x".repeat(65)]) {
    const { text, headers } = await call(willcall, "account_info", { output: undefined, callback });
    assert.match(text, /callback/);
    assert.doesNotMatch(text, /success/);
    assert.doesNotMatch(String(headers["content-type"]), /javascript/);
  }
  for (const callback of ["$", "_", "jQuery123.cb_1", "x".repeat(64)]) {
    const { text } = await call(willcall, "account_info", { callback });
    assert.ok(text.startsWith(`/**/${callback}(`), text);
  }
});

test("API: 1.5, 1.6 or the empty string, on any call", async () => {
  for (const API of ["1.5", "1.6", ""]) succeeded(await call(willcall, "manage_fields", { action: "list", API }));
});

test("Unknown extra parameters must be ignored; parameter names are case-sensitive", async () => {
  succeeded(await edit(willcall, { code: "t1", card: "x", submit: "Go", CITY: "Elsewhere", City: "Elsewhere", phone: "1" }));
  assert.equal((await customerOf(willcall, "t1"))!.city, "Tton");
  refused(await call(willcall, "customer_info", { Code: "t1" }), /code|card_number/);
});

test("the key as user_password or user_api_key, on any call", async () => {
  const { user_password, ...rest } = john;
  for (const type of ["account_info", "users_list", "customer_search"]) {
    succeeded(await call(willcall, type, {}, { ...rest, user_api_key: user_password }));
    succeeded(await call(willcall, type, {}, { ...john, user_api_key: user_password }));
  }
});

test("header api_access_key: the body secret is optional; if both are present only the header is validated; user_id stays required", async () => {
  const { user_password, ...rest } = ask;
  const header = { api_access_key: user_password };
  isT1(await post(willcall, form(rest), header));
  isT1(await post(willcall, form({ ...rest, user_password: "wrong" }), header));
  const wrong = await post(willcall, form({ ...ask, output: "JSON" }), { api_access_key: "wrong" });
  assert.equal(wrong.status, "error", wrong.text);
  const { user_id, ...nobody } = rest;
  assert.equal((await post(willcall, form({ ...nobody, output: "JSON" }), header)).status, "error");
  assert.equal(user_id, "john1970");
});

test("either of the account's account_ids reaches the same customers", async () => {
  const answer = await call(willcall, "customer_info", { code: "t1", account_id: "1111222233334444" });
  assert.equal(succeeded(answer).customer.city, "Tton");
});

test("HTTP 200 for every outcome", async () => {
  for (const type of ["account_info", "no_such_type", ""]) assert.equal((await call(willcall, type)).http, 200);
  assert.equal((await call(willcall, "account_info", { user_password: "wrong" })).http, 200);
});

test("Empty code, card_number, campaign_id and profile_uid count as not sent; any other field sent empty is cleared", async () => {
  succeeded(
    await edit(willcall, {
      code: "t1",
      card_number: "",
      campaign_id: "",
      first_name: "Jo",
      phone: "",
      custom_date: "1970-07-14",
    }),
  );
  const { card_number, phone, first_name } = (await customerOf(willcall, "t1"))!;
  assert.deepEqual({ card_number, phone, first_name }, { card_number: "t-card", phone: "", first_name: "Jo" });
  const replaced = { profile_uid: "", previous_code: "t1", new_card_number: "t-card-2" };
  assert.equal(succeeded(await call(willcall, "card_replace", replaced)).customer.code, "t1");
});

test("A date with zero parts is blank", async () => {
  for (const custom_date of ["0000-00-00", "1970-00-00", "1970-07-00", "0000-07-14", ""]) {
    succeeded(await edit(willcall, { code: "t1", custom_date: "1970-07-14" }));
    succeeded(await edit(willcall, { code: "t1", custom_date }));
    assert.equal((await customerOf(willcall, "t1"))!.custom_date, "", custom_date);
  }
});

test("413 too large, with the usual error", async () => {
  const answer = await post(willcall, form({ ...ask, output: "JSON", city: "x".repeat(2 * 1024 * 1024) }));
  assert.equal(answer.http, 413);
});

test("429 over the limit, 300 a minute per user; the body is the usual error; john1970 has none", async () => {
  for (let n = 0; n < 300; n++) assert.equal((await call(willcall, "account_info", {}, kiosk)).status, "success", `${n}`);
  const over = await call(willcall, "account_info", {}, kiosk);
  assert.deepEqual([over.http, over.status, typeof over.error], [429, "error", "string"]);
  const xml = parseXml((await call(willcall, "account_info", { output: "XML" }, kiosk)).text);
  assert.deepEqual([xml.name, xml.attributes.status], ["response", "error"]);
  for (let n = 0; n < 310; n++) assert.equal((await call(willcall, "account_info")).http, 200);
});
