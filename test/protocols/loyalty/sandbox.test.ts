import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { call, john, kiosk, parseXml, post, refused, succeeded } from "./support.ts";

const test = await testApp();
const admin = { authorization: "Bearer willcall-sandbox-admin" };
const native = async (method: "GET" | "PUT" | "DELETE", path: string, payload?: object) =>
  test.app.inject({ method, url: `/api/v1/sandbox${path}`, headers: admin, ...(payload && { payload }) });
const { keys } = (await native("GET", "/keys")).json() as { keys: { key_id: string; label: string; protocol: string }[] };
const keyOf = (name: string) => keys.find(({ label, protocol }) => protocol === "loyalty" && label === name)!.key_id;
const info = (headers: Record<string, string>, code = "89898989898989") =>
  post(test, new URLSearchParams({ ...john, output: "JSON", type: "customer_info", code }).toString(), headers);

describe("a loyalty call in the sandbox, told to go wrong", () => {
  it("refuses a header that can't be read, in the protocol's form", async () => {
    const answer = await info({ "willcall-sandbox": "poll" });
    assert.equal(answer.http, 400);
    assert.match(answer.error!, /willcall-sandbox: poll/);
  });

  it("answers the HTTP status that is set, for so many calls, and does nothing", async () => {
    const path = `/keys/${keyOf("kiosk1")}/behaviour`;
    assert.equal((await native("PUT", path, { http_status: 503, times: 1 })).statusCode, 200);
    const edit = () => call(test, "record_customer", { customer_action: "edit", code: "told", first_name: "T" }, kiosk);
    const first = await edit();
    assert.deepEqual([first.http, first.status], [503, "error"]);
    assert.equal(succeeded(await edit()).customer.status, "new");
  });

  it("answers an error for any result, and late for a delay", async () => {
    const began = performance.now();
    refused(await info({ "willcall-sandbox": "result=1; delay_ms=60" }), /sandbox/);
    assert.ok(performance.now() - began >= 60);
  });

  it("does the call and closes the connection on drop_answer", async () => {
    const { url, close } = await listening();
    const body = new URLSearchParams({
      ...john,
      type: "record_customer",
      customer_action: "edit",
      code: "dropped",
      first_name: "D",
    });
    await assert.rejects(fetch(`${url}/api.php`, { method: "POST", body, headers: { "willcall-sandbox": "drop_answer" } }));
    await close();
    assert.equal(succeeded(await info({}, "dropped")).customer.first_name, "D");
  });
});

describe("the last calls of a loyalty user", () => {
  it("are kept without secrets, however they were sent", async () => {
    const secrets = { customer_password: "pa$$w0rd", customer_PIN: "9876", user_api_key: john.user_password };
    succeeded(await call(test, "record_customer", { customer_action: "edit", code: "kept", ...secrets }));
    await test.app.inject({
      method: "GET",
      url: `/api.php?${new URLSearchParams({ ...john, type: "customer_info", code: "kept" })}`,
    });
    await info({ api_access_key: john.user_password });
    const { calls } = (await native("GET", `/keys/${keyOf("john1970")}/calls?limit=5`)).json() as {
      calls: Record<string, string>[];
    };
    const [header, got, recorded] = calls;
    assert.deepEqual([recorded!.protocol, recorded!.path, got!.method, got!.path], ["loyalty", "/api.php", "GET", "/api.php"]);
    assert.match(recorded!.body!, /"code":"kept".*"customer_password":"\[redacted\]"/);
    assert.match(recorded!.answer!, /"status":"success"/);
    for (const one of [header, got, recorded]) assert.doesNotMatch(JSON.stringify(one), /pa\$\$w0rd|9876|1959caadac9b13dcb3/);
  });
});

describe("a loyalty user's limit", () => {
  it("answers 429 with the usual error and Retry-After, in the form that was asked for", async () => {
    const ask = (output: string) => call(test, "customer_info", { code: "89898989898989", output }, kiosk);
    let answer = await ask("XML");
    for (let n = 0; n < 320 && answer.http === 200; n++) answer = await ask("XML");
    assert.equal(answer.http, 429);
    assert.ok(Number(answer.headers["retry-after"]) >= 1);
    assert.equal(parseXml(answer.text).children[0]!.name, "error");
    assert.equal((await ask("JSON")).json.status, "error");
    // john1970 has none.
    assert.equal((await info({})).http, 200);
  });
});

async function listening() {
  const url = await test.app.listen({ port: 0, host: "127.0.0.1" });
  return { url, close: async () => test.app.server.closeAllConnections() };
}
