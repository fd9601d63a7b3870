import assert from "node:assert/strict";
import saxes from "saxes";
import type { TestApp } from "../../support/app.ts";

export type Values = Record<string, string | number | undefined>;

/** An answer of the protocol. */
export interface LoyaltyAnswer {
  /** HTTP's. */
  readonly http: number;
  /** The envelope's. */
  readonly status: string | undefined;
  readonly error: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by tests
  readonly json: any;
  readonly text: string;
  readonly headers: Record<string, unknown>;
}

/** Who calls. */
export interface Credentials {
  readonly user_id: string;
  readonly user_password: string;
  readonly account_id: string;
}

export const john: Credentials = { user_id: "john1970", user_password: "1959caadac9b13dcb3", account_id: "greatwidgets" };
export const kiosk: Credentials = { user_id: "kiosk1", user_password: "kiosk1-key", account_id: "greatwidgets" };

/** Sends form data and gives the answer, which is JSON unless `output` says otherwise; undefined leaves a parameter out. */
export async function call({ app }: Pick<TestApp, "app">, type: string, values: Values = {}, who: Values | Credentials = john) {
  const given = { output: "JSON", ...who, type, ...values };
  const sent = Object.entries(given).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return post({ app }, new URLSearchParams(sent).toString());
}

const requests = new WeakMap<TestApp["app"], number>();

/** How many requests were sent to an app from here. */
export const requestsTo = ({ app }: Pick<TestApp, "app">): number => requests.get(app) ?? 0;

/** Counts a request that goes to an app some other way. */
export function countRequest({ app }: Pick<TestApp, "app">): void {
  requests.set(app, requestsTo({ app }) + 1);
}

/** Sends a body as it is. */
export async function post(
  { app }: Pick<TestApp, "app">,
  payload: string | Buffer,
  headers: Record<string, string> = {},
  path = "/api.php",
): Promise<LoyaltyAnswer> {
  const type = { "content-type": "application/x-www-form-urlencoded" };
  countRequest({ app });
  return answerOf(await app.inject({ method: "POST", url: path, headers: { ...type, ...headers }, payload }));
}

/** What a response says. */
export function answerOf(response: { statusCode: number; payload: string; headers: Record<string, unknown> }): LoyaltyAnswer {
  let json: LoyaltyAnswer["json"];
  try {
    json = JSON.parse(response.payload);
  } catch {
    json = undefined;
  }
  const { status, error } = (json ?? {}) as { status?: string; error?: string };
  return { http: response.statusCode, status, error, json, text: response.payload, headers: response.headers };
}

/** The answer's JSON, of a call that must have succeeded. */
export function succeeded(answer: LoyaltyAnswer): LoyaltyAnswer["json"] {
  assert.equal(answer.status, "success", answer.text);
  return answer.json;
}

/** Asserts that a call was refused with a text that names `field`. */
export function refused(answer: LoyaltyAnswer, field: RegExp | string): void {
  assert.equal(answer.http, 200, answer.text);
  assert.equal(answer.status, "error", answer.text);
  assert.match(answer.error ?? "", typeof field === "string" ? new RegExp(`^${field}\\b`) : field);
}

/** The customer of a code, whole; undefined when there is none. */
export async function customerOf(test: Pick<TestApp, "app">, code: string): Promise<Record<string, never> | undefined> {
  return (await call(test, "customer_info", { code })).json.customer;
}

/** An XML element, as a strict parser sees it. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

/** Parses XML strictly: what is not well-formed throws. */
export function parseXml(text: string): XmlElement {
  type Open = { name: string; attributes: Record<string, string>; children: Open[]; text: string };
  const top: Open = { name: "", attributes: {}, children: [], text: "" };
  const open = [top];
  const parser = new saxes.SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const element: Open = { name, attributes: attributes as Record<string, string>, children: [], text: "" };
    open.at(-1)!.children.push(element);
    open.push(element);
  });
  parser.on("text", (part) => {
    open.at(-1)!.text += part;
  });
  parser.on("closetag", () => void open.pop());
  parser.write(text).close();
  return top.children[0]!;
}
