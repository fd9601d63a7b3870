import assert from "node:assert/strict";
import { createApiKey, createOrganisation } from "../../../src/core/organisations/set-up.ts";
import { type TestApp, testApp, testClock } from "../../support/app.ts";

/** A response of the native API. */
export interface NativeAnswer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by tests
  readonly json: any;
}

export type Method = "GET" | "PUT" | "POST" | "PATCH" | "DELETE";

export interface SandboxApp extends TestApp {
  readonly clock: ReturnType<typeof testClock>;
  /** Calls the native API under the sandbox's admin key. */
  ask(method: Method, path: string, body?: unknown, headers?: Record<string, string>): Promise<NativeAnswer>;
  /** The id of the sandbox's key with everything. */
  readonly keyId: string;
}

/** An app with the sandbox in it, whose clock stands still. */
export async function sandboxApp(): Promise<SandboxApp> {
  const clock = testClock();
  const test = await testApp({ clock });
  const ask: SandboxApp["ask"] = async (method, path, body, headers = {}) => {
    const response = await test.app.inject({
      method,
      url: `/api/v1${path}`,
      headers: {
        authorization: "Bearer willcall-sandbox-admin",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const json = response.payload === "" ? undefined : JSON.parse(response.payload);
    return { status: response.statusCode, headers: response.headers, json };
  };
  const { keys } = (await ask("GET", "/sandbox/keys")).json;
  const keyId = keys.find((one: { label: string }) => one.label === "Sandbox, everything").key_id;
  return { ...test, clock, ask, keyId };
}

/** Asserts a refusal as application/problem+json, with the fields that it names. */
export function assertProblem(answer: NativeAnswer, status: number, fields: readonly string[] = []): void {
  assert.equal(answer.status, status, JSON.stringify(answer.json));
  assert.match(String(answer.headers["content-type"]), /^application\/problem\+json/);
  assert.equal(answer.json.status, status);
  assert.ok(answer.json.title && answer.json.detail && answer.json.request_id);
  assert.deepEqual((answer.json.errors ?? []).map((one: { field: string }) => one.field).sort(), [...fields].sort());
}

/** Another organisation with a DSN, a key of its own for calls and one for the native API. */
export async function otherOrganisation({ parts }: TestApp, slug: string, sandbox: boolean) {
  const orgId = await createOrganisation(parts.core, {
    slug,
    name: slug,
    timeZone: "UTC",
    currency: "USD",
    sandbox,
    names: [{ protocol: "archtics", name: slug }],
  });
  const made = { orgId, label: slug };
  const caller = await createApiKey(parts.core, { ...made, protocol: "archtics", products: ["sth-buy"] });
  const admin = await createApiKey(parts.core, { ...made, protocol: "native", products: ["sandbox"] });
  return { orgId, caller, admin: { authorization: `Bearer ${admin.key}` } };
}
