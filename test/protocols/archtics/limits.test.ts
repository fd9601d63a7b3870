import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createApiKey } from "../../../src/core/organisations/set-up.ts";
import { testApp, testClock } from "../../support/app.ts";
import { assertFault, directoryCatchesUp, sandboxOrgId, succeeded } from "./support.ts";

const clock = testClock();
const { parts, command, post } = await testApp({ clock });

async function key(name: string, callsPerMinute: number | null, callsPerDay: number | null): Promise<void> {
  const limits = { callsPerMinute, callsPerDay };
  const commands = ["ping", "ats_ext_test_polling"];
  const given = { orgId: sandboxOrgId, label: name, protocol: "archtics" as const, products: ["sth-customer"], key: name };
  await createApiKey(parts.core, { ...given, commands, ...limits });
}
for (const name of ["a", "b", "c", "d", "e", "f"]) await key(name, 2, 4);
await key("free", null, null);
await directoryCatchesUp();

const path = "/sth-customer/ticketing_services.aspx?dsn=apigee";
const ping = (apikey: string, more: Record<string, unknown> = {}) =>
  command({ cmd: "ping", ...more }, { path, headers: { apikey } });

describe("a key's limits", () => {
  it("refuse the call that is one too many in a minute: 429 with the fault body and the time to come again", async () => {
    for (let i = 0; i < 80; i++) succeeded(await ping("willcall-sandbox-starter"));
    clock.pass(20_000);
    const refused = await ping("willcall-sandbox-starter");
    assertFault(refused, 429);
    assert.equal(refused.json.fault.detail.errorcode, "policies.ratelimit.QuotaViolation");
    assert.equal(refused.headers["retry-after"], "40");
    clock.pass(40_000);
    succeeded(await ping("willcall-sandbox-starter"));
  });

  it("refuse the call that is one too many in a day, and count no refused ones", async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 9; i++) {
      const { status, headers } = await ping("a");
      statuses.push(status);
      if (status === 429) assert.equal(headers["retry-after"], { 2: "60", 5: "86340" }[i] ?? "86280");
      if (i % 3 === 2) clock.pass(60_000);
    }
    assert.deepEqual(statuses, [200, 200, 429, 200, 200, 429, 429, 429, 429]);
    clock.pass(86_400_000);
    succeeded(await ping("a"));
  });

  it("are each key's own, and a key without limits is never refused", async () => {
    for (let i = 0; i < 3; i++) await ping("b");
    assertFault(await ping("b"), 429);
    succeeded(await ping("c"));
    for (let i = 0; i < 120; i++) succeeded(await ping("free"));
  });

  it("don't count what is refused before it is a call", async () => {
    for (let i = 0; i < 3; i++) {
      assertFault(await ping("wrong"), 401);
      assertFault(await command({ cmd: "customer_query" }, { path, headers: { apikey: "d" } }), 401);
      assertFault(await command({ cmd: "ping" }, { path: path.replace("apigee", "none"), headers: { apikey: "d" } }), 404);
      assertFault(await command({ cmd: "ping", dsn: "db605" }, { path, headers: { apikey: "d" } }), 401);
      assertFault(await post("{", { path, headers: { apikey: "d" } }), 400);
    }
    for (let i = 0; i < 2; i++) succeeded(await ping("d"));
    assertFault(await ping("d"), 429);
  });

  it("count a request once, however many commands it has, and also when its command is refused", async () => {
    const one = { uid: "user99", dsn: "apigee", cmd: "ping" };
    const body = { header: {}, command1: one, command2: one, command3: { ...one, uid: "nobody" } };
    assert.equal((await post(body, { path, headers: { apikey: "e" } })).status, 200);
    assert.equal((await ping("e", { uid: "nobody" })).answer.result, 5010);
    assertFault(await ping("e"), 429);
  });

  it("don't count a poll whose token is good, and count one whose token is not", async () => {
    const late = { path, headers: { apikey: "f" } };
    const call = { cmd: "ats_ext_test_polling" };
    const first = await command(call, late);
    const cookie = [first.headers["set-cookie"]]
      .flat()
      .map((one) => String(one).split(";")[0])
      .join("; ");
    if (first.status === 202) {
      for (let i = 0; i < 5; i++) {
        const { status } = await command(call, { path, headers: { apikey: "f", cookie } });
        assert.ok(status === 202 || status === 200, String(status));
      }
    }
    const unknown = { path, headers: { apikey: "f", cookie: `SID=x; BID=y; QTKN=${"0".repeat(43)}` } };
    assert.equal((await command(call, unknown)).answer.result, 9997);
    assertFault(await command(call, unknown), 429);
  });
});

describe("the calls of one key under way", () => {
  it("are bounded: what is beyond is told to come again in a second, and the rest go on", async () => {
    const bounded = await testApp({ config: { keyConcurrency: 3 } });
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => bounded.command({ cmd: "customer_query", acct_id: 6, call_reason: "S" })),
    );
    const refused = answers.filter(({ status }) => status !== 200);
    // One of the first three may have ended before the last came.
    assert.ok(refused.length >= 2 && refused.length <= 5, String(refused.length));
    for (const one of refused) {
      assertFault(one, 429);
      assert.equal(one.headers["retry-after"], "1");
    }
    // Those that ended made room, also those that ended in a fault.
    const narrowed = { path, headers: { apikey: "willcall-sandbox-starter" } };
    for (let i = 0; i < 4; i++) assertFault(await bounded.command({ cmd: "customer_add" }, narrowed), 401);
    succeeded(await bounded.command({ cmd: "ping" }, narrowed));
    const again = await Promise.all(Array.from({ length: 3 }, () => bounded.command({ cmd: "ping" })));
    again.forEach(succeeded);
  });
});
