import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { add, assertRefused, freshEmail, look, secondOrganisation, succeeded, unchanged } from "./support.ts";

const test = await testApp();
const { command } = test;
const rival = await secondOrganisation(test);

describe("a name that customer_add puts on an account", () => {
  it("is not put on another organisation's: 5014", async () => {
    await unchanged(command, 6, async () => {
      const customer = { acct_id: 6, name_last: "Intruder", email: freshEmail() };
      const foreign = await rival.send({ cmd: "customer_add", customer, pin: "1" });
      const unknown = await rival.send({ cmd: "customer_add", customer: { ...customer, acct_id: 7 }, pin: "1" });
      assertRefused(foreign, 5014, "acct_id");
      assert.deepEqual(foreign.json, unknown.json);
    });
  });

  it("leaves the account's data and its primary name as they are", async () => {
    await unchanged(command, 12345, async () => {
      const added = await add(command, { acct_id: 12345, name_first: "Second" }, { other_info_1: "other", other_info_20: "new" });
      assert.equal(added.acct_id, 12345);
    });
  });

  it("is found on the account by its cust_name_id, and by its e-mail", async () => {
    const email = freshEmail();
    const { acct_id } = await add(command, {}, { other_info_7: "seven" });
    const second = await add(command, { acct_id: String(acct_id), name_last: "Second", email }, { other_info_7: "ignored" });
    assert.equal(second.acct_id, acct_id);
    const { customer } = await look(command, acct_id, { cust_name_id: second.cust_name_id });
    assert.deepEqual(
      [customer.acct_id, customer.cust_name_id, customer.name_last, customer.email],
      [acct_id, String(second.cust_name_id), "Second", email],
    );
    const byEmail = succeeded(await command({ cmd: "customer_query", email, call_reason: "S" }));
    assert.deepEqual(byEmail.customer, customer);
    assert.deepEqual([byEmail.account_id_list, byEmail.other_info_7], [String(acct_id), "seven"]);
    assert.equal((await look(command, acct_id)).customer.name_last, "Fresh");
  });

  it("has a PIN of its own, which is not the account's", async () => {
    const email = freshEmail();
    const { acct_id } = await add(command, {}, { pin: "first" });
    const { cust_name_id } = await add(command, { acct_id, email }, { pin: "second" });
    assertRefused(await command({ cmd: "customer_query", acct_id, pin: "second" }), 5023);
    assertRefused(await command({ cmd: "customer_query", acct_id, cust_name_id, pin: "second" }), 5023);
    assertRefused(await command({ cmd: "customer_query", email, pin: "first" }), 5023);
    succeeded(await command({ cmd: "customer_query", acct_id, cust_name_id, pin: "first" }));
    succeeded(await command({ cmd: "customer_query", email, pin: "second" }));
  });

  it("gets new numbers, and a new account the next ones", async () => {
    const first = await add(command);
    const second = await add(command, { acct_id: first.acct_id });
    const third = await add(command);
    assert.ok(second.cust_name_id > first.cust_name_id && third.cust_name_id > second.cust_name_id);
    assert.ok(third.acct_id > first.acct_id);
  });
});

describe("the name_type of customer_add", () => {
  it("is I unless sent", async () => {
    const { acct_id } = await add(command);
    assert.equal((await look(command, acct_id)).customer.name_type, "I");
  });

  it("lets a company do without a last name", async () => {
    for (const name_type of ["C", "c"]) {
      const { acct_id } = await add(command, { name_type, company_name: "Widgets", name_last: undefined });
      const { customer } = await look(command, acct_id);
      assert.deepEqual([customer.name_type, customer.company_name, "name_last" in customer], ["C", "Widgets", false]);
    }
  });

  it("lets a person have a company_name, and a company a person's name", async () => {
    const person = await add(command, { company_name: "Widgets", name_type: "i" });
    assert.equal((await look(command, person.acct_id)).customer.name_type, "I");
    const company = await add(command, { company_name: "Widgets", name_type: "C", name_first: "Ann" });
    const { customer } = await look(command, company.acct_id);
    assert.deepEqual([customer.name_first, customer.name_last, customer.company_name], ["Ann", "Fresh", "Widgets"]);
  });
});

describe("customer_add in a fresh sandbox", async () => {
  const fresh = await testApp();

  it("answers the first sample with its own numbers", async () => {
    const customer = { name_last: "Eagleton", email: "eagleton@mailinator.com" };
    const { json } = await fresh.command({ cmd: "Customer_Add", ref: "112233", uid: "USER99", customer, pin: "mypin" });
    assert.deepEqual(json.command1, {
      cmd: "Customer_Add",
      ref: "112233",
      result: 0,
      sql_code: 0,
      acct_id: 128802,
      cust_name_id: 5262,
    });
  });
});
