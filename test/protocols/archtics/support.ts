import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import type { Caller } from "../../../src/core/core.ts";
import { createApiKey, createOrganisation, createUser, type NewOrganisation } from "../../../src/core/organisations/set-up.ts";
import type { AtsAnswer, TestApp } from "../../support/app.ts";

/** The sandbox's organisation is the first that its database made. */
export const sandboxOrgId = 1;

/** Who calls the core's own functions in a test. */
export const caller: Caller = {
  orgId: sandboxOrgId,
  timeZone: "America/New_York",
  keyId: null,
  userName: null,
  protocol: "command-line",
  call: "test",
  requestId: "test",
};

export type Values = Record<string, unknown>;
/** Sends one command and gives its answer. */
export type Send = (values: Values) => Promise<AtsAnswer>;

/** Asserts a refusal of the gateway: its status, and the fault body with nothing else in it. */
export function assertFault({ status, json, text, headers }: AtsAnswer, expected: number): void {
  assert.equal(status, expected, text);
  const { faultstring, detail } = json.fault;
  assert.deepEqual(json, { fault: { faultstring, detail: { errorcode: detail.errorcode } } });
  assert.ok(typeof faultstring === "string" && faultstring !== "", text);
  assert.ok(typeof detail.errorcode === "string" && detail.errorcode !== "", text);
  assert.match(String(headers["content-type"]), /^application\/json/i);
}

/** Asserts a command's refusal: HTTP 200, the code, and that error_detail names the field. */
export function assertRefused({ status, json, answer, text }: AtsAnswer, result: number, field?: string): void {
  assert.equal(status, 200, text);
  assert.equal(json.header.result, 0, text);
  assert.equal(answer.result, result, text);
  assert.ok(typeof answer.error_detail === "string" && answer.error_detail.length <= 250, text);
  if (field) assert.match(answer.error_detail, new RegExp(`(?<![a-z0-9_])${field}(?![a-z0-9_])`, "i"), text);
  assert.equal("customer" in answer, false, text);
}

/** Asserts that a command succeeded, and gives what it answered. */
// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by tests
export function succeeded({ status, answer, text }: AtsAnswer): any {
  assert.equal(status, 200, text);
  assert.deepEqual([answer?.result, answer?.sql_code, answer?.error_detail], [0, 0, undefined], text);
  return answer;
}

let count = 0;
/** An e-mail that no other customer has. */
export const freshEmail = (): string => `fresh${++count}@example.com`;

export interface Added {
  readonly acct_id: number;
  readonly cust_name_id: number;
}

/** Adds a customer that has a name, an e-mail and a PIN unless the test says otherwise. */
export async function add(send: Send, customer: Values = {}, more: Values = {}): Promise<Added> {
  const fields = { name_last: "Fresh", email: freshEmail(), ...customer };
  const { acct_id, cust_name_id } = succeeded(await send({ cmd: "customer_add", customer: fields, pin: "1234", ...more }));
  return { acct_id, cust_name_id };
}

/** Reads an account as the system does, without a PIN. */
// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by tests
export async function look(send: Send, acct_id: number, more: Values = {}): Promise<any> {
  return succeeded(await send({ cmd: "customer_query", acct_id, call_reason: "S", ...more }));
}

/** Asserts that what a test does leaves everything that can be read of the account as it was. */
export async function unchanged<T>(send: Send, acct_id: number, act: () => Promise<T>): Promise<T> {
  const before = await look(send, acct_id);
  const result = await act();
  assert.deepEqual(await look(send, acct_id), before);
  return result;
}

/** Makes customer_update's call for the system, of an account's primary name unless it says otherwise. */
export const update = (send: Send, acct_id: number, customer: Values = {}, more: Values = {}): Promise<AtsAnswer> =>
  send({ cmd: "customer_update", call_reason: "S", customer: { acct_id, name_last: "Fresh", ...customer }, ...more });

/** A server refreshes what it knows of organisations, keys and users within a second. */
export const directoryCatchesUp = (): Promise<void> => wait(1100);

export interface Rival {
  readonly orgId: number;
  readonly send: Send;
}

/** A second organisation on the same server, with the DSN rival, the key rival-key and the user rival99. */
export async function secondOrganisation({ parts, command }: TestApp, more: Partial<NewOrganisation> = {}): Promise<Rival> {
  const orgId = await createOrganisation(parts.core, {
    slug: "rival",
    name: "Rival",
    timeZone: "America/Los_Angeles",
    currency: "USD",
    names: [{ protocol: "archtics", name: "rival" }],
    alternateIdTypes: ["RIV"],
    lastAccount: 12344,
    lastCustomer: 162044,
    ...more,
  });
  await createApiKey(parts.core, { orgId, label: "rival", protocol: "archtics", products: ["sth-buy"], key: "rival-key" });
  await createUser(parts.core, parts.core.hasher, { orgId, userName: "rival99" });
  await directoryCatchesUp();
  const request = { path: "/sth-buy/ticketing_services.aspx?dsn=rival", headers: { apikey: "rival-key" } };
  return { orgId, send: (values) => command({ uid: "rival99", dsn: "rival", ...values }, request) };
}
