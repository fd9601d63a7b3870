import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import * as ats from "../archtics/support.ts";
import * as pdm from "../delivery/support.ts";
import { call, refused, succeeded } from "./support.ts";

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by tests
type Row = Record<string, any>;

const test = await testApp();
const { command } = test;
const by = pdm.client(test);
const edit = (values: Record<string, string>) => call(test, "record_customer", { customer_action: "edit", ...values });
const search = async (values: Record<string, string>) => succeeded(await call(test, "customer_search", values)).customers;

/** Adds a season ticket holder and gives the loyalty code by which a till finds them. */
async function holder(name: string, email = ats.freshEmail()) {
  const person = { name_first: "Ada", name_last: name, email, city: "Reston", phone_day: "7035550199" };
  const { acct_id, cust_name_id } = await ats.add(command, person);
  const [found] = await search({ last_name: name, exact_match: "sensitive" });
  return { acct_id: acct_id as number, cust_name_id: cust_name_id as number, code: found.code as string, email };
}

describe("a customer of Archtics, over the loyalty protocol", () => {
  it("may not lose the name that an account needs, nor get another account's e-mail: nothing changes", async () => {
    const [one, other] = [await holder("Needsname"), await holder("Otherone")];
    refused(await edit({ code: one.code, last_name: "", city: "Nowhere" }), "last_name");
    refused(await edit({ code: one.code, email: other.email.toUpperCase(), city: "Nowhere" }), "email");
    refused(await edit({ code: one.code, email: "n/a", city: "Nowhere" }), "email");
    const { customer } = await ats.look(command, one.acct_id);
    assert.deepEqual([customer.name_last, customer.email, customer.city], ["Needsname", one.email, "Reston"]);
  });

  it("is found by customer_search, given a card by an edit, and the change shows in customer_query and in the change log", async () => {
    const { acct_id, cust_name_id, code } = await holder("Tillfound");
    const [shown] = await search({ phone: "555019", first_name: "AD", last_name: "tillf" });
    assert.deepEqual([shown.code, shown.first_name, shown.registered, shown.card_number], [code, "Ada", "N", ""]);
    assert.match(code, /^\d{16}$/);
    succeeded(
      await edit({ code, card_number: "C-1001", city: "Trenton", custom_date: "1990-02-03", custom_field_5: "Store 35" }),
    );
    const { customer } = await ats.look(command, acct_id);
    assert.deepEqual([customer.city, customer.name_last, customer.phone_day], ["Trenton", "Tillfound", "7035550199"]);
    const headers = { authorization: "Bearer willcall-sandbox-admin" };
    const url = `/api/v1/audit?entity=customer&entity_id=${cust_name_id}`;
    // A change gets its number a moment after it is made.
    let data: Row[] = [];
    for (let asked = 0; data.length < 2 && asked < 200; asked++) data = (await test.app.inject({ url, headers })).json().data;
    const last = data.at(-1)!;
    assert.deepEqual(
      [last.protocol, last.call, last.user_name, last.action],
      ["loyalty", "record_customer", "john1970", "edited"],
    );
    assert.deepEqual([...(last.fields as string[])].sort(), ["card_number", "city", "custom_date", "custom_fields"]);
    assert.deepEqual((last.values as Record<string, unknown>).card_number, [null, "C-1001"]);
  });

  it("keeps what the loyalty protocol holds when Archtics and Pro Delivery Manager replace it", async () => {
    const { acct_id, cust_name_id, code } = await holder("Keepscard");
    succeeded(
      await edit({
        code,
        card_number: "C-1002",
        custom_field: "likes cheese",
        custom_field_2: "Gouda, Swiss",
        country: "New Zealand",
      }),
    );
    const before = succeeded(await call(test, "customer_info", { code })).customer;
    await ats.succeeded(
      await command({
        cmd: "customer_update",
        call_reason: "S",
        customer: { acct_id, name_first: "Ada", name_last: "Keepscard", country: "New Zeal", phone_day: "7035550199" },
      }),
    );
    const address = { line_1: "1 Quay", city: "Trenton", postal_code: "1" };
    pdm.customerOf(await by.modifyCustomer({ customer_id: cust_name_id, first_name: "Ada", last_name: "Keepscard", address }));
    const { customer } = succeeded(await call(test, "customer_info", { code }));
    for (const name of ["card_number", "custom_field", "custom_field_2", "country", "code"])
      assert.deepEqual(customer[name], before[name], name);
    assert.deepEqual(customer.custom_field_2, { label: "Status and cheeses", data: "Gouda,Swiss" });
    assert.deepEqual([customer.street1, customer.city], ["1 Quay", "Trenton"]);
  });
});

describe("a customer of the loyalty protocol, over the others", () => {
  it("is there under its number, and without a name is put on no account", async () => {
    const { code } = succeeded(await edit({ card_number: "C-1003", first_name: "Cher", city: "Malibu" })).customer;
    const headers = { authorization: "Bearer willcall-sandbox-admin" };
    const { data } = (await test.app.inject({ url: "/api/v1/customers?limit=200", headers })).json() as {
      data: Row[];
    };
    const found = data.find((one) => (one.loyalty as { code: string }).code === code)!;
    assert.deepEqual(
      [found.given_name, found.family_name, (found.loyalty as { card_number: string }).card_number],
      ["Cher", null, "C-1003"],
    );
    assert.equal((await pdm.look(by, found.customer_id as number)).last_name, "");
    const added = await test.app.inject({
      method: "POST",
      url: "/api/v1/accounts/12345/customers",
      headers,
      payload: { customer_id: found.customer_id },
    });
    assert.equal(added.statusCode, 400, added.payload);
  });

  it("may have an account's e-mail, and be found by search beside its owner", async () => {
    const { email } = await holder("Sharedmail");
    succeeded(await edit({ first_name: "Second", email }));
    assert.equal((await search({ email })).length, 2);
  });
});
