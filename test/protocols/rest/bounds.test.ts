import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { lockCustomer } from "../../../src/core/customers/queries.ts";
import { createApiKey } from "../../../src/core/organisations/set-up.ts";
import { testApp } from "../../support/app.ts";

const { app, parts } = await testApp({ config: { keyConcurrency: 2 } });
const admin = { authorization: "Bearer willcall-sandbox-admin" };

async function ask(
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  payload?: object | string,
  headers: object = admin,
) {
  const type = payload === undefined ? {} : { "content-type": "application/json" };
  const response = await app.inject({ method, url: `/api/v1${path}`, headers: { ...headers, ...type }, payload });
  return { status: response.statusCode, text: response.payload, json: response.payload ? response.json() : undefined };
}

describe("a body that is huge", () => {
  for (const [name, body] of [
    ["many members", JSON.stringify({ items: Array.from({ length: 300_000 }, () => ({})) })],
    ["many unknown names", JSON.stringify(Object.fromEntries(Array.from({ length: 60_000 }, (_, n) => [`x${n}`, 1])))],
    ["deep nesting", `{"items":${"[".repeat(1_000)}${"]".repeat(1_000)}}`],
  ] as const)
    it(`is refused in a few words: ${name}`, async () => {
      const { status, text, json } = await ask("POST", "/deliveries", body);
      assert.deepEqual([status, json.detail], [400, "The body has too many members, or is nested too deep"]);
      assert.ok(text.length < 300);
    });
});

describe("a key", () => {
  it("has no more calls under way than any other", async () => {
    // None can end while somebody else holds the customer.
    const [held, locked, refused] = [Promise.withResolvers<void>(), Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const holding = parts.core.db.transaction(async (tx) => {
      await tx.query(lockCustomer, [1, 4444]);
      locked.resolve();
      await held.promise;
    });
    await locked.promise;
    let count = 0;
    const calls = Array.from({ length: 8 }, async () => {
      const { status } = await ask("PATCH", "/customers/4444", { city: "Held" }, { ...admin, "if-match": "*" });
      if (status === 429 && ++count === 6) refused.resolve();
      return status;
    });
    await refused.promise;
    held.resolve();
    await holding;
    assert.deepEqual((await Promise.all(calls)).sort(), [200, 200, ...Array(6).fill(429)]);
    assert.equal((await ask("GET", "/customers")).status, 200, "and may go on when they have ended");
  });

  it("ends by its organisation's clock, but for turning that back", async () => {
    const expiresAt = new Date(Date.now() + 3_600_000);
    const { key } = await createApiKey(parts.core, {
      ...{ orgId: 1, label: "Ends", protocol: "native", products: ["customers:read", "sandbox"], expiresAt },
    });
    const mine = { authorization: `Bearer ${key}` };
    assert.equal((await ask("GET", "/customers", undefined, mine)).status, 200);
    assert.equal((await ask("PUT", "/sandbox/clock", { ahead_seconds: 7_200 }, mine)).status, 200);
    assert.equal((await ask("GET", "/customers", undefined, mine)).status, 401);
    assert.equal((await ask("DELETE", "/sandbox/clock", undefined, mine)).status, 204);
    assert.equal((await ask("GET", "/customers", undefined, mine)).status, 200);
  });
});
