import assert from "node:assert/strict";
import { it } from "node:test";
import { organisationsWithoutKey } from "../../../src/core/organisations/queries.ts";
import { createApiKey, createOrganisation, endApiKey, type NewApiKey } from "../../../src/core/organisations/set-up.ts";
import { createCore } from "../../../src/parts.ts";
import { testConfig } from "../../support/config.ts";
import { openTestDatabase, testDatabase } from "../../support/database.ts";

const db = openTestDatabase(await testDatabase("empty"));
const core = createCore(testConfig.config(), db);

/** An organisation and, unless it has none, its one key. */
async function organisation(slug: string, key?: Pick<NewApiKey, "protocol" | "products" | "expiresAt">) {
  const orgId = await createOrganisation(core, { slug, name: slug, timeZone: "UTC", currency: "EUR", names: [] });
  return { orgId, keyId: key && (await createApiKey(core, { ...key, orgId, label: slug })).keyId };
}

it("an organisation is without a key unless a live one is of a vendor's protocol", async () => {
  const archtics = { protocol: "archtics", products: ["sth-buy"] } as const;
  await organisation("none");
  await organisation("native", { protocol: "native", products: ["customers:read"] });
  await organisation("ended", { ...archtics, expiresAt: new Date(Date.now() - 1_000) });
  const { orgId, keyId } = await organisation("revoked", archtics);
  assert.ok(await endApiKey(core, orgId, keyId!));
  await organisation("archtics", archtics);
  await organisation("loyalty", { protocol: "loyalty", products: [], expiresAt: new Date(Date.now() + 60_000) });
  const found = await db.read(organisationsWithoutKey, [new Date()]);
  assert.deepEqual(
    found.map(({ slug }) => slug),
    ["ended", "native", "none", "revoked"],
  );
});
