import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp } from "../../../support/app.ts";
import { call, customerOf, refused, succeeded } from "../support.ts";
import { everyone, made, native, refusesAndChangesNothing, twoCalled, uidOf } from "./world.ts";

const willcall = await testApp();

/** A whole record but for the time of its last change. */
async function wholeOf(code: string): Promise<Record<string, unknown>> {
  const { record_timestamp: _, ...rest } = (await customerOf(willcall, code))!;
  return rest;
}

const validates = async (code: string, customer_password: string) =>
  (await call(willcall, "validate_customer_password", { code, customer_password })).status === "success";

/** Merges two, of whom each has a namesake so that their numbers are told, and gives these and what they were before. */
async function merged(name: string, keep_which: string) {
  const codes = Object.values(await twoCalled(willcall, name));
  for (const code of codes) await made(willcall, { code: `${code}-2`, last_name: `${code} last` });
  const uids = await Promise.all(codes.map((code) => uidOf(willcall, code, { last_name: `${code} last` })));
  const before = await Promise.all(codes.map(wholeOf));
  const values = { new_code: codes[1], new_card_number: `${name}-new`, check_override: "Y", keep_which };
  succeeded(await call(willcall, "card_replace", { profile_uid: uids[0], ...values }));
  return { codes, uids, before };
}

for (const keep_which of ["matched", "duplicate"]) {
  test(`${keep_which}: the number of the one who is gone leads to the survivor for ever`, async () => {
    const { codes, uids } = await merged(`l-${keep_which}`, keep_which);
    for (const uid of uids) {
      const { json } = await native(willcall, "GET", `/customers/${uid}`);
      assert.equal(String(json.customer_id), keep_which === "matched" ? uids[0] : uids[1]);
      assert.deepEqual([json.loyalty.code, json.loyalty.card_number], [codes[1], `l-${keep_which}-new`]);
    }
    for (const uid of uids) {
      const answer = await call(willcall, "card_replace", { profile_uid: uid, new_card_number: `by-${uid}` });
      assert.equal(succeeded(answer).customer.code, codes[1]);
      assert.equal((await customerOf(willcall, codes[1]!))!.card_number, `by-${uid}`);
    }
  });

  test(`${keep_which}: a merge can be undone, and both are as they were`, async () => {
    const name = `u-${keep_which}`;
    const { codes, uids, before } = await merged(name, keep_which);
    const [old, other] = codes as [string, string];
    const listed = await Promise.all(uids.map((uid) => native(willcall, "GET", `/customers/${uid}/merges`)));
    assert.deepEqual(
      listed.map(({ json }) => json.data.length),
      [1, 1],
    );
    const { merge_id, undone_at } = listed[0]!.json.data[0];
    assert.equal(undone_at, null);
    const { status, json } = await native(willcall, "POST", `/merges/${merge_id}/undo`);
    assert.ok(status >= 200 && status < 300, JSON.stringify(json));
    assert.deepEqual(await Promise.all(codes.map(wholeOf)), before);
    const all = await everyone(willcall);
    assert.deepEqual([all[old]?.code, all[other]?.code], [old, other]);
    assert.deepEqual([await validates(old, `pw ${old}`), await validates(other, `pw ${other}`)], [true, true]);
    assert.deepEqual([await validates(old, `pw ${other}`), await validates(other, `pw ${old}`)], [false, false]);
    assert.notEqual((await native(willcall, "GET", `/customers/${uids[0]}/merges`)).json.data[0].undone_at, null);
    const replaced = await call(willcall, "card_replace", { profile_uid: uids[0], new_card_number: `${name}-again` });
    assert.equal(succeeded(replaced).customer.code, old);
  });
}

test("a merge carries accounts to the survivor, and undo takes them back", async () => {
  const uid = await uidOf(willcall, await made(willcall, { code: "carrier", last_name: "Carrier" }), {}).catch(() => undefined);
  assert.equal(uid, undefined);
  const lisa = (await native(willcall, "GET", "/customers/162045")).json.loyalty.code;
  const values = { previous_code: "carrier", new_code: lisa, check_override: "Y", keep_which: "matched" };
  succeeded(await call(willcall, "card_replace", values));
  const ask = () => willcall.command({ cmd: "customer_query", acct_id: 12345, call_reason: "S" });
  const { json } = await native(willcall, "GET", "/customers/162045");
  assert.equal(json.family_name, "Carrier");
  assert.equal(String((await ask()).answer.customer.cust_name_id), String(json.customer_id));
  const merges = await native(willcall, "GET", "/customers/162045/merges");
  await native(willcall, "POST", `/merges/${merges.json.data[0].merge_id}/undo`);
  assert.equal(String((await ask()).answer.customer.cust_name_id), "162045");
  assert.equal((await native(willcall, "GET", "/customers/162045")).json.loyalty.code, lisa);
});

test("a merge of one who is refused leaves both: new_code of nobody is no merge", async () => {
  await made(willcall, { code: "alone" });
  const values = { previous_code: "alone", new_code: "alone-2", check_override: "Y", keep_which: "duplicate" };
  assert.equal(succeeded(await call(willcall, "card_replace", values)).customer.code, "alone-2");
  await refusesAndChangesNothing(willcall, "record_customer", { customer_action: "new", code: "alone" }, /^code\b/);
  refused(await call(willcall, "customer_info", { code: "alone-3" }), /./);
});
