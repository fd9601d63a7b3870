import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { connect } from "../../../src/platform/database/connection.ts";
import { addCustomer, freshEmail, look, nobody, succeeded, unchanged } from "./records.ts";
import { assertProblem, sandboxApp } from "./support.ts";

const { ask, command, target } = await sandboxApp();
const put = (id: unknown, body: object) => ask("PUT", `/customers/${id}/pin`, body);
const check = async (email: string, pin: string) => {
  const { answer } = await command({ cmd: "customer_query", email, pin });
  return answer.result;
};
async function added(): Promise<{ id: number; email: string; path: string }> {
  const email = freshEmail();
  const { customer_id: id } = await addCustomer(ask, { email });
  return { id, email, path: `/customers/${id}` };
}

describe("a PIN", () => {
  it("is refused when it is empty, too long, no text, or holds what can't be typed; no problem repeats it", async () => {
    const { id, email, path } = await added();
    succeeded(await put(id, { pin: "1234" }), 204);
    await unchanged(ask, path, async () => {
      for (const pin of [
        "",
        `secret${"x".repeat(245)}`,
        98765,
        null,
        true,
        "secret\0",
        "secret\n",
        "\u0085secret",
        "secret\ud800",
      ]) {
        const answer = await put(id, { pin });
        assertProblem(answer, 400, ["body.pin"]);
        assert.doesNotMatch(JSON.stringify(answer.json), /secret|98765/);
      }
      const unknown = await put(id, { pin: "secret", new_pin: "secret2" });
      assertProblem(unknown, 400, ["body.new_pin"]);
      assert.doesNotMatch(JSON.stringify(unknown.json), /secret/);
      assertProblem(await put(id, { pin: "secret", temporary: "secret" }), 400, ["body.temporary"]);
      assertProblem(await put(id, {}), 400, ["body.pin"]);
      assertProblem(await ask("DELETE", `${path}/pin`, { pin: "1234" }), 400, ["body"]);
    });
    assert.equal(await check(email, "1234"), 0);
  });

  it("of nobody is 404, which repeats none either", async () => {
    const answer = await put(nobody, { pin: "secret" });
    assertProblem(answer, 404);
    assert.doesNotMatch(JSON.stringify(answer.json), /secret/);
    assertProblem(await ask("DELETE", `/customers/${nobody}/pin`), 404);
  });

  it("that is set counts from then on, and neither an answer nor the change log has it", async () => {
    const { id, email, path } = await added();
    assert.equal(await check(email, "4711"), 5022);
    const set = await put(id, { pin: "4711 ü" });
    assert.deepEqual([set.status, set.json], [204, undefined]);
    assert.equal(await check(email, "4711 ü"), 0);
    assert.doesNotMatch(JSON.stringify(await look(ask, path)), /4711 ü|pin/);
    const client = await connect(target, "test");
    const { rows } = await client.query("SELECT v::text AS told FROM change_values v");
    await client.end();
    assert.ok(rows.some(({ told }) => /pin.{1,8}none.{1,6}set/.test(told)));
    assert.ok(!rows.some(({ told }) => told.includes("4711 ü")));
    succeeded(await put(id, { pin: "x".repeat(250), temporary: false }), 204);
    assert.equal(await check(email, "4711 ü"), 5023);
  });

  it("that is temporary must be replaced, and one that is taken away is none", async () => {
    const { id, email, path } = await added();
    succeeded(await put(id, { pin: "1111", temporary: true }), 204);
    assert.equal(await check(email, "1111"), 10699);
    succeeded(await ask("DELETE", `${path}/pin`), 204);
    assert.equal(await check(email, "1111"), 5022);
  });
});

describe("the state of an e-mail address", () => {
  const state = (id: unknown, body: object) => ask("PUT", `/customers/${id}/email-state`, body);

  it("is refused when it is none, or there is nothing that it could be of", async () => {
    const { id, path } = await added();
    await unchanged(ask, path, async () => {
      for (const valid of ["true", 1, null]) assertProblem(await state(id, { valid }), 400, ["body.valid"]);
      assertProblem(await state(id, {}), 400, ["body.valid"]);
      assertProblem(await state(id, { valid: false, email: "x" }), 400, ["body.email"]);
    });
    assertProblem(await state(nobody, { valid: true }), 404);
    const { customer_id: without } = await addCustomer(ask);
    await unchanged(ask, `/customers/${without}`, async () => assertProblem(await state(without, { valid: false }), 409));
  });

  it("holds until the address is another", async () => {
    const { id, email, path } = await added();
    const { headers, json } = await state(id, { valid: false });
    assert.deepEqual([json.email_valid, json.version, headers.etag], [false, 2, '"2"']);
    assert.equal((await command({ cmd: "customer_query", email, call_reason: "S" })).answer.result, 11775);
    assert.equal(succeeded(await state(id, { valid: false })).version, 2, "nothing changed");
    const spelt = await ask("PATCH", path, { email: email.toUpperCase() }, { "if-match": '"2"' });
    assert.equal(succeeded(spelt).email_valid, false);
    assert.equal(succeeded(await state(id, { valid: true })).email_valid, true);
    succeeded(await state(id, { valid: false }));
    const changed = await ask("PATCH", path, { email: freshEmail() }, { "if-match": "*" });
    assert.equal(succeeded(changed).email_valid, true);
  });
});
