import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp, testClock } from "../../support/app.ts";
import * as ats from "../archtics/support.ts";
import { add, assertRefused, client, customerOf, look, unchanged } from "./support.ts";

const clock = testClock();
const { command, ...test } = await testApp({ clock });
const by = client(test);

describe("the e-mail of an account's customer", () => {
  it("does not become another account's: 302", async () => {
    const email = ats.freshEmail();
    await ats.add(command, { email });
    const { cust_name_id } = await ats.add(command, { name_first: "Fay" });
    await unchanged(by, cust_name_id, async () => {
      for (const email_address of [email, email.toUpperCase(), "doglover@invalid.null"]) {
        const answer = await by.modifyCustomer({ customer_id: cust_name_id, email_address });
        assertRefused(answer, 302, ["customer.email_address"]);
      }
    });
  });
  it("may stay, and may become a new one, which is then the account's", async () => {
    const email = ats.freshEmail();
    const { acct_id, cust_name_id } = await ats.add(command, { email });
    for (const email_address of [email, ats.freshEmail()]) {
      assert.equal(
        customerOf(await by.modifyCustomer({ customer_id: cust_name_id, email_address })).email_address,
        email_address,
      );
      assert.equal((await ats.look(command, acct_id)).customer.email, email_address);
    }
    ats.succeeded(await command({ cmd: "customer_add", pin: "1", customer: { name_last: "Next", email } }));
  });
  it("may be that of a customer without an account", async () => {
    const email_address = ats.freshEmail();
    const customer_id = await add(by, { email_address });
    const { cust_name_id } = await ats.add(command, { email: email_address });
    assert.notEqual(cust_name_id, customer_id);
    assert.equal((await look(by, customer_id)).email_address, email_address);
  });
  it("may become that of a customer without an account, who may have an account's", async () => {
    const email_address = ats.freshEmail();
    const customer_id = await add(by, { email_address: ats.freshEmail() });
    await ats.add(command, { email: email_address });
    assert.equal(customerOf(await by.modifyCustomer({ customer_id, email_address })).email_address, email_address);
  });
});

describe("a customer of Archtics", () => {
  it("is the same customer here, under the same number", async () => {
    const email = ats.freshEmail();
    const address = { street_addr_1: "12 Main St", city: "Reston", zip: "20190" };
    const person = { name_first: "Ann", name_last: "Archer", birth_date: "1972-02-29", gender: "F", email, ...address };
    const { cust_name_id } = await ats.add(command, person);
    const customer = await look(by, cust_name_id);
    assert.equal(customer.customer_ref, `C${String(cust_name_id).padStart(6, "0")}`);
    const { first_name, last_name, dob, gender, email_address, created } = customer;
    assert.deepEqual([first_name, last_name, dob, gender], ["Ann", "Archer", "1972-02-29", "Female"]);
    assert.deepEqual([email_address, created, customer.external_customer_ref], [email, "2026-06-15", ""]);
    const { line_1, city, postal_code } = customer.address;
    assert.deepEqual([line_1, city, postal_code], ["12 Main St", "Reston", "20190"]);
  });
  it("is changed there by ModifyCustomer, and keeps what only Archtics knows", async () => {
    const alt_id_array = [{ alt_id_type: "MSCRM", alt_id: "kept-by-pdm" }];
    const { acct_id, cust_name_id } = await ats.add(command, { alt_id_array }, { pin: "kept", other_info_1: "kept" });
    await by.modifyCustomer({ customer_id: cust_name_id, first_name: "New", last_name: "Name", address: { city: "Vienna" } });
    const after = await ats.look(command, acct_id);
    assert.deepEqual([after.customer.name_first, after.customer.name_last, after.customer.city], ["New", "Name", "Vienna"]);
    assert.deepEqual([after.customer.alt_id_array, after.other_info_1].flat()[1], "kept");
    assert.equal(after.customer.alt_id_array[0].alt_id, "kept-by-pdm");
    ats.succeeded(await command({ cmd: "customer_query", acct_id, pin: "kept" }));
  });
  it("is changed here by customer_update, and last_modified moves", async () => {
    const { acct_id, cust_name_id } = await ats.add(command, { name_first: "Old" });
    clock.set(new Date("2026-06-18T12:00:00Z"));
    await by.open();
    ats.succeeded(await ats.update(command, acct_id, { name_first: "Updated" }));
    const { first_name, created, last_modified } = await look(by, cust_name_id);
    assert.deepEqual([first_name, created, last_modified], ["Updated", "2026-06-15", "2026-06-18"]);
  });
  it("keeps its reference through customer_update", async () => {
    const { acct_id, cust_name_id } = await ats.add(command);
    const external_customer_ref = "kept through update";
    await by.modifyCustomer({ customer_id: cust_name_id, external_customer_ref });
    ats.succeeded(await ats.update(command, acct_id, { name_last: "Updated" }));
    assert.equal(customerOf(await by.getCustomer({ external_customer_ref })).last_name, "Updated");
  });
});
