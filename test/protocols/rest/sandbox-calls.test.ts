import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { mostCalls, recordCall } from "../../../src/core/sandbox/calls.ts";
import { redactBody } from "../../../src/core/sandbox/redact.ts";
import { redactPath, secretNames } from "../../../src/protocols/archtics/recording.ts";
import { otherOrganisation, sandboxApp } from "./support.ts";

const test = await sandboxApp();
const { ask, command, post, parts, keyId } = test;
const path = `/sandbox/keys/${keyId}/calls`;

describe("what is kept of a call", () => {
  it("holds no secret, wherever and however it is written", () => {
    const body = {
      command1: { PIN: "1234", New_Pin: 5678, pwd: "x", additional_params: { pin: "9" }, list: [{ pin: ["1"] }], acct_id: 6 },
    };
    assert.deepEqual(JSON.parse(redactBody(JSON.stringify(body), secretNames)!), {
      command1: {
        PIN: "[redacted]",
        New_Pin: "[redacted]",
        pwd: "[redacted]",
        additional_params: { pin: "[redacted]" },
        list: [{ pin: "[redacted]" }],
        acct_id: 6,
      },
    });
    assert.equal(redactBody('{"pin": "1234"', secretNames), null);
    assert.equal(redactBody("[".repeat(1_000_000), secretNames), null);
    assert.equal(
      redactPath("/x.aspx?dsn=a&ApiKey=secret&api%6Bey=secret"),
      "/x.aspx?dsn=a&ApiKey=[redacted]&api%6Bey=[redacted]",
    );
  });
});

describe("the calls of a sandbox's key", () => {
  it("are there with what was asked and answered, the newest first, refused ones and dropped ones too", async () => {
    await ask("DELETE", path);
    assert.deepEqual((await ask("GET", path)).json, { calls: [], next_cursor: null });
    await command({ cmd: "customer_query", acct_id: 6, pin: "712554" });
    await post("no JSON");
    await command(
      { cmd: "ping" },
      { headers: { apikey: "willcall-sandbox", "willcall-sandbox": "result=77", cookie: "SID=s1" } },
    );
    const { calls } = (await ask("GET", path)).json;
    assert.deepEqual(
      calls.map((one: { status: number }) => one.status),
      [200, 400, 200],
    );
    const [told, refused, plain] = calls;
    assert.deepEqual(told.behaviour, { result: 77 });
    assert.deepEqual([told.headers.apikey, told.headers.cookie], ["[redacted]", "[redacted]"]);
    assert.equal(refused.body, null);
    assert.match(refused.answer, /willcall\.NotJson/);
    assert.equal(JSON.parse(plain.body).command1.pin, "[redacted]");
    assert.equal(JSON.parse(plain.answer).command1.customer.acct_id, 6);
    assert.doesNotMatch(JSON.stringify(calls), /712554|:"willcall-sandbox"/);
  });

  it("come in pages", async () => {
    await ask("DELETE", path);
    for (let i = 0; i < 5; i++) await command({ cmd: "ping", ref: String(i) });
    const refs: string[] = [];
    let cursor = "";
    for (let page = 0; page < 3; page++) {
      const { json } = await ask("GET", `${path}?limit=2${cursor && `&cursor=${cursor}`}`);
      refs.push(...json.calls.map((one: { body: string }) => JSON.parse(one.body).command1.ref));
      cursor = json.next_cursor;
    }
    assert.deepEqual(refs, ["4", "3", "2", "1", "0"]);
    assert.equal(cursor, null);
  });

  it("are a thousand at most", async () => {
    const call = {
      at: "",
      request_id: "",
      protocol: "archtics",
      method: "POST",
      path: "",
      headers: {},
      body: null,
      status: 200,
      answer: null,
      milliseconds: 1,
      behaviour: null,
    };
    for (let i = 0; i < mostCalls / 50 + 2; i++)
      await Promise.all(Array.from({ length: 50 }, () => recordCall(parts.core, 1, keyId, { ...call, path: String(i) })));
    const { json } = await ask("GET", `${path}?limit=${mostCalls}`);
    assert.deepEqual([json.calls.length, json.next_cursor], [mostCalls, null]);
    assert.equal(json.calls[0].path, String(mostCalls / 50 + 1));
  });

  it("are not kept for an organisation that is no sandbox", async () => {
    const { caller, orgId } = await otherOrganisation(test, "unseen", false);
    await command(
      { cmd: "ping", dsn: "unseen" },
      { path: "/sth-buy/ticketing_services.aspx?dsn=unseen", headers: { apikey: caller.key } },
    );
    const { recordedCalls } = await import("../../../src/core/sandbox/calls.ts");
    assert.deepEqual(await recordedCalls(parts.core, orgId, caller.keyId, { limit: 10 }), []);
  });
});
