import assert from "node:assert/strict";
import type { TestApp } from "../../support/app.ts";

export type Values = Record<string, unknown>;

/** An answer of the protocol; status is HTTP's, code and details are the envelope's. */
export interface PdmAnswer {
  readonly status: number;
  readonly code: number | undefined;
  readonly details: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by tests
  readonly json: any;
  readonly text: string;
  readonly headers: Values;
}

export interface Request {
  readonly method: "POST" | "GET" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS";
  readonly headers: Record<string, string>;
  readonly remoteAddress: string;
}

/** Sends a body to a path below /pdm/, or to one that begins with a slash; a string or buffer goes as it is. */
export async function post({ app }: Pick<TestApp, "app">, path: string, body: unknown, request: Partial<Request> = {}) {
  const { method = "POST", headers = { "content-type": "application/json" }, remoteAddress } = request;
  const payload = typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  const url = path.startsWith("/") ? path : `/pdm/${path}`;
  const response = await app.inject({ method, url, headers, payload, remoteAddress });
  let json: PdmAnswer["json"];
  try {
    json = JSON.parse(response.payload);
  } catch {
    json = undefined;
  }
  const { code, details } = (json as { status?: Partial<PdmAnswer> } | undefined)?.status ?? {};
  const answer = { status: response.statusCode, code, details, json, text: response.payload, headers: response.headers };
  return answer as PdmAnswer;
}

export const sandbox = { company: 9001, key: "A54C18709701456E654F3FE78712E73E" };
/** The sandbox's key that may call from one address only, and has the default limit. */
export const addressed = { company: 9001, key: "B64C18709701456E654F3FE78712E73F", remoteAddress: "192.0.2.10" };

export interface Access {
  readonly company: number;
  readonly key: string;
  readonly remoteAddress?: string;
}

/** Calls of one key; the session is opened by the first call, and anew by open(). */
export interface Client {
  readonly company: number;
  open(): Promise<string>;
  /** Sends a call with company_id and session_token, which the body may give otherwise; undefined leaves one out. */
  call(name: string, body?: Values, request?: Partial<Request>): Promise<PdmAnswer>;
  getCustomer(by: Values): Promise<PdmAnswer>;
  createCustomer(customer?: Values): Promise<PdmAnswer>;
  modifyCustomer(customer: Values): Promise<PdmAnswer>;
  createDelivery(delivery: Values): Promise<PdmAnswer>;
}

export function client(test: Pick<TestApp, "app">, { company, key, remoteAddress }: Access = sandbox): Client {
  let token: string | undefined;
  async function open(): Promise<string> {
    const answer = await post(test, "GetSessionToken", { key, company_id: company }, { remoteAddress });
    token = succeeded(answer).session.session_token as string;
    return token;
  }
  async function call(name: string, body: Values = {}, request: Partial<Request> = {}): Promise<PdmAnswer> {
    const session_token = token ?? (await open());
    return post(test, name, { company_id: company, session_token, ...body }, { remoteAddress, ...request });
  }
  return {
    company,
    open,
    call,
    getCustomer: (by) => call("GetCustomer", by),
    createCustomer: (customer) => call("CreateCustomer", { customer: newCustomer(customer) }),
    modifyCustomer: (customer) => call("ModifyCustomer", { customer: newCustomer(customer) }),
    createDelivery: (delivery) => call("CreateDelivery", { delivery }),
  };
}

/** A customer with what is required, and what the test gives; its address is merged. */
export function newCustomer({ address, ...more }: Values = {}): Values {
  const required = { line_1: "1 Fresh Street", city: "Fresh City", postal_code: "FF1 1FF" };
  const merged = address === undefined || isPlain(address) ? { ...required, ...(address as Values) } : address;
  return { first_name: "Fay", last_name: "Fresh", address: merged, ...more };
}

const isPlain = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);

let count = 0;
/** A reference that nothing has. */
export const freshRef = (): string => `REF-${++count}`;

/** The customer that a call answered; GetCustomer's, CreateCustomer's or ModifyCustomer's. */
// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by tests
export const customerOf = (answer: PdmAnswer): any => succeeded(answer).customer;

/** Adds a customer and gives its number. */
export const add = async (by: Client, customer?: Values): Promise<number> =>
  customerOf(await by.createCustomer(customer)).customer_id as number;

/** The customer of a number, as GetCustomer has it. */
export const look = async (by: Client, customer_id: number) => customerOf(await by.getCustomer({ customer_id }));

/** Asserts that a call succeeded, status before all else, and gives its answer. */
export function succeeded({ status, json, text, headers }: PdmAnswer) {
  assert.equal(status, 200, text);
  assert.deepEqual(json?.status, { code: 101, details: "OK" }, text);
  assert.equal(Object.keys(json)[0], "status", text);
  assert.equal(Object.keys(json).length, 2, text);
  assert.match(String(headers["content-type"]), /^application\/json/i);
  return json;
}

/** Asserts a refusal, which has no payload; with fields, that the details list just these, in this order. */
export function assertRefused(answer: PdmAnswer, code: number | readonly number[], fields?: readonly string[]): void {
  const { status, json, text, details, headers } = answer;
  assert.equal(status, 200, text);
  assert.ok([code].flat().includes(answer.code as number), `${code} expected: ${text}`);
  assert.deepEqual(json, { status: { code: answer.code, details } }, text);
  assert.ok(typeof details === "string" && details !== "" && details !== "OK", text);
  assert.match(String(headers["content-type"]), /^application\/json/i);
  if (!fields) return;
  assert.ok(details.includes(fields.join(", ")), text);
  assert.deepEqual(fieldsIn(details), fields, text);
}

/** The paths of fields that a text names. */
function fieldsIn(details: string): string[] {
  const leaf = /^(company_id|session_token|customer_id|external_customer_ref|customer|delivery)$/;
  return details.split(/[^\w.[\]]+/).filter((word) => leaf.test(word) || /^(customer|delivery)[.[][\w.[\]]*\w?\]?$/.test(word));
}

/** Asserts that what a test does leaves a customer as it was. */
export async function unchanged<T>(by: Client, customer_id: number, act: () => Promise<T>): Promise<T> {
  const before = await look(by, customer_id);
  const result = await act();
  assert.deepEqual(await look(by, customer_id), before);
  return result;
}
