import assert from "node:assert/strict";
import type { TestApp } from "../../../support/app.ts";
import { call, countRequest, type LoyaltyAnswer, refused, requestsTo, succeeded, type Values } from "../support.ts";

type App = Pick<TestApp, "app">;

/** Every customer, by code. */
export async function everyone(test: App): Promise<Record<string, Record<string, string>>> {
  const { customers } = succeeded(await call(test, "customer_search"));
  return Object.fromEntries(customers.map((one: { code: string }) => [one.code, one]));
}

/** All that the account's calls tell: customers, fields, users and the account. */
export async function everything(test: App): Promise<unknown> {
  const [customers, fields, transaction, users, account] = await Promise.all([
    everyone(test),
    call(test, "manage_fields", { action: "list" }),
    call(test, "transaction_fields", { action: "list" }),
    call(test, "users_list"),
    call(test, "account_info"),
  ]);
  return { customers, rest: [fields, transaction, users, account].map(succeeded) };
}

const told = new WeakMap<TestApp["app"], { tell: (test: App) => Promise<unknown>; at: number; told: unknown }>();

/** Does something that must change nothing of what `tell` tells. What was told last still holds as long as nothing was called since. */
export async function changesNothing<T>(test: App, tell: (test: App) => Promise<unknown>, work: () => Promise<T>): Promise<T> {
  const last = told.get(test.app);
  const before = last?.tell === tell && last.at === requestsTo(test) ? last.told : await tell(test);
  const done = await work();
  const after = await tell(test);
  assert.deepEqual(after, before);
  told.set(test.app, { tell, at: requestsTo(test), told: after });
  return done;
}

/** Asserts that a call is refused, that the text names `field` when it is given, and that nothing is other than before. */
export async function refusesAndChangesNothing(
  test: App,
  type: string,
  values: Values,
  field?: RegExp,
  who?: Values,
): Promise<LoyaltyAnswer> {
  return changesNothing(test, everything, async () => {
    const answer = await call(test, type, values, who);
    refused(answer, field ?? /./);
    return answer;
  });
}

/** Records a customer with action new, and gives the code. */
export async function made(test: App, values: Values): Promise<string> {
  return succeeded(await call(test, "record_customer", { customer_action: "new", send_no_email: "true", ...values })).customer
    .code;
}

/** What record_customer answers to an edit. */
export function edit(test: App, values: Values): Promise<LoyaltyAnswer> {
  return call(test, "record_customer", { customer_action: "edit", ...values });
}

const admin = { authorization: "Bearer willcall-sandbox-admin" };

/** A call of the native API, with its JSON. */
// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by tests
export async function native({ app }: App, method: "GET" | "POST", path: string): Promise<{ status: number; json: any }> {
  countRequest({ app });
  const { statusCode, payload } = await app.inject({ method, url: `/api/v1${path}`, headers: admin });
  return { status: statusCode, json: payload ? JSON.parse(payload) : undefined };
}

/** The profile_uid of a customer, as card_replace tells it of two who share a last name. */
export async function uidOf(test: App, code: string, criteria: Values): Promise<string> {
  const { customers } = (await call(test, "card_replace", { ...criteria, new_card_number: "never-given" })).json;
  return customers.find((one: { code: string }) => one.code === code).profile_uid;
}

/** Asserts that card_replace answers a status by which nothing is replaced, and that nothing is; gives the answer. */
export async function onlyAnswers(test: App, status: string, values: Values) {
  return changesNothing(test, everything, async () => {
    const { json, text } = await call(test, "card_replace", values);
    assert.equal(json.status, status, text);
    return json;
  });
}

const profile = (of: string) => ({
  ...{
    first_name: `${of} first`,
    last_name: `${of} last`,
    phone: `555 ${of}`,
    street1: `${of} St`,
    street2: `Apt ${of}`,
    city: `${of} City`,
  },
  ...{
    state: of,
    postal_code: `P${of}`,
    country: of,
    custom_field: `likes ${of}`,
    customer_username: `user-${of}`,
    custom_field_4: `id-${of}`,
  },
});

/** Two customers of whom everything differs: the one on the lost card and the one who has the code it is replaced by. */
export async function twoCalled(test: App, name: string) {
  const old = `${name}-old`;
  const other = `${name}-other`;
  for (const [code, custom_date] of [
    [old, "1970-07-14"],
    [other, "1985-06-18"],
  ] as const) {
    await made(test, { code, card_number: `${code}-card`, ...profile(code), email: `${code}@keep.test`, custom_date });
    succeeded(await edit(test, { code, customer_password: `pw ${code}`, customer_PIN: code.length * 1111 }));
  }
  return { old, other };
}
