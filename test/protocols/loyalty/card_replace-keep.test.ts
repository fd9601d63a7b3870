import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { merging } from "../../core/identity/merge-support.ts";
import { bearerOf, lastMerge } from "../../core/identity/queries.ts";
import { testApp } from "../../support/app.ts";
import { client } from "../delivery/support.ts";
import { call, customerOf, refused, succeeded, type Values } from "./support.ts";

const test = await testApp();
const { query, undo, snapshot, assertSound } = merging(test);
const pdm = client(test);
const replace = (values: Values) => call(test, "card_replace", { check_override: "Y", ...values });
const record = (values: Values) => call(test, "record_customer", values);
const look = async (code: string) => (await customerOf(test, code)) as Record<string, string> | undefined;
const uidOf = async (code: string): Promise<number> => (await query(bearerOf, [code]))[0].customer_id;
const last = async (): Promise<string> => (await query(lastMerge))[0].merge_id;
let count = 0;

interface Made {
  readonly code: string;
  readonly card: string;
  readonly uid: number;
}

async function added(more: Values = {}): Promise<Made> {
  const [code, card] = [`rk-code-${++count}`, `rk-card-${count}`];
  succeeded(await record({ customer_action: "new", code, card_number: card, last_name: `Keep ${count}`, ...more }));
  return { code, card, uid: await uidOf(code) };
}

/** The old record, and the one that has the new code, as they were. */
async function two(): Promise<{ old: Made; other: Made; ids: number[]; before: unknown }> {
  const old = await added({ first_name: "Old", city: "Oldtown", customer_password: "old" });
  const other = await added({ first_name: "Duplicate", phone: "555" });
  const ids = [old.uid, other.uid];
  return { old, other, ids, before: await snapshot(ids) };
}

describe("card_replace, keep_which=matched", () => {
  it("keeps the old record with the new code; the duplicate is gone, its numbers lead on", async () => {
    const { old, other } = await two();
    const answer = succeeded(await replace({ previous_code: old.code, new_code: other.code, keep_which: "matched" }));
    assert.deepEqual(answer, { status: "success", customer: { code: other.code } });
    const kept = (await look(other.code))!;
    assert.deepEqual(
      [kept.code, kept.first_name, kept.city, kept.phone, kept.card_number],
      [other.code, "Old", "Oldtown", "", old.card],
    );
    assert.equal(await uidOf(other.code), old.uid);
    assert.equal((await look(old.code))!.code, other.code);
    assert.equal((await call(test, "customer_info", { card_number: other.card })).json.customer.code, other.code);
    await assertSound();
  });

  it("replaces the card too when one is given, be it the duplicate's own, or is to be made", async () => {
    const { old, other } = await two();
    const wanted = { previous_card: old.card, new_code: other.code, keep_which: "MATCHED" };
    succeeded(await replace({ ...wanted, new_card_number: other.card }));
    assert.equal((await look(other.code))!.card_number, other.card);
    assert.equal((await call(test, "customer_info", { card_number: old.card })).json.customer.code, other.code);
    refused(await record({ customer_action: "new", card_number: old.card, last_name: "X" }), "card_number");
    const next = await two();
    const answer = succeeded(
      await replace({ profile_uid: next.old.uid, new_code: next.other.code, card_number_generate: 8, keep_which: "matched" }),
    );
    assert.match(answer.customer.card_number, /^\d{8}$/);
    assert.equal((await look(next.other.code))!.card_number, answer.customer.card_number);
  });

  it("moves what the duplicate had, and is undone whole", async () => {
    const { old, other, ids } = await two();
    succeeded(await pdmDelivery(other.uid));
    const before = await snapshot(ids);
    const values = { previous_code: old.code, new_code: other.code, new_card_number: "rk-new", keep_which: "matched" };
    succeeded(await replace(values));
    const listed = await deliveriesOf(old.uid);
    assert.equal(listed, 1);
    await undo(await last());
    assert.deepEqual(await snapshot(ids), before);
    await assertSound();
  });
});

describe("card_replace, keep_which=duplicate", () => {
  it("keeps the record that has the new code, with its own card; the old one is gone, its numbers lead on", async () => {
    const { old, other } = await two();
    const answer = succeeded(await replace({ previous_code: old.code, new_code: other.code, keep_which: "duplicate" }));
    assert.deepEqual(answer, { status: "success", customer: { code: other.code } });
    const kept = (await look(other.code))!;
    assert.deepEqual([kept.first_name, kept.city, kept.phone, kept.card_number], ["Duplicate", "", "555", other.card]);
    assert.equal(await uidOf(other.code), other.uid);
    assert.equal((await look(old.code))!.code, other.code);
    assert.equal((await call(test, "customer_info", { card_number: old.card })).json.customer.code, other.code);
    await assertSound();
  });

  it("replaces its card when one is given", async () => {
    const { old, other, ids, before } = await two();
    succeeded(
      await replace({ previous_code: old.code, new_code: other.code, new_card_number: "rk-dup", keep_which: "duplicate" }),
    );
    assert.equal((await look(other.code))!.card_number, "rk-dup");
    refused(await record({ customer_action: "register", card_number: other.card, last_name: "X" }), /./);
    await undo(await last());
    assert.deepEqual(await snapshot(ids), before);
  });

  it("takes a customer_id of the old record through every protocol to the new one", async () => {
    const { old, other } = await two();
    succeeded(await replace({ previous_code: old.code, new_code: other.code, keep_which: "duplicate" }));
    assert.equal((await pdm.getCustomer({ customer_id: old.uid })).json.customer.customer_id, other.uid);
    const again = succeeded(await replace({ profile_uid: old.uid, new_card_number: "rk-uid" }));
    assert.equal(again.customer.code, other.code);
  });
});

describe("card_replace and what comes after it", () => {
  it("leaves what was written under the old code with the old record, and under the new one with the kept", async () => {
    const { old, other } = await two();
    succeeded(await replace({ previous_code: old.code, new_code: other.code, keep_which: "duplicate" }));
    succeeded(await record({ customer_action: "edit", code: old.code, city: "For the old" }));
    succeeded(await record({ customer_action: "edit", code: other.code, state: "For the kept" }));
    await undo(await last());
    const [back, kept] = [(await look(old.code))!, (await look(other.code))!];
    assert.deepEqual([back.city, back.state, kept.city, kept.state], ["For the old", "", "", "For the kept"]);
    const next = await two();
    succeeded(await replace({ previous_code: next.old.code, new_code: next.other.code, keep_which: "matched" }));
    succeeded(await record({ customer_action: "edit", code: next.other.code, state: "For the kept" }));
    await undo(await last());
    assert.equal((await look(next.old.code))!.state, "For the kept");
    assert.equal((await look(next.other.code))!.state, "");
    await assertSound();
  });

  it("at once in both directions makes one of the two, once", async () => {
    const { old, other } = await two();
    const answers = await Promise.all([
      replace({ previous_code: old.code, new_code: other.code, keep_which: "matched" }),
      replace({ previous_code: other.code, new_code: old.code, keep_which: "matched" }),
    ]);
    assert.deepEqual(answers.map((one) => one.status).sort(), ["error", "success"], answers.map((one) => one.text).join());
    await assertSound();
  });
});

const pdmDelivery = async (customer_id: number) =>
  ({ ...(await pdm.createDelivery({ customer_id })), status: "success" }) as never;
const deliveriesOf = async (customerId: number): Promise<number> => {
  const headers = { authorization: "Bearer willcall-sandbox-admin" };
  const answer = await test.app.inject({ url: `/api/v1/deliveries?customer_id=${customerId}`, headers });
  return answer.json().data.length;
};
