import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { addCustomer, everyPage, fresh, freshEmail, keyFor, look, postDelivery, succeeded, under, whatever } from "./records.ts";
import { assertProblem, sandboxApp } from "./support.ts";

const test = await sandboxApp();
const { ask, clock } = test;
const once = (key: string) => ({ "idempotency-key": key });
const post = (body: object, key: string, by = ask) => by("POST", "/customers", { family_name: "Once", ...body }, once(key));
const count = async () => (await everyPage(ask, "/customers?limit=200")).length;
const day = 86_400_000;

describe("an Idempotency-Key", () => {
  it("is refused when it is empty, too long, or not visible ASCII", async () => {
    const before = await count();
    for (const key of ["", "x".repeat(256), "a b", "é", "a\u0001"])
      assertProblem(await post({}, key), 400, ["header.Idempotency-Key"]);
    assert.equal(await count(), before);
    succeeded(await post({}, "x".repeat(255)), 201);
  });

  it("is refused by every call that takes none, which then does nothing", async () => {
    const { customer_id } = await addCustomer(ask, { email: freshEmail() });
    const path = `/customers/${customer_id}`;
    const before = await look(ask, path);
    for (const [method, at, body] of [
      ["GET", path],
      ["GET", "/customers"],
      ["PATCH", path, { city: "X" }],
      ["PUT", `${path}/pin`, { pin: "1" }],
      ["DELETE", `${path}/pin`],
      ["PUT", `${path}/email-state`, { valid: false }],
      ["POST", "/accounts/6/customers", { customer_id }],
      ["PUT", "/accounts/6/lock"],
      ["DELETE", "/accounts/6/lock"],
    ] as const)
      assertProblem(await ask(method, at, body, { ...whatever, ...once(fresh()) }), 400, ["header.Idempotency-Key"]);
    assert.deepEqual(await look(ask, path), before);
  });

  it("that was used for another body, or for another call, is refused with 422, and nothing is done", async () => {
    const key = fresh();
    succeeded(await post({ city: "X" }, key), 201);
    const before = await count();
    for (const body of [{}, { city: "Y" }, { city: "X", region: null }]) assertProblem(await post(body, key), 422);
    assertProblem(await postDelivery(ask, {}, once(key)), 422);
    assert.equal(await count(), before);
  });

  it("does a call once: repeated, it is answered with what it made, as that is now", async () => {
    const [key, body] = [fresh(), { email: freshEmail() }];
    const first = await post(body, key);
    const before = await count();
    const again = await post(body, key);
    assert.deepEqual(succeeded(again, 201), succeeded(first, 201));
    assert.deepEqual([first.headers["idempotent-replayed"], again.headers["idempotent-replayed"]], [undefined, "true"]);
    for (const name of ["etag", "location"]) assert.equal(again.headers[name], first.headers[name], name);
    succeeded(await ask("PATCH", `/customers/${first.json.customer_id}`, { city: "Moved" }, whatever));
    assert.equal(succeeded(await post(body, key), 201).city, "Moved");
    assert.equal(await count(), before);
  });

  for (const [what, body] of [
    ["alone", {}],
    ["with an e-mail address", { email: "twenty@example.com" }],
    ["with a reference", { external_references: [{ company_id: 9001, reference: "twenty" }] }],
  ] as const)
    it(`of twenty at once makes one customer ${what}`, async () => {
      const [key, before] = [fresh(), await count()];
      const answers = await Promise.all(Array.from({ length: 20 }, () => post(body, key)));
      const ids = answers.map((one) => succeeded(one, 201).customer_id);
      assert.equal(new Set(ids).size, 1);
      assert.equal(answers.filter(({ headers }) => headers["idempotent-replayed"] === undefined).length, 1);
      assert.equal(await count(), before + 1);
    });

  it("of twenty at once makes one delivery", async () => {
    const key = once(fresh());
    const answers = await Promise.all(Array.from({ length: 20 }, () => postDelivery(ask, { boxes: 3 }, key)));
    assert.equal(new Set(answers.map((one) => succeeded(one, 201).delivery_id)).size, 1);
    assert.equal((await everyPage(ask, "/deliveries")).length, 1);
  });

  it("is a key's own, and lasts for 24 hours: after them the call is done anew", async () => {
    const key = fresh();
    const first = succeeded(await post({}, key), 201).customer_id;
    const other = under(ask, await keyFor(test, ["customers:write"]));
    const theirs = succeeded(await post({ city: "Other" }, key, other), 201).customer_id;
    assert.notEqual(theirs, first);
    clock.pass(day);
    assert.equal(succeeded(await post({}, key), 201).customer_id, first);
    clock.pass(1);
    const anew = await post({ city: "Anew" }, key);
    assert.notEqual(succeeded(anew, 201).customer_id, first);
    assert.equal(anew.headers["idempotent-replayed"], undefined);
    assert.equal(succeeded(await post({ city: "Anew" }, key), 201).customer_id, anew.json.customer_id);
  });

  it("goes by the sandbox's clock when that is turned", async () => {
    const key = fresh();
    const first = succeeded(await post({}, key), 201).customer_id;
    succeeded(await ask("PUT", "/sandbox/clock", { ahead_seconds: day / 1000 + 1 }));
    assert.notEqual(succeeded(await post({}, key), 201).customer_id, first);
    succeeded(await ask("DELETE", "/sandbox/clock"), 204);
  });

  it("does not remember a refusal: once its reason is gone the same call is done", async () => {
    const [key, email] = [fresh(), freshEmail()];
    const { customer_id } = await addCustomer(ask, { email });
    assertProblem(await post({ email }, key), 409, ["body.email"]);
    assertProblem(await post({ email }, key), 409, ["body.email"]);
    assertProblem(await post({ city: 5 }, key), 400, ["body.city"]);
    succeeded(await ask("PATCH", `/customers/${customer_id}`, { email: null }, whatever));
    const done = await post({ email }, key);
    assert.deepEqual([succeeded(done, 201).email, done.headers["idempotent-replayed"]], [email, undefined]);
  });
});
