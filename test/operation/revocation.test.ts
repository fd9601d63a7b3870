import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { endCertificate, registerCertificate } from "../../src/core/organisations/certificates.ts";
import { createApiKey, createOrganisation, endApiKey } from "../../src/core/organisations/set-up.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { randomIds } from "../../src/platform/ids.ts";
import { openTestDatabase, testDatabase } from "../support/database.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { freePort, keyed, makePair, type TlsCall, tlsCommand, tlsFolder, tlsUrl, until, writePair } from "../support/tls.ts";

const target = await testDatabase();
const setUp = { db: openTestDatabase(target), clock: systemClock, ids: randomIds };
const sandboxOrgId = 1;
const own = writePair(tlsFolder(), "server", await makePair(["localhost"], { purpose: "server" }));
// Both on one database, with two workers each. The log tells which worker has answered what.
const servers = await Promise.all(
  [await freePort(), await freePort()].map((port) =>
    startServer({ target, env: { ...own, DATA_DIR: tlsFolder(), TLS_PORT: port, WORKERS: "2", LOG_LEVEL: "info" } }),
  ),
);

interface Answered {
  readonly server: TestServer;
  /** When the call began, by performance.now(). */
  readonly begun: number;
  readonly outcome: string;
  readonly requestId: string;
}

/** Calls once, on a connection of its own: they go to a server's workers in turn. */
async function callAt(server: TestServer, call: TlsCall): Promise<Answered> {
  const begun = performance.now();
  const { status, headers, json } = await tlsCommand(tlsUrl(server), call);
  const outcome = status === 200 ? "200" : `${status} ${json?.fault?.detail?.errorcode}`;
  return { server, begun, outcome, requestId: String(headers["x-request-id"]) };
}

/** Calls eight times at once on each server. */
const everywhere = (call: TlsCall): Promise<Answered[]> =>
  Promise.all(servers.flatMap((server) => Array.from({ length: 8 }, () => callAt(server, call))));

/** The processes of a server that answered some of these calls, as far as its log has come. */
function workersOf(server: TestServer, calls: readonly Answered[]): Set<string> {
  const ids = new Set(calls.filter((one) => one.server === server).map(({ requestId }) => requestId));
  const lines = server.output().matchAll(/"pid":(\d+),[^\n]*?"requestId":"([^"]+)"[^\n]*"msg":"request"/g);
  return new Set([...lines].filter(([, , id]) => ids.has(id!)).map(([, pid]) => pid!));
}

/** Asserts that all calls were answered so, and that both workers of both servers had some of them. */
async function assertAll(calls: readonly Answered[], outcome: string): Promise<void> {
  assert.deepEqual([...new Set(calls.map((one) => one.outcome))], [outcome]);
  for (const server of servers) await until(() => workersOf(server, calls).size === 2);
}

/** Somebody who may call, and how to end that. */
interface Bearer {
  readonly call: TlsCall;
  end(): Promise<boolean>;
}

async function keyBearer(): Promise<Bearer> {
  const given = { orgId: sandboxOrgId, label: "test", protocol: "archtics" as const, products: ["sth-buy"] };
  const { key, keyId } = await createApiKey(setUp, given);
  return { call: { ...keyed, headers: { apikey: key } }, end: () => endApiKey(setUp, sandboxOrgId, keyId) };
}

async function certificateBearer(names: string[] | null = null, orgId = sandboxOrgId): Promise<Bearer> {
  const pair = await makePair(["bearer"]);
  const certificate = new X509Certificate(pair.cert);
  const { certificateId } = await registerCertificate(setUp, { orgId, label: "test", names, certificate });
  return { call: pair, end: () => endCertificate(setUp, orgId, certificateId) };
}

for (const [kind, bearer, refused] of [
  ["API key", keyBearer, "401 oauth.v2.InvalidApiKey"],
  ["client certificate", certificateBearer, "401 willcall.NoCertificate"],
] as const) {
  describe(`a revoked ${kind}, on two servers with two workers each`, () => {
    it("is refused by all from a second after its end, where nobody has called in between", async () => {
      const { call, end } = await bearer();
      await assertAll(await everywhere(call), "200");
      assert.equal(await end(), true);
      await sleep(1_000);
      await assertAll(await everywhere(call), refused);
    });

    it("is refused by all from a second after its end, and for good, where it goes on calling", async () => {
      const { call, end } = await bearer();
      const calls: Answered[] = [];
      let over = false;
      const callers = servers.flatMap((server) =>
        Array.from({ length: 2 }, async () => {
          while (!over) calls.push(await callAt(server, call));
        }),
      );
      await sleep(700);
      const before = [...calls];
      assert.equal(await end(), true);
      const ended = performance.now();
      await sleep(2_500);
      over = true;
      await Promise.all(callers);
      await assertAll(before, "200");
      await assertAll(
        calls.filter(({ begun }) => begun >= ended + 1_000),
        refused,
      );
    });
  });
}

describe("a client certificate, on two servers with two workers each", () => {
  it("is refused for a DSN of another organisation, whether it was registered for one DSN or for all", async () => {
    const names = [{ protocol: "archtics" as const, name: "rival" }];
    const rival = { slug: "rival", name: "Rival", timeZone: "America/Los_Angeles", currency: "USD", names };
    const rivalOrgId = await createOrganisation(setUp, rival);
    const at = ({ call }: Bearer, dsn: string): TlsCall => ({
      ...call,
      path: `/archtics/ats/ticketing_services.aspx?dsn=${dsn}`,
      values: { dsn },
    });
    const [one, all, rivals] = [
      await certificateBearer(["apigee"]),
      await certificateBearer(),
      await certificateBearer(["rival"], rivalOrgId),
    ];
    for (const mine of [one, all]) await assertAll(await everywhere(at(mine, "rival")), "401 willcall.NoCertificate");
    await assertAll(await everywhere(at(rivals, "apigee")), "401 willcall.NoCertificate");
    // Each is somebody's, and both DSNs are served.
    for (const mine of [one, all]) await assertAll(await everywhere(at(mine, "apigee")), "200");
    await assertAll(await everywhere(at(rivals, "rival")), "200");
    await assertAll(await everywhere(at(one, "sandbox")), "401 willcall.NoCertificate");
    await assertAll(await everywhere(at(all, "sandbox")), "200");
  });
});
