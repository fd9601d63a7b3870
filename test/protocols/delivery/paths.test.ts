import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { sessionCalls, withoutEffect } from "./session-calls.ts";
import { client, post, type Request, sandbox, succeeded } from "./support.ts";

const test = await testApp();
const by = client(test);
const names = ["GetSessionToken", ...sessionCalls.map(({ name }) => name)];
const opening = { key: sandbox.key, company_id: sandbox.company };

/** Asserts that a path is not there, for a body of any call, and that nothing is done. */
async function notServed(path: string, request: Partial<Request> = {}): Promise<void> {
  await withoutEffect(by, async (bodyOf) => {
    const session_token = await by.open();
    for (const body of [opening, ...sessionCalls.map((call) => ({ company_id: 9001, session_token, ...bodyOf(call) }))]) {
      const { status, text } = await post(test, path, body, request);
      assert.equal(status, 404, text);
      assert.doesNotMatch(text, /session_token|Bloggs|"code":101/);
    }
  });
}

describe("a path that is not served: HTTP 404", () => {
  for (const name of names)
    for (const path of [
      `${name}/`,
      `${name}//`,
      name.toLowerCase(),
      name.toUpperCase(),
      name[0]!.toLowerCase() + name.slice(1),
      `${name}s`,
    ])
      it(path, () => notServed(path));
  for (const path of [
    "",
    "UpdateCustomer",
    "GetDelivery",
    "GetSession",
    "Nothing",
    "constructor",
    "__proto__",
    "toString",
    "hasOwnProperty",
    "GetCustomer/1408",
    "v2/GetCustomer",
    "GetCustomer%00",
    "GetCustomer%2F",
    "GetCustomer%20",
    "/pdm",
    "/PDM/GetCustomer",
    "/Pdm/CreateDelivery",
    "/pdm//GetCustomer",
    "/GetCustomer",
    `/pdm/${"x".repeat(1000)}`,
  ])
    it(path.startsWith("/") ? path.slice(0, 40) : `/pdm/${path}`, () => notServed(path));
});

describe("another method: HTTP 404", () => {
  for (const name of names)
    for (const method of ["GET", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] as const)
      it(`${method} ${name}`, () => notServed(name, { method }));
});

describe("a path that is served", () => {
  for (const { name, body } of sessionCalls) it(name, async () => succeeded(await by.call(name, body())));
  it("GetSessionToken", async () => succeeded(await post(test, "GetSessionToken", opening)));
});
