import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { Agent } from "node:https";
import type { AddressInfo } from "node:net";
import { after, describe, it } from "node:test";
import { endCertificate, registerCertificate } from "../../../src/core/organisations/certificates.ts";
import { connect } from "../../../src/platform/database/connection.ts";
import { createTlsSide } from "../../../src/tls.ts";
import { testApp, testClock } from "../../support/app.ts";
import { testConfig } from "../../support/config.ts";
import { certificatePath, makePair, tlsCommand, tlsFolder, writePair } from "../../support/tls.ts";
import { assertFault, directoryCatchesUp, sandboxOrgId, secondOrganisation, succeeded } from "./support.ts";

const clock = testClock(new Date());
const test = await testApp({ clock });
const { core } = test.parts;
const own = writePair(tlsFolder(), "server", await makePair(["localhost"], { purpose: "server" }));
const side = createTlsSide(test.app.routing, testConfig.config({ tlsCert: own.TLS_CERT, tlsKey: own.TLS_KEY }), test.parts.log);
side.server.listen(0, "127.0.0.1");
await once(side.server, "listening");
after(() => {
  side.server.closeAllConnections();
  return side.close();
});
const url = `https://127.0.0.1:${(side.server.address() as AddressInfo).port}`;
const at = (dsn: string): string => `/archtics/ats/ticketing_services.aspx?dsn=${dsn}`;

async function register(pair: { cert: string }, names: string[] | null = null, orgId = sandboxOrgId): Promise<string> {
  const certificate = new X509Certificate(pair.cert);
  const { certificateId } = await registerCertificate(core, { orgId, label: "test", names, certificate });
  return certificateId;
}

const stranger = await makePair(["stranger"]);
const registered = await makePair(["registered"]);
const id = await register(registered);
const narrowed = await makePair(["narrowed"]);
await register(narrowed, ["sandbox"]);
const later = await makePair(["later"], {
  from: new Date(Date.now() + 86_400_000),
  until: new Date(Date.now() + 2 * 86_400_000),
});
await register(later);
const rival = await secondOrganisation(test);
const rivals = await makePair(["rivals"]);
await register(rivals, null, rival.orgId);
await directoryCatchesUp();

describe("the client certificate's form", () => {
  it("refuses plain HTTP, over which nobody can show one: 401", async () => {
    assertFault(await test.command({ cmd: "ping" }, { path: certificatePath, headers: {} }), 401);
  });

  it("refuses a caller without a certificate, with a key too: 401", async () => {
    assertFault(await tlsCommand(url), 401);
    assertFault(await tlsCommand(url, { headers: { apikey: "willcall-sandbox" } }), 401);
  });

  it("refuses an unknown certificate, also one that bears a registered one's names: 401", async () => {
    assertFault(await tlsCommand(url, stranger), 401);
    assertFault(await tlsCommand(url, await makePair(["registered"])), 401);
  });

  it("refuses a certificate without its key", async () => {
    await assert.rejects(tlsCommand(url, { cert: registered.cert, key: stranger.key }));
  });

  it("refuses one of another DSN and one of another organisation: 401", async () => {
    assertFault(await tlsCommand(url, narrowed), 401);
    assertFault(await tlsCommand(url, rivals), 401);
    assertFault(await tlsCommand(url, { ...registered, path: at("rival"), values: { dsn: "rival", uid: "rival99" } }), 401);
  });

  it("refuses one before its time and after its end: 401", async () => {
    assertFault(await tlsCommand(url, later), 401);
    succeeded(await tlsCommand(url, registered));
    const now = clock.now();
    clock.set(new X509Certificate(registered.cert).validToDate);
    assertFault(await tlsCommand(url, registered), 401);
    clock.set(now);
  });

  it("refuses a URL and a JSON that differ: 401; an unknown DSN or none: 404", async () => {
    assertFault(await tlsCommand(url, { ...registered, values: { dsn: "sandbox" } }), 401);
    assertFault(await tlsCommand(url, { ...registered, path: at("nowhere") }), 404);
    assertFault(await tlsCommand(url, { ...registered, path: "/archtics/ats/ticketing_services.aspx" }), 404);
  });

  it("is no way round a key at other addresses: 401", async () => {
    assertFault(await tlsCommand(url, { ...registered, path: "/sth-buy/ticketing_services.aspx?dsn=apigee" }), 401);
  });

  it("serves a registered one, in any case of path and DSN", async () => {
    succeeded(await tlsCommand(url, registered));
    succeeded(await tlsCommand(url, { ...registered, path: "/Archtics/ATS/Ticketing_Services.aspx?DSN=%20Apigee" }));
    succeeded(await tlsCommand(url, { ...narrowed, path: at("sandbox"), values: { dsn: "sandbox" } }));
    succeeded(await tlsCommand(url, { ...rivals, path: at("rival"), values: { dsn: "rival", uid: "rival99" } }));
  });

  it("serves a registered one on a connection that is resumed", async () => {
    const agent = new Agent({ keepAlive: false, maxCachedSessions: 10, rejectUnauthorized: false, ...registered });
    const resumed: boolean[] = [];
    side.server.on("secureConnection", (socket) => resumed.push(socket.isSessionReused()));
    for (let i = 0; i < 3; i++) succeeded(await tlsCommand(url, { agent }));
    assert.deepEqual(resumed, [false, true, true]);
  });

  it("is recorded with the write, as a key is", async () => {
    const customer = { name_last: "Certified", email: "certified@example.com" };
    succeeded(await tlsCommand(url, { ...registered, values: { cmd: "customer_add", pin: "1", customer } }));
    const client = await connect(test.target, "test");
    const { rows } = await client.query(
      "SELECT key_id FROM writes WHERE call = 'customer_add' ORDER BY occurred_at DESC LIMIT 1",
    );
    await client.end();
    assert.deepEqual(rows, [{ key_id: id }]);
  });

  it("refuses a revoked one within a second, on an open connection too: 401", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false, ...registered });
    after(() => agent.destroy());
    succeeded(await tlsCommand(url, { agent }));
    assert.equal(await endCertificate(core, rival.orgId, id), false);
    assert.equal(await endCertificate(core, sandboxOrgId, id), true);
    await directoryCatchesUp();
    assertFault(await tlsCommand(url, { agent }), 401);
    assertFault(await tlsCommand(url, registered), 401);
    await assert.rejects(register(registered), /registered already/);
  });
});
