import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { addCustomer, addDelivery, look, postDelivery, succeeded, whatever } from "./records.ts";
import { sandboxApp } from "./support.ts";

const { app, ask, clock, parts } = await sandboxApp();
const company_id = 9001;
const item = { description: "Tablets", quantity: 28 };

describe("a delivery", () => {
  it("has the vendor's defaults", async () => {
    const { delivery_id, steps, recipient, created_at, updated_at, ...rest } = await addDelivery(ask);
    assert.ok(delivery_id > 0);
    assert.deepEqual(rest, {
      ...{ version: 1, company_id, branch: 1, customer_id: 1408, external_reference: null },
      ...{
        delivery_date: "2026-06-16",
        status: "scheduled",
        boxes: null,
        fridge: false,
        controlled: false,
        items: [],
        notes: null,
      },
    });
    const now = clock.now().toISOString();
    assert.deepEqual([created_at, updated_at], [now, now]);
    assert.deepEqual([recipient.given_name, recipient.family_name, recipient.region], ["Joe", "Bloggs", "Test County"]);
    assert.equal(steps.length, 1);
    assert.deepEqual({ ...steps[0], key_id: "" }, { status: "scheduled", at: now, key_id: "", reason: null });
    const native = (await parts.directory.apiKey("willcall-sandbox-admin"))!;
    assert.equal(steps[0].key_id, native.keyId);
  });

  const bare = { reference: null, ...item, pack_size: null };
  const full = { reference: "😀".repeat(50), description: "x".repeat(150), quantity: 2_147_483_647, pack_size: "y".repeat(50) };
  const everything = {
    ...{ delivery_date: "2026-06-15", boxes: 2_147_483_647, fridge: true, controlled: true, notes: "😀".repeat(250) },
    items: [full, bare, ...Array.from({ length: 998 }, () => full)],
  };

  it("keeps all that is sent, up to its bounds, when it is made and when it is changed", async () => {
    const sent = { ...everything, external_reference: "r".repeat(50) };
    const one = await addDelivery(ask, { ...sent, items: [full, item, ...everything.items.slice(2)] });
    for (const [field, value] of Object.entries(sent)) assert.deepEqual(one[field], value, field);
    const at = `/deliveries/${one.delivery_id}`;
    assert.deepEqual(await look(ask, at), one);
    const same = await ask("PATCH", at, sent, { "if-match": '"1"' });
    assert.deepEqual([succeeded(same), same.headers.etag], [one, '"1"'], "the same again changes nothing");
    const cleared = { external_reference: null, boxes: null, items: [], notes: null };
    assert.deepEqual(succeeded(await ask("PATCH", at, cleared, { "if-match": '"1"' })), { ...one, ...cleared, version: 2 });
  });

  it("is answered with its address and version, and not again to who has it", async () => {
    const { status, headers, json } = await postDelivery(ask, {});
    const at = `/deliveries/${json.delivery_id}`;
    assert.deepEqual([status, headers.location, headers.etag], [201, `/api/v1${at}`, '"1"']);
    assert.equal((await ask("GET", at, undefined, { "if-none-match": '"1"' })).status, 304);
    assert.equal((await ask("PATCH", at, { boxes: 2 }, { "if-match": '"1"' })).headers.etag, '"2"');
    assert.equal((await ask("GET", at, undefined, { "if-none-match": '"1"' })).status, 200);
  });

  it("finds its customer by the company's reference, an inactive one too", async () => {
    const { customer_id } = await addCustomer(ask, {
      active: false,
      external_references: [{ company_id, reference: "inactive" }],
    });
    const one = await addDelivery(ask, { external_customer_reference: "inactive" });
    assert.equal(one.customer_id, customer_id);
  });

  it("is one of the vendor's protocol too, and the other way round", async () => {
    const headers = { "content-type": "application/json" };
    const send = async (call: string, payload: object) =>
      JSON.parse((await app.inject({ method: "POST", url: `/pdm/${call}`, headers, payload })).payload);
    const { session } = await send("GetSessionToken", { key: "A54C18709701456E654F3FE78712E73E", company_id });
    const delivery = { customer_id: 1408, items: [{ ...item, item_ref: "I-1" }], check_delivery: false };
    const answer = await send("CreateDelivery", { company_id, session_token: session.session_token, delivery });
    const seen = await look(ask, `/deliveries/${answer.delivery.delivery_id}`);
    assert.deepEqual([seen.company_id, seen.branch, seen.items], [company_id, 1, [{ ...bare, reference: "I-1" }]]);
    assert.equal(succeeded(await ask("PATCH", `/deliveries/${seen.delivery_id}`, { items: seen.items }, whatever)).version, 1);
  });
});
