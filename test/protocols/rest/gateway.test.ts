import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createApiKey, endApiKey } from "../../../src/core/organisations/set-up.ts";
import { assertProblem, otherOrganisation, sandboxApp } from "./support.ts";

const test = await sandboxApp();
const { ask, parts, clock } = test;
const orgId = 1;
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

describe("a call of the native API", () => {
  it("without a key, with one of a protocol, a wrong, an ended or a revoked one is 401, and all alike", async () => {
    const native = { orgId, label: "Ends", protocol: "native", products: ["sandbox"] } as const;
    const ended = await createApiKey(parts.core, { ...native, expiresAt: new Date(clock.now().getTime() + 1_000) });
    const revoked = await createApiKey(parts.core, native);
    await endApiKey(parts.core, orgId, revoked.keyId);
    clock.pass(1_000);
    const details = new Set<string>();
    for (const key of ["willcall-sandbox", "nobody's", ended.key, revoked.key]) {
      const answer = await ask("GET", "/sandbox/clock", undefined, bearer(key));
      assertProblem(answer, 401);
      assert.equal(answer.headers["www-authenticate"], "Bearer");
      details.add(answer.json.detail);
    }
    assert.equal(details.size, 1);
    for (const authorization of ["", "Basic d2k6bGw=", "Bearer", "Bearer a b"])
      assertProblem(await ask("GET", "/sandbox/clock", undefined, { authorization }), 401);
  });

  it("of a scope that the key does not hold, or for an organisation that is no sandbox, is 403", async () => {
    const nothing = await createApiKey(parts.core, { orgId, label: "Nothing", protocol: "native", products: [] });
    assertProblem(await ask("GET", "/sandbox/clock", undefined, bearer(nothing.key)), 403);
    const { admin } = await otherOrganisation(test, "real", false);
    for (const [method, body] of [["GET"], ["PUT", { ahead_seconds: 5 }], ["DELETE"]] as const)
      assertProblem(await ask(method, "/sandbox/clock", body, admin), 403);
  });

  it("over the key's limit is 429 with the seconds to wait", async () => {
    const { key } = await createApiKey(parts.core, {
      ...{ orgId, label: "Few", protocol: "native", products: ["sandbox"] },
      callsPerMinute: 1,
    });
    assert.equal((await ask("GET", "/sandbox/clock", undefined, bearer(key))).status, 200);
    const refused = await ask("GET", "/sandbox/clock", undefined, bearer(key));
    assertProblem(refused, 429);
    assert.ok(Number(refused.headers["retry-after"]) > 0);
  });

  it("that can't be read is refused with every field that is wrong", async () => {
    const path = `/sandbox/keys/${test.keyId}/behaviour`;
    assertProblem(await ask("PUT", path, "{"), 400);
    assertProblem(await ask("PUT", path, "{}", { "content-type": "text/plain" }), 415);
    assertProblem(await ask("PUT", path, JSON.stringify({ x: "a".repeat(1_100_000) })), 413);
    assertProblem(await ask("PUT", path, { delay_ms: -1, poll: "yes", drop: true }), 400, [
      "body.delay_ms",
      "body.poll",
      "body.drop",
    ]);
    assertProblem(await ask("PUT", path, { http_status: "503" }), 400, ["body.http_status"]);
    assertProblem(await ask("GET", "/sandbox/keys/no-id/calls"), 400, ["params.key_id"]);
    const urn = `urn:uuid:${test.keyId}`;
    assertProblem(await ask("GET", `/sandbox/keys/${test.keyId}/calls?cursor=${urn}`), 400, ["query.cursor"]);
    assertProblem(await ask("GET", `/sandbox/keys/${test.keyId}/calls?limit=0&page=2`), 400, ["query.limit", "query.page"]);
    assert.deepEqual((await ask("GET", path)).json, {});
  });

  it("to an address that is not there is 404, as is a key of another organisation or of the native API", async () => {
    assertProblem(await ask("GET", "/nothing"), 404);
    const { caller } = await otherOrganisation(test, "neighbour", true);
    const own = await createApiKey(parts.core, { orgId, label: "Own", protocol: "native", products: [] });
    for (const keyId of [caller.keyId, own.keyId, parts.core.ids.uuid()]) {
      assertProblem(await ask("GET", `/sandbox/keys/${keyId}/behaviour`), 404);
      assertProblem(await ask("PUT", `/sandbox/keys/${keyId}/behaviour`, { poll: true }), 404);
      assertProblem(await ask("GET", `/sandbox/keys/${keyId}/calls`), 404);
      assertProblem(await ask("DELETE", `/sandbox/keys/${keyId}/calls`), 404);
    }
  });

  it("is described in OpenAPI 3.1, with its shapes and its refusals", async () => {
    const { json } = await ask("GET", "/openapi.json");
    assert.equal(json.openapi, "3.1.0");
    const put = json.paths["/api/v1/sandbox/keys/{key_id}/behaviour"].put;
    assert.equal(put.requestBody.content["application/json"].schema.properties.delay_ms.maximum, 60_000);
    assert.deepEqual(
      put.parameters.map((one: { name: string; in: string }) => [one.name, one.in]),
      [["key_id", "path"]],
    );
    assert.ok(put.responses.default.content["application/problem+json"]);
    const headers = (of: { parameters: { in: string; name: string; required: boolean }[] }) =>
      of.parameters.filter((one) => one.in === "header").map((one) => [one.name, one.required]);
    const { get, post } = json.paths["/api/v1/customers"];
    const { patch } = json.paths["/api/v1/customers/{customer_id}"];
    assert.deepEqual([headers(patch), headers(post), headers(get)], [[["If-Match", true]], [["Idempotency-Key", false]], []]);
    assert.ok(post.responses[201].headers.ETag && !post.responses[200] && !get.responses[200].headers);
    assert.deepEqual(
      get.parameters.filter((one: { required: boolean }) => one.required),
      [],
    );
  });
});
