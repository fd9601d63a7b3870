import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { fullCustomer, fullOtherInfo } from "./fields.ts";
import { add, assertRefused, freshEmail, look, succeeded, unchanged, update } from "./support.ts";

const { command } = await testApp();
const cleared = [
  "name_first",
  "name_mi",
  "title",
  "company_name",
  "street_addr_1",
  "street_addr_2",
  "city",
  "state",
  "zip",
  "country",
  "phone_day",
  "phone_eve",
  "phone_fax",
  "phone_cell",
  "phone_alt1",
  "phone_alt2",
  "email",
  "birth_date",
  "gender",
  "ext_system_id_1",
  "ext_system_id_2",
  "email_deliv_opt",
];

describe("customer_update of a primary name", () => {
  it("clears what is left out, and keeps PIN, name_type, alternate ids and other_info", async () => {
    const customer = fullCustomer("r");
    const other = fullOtherInfo("r");
    const { acct_id } = await add(command, customer, { ...other, pin: "kept" });
    succeeded(await update(command, acct_id, { name_last: "Left" }));
    const after = await look(command, acct_id);
    assert.equal(after.customer.name_last, "Left");
    for (const field of cleared) assert.equal(field in after.customer, false, field);
    for (const flag of ["email_optout", "text_on_mobile_phone"]) assert.equal(after.customer[flag] ?? 0, 0, flag);
    assert.deepEqual([after.customer.acct_access_level, after.customer.name_type], ["F", "I"]);
    assert.deepEqual(after.customer.alt_id_array, customer.alt_id_array);
    for (const [name, value] of Object.entries(other)) assert.equal(after[name], value, name);
    succeeded(await command({ cmd: "customer_query", acct_id, pin: "kept" }));
    assertRefused(await command({ cmd: "customer_query", email: customer.email, call_reason: "S" }), 5024);
  });

  it("clears the other_info that is sent blank, and only that", async () => {
    const { acct_id } = await add(command, {}, { other_info_1: "one", other_info_2: "two", other_info_20: "twenty" });
    succeeded(await update(command, acct_id, {}, { other_info_1: "", Other_Info_20: "  ", other_info_3: "three" }));
    const after = await look(command, acct_id);
    assert.deepEqual(
      [after.other_info_1, after.other_info_2, after.other_info_3, after.other_info_20],
      [undefined, "two", "three", undefined],
    );
  });

  it("leaves the account's other names as they are", async () => {
    const { acct_id } = await add(command);
    const { cust_name_id } = await add(command, { acct_id, name_last: "Second", city: "Reston" });
    const { customer } = await look(command, acct_id, { cust_name_id });
    succeeded(await update(command, acct_id, { name_last: "First" }));
    const after = (await look(command, acct_id, { cust_name_id })).customer;
    assert.deepEqual({ ...after, owner_name: "" }, { ...customer, owner_name: "" });
    assert.equal((await look(command, acct_id)).customer.name_last, "First");
  });
});

describe("the name_type of customer_update", () => {
  it("counts at command level, and stays when it is left out", async () => {
    const { acct_id } = await add(command);
    succeeded(await update(command, acct_id, { name_last: undefined, company_name: "Widgets" }, { name_type: "c" }));
    assert.equal((await look(command, acct_id)).customer.name_type, "C");
    succeeded(await update(command, acct_id, { name_last: undefined, company_name: "Gadgets" }));
    const { customer } = await look(command, acct_id);
    assert.deepEqual([customer.name_type, customer.company_name, customer.name_last], ["C", "Gadgets", undefined]);
    succeeded(await update(command, acct_id, {}, { name_type: "I" }));
    assert.equal((await look(command, acct_id)).customer.name_type, "I");
  });

  it("is ignored inside customer", async () => {
    const { acct_id } = await add(command);
    for (const name_type of ["C", "c"]) succeeded(await update(command, acct_id, { name_type }));
    assert.equal((await look(command, acct_id)).customer.name_type, "I");
    assertRefused(await update(command, acct_id, { name_last: undefined, company_name: "W", name_type: "C" }), 5031, "name_last");
  });
});

describe("a name_type inside customer that add would refuse", () => {
  it("is ignored on customer_update", async () => {
    for (const name_type of ["X", "nonsense"]) succeeded(await update(command, 6, { name_type }));
    assert.equal((await look(command, 6)).customer.name_type, "I");
  });
});

describe("customer_update of a secondary name", async () => {
  const email = freshEmail();
  const extra = { ext_system_id_1: "1010", ext_system_id_2: "2000", city: "Reston" };
  const { acct_id, cust_name_id } = await add(command, extra, { other_info_1: "one", other_info_2: "two" });
  const second = await add(command, { acct_id, email, city: "Vienna" });

  it("leaves the primary name and the account's data as they are", async () => {
    const customer = { cust_name_id: second.cust_name_id, name_last: "Second", zip: "22180", ext_system_id_1: "9999" };
    await unchanged(command, acct_id, async () => {
      succeeded(await update(command, acct_id, customer, { other_info_1: "changed", other_info_2: "", other_info_3: "new" }));
    });
    const after = await look(command, acct_id, { cust_name_id: second.cust_name_id });
    assert.deepEqual(
      [after.customer.name_last, after.customer.zip, after.customer.city, after.customer.email, after.other_info_1],
      ["Second", "22180", undefined, undefined, "one"],
    );
    assert.deepEqual([after.customer.ext_system_id_1, after.customer.ext_system_id_2], ["1010", "2000"]);
  });

  it("takes the account's primary name when cust_name_id is its", async () => {
    succeeded(await update(command, acct_id, { cust_name_id, ext_system_id_1: "2020" }, { other_info_1: "changed" }));
    const after = await look(command, acct_id);
    assert.deepEqual(
      [after.customer.ext_system_id_1, after.customer.ext_system_id_2, after.other_info_1],
      ["2020", undefined, "changed"],
    );
  });
});
