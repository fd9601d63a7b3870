import assert from "node:assert/strict";
import { createApiKey, createOrganisation } from "../../../src/core/organisations/set-up.ts";
import { scopes } from "../../../src/protocols/rest/call.ts";
import type { TestApp } from "../../support/app.ts";
import type { NativeAnswer, SandboxApp } from "./support.ts";

export type Ask = SandboxApp["ask"];
export type Values = Record<string, unknown>;

/** A number that nothing has. */
export const nobody = 99_999_999;
export const whatever = { "if-match": "*" };

let count = 0;
/** A word that nothing has yet: for references and Idempotency-Keys. */
export const fresh = (): string => `fresh-${++count}`;
export const freshEmail = (): string => `${fresh()}@example.com`;

/** Asserts that a call succeeded, and gives what it answered. */
export function succeeded({ status, json }: NativeAnswer, expected = 200): NativeAnswer["json"] {
  assert.equal(status, expected, JSON.stringify(json));
  return json;
}

/** Adds a customer that has a family name unless the test says otherwise. */
export const addCustomer = async (ask: Ask, body: Values = {}) =>
  succeeded(await ask("POST", "/customers", { family_name: "Fresh", ...body }), 201);

/** Schedules a delivery of the sandbox's company to its customer unless the test says otherwise. */
export const addDelivery = async (ask: Ask, body: Values = {}) => succeeded(await postDelivery(ask, body), 201);

export function postDelivery(ask: Ask, body: Values = {}, headers: Record<string, string> = {}) {
  const whom = "external_customer_reference" in body ? {} : { customer_id: 1408 };
  return ask("POST", "/deliveries", { company_id: 9001, branch: 1, ...whom, ...body }, headers);
}

/** What is at an address. */
export const look = async (ask: Ask, path: string) => succeeded(await ask("GET", path));

/** Asserts that what a test does leaves what is at an address as it was. */
export async function unchanged<T>(ask: Ask, path: string, act: () => Promise<T>): Promise<T> {
  const before = await look(ask, path);
  const result = await act();
  assert.deepEqual(await look(ask, path), before);
  return result;
}

/** All elements of a list, page by page; `between` runs after each page but the last. */
export async function everyPage(ask: Ask, path: string, between: () => Promise<unknown> = async () => {}) {
  const found: NativeAnswer["json"][] = [];
  for (let cursor = ""; ; await between()) {
    const page = await look(ask, cursor ? `${path}${path.includes("?") ? "&" : "?"}cursor=${encodeURIComponent(cursor)}` : path);
    found.push(...page.data);
    if (page.next_cursor === null) return found;
    cursor = page.next_cursor;
  }
}

/** The same calls under another key. */
export const under =
  (ask: Ask, key: string): Ask =>
  (method, path, body, headers = {}) =>
    ask(method, path, body, { authorization: `Bearer ${key}`, ...headers });

/** A new key of an organisation, with some scopes. */
export async function keyFor({ parts }: Pick<TestApp, "parts">, products: readonly string[], orgId = 1): Promise<string> {
  return (await createApiKey(parts.core, { orgId, label: products.join(" "), protocol: "native", products })).key;
}

/** A second organisation on the same server, with the company 9101, and calls under a key of its own that holds everything. */
export async function rivals(test: SandboxApp): Promise<{ orgId: number; ask: Ask }> {
  const orgId = await createOrganisation(test.parts.core, {
    slug: "rival",
    name: "Rival",
    timeZone: "America/Los_Angeles",
    currency: "USD",
    sandbox: true,
    names: [
      { protocol: "archtics", name: "rival" },
      { protocol: "delivery", name: "9101" },
    ],
    branches: [
      { company: "9101", branch: 1, name: "First" },
      { company: "9101", branch: 7, name: "Seventh" },
    ],
    alternateIdTypes: ["RIV"],
    lastCustomer: 700_000,
    lastAccount: 800_000,
  });
  return { orgId, ask: under(test.ask, await keyFor(test, scopes, orgId)) };
}
