import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { client, newCustomer, post, sandbox } from "./support.ts";

const test = await testApp();
const pdm = client(test);
const url = await test.app.listen({ host: "127.0.0.1", port: 0 });
const admin = { authorization: "Bearer willcall-sandbox-admin" };

async function native(method: "GET" | "PUT" | "DELETE", path: string, payload?: object) {
  const response = await test.app.inject({ method, url: `/api/v1/sandbox${path}`, headers: admin, payload });
  assert.ok(response.statusCode < 500, response.payload);
  return { status: response.statusCode, json: response.payload === "" ? undefined : response.json() };
}

const keys: { key_id: string; label: string }[] = (await native("GET", "/keys")).json.keys;
const keyId = keys.find(({ label }) => label === "Sandbox, deliveries")!.key_id;
const behave = (body: object) => native("PUT", `/keys/${keyId}/behaviour`, body);
const get = (headers: Record<string, string> = {}) => pdm.call("GetCustomer", { customer_id: 1408 }, { headers });
const count = async () => (await native("GET", `/keys/${keyId}/calls?limit=1000`)).json.calls.length;

describe("a key of the sandbox", () => {
  it("can't be told to poll, by the control or by a header", async () => {
    const refused = await behave({ poll: true });
    assert.deepEqual([refused.status, refused.json.errors[0].field], [400, "body.poll"]);
    for (const [header, named] of [
      ["poll", /poll/],
      ["later=1", /later/],
    ] as const) {
      const answer = await get({ "willcall-sandbox": header });
      assert.deepEqual([answer.status, answer.code], [400, 500]);
      assert.match(answer.details!, named);
    }
  });

  it("fails so many times with an HTTP status or a code, and then succeeds", async () => {
    assert.equal((await get()).code, 101);
    await behave({ http_status: 503, times: 2 });
    assert.deepEqual([(await get()).status, (await get()).status, (await get()).status], [503, 503, 200]);
    await behave({ result: 205, times: 1 });
    assert.deepEqual([(await get()).code, (await get()).code], [205, 101]);
    const once = { "willcall-sandbox": "result=500; times=1" };
    assert.deepEqual([(await get(once)).code, (await get(once)).code], [500, 101]);
  });

  it("does nothing when it is told to fail, and everything when only the answer is dropped", async () => {
    const { external_customer_ref } = { external_customer_ref: "SANDBOX-DROP" };
    await behave({ result: 500, times: 1 });
    assert.equal((await pdm.createCustomer({ external_customer_ref })).code, 500);
    assert.equal((await pdm.getCustomer({ external_customer_ref })).code, 401);
    // Over a connection that can be closed.
    const body = {
      company_id: sandbox.company,
      session_token: await pdm.open(),
      customer: newCustomer({ external_customer_ref }),
    };
    await behave({ drop_answer: true, times: 1 });
    await assert.rejects(fetch(`${url}/pdm/CreateCustomer`, { method: "POST", body: JSON.stringify(body) }), TypeError);
    assert.equal((await pdm.getCustomer({ external_customer_ref })).code, 101);
  });

  it("has its last calls kept, without keys and tokens", async () => {
    await native("DELETE", `/keys/${keyId}/calls`);
    const token = await pdm.open();
    await post(test, "GetCustomer", { company_id: sandbox.company, session_token: token, customer_id: 1408 });
    await post(test, "GetSessionToken", { company_id: sandbox.company, key: "nobody's" });
    assert.equal(await count(), 2, "a call that nobody is known to have made is not kept");
    const { calls } = (await native("GET", `/keys/${keyId}/calls`)).json;
    assert.deepEqual(
      calls.map((one: { path: string; status: number }) => [one.path, one.status]),
      [
        ["/pdm/GetCustomer", 200],
        ["/pdm/GetSessionToken", 200],
      ],
    );
    const text = JSON.stringify(calls);
    for (const secret of [token, sandbox.key]) assert.ok(!text.includes(secret));
    assert.match(calls[0].answer, /"customer_id":1408/);
  });
});
