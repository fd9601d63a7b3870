import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { addCustomer, everyPage, fresh, freshEmail, look, nobody, succeeded, unchanged, whatever } from "./records.ts";
import { assertProblem, sandboxApp } from "./support.ts";

const { ask } = await sandboxApp();
const { customer_id: id } = await addCustomer(ask, { email: "theirs@example.com" });
const path = `/customers/${id}`;
const type = "OUT";
const company_id = 9001;

/** Asserts that neither adding nor changing takes a body, and that nothing comes of it. */
async function refused(body: object, status: number, ...fields: string[]): Promise<void> {
  const before = await everyPage(ask, "/customers");
  assertProblem(await ask("POST", "/customers", { family_name: "Fresh", ...body }), status, fields);
  assertProblem(await ask("PATCH", path, body, whatever), status, fields);
  assert.deepEqual(await everyPage(ask, "/customers"), before);
}

describe("a customer is refused", () => {
  it("for an e-mail address that is none or too long", async () => {
    const long = `${"x".repeat(239)}@example.com`;
    for (const email of ["", "x", "x@", "a b@example.com", "x@example", 7, long, "a\0@example.com"])
      await refused({ email }, 400, "body.email");
  });

  it("for an e-mail address that another on an account has, however it is written", async () => {
    await addCustomer(ask, { email: "Taken@Example.com" });
    for (const email of ["Taken@Example.com", "taken@example.com", " TAKEN@EXAMPLE.COM "])
      await refused({ email }, 409, "body.email");
  });

  it("for an alternate id of a type that is not the organisation's, or out of its bounds", async () => {
    const field = (at: string) => `body.alternate_ids.0.${at}`;
    const one = (member: object) => ({ alternate_ids: [{ type, value: "1", ...member }] });
    await refused(one({ type: "NONE" }), 400, "body.alternate_ids");
    await refused(one({ type: "" }), 400, field("type"));
    await refused(one({ type: "TOOLONG" }), 400, field("type"));
    for (const value of ["", "x".repeat(51), 5, "a\0", "\udfff"]) await refused(one({ value }), 400, field("value"));
    for (const comment of ["", "x".repeat(101), 5, "\0"]) await refused(one({ comment }), 400, field("comment"));
    await refused(one({ action: "delete" }), 400, field("action"));
    await refused({ alternate_ids: [{ type }] }, 400, field("value"));
    await refused({ alternate_ids: Array.from({ length: 51 }, (_, n) => ({ type, value: `${n}` })) }, 400, "body.alternate_ids");
    for (const alternate_ids of [null, {}, "x"]) await refused({ alternate_ids }, 400, "body.alternate_ids");
  });

  it("for an external reference of a company that is not the organisation's, a second of one, or one out of bounds", async () => {
    const field = (at: string, n = 0) => `body.external_references.${n}.${at}`;
    const one = (member: object) => ({ external_references: [{ company_id, reference: "1", ...member }] });
    await refused(one({ company_id: 9003 }), 400, field("company_id"));
    for (const bad of [0, "9001", 2_147_483_648]) await refused(one({ company_id: bad }), 400, field("company_id"));
    for (const reference of ["", "x".repeat(51), 5, "a\0"]) await refused(one({ reference }), 400, field("reference"));
    const two = [fresh(), fresh()].map((reference) => ({ company_id, reference }));
    await refused({ external_references: two }, 400, field("company_id", 1));
    const many = Array.from({ length: 21 }, () => two[0]);
    await refused({ external_references: many }, 400, "body.external_references");
  });

  it("for an external reference that another bears", () =>
    refused({ external_references: [{ company_id, reference: "EXTREF164736" }] }, 409, "body.external_references"));

  it("for an account that is not there, or can be none", async () => {
    const join = (account: unknown) => ask("POST", "/customers", { family_name: "Fresh", account });
    assertProblem(await join(nobody), 404);
    for (const account of [0, -1, "mine", "", null, 2_147_483_648, 1.5])
      assertProblem(await join(account), 400, ["body.account"]);
  });

  it("as a filter of a list: two at once, or half a reference", async () => {
    const list = (query: string) => ask("GET", `/customers?${query}`);
    assertProblem(await list("email=a&alternate_id=b"), 400, ["query"]);
    assertProblem(await list("external_reference=a"), 400, ["query.company_id"]);
    assertProblem(await list("company_id=9001"), 400, ["query.external_reference"]);
    for (const query of [`email=${"x".repeat(251)}`, `alternate_id=${"x".repeat(51)}`])
      assertProblem(await list(query), 400, [`query.${query.split("=")[0]}`]);
  });
});

describe("a customer", () => {
  it("may have an e-mail address of any script, and give it back; a change of its spelling is theirs", async () => {
    const { customer_id } = await addCustomer(ask, { email: "jörg@müller.example" });
    const at = `/customers/${customer_id}`;
    const { email } = await look(ask, at);
    assert.equal(succeeded(await ask("PATCH", at, { email }, whatever)).version, 1);
    assert.equal(succeeded(await ask("PATCH", at, { email: "JÖRG@müller.example" }, whatever)).email, "JÖRG@müller.example");
  });

  it("on no account may have anybody's e-mail address, and no account then takes them", async () => {
    const email = freshEmail();
    const first = await addCustomer(ask, { email });
    const second = await addCustomer(ask, { email: email.toUpperCase(), account: "none" });
    const found = await everyPage(ask, `/customers?email=${email}`);
    assert.deepEqual(found, [first, second]);
    const { account_id } = (await look(ask, `/customers/${first.customer_id}/accounts`)).data[0];
    await unchanged(ask, `/accounts/${account_id}`, async () =>
      assertProblem(await ask("POST", `/accounts/${account_id}/customers`, { customer_id: second.customer_id }), 409),
    );
  });

  it("is found by each of what identifies them, by a list that replaces the one that was", async () => {
    const [value, reference] = [fresh(), fresh()];
    const ids = { alternate_ids: [{ type: "out", value, comment: "c" }], external_references: [{ company_id, reference }] };
    const added = await addCustomer(ask, ids);
    assert.deepEqual(added.alternate_ids, [{ type, value, comment: "c" }]);
    const by = (query: string) => everyPage(ask, `/customers?${query}`);
    assert.deepEqual(await by(`alternate_id=${value}`), [added]);
    assert.deepEqual(await by(`external_reference=${reference}&company_id=9001`), [added]);
    const next = { alternate_ids: [{ type: "MSC", value: fresh() }], external_references: [] };
    const changed = succeeded(await ask("PATCH", `/customers/${added.customer_id}`, next, whatever));
    assert.deepEqual(changed.alternate_ids, [{ ...next.alternate_ids[0], comment: null }]);
    assert.deepEqual(await by(`alternate_id=${value}`), []);
    assert.deepEqual(await by(`external_reference=${reference}&company_id=9001`), []);
  });
});
