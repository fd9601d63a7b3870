import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createApiKey } from "../../../src/core/organisations/set-up.ts";
import { assertProblem, otherOrganisation, sandboxApp } from "./support.ts";

const test = await sandboxApp();
const { ask, command, parts, clock } = test;
const day = 86_400_000;
const customer = { name_last: "Clock" };
const added = async (): Promise<string> => {
  const { answer } = await command({ cmd: "customer_add", customer, pin: "1" });
  const query = await command({ cmd: "customer_query", acct_id: answer.acct_id, call_reason: "S" });
  return query.answer.customer.add_date;
};

describe("the clock of a sandbox", () => {
  it("is not turned further than a hundred years, nor both ways at once, nor to a time that is none", async () => {
    assertProblem(await ask("PUT", "/sandbox/clock", { now: "2400-01-01T00:00:00Z" }), 400, ["body.now"]);
    assertProblem(await ask("PUT", "/sandbox/clock", { ahead_seconds: 1e10 }), 400, ["body.ahead_seconds"]);
    assertProblem(await ask("PUT", "/sandbox/clock", { now: "tomorrow" }), 400, ["body.now"]);
    assertProblem(await ask("PUT", "/sandbox/clock", {}), 400, ["body"]);
    assertProblem(await ask("PUT", "/sandbox/clock", { now: "2027-01-01T00:00:00Z", ahead_seconds: 5 }), 400, ["body"]);
    assert.deepEqual((await ask("GET", "/sandbox/clock")).json, { now: clock.now().toISOString(), ahead_seconds: 0 });
  });

  it("is what calls take for the time, from the next one on, until it is turned back; and only its own organisation's", async () => {
    assert.equal(await added(), "2026-06-15");
    const turned = await ask("PUT", "/sandbox/clock", { now: "2030-12-31T12:00:00-05:00" });
    assert.equal(turned.json.now, "2030-12-31T17:00:00.000Z");
    assert.equal(await added(), "2030-12-31");
    clock.pass(day);
    assert.equal((await ask("GET", "/sandbox/clock")).json.now, "2031-01-01T17:00:00.000Z");
    const other = await otherOrganisation(test, "elsewhere", true);
    assert.equal((await ask("GET", "/sandbox/clock", undefined, other.admin)).json.ahead_seconds, 0);
    assert.equal((await ask("PUT", "/sandbox/clock", { ahead_seconds: -3600 })).json.ahead_seconds, -3600);
    assert.equal((await ask("DELETE", "/sandbox/clock")).status, 204);
    assert.equal(await added(), "2026-06-16");
  });

  it("ends keys and windows of limits, and lets a poll's token run out", async () => {
    const inAnHour = new Date(clock.now().getTime() + 3_600_000);
    const limited = { orgId: 1, label: "Hour", protocol: "archtics", products: ["sth-buy"], callsPerMinute: 2 } as const;
    const { key } = await createApiKey(parts.core, { ...limited, expiresAt: inAnHour });
    const headers = { apikey: key };
    const ping = () => command({ cmd: "ping" }, { headers });
    assert.deepEqual([(await ping()).status, (await ping()).status, (await ping()).status], [200, 200, 429]);
    await ask("PUT", "/sandbox/clock", { ahead_seconds: 61 });
    assert.equal((await ping()).status, 200);
    await ask("PUT", "/sandbox/clock", { ahead_seconds: 3_600 });
    assert.equal((await ping()).status, 401);

    await ask("DELETE", "/sandbox/clock");
    const behaviour = { "willcall-sandbox": "poll" };
    const polled = await command({ cmd: "ping" }, { headers: { apikey: "willcall-sandbox", ...behaviour } });
    assert.equal(polled.status, 202);
    const cookie = (polled.headers["set-cookie"] as string[]).map((one) => one.split(";")[0]).join("; ");
    const poll = () => command({ cmd: "ping" }, { headers: { apikey: "willcall-sandbox", cookie } });
    await Promise.all(parts.background);
    assert.equal((await poll()).answer.result, 0);
    await ask("PUT", "/sandbox/clock", { ahead_seconds: 601 });
    assert.equal((await poll()).answer.result, 9997);
    await ask("DELETE", "/sandbox/clock");
  });
});
