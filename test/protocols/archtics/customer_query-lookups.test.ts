import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { addName } from "../../../src/core/accounts/names.ts";
import { testApp } from "../../support/app.ts";
import { add, assertRefused, caller, freshEmail, look, succeeded, type Values } from "./support.ts";

const { command, parts } = await testApp();
const query = async (values: Values) => succeeded(await command({ cmd: "customer_query", call_reason: "S", ...values }));

describe("customer_query by account", () => {
  it("answers the primary name", async () => {
    const { acct_id, cust_name_id } = await add(command, { name_last: "Primary" });
    await add(command, { acct_id, name_last: "Secondary" });
    const { customer } = await query({ acct_id });
    assert.deepEqual([customer.name_last, customer.cust_name_id], ["Primary", String(cust_name_id)]);
  });

  it("answers the name that cust_name_id names", async () => {
    const { acct_id, cust_name_id } = await add(command, { name_last: "Primary" });
    const second = await add(command, { acct_id, name_last: "Secondary" });
    for (const one of [second.cust_name_id, String(second.cust_name_id)])
      assert.equal((await query({ acct_id, cust_name_id: one })).customer.name_last, "Secondary");
    assert.equal((await query({ acct_id, cust_name_id })).customer.name_last, "Primary");
  });

  it("ignores an alternate id", async () => {
    assert.equal((await query({ acct_id: 6, alt_id: "secondary11" })).customer.acct_id, 6);
    assert.equal((await query({ acct_id: 6, alt_id: "nothing", alt_id_type: "NOPE" })).customer.acct_id, 6);
  });

  it("needs no site_name", async () => {
    assert.equal((await query({ acct_id: 6 })).customer.acct_id, 6);
    assert.equal((await query({ acct_id: 6, site_name: "s".repeat(24) })).customer.acct_id, 6);
  });
});

describe("customer_query by e-mail", () => {
  for (const email of ["doglover@invalid.null", "DogLover@Invalid.NULL", "  doglover@invalid.null  "])
    it(`finds it without case and spaces: '${email}'`, async () => {
      const { customer, account_id_list } = await query({ email });
      assert.deepEqual([customer.acct_id, customer.cust_name_id, account_id_list], [12345, "162045", "12345"]);
    });

  it("takes a cust_name_id that is its", async () => {
    for (const cust_name_id of [162045, "162045"])
      assert.equal((await query({ email: "doglover@invalid.null", cust_name_id })).customer.acct_id, 12345);
  });

  it("ignores an alternate id", async () => {
    assert.equal((await query({ email: "doglover@invalid.null", alt_id: "nothing" })).customer.acct_id, 12345);
  });

  it("answers the main account's data for a name that is on others too", async () => {
    const [first, main, email] = [await add(command, {}, { other_info_1: "first" }), freshEmail(), freshEmail()];
    const { acct_id, cust_name_id } = await add(command, { email }, { other_info_1: main });
    await addName(parts.core, caller, { accountId: first.acct_id, customerId: cust_name_id, nickname: "Box", order: 1 });
    const found = await query({ email });
    assert.deepEqual([found.customer.acct_id, found.other_info_1], [acct_id, main]);
    const other = await look(command, first.acct_id, { cust_name_id });
    assert.deepEqual([other.customer.acct_id, other.other_info_1, other.customer.email], [first.acct_id, "first", email]);
  });

  it("answers the first account's data for a name that is primary on none", async () => {
    const [one, two] = [await add(command, {}, { other_info_1: "one" }), await add(command, {}, { other_info_1: "two" })];
    const email = freshEmail();
    const { cust_name_id } = await add(command, { acct_id: one.acct_id, email });
    await addName(parts.core, caller, { accountId: two.acct_id, customerId: cust_name_id, nickname: "Two" });
    const found = await query({ email });
    assert.deepEqual([found.customer.acct_id, found.other_info_1], [one.acct_id, "one"]);
    assert.equal(found.account_id_list, `${one.acct_id},${two.acct_id}`);
  });
});

describe("customer_query by alternate id", () => {
  const alternate = (alt_id_type: string, alt_id: string) => ({ alt_id_array: [{ alt_id_type, alt_id }] });

  it("finds the name, with its type and without", async () => {
    const { acct_id, cust_name_id } = await add(command, alternate("OUT", "alone"));
    for (const more of [{}, { alt_id_type: "OUT" }, { alt_id_type: "out" }, { alt_id_type: "OUT   " }, { alt_id_type: "" }]) {
      const { customer, account_id_list } = await query({ alt_id: "alone  ", ...more });
      assert.deepEqual([customer.cust_name_id, account_id_list], [String(cust_name_id), String(acct_id)]);
    }
  });

  it("answers a secondary name with its own data and the account's", async () => {
    const { acct_id } = await add(command, {}, { other_info_1: "account" });
    await add(command, { acct_id, name_last: "Secondary", ...alternate("MSC", "of a secondary") });
    const found = await query({ alt_id: "of a secondary" });
    assert.deepEqual([found.customer.name_last, found.customer.acct_id, found.other_info_1], ["Secondary", acct_id, "account"]);
  });

  it("answers only the list of accounts when several names bear it: 10685", async () => {
    const one = await add(command, alternate("OUT", "twice"));
    const two = await add(command, { ...alternate("MSC", "twice") });
    const both = await command({ cmd: "customer_query", ref: "r", alt_id: "twice", call_reason: "S" });
    assertRefused(both, 10685);
    const { cmd, ref, result, sql_code, error_detail, account_id_list, ...rest } = both.answer;
    assert.deepEqual(rest, {});
    assert.deepEqual(account_id_list.split(",").map(Number).sort(), [one.acct_id, two.acct_id].sort());
    assert.equal((await query({ alt_id: "twice", alt_id_type: "OUT" })).customer.acct_id, one.acct_id);
    assert.equal((await query({ alt_id: "twice", alt_id_type: "MSC" })).customer.acct_id, two.acct_id);
  });

  it("finds one name that bears it twice, by two types", async () => {
    const alt_id_array = ["OUT", "MSC"].map((alt_id_type) => ({ alt_id_type, alt_id: "by two types" }));
    const { acct_id } = await add(command, { alt_id_array });
    assert.equal((await query({ alt_id: "by two types" })).customer.acct_id, acct_id);
  });
});
