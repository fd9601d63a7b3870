import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { createOrganisation, createUser } from "../../../src/core/organisations/set-up.ts";
import { testApp } from "../../support/app.ts";
import { assertFault, directoryCatchesUp, look, type Rival, secondOrganisation, succeeded } from "./support.ts";

const test = await testApp({ config: { trustedProxies: ["10.0.0.5"] } });
const path = "/ats/ticketing_services.aspx";
const ping = (options: { query?: string; headers?: Record<string, string>; remoteAddress?: string; dsn?: string } = {}) =>
  test.command(
    { cmd: "ping", dsn: "apigee", ...("dsn" in options ? { dsn: options.dsn } : {}) },
    { path: path + (options.query ?? ""), headers: options.headers ?? {}, remoteAddress: options.remoteAddress ?? "127.0.0.1" },
  );

describe("the own-network form", () => {
  for (const remoteAddress of ["192.0.2.10", "10.0.0.5", "10.0.0.6", "::ffff:192.0.2.10", "2001:db8::1"])
    it(`refuses the address ${remoteAddress}: 401`, async () => assertFault(await ping({ remoteAddress }), 401));

  for (const [name, value] of [
    ["x-forwarded-for", "127.0.0.1"],
    ["forwarded", "for=127.0.0.1"],
    ["x-real-ip", "127.0.0.1"],
  ] as const)
    it(`refuses a loopback request that was forwarded, by ${name}: 401`, async () => {
      assertFault(await ping({ headers: { [name]: value } }), 401);
      assertFault(await ping({ headers: { [name]: "192.0.2.10" } }), 401);
      assertFault(await ping({ headers: { [name]: value }, remoteAddress: "10.0.0.6" }), 401);
    });

  for (const forwarded of ["192.0.2.10", "127.0.0.1, 192.0.2.10", "127.0.0.1, 192.0.2.10, 10.0.0.5", "nonsense"])
    it(`refuses what a trusted proxy forwards for ${forwarded}: 401`, async () => {
      assertFault(await ping({ headers: { "x-forwarded-for": forwarded }, remoteAddress: "10.0.0.5" }), 401);
    });

  for (const origin of ["https://evil.example", "http://localhost", "null"])
    it(`refuses a browser's request from ${origin}: 401`, async () => assertFault(await ping({ headers: { origin } }), 401));

  for (const host of ["evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example"])
    it(`refuses the Host ${host}: 401`, async () => assertFault(await ping({ headers: { host } }), 401));

  it("refuses a URL that names another DSN: 401", async () => assertFault(await ping({ query: "?dsn=sandbox" }), 401));

  it("refuses a JSON without a dsn: 401", async () => assertFault(await ping({ dsn: undefined }), 401));

  for (const remoteAddress of ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
    it(`serves ${remoteAddress} without a key`, async () => succeeded(await ping({ remoteAddress })));

  for (const query of ["?dsn=apigee", "?dsn=APIGEE", "?dsn=%20apigee%20"])
    it(`serves a URL whose DSN agrees: ${query}`, async () => succeeded(await ping({ query })));

  it("lets the JSON's dsn choose, in any case and with spaces", async () => {
    assert.equal(succeeded(await ping({ dsn: " Sandbox " })).db_name.toLowerCase(), "sandbox");
  });

  for (const host of ["localhost", "localhost:8080", "127.0.0.1:8080", "[::1]:8080"])
    it(`serves the Host ${host}`, async () => succeeded(await ping({ headers: { host } })));

  it("serves in any case of the path", async () => {
    succeeded(await test.command({ cmd: "ping" }, { path: "/ATS/Ticketing_Services.ASPX", headers: {} }));
  });

  for (const forwarded of ["127.0.0.1", "192.0.2.10, 127.0.0.1"])
    it(`serves what a trusted proxy forwards for ${forwarded}`, async () => {
      succeeded(await ping({ headers: { "x-forwarded-for": forwarded }, remoteAddress: "10.0.0.5" }));
    });
});

describe("the own-network form of two organisations", () => {
  let rival: Rival;
  const as = (dsn: string, uid: string, remoteAddress: string) =>
    test.command({ cmd: "ping", dsn, uid }, { path, headers: {}, remoteAddress });
  before(async () => {
    rival = await secondOrganisation(test, { ownNetworks: ["10.1.0.0/16"] });
    const off = { slug: "off", name: "Off", timeZone: "UTC", currency: "USD" };
    const orgId = await createOrganisation(test.parts.core, { ...off, names: [{ protocol: "archtics", name: "off" }] });
    await createUser(test.parts.core, test.parts.core.hasher, { orgId, userName: "off99" });
    await directoryCatchesUp();
  });

  it("refuses each the other's networks: 401", async () => {
    assertFault(await as("rival", "rival99", "127.0.0.1"), 401);
    assertFault(await as("apigee", "user99", "10.1.2.3"), 401);
    assertFault(await as("rival", "rival99", "10.2.0.1"), 401);
  });

  it("is off until networks are set: 401", async () => assertFault(await as("off", "off99", "127.0.0.1"), 401));

  it("serves each its own", async () => {
    succeeded(await as("rival", "rival99", "10.1.2.3"));
    succeeded(await as("apigee", "user99", "127.0.0.1"));
    await look((values) => test.command(values, { path, headers: {} }), 6);
    assert.equal((await rival.send({ cmd: "ping" })).answer.db_name, "rival");
  });
});

describe("the client certificate's form", () => {
  for (const at of ["/archtics/ats", "/Archtics/ATS", "/proxy/archtics/ats"])
    it(`refuses a request without a certificate at ${at}, from loopback and with a key too: 401`, async () => {
      const to = `${at}/ticketing_services.aspx?dsn=apigee`;
      assertFault(await test.command({ cmd: "ping" }, { path: to, headers: {} }), 401);
      assertFault(await test.command({ cmd: "ping" }, { path: to, headers: { apikey: "willcall-sandbox" } }), 401);
    });
});
