import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { testApp } from "../support/app.ts";
import { rounds } from "../support/counts.ts";

// docs/one-customer.md: what a protocol does not have stays when it replaces, and what comes back as it was shown stays as it is.

const { app, command } = await testApp();
const admin = { authorization: "Bearer willcall-sandbox-admin", "content-type": "application/json", "if-match": "*" };

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by tests
type Json = any;

async function native(method: "GET" | "POST" | "PATCH", path: string, payload?: object): Promise<Json> {
  const response = await app.inject({ method, url: `/api/v1${path}`, headers: admin, payload });
  assert.ok(response.statusCode < 300, response.payload);
  return response.json();
}

async function pdm(call: string, body: object): Promise<Json> {
  const answer = (await app.inject({ method: "POST", url: `/pdm/${call}`, payload: { company_id: 9001, ...body } })).json();
  assert.equal(answer.status.code, 101, JSON.stringify(answer));
  return answer;
}

const key = "A54C18709701456E654F3FE78712E73E";
const { session_token } = (await pdm("GetSessionToken", { key })).session;

const text = (max: number) =>
  fc
    .string({ unit: fc.constantFrom(..."abcXYZ éß漢😀'&<>.-( )"), minLength: 1, maxLength: max })
    .filter((one) => one.trim() !== "");
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null });
const phone = fc
  .string({ unit: fc.constantFrom(..."0123456789 +-()."), minLength: 1, maxLength: 40 })
  .filter((one) => /\d/.test(one));
let number = 0;

/** Customers with everything that the record can hold, much of it more than one protocol or the other can. */
const customers = fc.record({
  title: maybe(text(30)),
  given_name: maybe(text(100)),
  middle_name: maybe(text(60)),
  family_name: text(100),
  company_name: maybe(text(100)),
  address_1: maybe(text(100)),
  address_2: maybe(text(100)),
  address_3: maybe(text(60)),
  city: maybe(text(60)),
  region: maybe(text(40)),
  postal_code: maybe(text(20)),
  country: maybe(text(30)),
  phone_day: maybe(phone),
  phone_evening: maybe(phone),
  phone_mobile: maybe(phone),
  phone_alternate_2: maybe(phone),
  birth_date: maybe(
    fc
      .date({ min: new Date("1920-01-01"), max: new Date("2020-01-01"), noInvalidDate: true })
      .map((d) => d.toISOString().slice(0, 10)),
  ),
  gender: maybe(fc.constantFrom("M", "F", "m", "X", "nonbinary")),
  email_opt_out: maybe(fc.boolean()),
  email_format: maybe(fc.constantFrom("html", "text")),
  text_messages: maybe(fc.boolean()),
  access_level: fc.constantFrom("full", "restricted"),
  active: fc.boolean(),
});

/** Every third has an e-mail that Archtics would not take, from Pro Delivery Manager: no address at all, or too long for its 100 characters. */
async function added(customer: object): Promise<Json> {
  const tag = ++number;
  const reference = `ROUND${tag}`;
  const made = await native("POST", "/customers", {
    ...customer,
    email: `round${tag}-${"x".repeat(tag % 40)}@trip.invalid`,
    external_references: [{ company_id: 9001, reference }],
    alternate_ids: [{ type: "OUT", value: `round${tag}`, comment: null }],
  });
  if (tag % 3) return made;
  const { customer: shown } = await pdm("GetCustomer", { session_token, external_customer_ref: reference });
  const { customer_ref: _, created: __, last_modified: ___, ...rest } = shown;
  const email_address = tag % 2 ? `round ${tag} at home` : `${"y".repeat(110)}${tag}@trip.invalid`;
  const filled = { ...rest, first_name: rest.first_name || "-", address: { ...rest.address } };
  for (const wire of ["line_1", "city", "postal_code"]) filled.address[wire] ||= "-";
  await pdm("ModifyCustomer", { session_token, customer: { ...filled, email_address } });
  return native("GET", `/customers/${made.customer_id}`);
}

const without = ({ version: _, updated_at: __, ...rest }: Json): Json => rest;
const accountOf = async (id: number): Promise<number> => (await native("GET", `/customers/${id}/accounts`)).data[0].account_id;

/** What customer_query shows, sent back by customer_update, with `more` in place of what was shown. */
async function overArchtics(id: number, more: object = {}): Promise<void> {
  const acct_id = await accountOf(id);
  const shown = await command({ cmd: "customer_query", call_reason: "S", acct_id });
  assert.equal(shown.answer.result, 0, shown.text);
  const { alt_id_array: _, owner_name: __, add_date: ___, acct_type: ____, ...customer } = shown.answer.customer;
  const done = await command({ cmd: "customer_update", call_reason: "S", customer: { ...customer, ...more } });
  assert.equal(done.answer.result, 0, done.text);
}

/** What GetCustomer shows, sent back by ModifyCustomer, with `more`; fields that it requires and that are not there are given as "-". */
async function overDelivery(id: number, more: object = {}): Promise<string[]> {
  const { customer } = await pdm("GetCustomer", { session_token, customer_id: id });
  const { customer_ref: _, created: __, last_modified: ___, ...shown } = customer;
  const given: string[] = [];
  const need = (wire: string, name: string, within: Json): void => {
    if (within[wire] !== "") return;
    within[wire] = "-";
    given.push(name);
  };
  need("first_name", "given_name", shown);
  need("last_name", "family_name", shown);
  for (const [wire, name] of [
    ["line_1", "address_1"],
    ["city", "city"],
    ["postal_code", "postal_code"],
  ] as const)
    need(wire, name, shown.address);
  await pdm("ModifyCustomer", { session_token, customer: { ...shown, ...more } });
  return given;
}

describe("a customer that a protocol reads and sends back as it was shown", () => {
  it("is what it was, whatever that protocol can hold: Archtics", () =>
    fc.assert(
      fc.asyncProperty(customers, async (customer) => {
        const before = await added(customer);
        await overArchtics(before.customer_id);
        assert.deepEqual(await native("GET", `/customers/${before.customer_id}`), before);
      }),
      { numRuns: rounds(600) },
    ));

  it("is what it was but for what is required: Pro Delivery Manager", () =>
    fc.assert(
      fc.asyncProperty(customers, async (customer) => {
        const before = await added(customer);
        const given = await overDelivery(before.customer_id);
        const after = await native("GET", `/customers/${before.customer_id}`);
        const expected = { ...before, ...Object.fromEntries(given.map((name) => [name, "-"])) };
        assert.deepEqual(without(after), without(expected));
      }),
      { numRuns: rounds(600) },
    ));

  it("keeps what both can hold through one after the other, in any order", () =>
    fc.assert(
      fc.asyncProperty(customers, fc.array(fc.boolean(), { minLength: 1, maxLength: 4 }), async (customer, turns) => {
        const before = await added({ ...customer, given_name: "Given", address_1: "1", city: "City", postal_code: "P1" });
        for (const archtics of turns) await (archtics ? overArchtics(before.customer_id) : overDelivery(before.customer_id));
        assert.deepEqual(await native("GET", `/customers/${before.customer_id}`), before);
      }),
      { numRuns: rounds(300) },
    ));
});

describe("a customer that a protocol replaces with one thing changed", () => {
  const whole = customers.map((one) => ({ ...one, given_name: "Given", address_1: "1", city: "City", postal_code: "P1" }));

  it("has that changed and nothing else: Archtics", () =>
    fc.assert(
      fc.asyncProperty(
        whole,
        fc.constantFrom(["name_first", "given_name"], ["state", "region"], ["phone_day", "phone_day"], ["zip", "postal_code"]),
        async (customer, [wire, name]) => {
          const before = await added(customer);
          await overArchtics(before.customer_id, { [wire!]: "77" });
          const after = await native("GET", `/customers/${before.customer_id}`);
          assert.deepEqual(without(after), without({ ...before, [name!]: "77" }));
        },
      ),
      { numRuns: rounds(300) },
    ));

  it("has that changed and nothing else, cleared fields too: Pro Delivery Manager", () =>
    fc.assert(
      fc.asyncProperty(
        whole,
        fc.constantFrom(
          [{ first_name: "New" }, { given_name: "New" }],
          [{ tel_number_2: "" }, { phone_mobile: null }],
          [{ active: false }, { active: false }],
          [{ title: "Dr" }, { title: "Dr" }],
        ),
        async (customer, [sent, changed]) => {
          const before = await added(customer);
          await overDelivery(before.customer_id, sent);
          const after = await native("GET", `/customers/${before.customer_id}`);
          assert.deepEqual(without(after), without({ ...before, ...changed }));
        },
      ),
      { numRuns: rounds(300) },
    ));
});
