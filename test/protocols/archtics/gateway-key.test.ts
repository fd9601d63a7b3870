import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { createApiKey, endApiKey } from "../../../src/core/organisations/set-up.ts";
import { testApp, testClock } from "../../support/app.ts";
import { assertFault, directoryCatchesUp, sandboxOrgId, succeeded } from "./support.ts";

const clock = testClock();
const { command, parts } = await testApp({ clock });
const path = "/sth-buy/ticketing_services.aspx?dsn=apigee";
const ping = (headers: Record<string, string>, query = "") => command({ cmd: "ping" }, { headers, path: path + query });

describe("the gateway's API key", () => {
  const given = { orgId: sandboxOrgId, protocol: "archtics" as const, products: ["sth-buy"] };
  let random = "";
  before(async () => {
    ({ key: random } = await createApiKey(parts.core, { ...given, label: "random" }));
    await createApiKey(parts.core, { ...given, label: "gone", key: "gone", expiresAt: new Date(clock.now().getTime() - 1) });
    await createApiKey(parts.core, { ...given, label: "ends", key: "ends", expiresAt: new Date(clock.now().getTime() + 60_000) });
    await createApiKey(parts.core, { ...given, label: "shop", key: "shop", protocol: "loyalty" });
    const { keyId } = await createApiKey(parts.core, { ...given, label: "revoked", key: "revoked" });
    assert.equal(await endApiKey(parts.core, sandboxOrgId, keyId), true);
    await directoryCatchesUp();
  });

  it("is missing: 401", async () => assertFault(await ping({}), 401));

  for (const [what, key] of Object.entries({
    unknown: "wrong",
    empty: "",
    blank: "  ",
    "in another case": "Willcall-Sandbox",
    "cut short": "willcall-sandbo",
    "of another protocol": "shop",
    expired: "gone",
    revoked: "revoked",
  }))
    it(`is ${what}: 401`, async () => {
      assertFault(await ping({ apikey: key }), 401);
      assertFault(await ping({ "x-api-key": key }), 401);
      assertFault(await ping({}, `&apikey=${encodeURIComponent(key)}`), 401);
    });

  it("does not appear in the fault", async () => {
    const { text } = await ping({ apikey: "some-secret-key" });
    assert.doesNotMatch(text, /some-secret-key/);
  });

  it("is taken from the header apikey", async () => succeeded(await ping({ apikey: "willcall-sandbox" })));
  it("is taken from the header in any case", async () => succeeded(await ping({ ApiKey: "willcall-sandbox" })));
  it("is taken from the header x-api-key", async () => succeeded(await ping({ "x-api-key": "willcall-sandbox" })));
  it("is taken from the query", async () => succeeded(await ping({}, "&apikey=willcall-sandbox")));
  it("is taken from the query before the dsn", async () => {
    succeeded(await command({ cmd: "ping" }, { headers: {}, path: path.replace("?", "?apikey=willcall-sandbox&") }));
  });
  it("may be a random one", async () => succeeded(await ping({ apikey: random })));

  it("counts until it expires", async () => {
    succeeded(await ping({ apikey: "ends" }));
    clock.pass(60_001);
    assertFault(await ping({ apikey: "ends" }), 401);
  });

  it("is refused within a second of its revocation", async () => {
    const { key, keyId } = await createApiKey(parts.core, { ...given, label: "short" });
    await directoryCatchesUp();
    succeeded(await ping({ apikey: key }));
    await endApiKey(parts.core, sandboxOrgId, keyId);
    await directoryCatchesUp();
    assertFault(await ping({ apikey: key }), 401);
  });
});
