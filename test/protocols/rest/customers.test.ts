import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { addCustomer, everyPage, look, nobody, succeeded, whatever } from "./records.ts";
import { assertProblem, sandboxApp } from "./support.ts";

const { ask } = await sandboxApp();
const { customer_id: id } = await addCustomer(ask);
const path = `/customers/${id}`;
const name = { family_name: "Fresh" };
const longest = {
  ...{ title: 30, given_name: 100, middle_name: 100, family_name: 100, company_name: 100, gender: 20 },
  ...{ address_1: 100, address_2: 100, address_3: 100, city: 100, region: 100, postal_code: 20, country: 60 },
  ...{ phone_day: 50, phone_evening: 50, phone_fax: 50, phone_mobile: 50, phone_alternate_1: 50, phone_alternate_2: 50 },
};

/** Asserts that neither adding nor changing takes a body, with these fields at fault, and that nothing comes of it. */
async function refused(body: object, ...fields: string[]): Promise<void> {
  const before = await everyPage(ask, "/customers");
  assertProblem(await ask("POST", "/customers", { ...name, ...body }), 400, fields);
  assertProblem(await ask("PATCH", path, body, whatever), 400, fields);
  assert.deepEqual(await everyPage(ask, "/customers"), before);
}

describe("a customer is refused", () => {
  for (const [field, most] of Object.entries(longest))
    it(`for a ${field} that is empty, over ${most} characters, no text, or can't be stored`, async () => {
      for (const value of ["", "x".repeat(most + 1), 7, true, [], "a\0b", "\ud800", "a\udc00b"])
        await refused({ [field]: value }, `body.${field}`);
    });

  for (const [field, ...values] of [
    ["kind", "person", null, 1],
    ["birth_date", "2000-02-30", "1900-02-29", "0000-01-01", "2000-1-1", "2000-01-01T00:00:00Z", "yesterday", 20000101, ""],
    ["email_opt_out", "yes", 1, "true"],
    ["email_format", "pdf", "HTML", ""],
    ["text_messages", 0, "false"],
    ["access_level", "none", null],
    ["active", null, 1, "true"],
  ] as const)
    it(`for a ${field} that is none`, async () => {
      for (const value of values) await refused({ [field]: value }, `body.${field}`);
    });

  it("for a birth after today, which is the organisation's", async () => {
    // In New York it is still the 15th when the clock of the test says 16:00 UTC.
    await refused({ birth_date: "2026-06-16" }, "body.birth_date");
    assert.equal((await addCustomer(ask, { birth_date: "2026-06-15" })).birth_date, "2026-06-15");
  });

  it("for members that are not known, each of which is named, also those of what only the server sets", async () => {
    await refused({ nickname: "x", loyalty_code: "y" }, "body.nickname", "body.loyalty_code");
    await refused({ version: 7 }, "body.version");
    await refused({ customer_id: 7 }, "body.customer_id");
    await refused(JSON.parse('{"__proto__": {"city": "X"}}'), "body.__proto__");
    assertProblem(await ask("PATCH", path, { account: "none" }, whatever), 400, ["body.account"]);
  });

  it("for several faults at once, all of which are told", () =>
    refused({ city: "", region: 5, sort: "x" }, "body.city", "body.region", "body.sort"));

  it("without the name that a person or a company needs", async () => {
    assertProblem(await ask("POST", "/customers", {}), 400, ["body.family_name"]);
    assertProblem(await ask("POST", "/customers", { kind: "company", family_name: "X" }), 400, ["body.company_name"]);
    assertProblem(await ask("PATCH", path, { family_name: null }, whatever), 400, ["body.family_name"]);
    assertProblem(await ask("PATCH", path, { kind: "company" }, whatever), 400, ["body.company_name"]);
  });

  it("for a body that is none, or says nothing", async () => {
    for (const body of ["[]", "null", "7", '"x"']) {
      assertProblem(await ask("POST", "/customers", body), 400, ["body"]);
      assertProblem(await ask("PATCH", path, body, whatever), 400, ["body"]);
    }
    assertProblem(await ask("PATCH", path, {}, whatever), 400, ["body"]);
    assertProblem(await ask("POST", "/customers"), 400, ["body"]);
    assertProblem(await ask("GET", `${path}?deep=1`), 400, ["query.deep"]);
    assertProblem(await ask("GET", "/customers?q=%00&limit=0"), 400, ["query.q", "query.limit"]);
    assertProblem(await ask("GET", "/customers?email=%00"), 400, ["query.email"]);
  });

  it("under a number that is nobody's (404), or can be none (400)", async () => {
    assertProblem(await ask("GET", `/customers/${nobody}`), 404);
    assertProblem(await ask("PATCH", `/customers/${nobody}`, { city: "X" }, whatever), 404);
    for (const number of ["0", "-1", "1.5", "2147483648", "x", "%00"]) {
      assertProblem(await ask("GET", `/customers/${number}`), 400, ["params.customer_id"]);
      assertProblem(await ask("PATCH", `/customers/${number}`, { city: "X" }, whatever), 400, ["params.customer_id"]);
    }
  });
});

const whole = {
  ...{ kind: "individual", birth_date: "1980-02-29", email_opt_out: true, email_format: "text", text_messages: false },
  ...{ access_level: "restricted", active: false },
};

describe("a customer", () => {
  it("keeps every field as it was sent, up to its greatest length in characters", async () => {
    const texts = Object.entries(longest).map(([field, most]) => [field, "😀".repeat(most)]);
    const sent = { ...Object.fromEntries(texts), ...whole };
    const added = await addCustomer(ask, sent);
    for (const [field, value] of Object.entries(sent)) assert.equal(added[field], value, field);
    assert.deepEqual(await look(ask, `/customers/${added.customer_id}`), added);
    const changed = succeeded(await ask("PATCH", path, sent, whatever));
    for (const [field, value] of Object.entries(sent)) assert.equal(changed[field], value, field);
  });

  it("keeps what a change does not name; null clears, and an unset one has its defaults", async () => {
    const texts = Object.fromEntries(Object.keys(longest).map((field) => [field, "as it was"]));
    const added = await addCustomer(ask, { ...texts, ...whole, email: "keep@example.com" });
    const at = `/customers/${added.customer_id}`;
    const changed = succeeded(await ask("PATCH", at, { city: null, email_opt_out: null }, whatever));
    assert.deepEqual(changed, { ...added, city: null, email_opt_out: null, version: 2 });
    const blank = await addCustomer(ask);
    for (const field of Object.keys(longest)) assert.equal(blank[field], field === "family_name" ? "Fresh" : null, field);
    assert.deepEqual([blank.kind, blank.active, blank.access_level, blank.email], ["individual", true, "full", null]);
  });
});
