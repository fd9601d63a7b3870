import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp, testClock } from "../../../support/app.ts";
import { answerOf, call, john, parseXml, post, refused, succeeded } from "../support.ts";
import { balanceOf, campaignOf, records } from "./ledger-world.ts";
import { made, native } from "./world.ts";

const willcall = await testApp({ clock: testClock() });
const code = await made(willcall, { code: "who" });
const campaign_id = await campaignOf(willcall, "points", { points_ratio: 1 });
const form = (values: Record<string, string>) => new URLSearchParams(values).toString();
const ask = { ...john, type: "record_activity", campaign_id, code, amount: "1" };

test("record_activity by urlencoded, multipart, JSON and GET, at every path, each recorded once", async () => {
  const part = ([name, value]: [string, string]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const multipart = `${Object.entries(ask).map(part).join("")}--b--\r\n`;
  const answers = [
    await post(willcall, form(ask)),
    await post(willcall, form(ask), {}, "/"),
    await post(willcall, form(ask), {}, "/vanity/api.php"),
    await post(willcall, multipart, { "content-type": "multipart/form-data; boundary=b" }),
    await post(willcall, JSON.stringify({ ...ask, amount: 1 }), { "content-type": "application/json" }),
    answerOf(await willcall.app.inject({ method: "GET", url: `/api.php?${form(ask)}` })),
    answerOf(await willcall.app.inject({ method: "GET", url: `/?${form(ask)}` })),
  ];
  for (const { text, http } of answers) {
    assert.equal(http, 200);
    assert.equal(parseXml(text).attributes.status, "success", text);
  }
  assert.equal(await balanceOf(willcall, campaign_id, code), String(answers.length));
});

test("a + of a form that is not escaped is a blank, and refused as an operation; %2B is one", async () => {
  const promo = { ...john, type: "campaign_new", action: "promo", campaign_id, promo_amount: "5", output: "JSON" };
  refused(await post(willcall, `${form(promo)}&promo_operation=+`), /^promo_operation\b/);
  succeeded(await post(willcall, `${form(promo)}&promo_operation=%2B`));
});

test("the header api_access_key, user_api_key, API 1.5 and 1.6, and parameters nobody knows", async () => {
  const { user_password, ...rest } = ask;
  for (const [values, headers] of [
    [rest, { api_access_key: user_password }],
    [{ ...rest, user_api_key: user_password, API: "1.5", needed_to_redeem: "x", customer_password: "" }, {}],
    [{ ...ask, API: "1.6", submit: "Go" }, {}],
  ] as const) {
    const answer = await post(willcall, form({ ...values, output: "json" }), headers as Record<string, string>);
    succeeded(answer);
  }
  refused(await call(willcall, "redeem", { ...rest, user_password: "wrong", custom_points_redeem: 1 }, {}), /./);
});

test("reports, campaigns_list and customer_balance by GET as JSONP", async () => {
  const calls: Record<string, string>[] = [
    { type: "reports", report: "transactions_all" },
    { type: "campaigns_list" },
    { type: "customer_balance", campaign_id, code },
  ];
  for (const values of calls) {
    const asked = form({ ...john, ...values, callback: "show" });
    const { payload, headers } = await willcall.app.inject({ method: "GET", url: `/api.php?${asked}` });
    assert.match(payload, /^\/\*\*\/show\(\{\s*"status": ?"success"/);
    assert.match(String(headers["content-type"]), /^application\/javascript\b/);
  }
});

test("transaction_delete answers success in XML and in JSON", async () => {
  for (const output of ["XML", "JSON"]) {
    const { id } = await records(willcall, campaign_id, code, { amount: 1 });
    const { text } = await call(willcall, "transaction_delete", { campaign_id, code, transaction_id: id, output });
    assert.match(text, output === "XML" ? /<response status="success">/ : /"status": "success"/);
  }
});

test("a merge can be undone, and each has the points that were theirs", async () => {
  await made(willcall, { code: "u-old", last_name: "Undone" });
  await made(willcall, { code: "u-other", last_name: "Undone" });
  await records(willcall, campaign_id, "u-old", { amount: 10 });
  await records(willcall, campaign_id, "u-other", { amount: 5 });
  const { customers } = (await call(willcall, "card_replace", { last_name: "undone", new_card_number: "never" })).json;
  const uid = customers.find((one: { code: string }) => one.code === "u-old").profile_uid;
  const merge = { previous_code: "u-old", new_code: "u-other", check_override: "Y", keep_which: "matched" };
  succeeded(await call(willcall, "card_replace", merge));
  assert.equal(await balanceOf(willcall, campaign_id, "u-other"), "15");
  const { merge_id } = (await native(willcall, "GET", `/customers/${uid}/merges`)).json.data[0];
  const { status } = await native(willcall, "POST", `/merges/${merge_id}/undo`);
  assert.ok(status >= 200 && status < 300);
  const after = [await balanceOf(willcall, campaign_id, "u-old"), await balanceOf(willcall, campaign_id, "u-other")];
  assert.deepEqual(after, ["10", "5"]);
});
