import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { merging, refusalOf } from "../../core/identity/merge-support.ts";
import { bearerOf, lastMerge } from "../../core/identity/queries.ts";
import { testApp } from "../../support/app.ts";
import { add as addToAccount } from "../archtics/support.ts";
import { journalsLike, namesInValues } from "./queries.ts";
import { call, customerOf, refused, succeeded, type Values } from "./support.ts";

const test = await testApp();
const { core } = test.parts;
const { query, merge, undo, assertSound } = merging(test);
const edit = async (values: Values) => succeeded(await call(test, "record_customer", { customer_action: "edit", ...values }));
const remove = async (code: string) => succeeded(await call(test, "customer_delete", { code }));
const uidOf = async (code: string): Promise<number> => (await query(bearerOf, [code]))[0].customer_id;
const last = async (): Promise<string> => (await query(lastMerge))[0].merge_id;

/** A customer with a card; gives the number. */
async function add(code: string, more: Values = {}): Promise<number> {
  const values = { customer_action: "new", code, card_number: `${code}-card`, ...more };
  succeeded(await call(test, "record_customer", values));
  return uidOf(code);
}

/** What the trail and the merges tell that is like a pattern. */
async function told(pattern: string): Promise<string[]> {
  const [values, journals] = await Promise.all([
    core.db.read(namesInValues, [1, pattern]),
    core.db.read(journalsLike, [1, pattern]),
  ]);
  return [...values.map((row) => row.field_values), ...journals.map((row) => row.merge_id)];
}

describe("customer_delete: a customer who was merged into another, and parted from them again", () => {
  it("leaves nothing of theirs in the other's trail, and all that is the other's own", async () => {
    await add("dm-a", { last_name: "Aowner" });
    await add("dm-b", { last_name: "Bsecret", email: "bsecret@example.com" });
    const wanted = { previous_code: "dm-a", new_code: "dm-b", check_override: "Y", keep_which: "matched" };
    succeeded(await call(test, "card_replace", wanted));
    const mergeId = await last();
    await edit({ card_number: "dm-b-card", street1: "1 Bsecret Street" });
    await edit({ code: "dm-a", state: "Aregion" });
    await undo(mergeId);
    assert.equal((await customerOf(test, "dm-b"))?.street1, "1 Bsecret Street");
    await remove("dm-b");
    assert.deepEqual(await told("%(Bsecret|bsecret|dm-b)%"), []);
    assert.equal((await told("%Aowner%")).length, 1);
    assert.equal((await told("%Aregion%")).length, 1);
    assert.equal((await customerOf(test, "dm-a"))?.state, "Aregion");
    await assertSound();
  });

  it("leaves out what the other's own change says of theirs, and the trail goes on behind the gap", async () => {
    const one = await add("dm-c", { city: "Ccity" });
    const mergeId = await merge(one, await add("dm-d"));
    await edit({ code: "dm-d", city: "Dsecret" });
    await edit({ code: "dm-c", city: "Cagain" });
    await undo(mergeId);
    await remove("dm-d");
    assert.deepEqual(await told("%(Dsecret|dm-d)%"), []);
    await edit({ code: "dm-c", city: "Clast", state: "Cregion" });
    await edit({ code: "dm-c", city: "Cend" });
    assert.equal((await told("%Cend%")).length, 1);
    await assertSound();
  });

  it("with all between them whom they led to", async () => {
    const [top, middle, bottom] = [await add("dm-e"), await add("dm-f"), await add("dm-g", { last_name: "Gsecret" })];
    const first = await merge(middle, bottom);
    const second = await merge(top, middle);
    await edit({ code: "dm-g", street1: "2 Gsecret Street" });
    await undo(second);
    await edit({ code: "dm-f", street2: "Fown" });
    await undo(first);
    await remove("dm-g");
    assert.deepEqual(await told("%(Gsecret|dm-g)%"), []);
    assert.equal((await told("%Fown%")).length, 1);
    await assertSound();
  });

  it("does not keep an older merge of the other from being undone", async () => {
    const [one, two, three] = [await add("dm-h", { city: "Hcity" }), await add("dm-i"), await add("dm-j")];
    const first = await merge(one, two);
    await edit({ code: "dm-i", city: "Icity" });
    const second = await merge(one, three);
    await edit({ code: "dm-j", street1: "3 Jsecret Street" });
    await undo(second);
    await remove("dm-j");
    await undo(first);
    assert.deepEqual(await told("%(Jsecret|dm-j)%"), []);
    assert.equal((await customerOf(test, "dm-i"))?.city, "Icity");
    assert.equal((await customerOf(test, "dm-h"))?.city, "Hcity");
    await assertSound();
  });
});

describe("customer_delete: a loyalty side that was ended", () => {
  it("is not brought back by undoing a merge that the customer survived", async () => {
    await addToAccount(test.command, { name_first: "Ended", name_last: "Survivor" });
    const [{ code }] = succeeded(await call(test, "customer_search", { first_name: "Ended" })).customers;
    const [lower, dup] = [await add("dm-lower"), await add("dm-dup", { customer_password: "dup" })];
    const inner = await merge(dup, lower);
    const wanted = { previous_code: code, new_code: "dm-dup", check_override: "Y", keep_which: "matched" };
    succeeded(await call(test, "card_replace", wanted));
    const mergeId = (await query("SELECT merge_id FROM merges WHERE org_id = 1 AND loser_id = $1", [dup]))[0].merge_id;
    await remove("dm-dup");
    assert.deepEqual(await refusalOf(undo(mergeId)), ["merge-erased", {}]);
    refused(await call(test, "customer_info", { code: "dm-dup" }), /no such customer/i);
    refused(await call(test, "customer_info", { card_number: "dm-dup-card" }), /no such customer/i);
    assert.deepEqual(await refusalOf(undo(inner)), ["merge-not-last", {}]);
    assert.deepEqual(await core.db.read(journalsLike, [1, "%dm-(dup|lower)%"]), []);
    await assertSound();
  });
});
