import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { Agent } from "node:https";
import type { AddressInfo } from "node:net";
import { after, describe, it } from "node:test";
import { endCertificate, registerCertificate } from "../../../src/core/organisations/certificates.ts";
import { connect } from "../../../src/platform/database/connection.ts";
import { createTlsSide } from "../../../src/tls.ts";
import { type TestApp, testApp, testClock } from "../../support/app.ts";
import { testConfig } from "../../support/config.ts";
import { certificatePath, makePair, type TlsCall, tlsCommand, tlsFolder, writePair } from "../../support/tls.ts";
import { assertFault, directoryCatchesUp, sandboxOrgId, succeeded } from "./support.ts";

const own = writePair(tlsFolder(), "server", await makePair(["localhost"], { purpose: "server" }));

/** Serves an app over HTTPS; gives the address. */
async function served({ app, parts }: TestApp): Promise<string> {
  const side = createTlsSide(app.routing, testConfig.config({ tlsCert: own.TLS_CERT, tlsKey: own.TLS_KEY }), parts.log);
  side.server.listen(0, "127.0.0.1");
  await once(side.server, "listening");
  after(() => {
    side.server.closeAllConnections();
    return side.close();
  });
  return `https://127.0.0.1:${(side.server.address() as AddressInfo).port}`;
}

/** Registers a certificate of its own with these limits; gives its id and calls as its bearer, on kept connections. */
async function bearer(test: TestApp, url: string, name: string, callsPerMinute: number | null, callsPerDay: number | null) {
  const pair = await makePair([name]);
  const limits = { callsPerMinute, callsPerDay };
  const certificate = new X509Certificate(pair.cert);
  const { certificateId } = await registerCertificate(test.parts.core, {
    ...{ orgId: sandboxOrgId, label: name, certificate },
    ...limits,
  });
  const agent = new Agent({ keepAlive: true, rejectUnauthorized: false, ...pair });
  after(() => agent.destroy());
  const call = (values: TlsCall["values"] = {}, path = certificatePath) => tlsCommand(url, { agent, values, path });
  return { certificateId, call };
}

describe("a client certificate's limits", async () => {
  const clock = testClock(new Date());
  const test = await testApp({ clock });
  const url = await served(test);

  it("refuse the 81st call of a minute: 429 with the fault body and the time to come again", async () => {
    const { call } = await bearer(test, url, "minute", 80, 5_000);
    for (let i = 0; i < 80; i++) succeeded(await call());
    clock.pass(20_000);
    const refused = await call();
    assertFault(refused, 429);
    assert.equal(refused.json.fault.detail.errorcode, "policies.ratelimit.QuotaViolation");
    assert.match(refused.json.fault.faultstring, /API key or client certificate/);
    assert.equal(refused.headers["retry-after"], "40");
    clock.pass(40_000);
    succeeded(await call());
  });

  it("refuse the call that is one too many in a day, and count no refused ones", async () => {
    const { call } = await bearer(test, url, "day", 2, 4);
    const statuses: number[] = [];
    for (let i = 0; i < 9; i++) {
      statuses.push((await call()).status);
      if (i % 3 === 2) clock.pass(60_000);
    }
    assert.deepEqual(statuses, [200, 200, 429, 200, 200, 429, 429, 429, 429]);
  });

  it("are each certificate's own, apart from the sandbox's keys, and one without limits is never refused", async () => {
    const [one, other, free] = [
      await bearer(test, url, "one", 2, null),
      await bearer(test, url, "other", null, 2),
      await bearer(test, url, "free", null, null),
    ];
    for (let i = 0; i < 2; i++) succeeded(await one.call());
    assertFault(await one.call(), 429);
    for (let i = 0; i < 2; i++) succeeded(await other.call());
    assertFault(await other.call(), 429);
    for (let i = 0; i < 120; i++) succeeded(await free.call());
    succeeded(await test.command({ cmd: "ping" }));
  });

  it("don't count what is refused before it is a call, and tell a revoked one 401 and not 429", async () => {
    const { certificateId, call } = await bearer(test, url, "early", 1, 1);
    for (let i = 0; i < 3; i++) {
      assertFault(await call({}, certificatePath.replace("apigee", "nowhere")), 404);
      assertFault(await call({ dsn: "sandbox" }), 401);
    }
    succeeded(await call());
    assertFault(await call(), 429);
    assert.equal(await endCertificate(test.parts.core, sandboxOrgId, certificateId), true);
    await directoryCatchesUp();
    assertFault(await call(), 401);
  });

  it("are no key's: its calls are noted under its own id", async () => {
    const { certificateId, call } = await bearer(test, url, "noted", 80, 5_000);
    for (let i = 0; i < 3; i++) succeeded(await call());
    await test.parts.keyUse.flush();
    const client = await connect(test.target, "test");
    const { rows } = await client.query("SELECT calls::int FROM key_use WHERE key_id = $1", [certificateId]);
    await client.end();
    assert.deepEqual(rows, [{ calls: 3 }]);
  });
});

describe("the calls of one client certificate under way", () => {
  it("are bounded: what is beyond is told to come again in a second, and the rest go on", async () => {
    const test = await testApp({ config: { keyConcurrency: 3 } });
    const url = await served(test);
    const { certificateId, call } = await bearer(test, url, "bounded", null, null);
    const other = await bearer(test, url, "other", null, null);
    const { atOnce } = test.parts;
    for (let i = 0; i < 3; i++) assert.ok(atOnce.enter(certificateId));
    const refused = await call();
    assertFault(refused, 429);
    assert.deepEqual([refused.json.fault.detail.errorcode, refused.headers["retry-after"]], ["willcall.TooManyAtOnce", "1"]);
    assert.match(refused.json.fault.faultstring, /API key or client certificate/);
    succeeded(await other.call());
    // Where there is room for one, one after the other gets it.
    atOnce.leave(certificateId);
    for (let i = 0; i < 3; i++) succeeded(await call());
    // However many came together, all have left.
    await Promise.all(Array.from({ length: 20 }, () => call({ cmd: "customer_query", acct_id: 6, call_reason: "S" })));
    assert.ok(atOnce.enter(certificateId));
    assert.ok(!atOnce.enter(certificateId));
  });

  it("end also when they are refused", async () => {
    const test = await testApp({ config: { keyConcurrency: 1 } });
    const { call } = await bearer(test, await served(test), "spent", 1, null);
    succeeded(await call());
    for (let i = 0; i < 3; i++) {
      const refused = await call();
      assertFault(refused, 429);
      assert.equal(refused.json.fault.detail.errorcode, "policies.ratelimit.QuotaViolation");
    }
  });
});
