import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { describe, it } from "node:test";
import { atsHeader } from "../../support/app.ts";
import { assertProblem, otherOrganisation, sandboxApp } from "./support.ts";

const test = await sandboxApp();
const { ask, command, parts, keyId } = test;
const path = `/sandbox/keys/${keyId}/behaviour`;
const query = { cmd: "customer_query", acct_id: 6, call_reason: "S" };
const withHeader = (text: string, values: Record<string, unknown> = query) =>
  command(values, { headers: { apikey: "willcall-sandbox", "willcall-sandbox": text } });
const set = async (behaviour: object) => assert.equal((await ask("PUT", path, behaviour)).status, 200);
const code = async (values: Record<string, unknown> = query) => {
  const { status, answer } = await command(values);
  return answer ? `${status} ${answer.result}` : String(status);
};

describe("the behaviour of a key", () => {
  it("is refused when it says nothing, or two things that can't both be", async () => {
    for (const body of [{}, { times: 3 }, { poll: false }, { http_status: 500, result: 5 }, { result: 1, poll: true }])
      assertProblem(await ask("PUT", path, body), 400);
    assert.equal(await code(), "200 0");
  });

  it("answers with any HTTP status or result code, and does nothing", async () => {
    const add = { cmd: "customer_add", customer: { name_last: "Never", email: "never@invalid.null" }, pin: "1" };
    await set({ http_status: 503 });
    const failed = await command(add);
    assert.deepEqual([failed.status, failed.json.fault.detail.errorcode], [503, "willcall.Sandbox"]);
    await set({ http_status: 204 });
    assert.deepEqual([(await command(add)).status, (await command(add)).text], [204, ""]);
    await set({ result: 9001 });
    const { answer } = await command(add);
    assert.deepEqual([answer.cmd, answer.result], ["customer_add", 9001]);
    assert.equal((await ask("DELETE", path)).status, 204);
    assert.deepEqual((await ask("GET", path)).json, {});
    assert.equal(await code(add), "200 0", "the e-mail was free");
  });

  it("fails so many times and then succeeds, also when calls come at once", async () => {
    await set({ http_status: 500, times: 3 });
    assert.equal((await ask("GET", path)).json.times, 3);
    const codes = await Promise.all(Array.from({ length: 10 }, () => code()));
    assert.deepEqual(codes.sort(), [...Array(7).fill("200 0"), ...Array(3).fill("500")].sort());
    assert.equal((await ask("GET", path)).json.times, 0);
    assert.equal(await code(), "200 0");
  });

  it("makes a quick call one that is polled for, and the poll is not told to be", async () => {
    await set({ poll: true });
    const first = await command({ cmd: "customer_add", customer: { name_last: "Polled" }, pin: "1" });
    assert.deepEqual([first.status, first.text], [202, ""]);
    const cookie = (first.headers["set-cookie"] as string[]).map((one) => one.split(";")[0]).join("; ");
    await Promise.all(parts.background);
    const headers = { apikey: "willcall-sandbox", cookie };
    const done = await command({ cmd: "customer_add", customer: { name_last: "Polled" }, pin: "1" }, { headers });
    assert.deepEqual([done.status, done.answer.result], [200, 0]);
    await ask("DELETE", path);
  });

  it("is the key's own: no other key of the sandbox has it", async () => {
    await set({ http_status: 500 });
    const starter = await command(query, {
      path: "/sth-customer/ticketing_services.aspx?dsn=apigee",
      headers: { apikey: "willcall-sandbox-starter" },
    });
    assert.deepEqual([starter.status, starter.answer.result], [200, 0]);
    await ask("DELETE", path);
  });
});

describe("the header Willcall-Sandbox", () => {
  it("is refused with the member that is wrong, and nothing is done", async () => {
    for (const [text, named] of [
      ["delay_ms=x", "delay_ms"],
      ["delay_ms=60001", "delay_ms"],
      ["http_status=199", "http_status"],
      ["poll=1", "poll"],
      ["late=5", "late"],
      ["times=2", "one of delay_ms"],
      ["id=a b; poll", "id"],
      ["result=1; http_status=500", "http_status and result"],
    ] as const) {
      const { status, json } = await withHeader(text);
      assert.equal(status, 400, text);
      assert.equal(json.fault.detail.errorcode, "willcall.BadSandboxHeader");
      assert.ok(json.fault.faultstring.includes(`: ${named}`), json.fault.faultstring);
    }
  });

  it("holds for its call, and wins over what is set for the key", async () => {
    await set({ http_status: 500 });
    assert.equal((await withHeader("result=5003")).answer.result, 5003);
    assert.equal(await code(), "500");
    await ask("DELETE", path);
    assert.equal(await code(), "200 0");
  });

  it("counts its times by the same call, or by its id, and those of a network without a key too", async () => {
    const statuses = async (text: string, calls: Record<string, unknown>[]) => {
      const found: number[] = [];
      for (const one of calls) found.push((await withHeader(text, one)).status);
      return found;
    };
    const other = { ...query, acct_id: 4444 };
    assert.deepEqual(await statuses("http_status=500; times=2", [query, query, query, other]), [500, 500, 200, 500]);
    assert.deepEqual(await statuses("http_status=500; times=2; id=a", [query, other, query, other]), [500, 500, 200, 200]);
    const headers = { "willcall-sandbox": "http_status=500; times=1", host: "127.0.0.1" };
    const network = () => command(query, { path: "/ats/ticketing_services.aspx", headers, remoteAddress: "127.0.0.1" });
    assert.deepEqual([(await network()).status, (await network()).status], [500, 200]);
  });

  it("is not read for an organisation that is no sandbox", async () => {
    const { caller } = await otherOrganisation(test, "plain", false);
    const options = {
      path: "/sth-buy/ticketing_services.aspx?dsn=plain",
      headers: { apikey: caller.key, "willcall-sandbox": "http_status=500" },
    };
    const { status, answer } = await test.post(
      { header: atsHeader, command1: { cmd: "ping", uid: "nobody", dsn: "plain" } },
      options,
    );
    assert.deepEqual([status, answer.result], [200, 5010]);
  });
});

describe("over a real connection", () => {
  const send = async (text: string, values: Record<string, unknown>) => {
    await test.app.listen({ host: "127.0.0.1", port: 0 }).catch(() => {});
    const { port } = test.app.server.address() as AddressInfo;
    return fetch(`http://127.0.0.1:${port}/sth-buy/ticketing_services.aspx?dsn=apigee`, {
      method: "POST",
      headers: { apikey: "willcall-sandbox", "willcall-sandbox": text },
      body: JSON.stringify({ header: atsHeader, command1: { uid: "user99", dsn: "apigee", ...values } }),
    });
  };

  it("a dropped answer is one to a call that was done", async () => {
    const add = { cmd: "customer_add", customer: { name_last: "Dropped", email: "dropped@invalid.null" }, pin: "1" };
    await assert.rejects(send("drop_answer", add), TypeError);
    assert.equal(await code(add), "200 11408");
  });

  it("an answer comes as late as it is told to", async () => {
    const began = performance.now();
    const response = await send("delay_ms=300", query);
    assert.equal(response.status, 200);
    assert.ok(performance.now() - began >= 300);
  });
});
