import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp, testClock } from "../../support/app.ts";
import {
  flagFields,
  fullCustomer,
  fullOtherInfo,
  impossibleDates,
  letterFields,
  longEmail,
  notDates,
  notFlags,
  notText,
  otherInfo,
  phoneFields,
  textFields,
} from "./fields.ts";
import { add, assertRefused, freshEmail, look, succeeded, update, type Values } from "./support.ts";

// 22:00 on 15 June in New York, where the sandbox is; the 16th in UTC.
const { command } = await testApp({ clock: testClock(new Date("2026-06-16T02:00:00Z")) });
const email = freshEmail();
const { acct_id, cust_name_id } = await add(command, { email, city: "Reston" }, { other_info_1: "one" });
const before = await look(command, acct_id);
const refused = async (field: string, customer: Values, more: Values = {}) =>
  assertRefused(await update(command, acct_id, customer, more), 9999, field);

describe("customer_update refuses with 9999", () => {
  for (const [field, length] of Object.entries({ ...textFields, ...phoneFields, gender: 1, email_deliv_opt: 1 }))
    it(`${field} of more than ${length}, or not text`, async () => {
      await refused(field, { [field]: "1".repeat(length + 1) });
      for (const value of notText) await refused(field, { [field]: value });
    });
  it("acct_access_level of more than 1, or not text", async () => {
    for (const value of ["FF", ...notText]) await refused("acct_access_level", { acct_access_level: value });
  });
  it("another email_deliv_opt", () => refused("email_deliv_opt", { email_deliv_opt: "X" }));
  it("an e-mail of more than 100, or not text", async () => {
    await refused("email", { email: longEmail(101, "over") });
    for (const value of notText) await refused("email", { email: value });
  });
  for (const field of flagFields)
    it(`${field} that is no flag`, async () => {
      for (const value of notFlags) await refused(field, { [field]: value });
    });
  for (const field of otherInfo)
    it(`${field} of more than 100, or not text`, async () => {
      await refused(field, {}, { [field]: "o".repeat(101) });
      for (const value of notText) await refused(field, {}, { [field]: value });
    });
  it("PINs of more than 250, or not text", async () => {
    for (const pin of ["p".repeat(251), 1234, ["1234"], { a: 1 }]) {
      assertRefused(await command({ cmd: "customer_update", pin, customer: { acct_id, name_last: "X" } }), 9999, "pin");
      await refused("new_pin", {}, { new_pin: pin });
    }
  });
  it("a birth_date that is impossible, in the future or no date", async () => {
    for (const birth_date of [...impossibleDates, ...notDates, "2026-06-16", "9999-12-31"])
      await refused("birth_date", { birth_date });
  });
  it("numbers that are none", async () => {
    for (const value of ["12x", 1.5, true, [1], "99999999999999999999"]) {
      await refused("acct_id", { acct_id: value });
      await refused("cust_name_id", { cust_name_id: value });
    }
  });
  it("alternate ids too long, or not text", async () => {
    const good = { alt_id_type: "OUT", alt_id: "a" };
    await refused("alt_id_type", { alt_id_array: [{ ...good, alt_id_type: "OUTOUTO" }] });
    await refused("alt_id", { alt_id_array: [good, { ...good, alt_id: "a".repeat(51) }] });
    await refused("alt_id_comment", { alt_id_array: [{ ...good, alt_id_comment: "c".repeat(101) }] });
    await refused("alt_id", { alt_id_array: [{ ...good, alt_id: ["a"] }] });
    for (const alt_id_array of ["OUT", 5, ["OUT"], [["OUT", "a"]]]) await refused("alt_id_array", { alt_id_array });
  });
  it("a ref or site_name that is too long", async () => {
    await refused("ref", {}, { ref: "r".repeat(33) });
    await refused("site_name", {}, { site_name: "s".repeat(25) });
  });
  it("and changes nothing by any of those", async () => assert.deepEqual(await look(command, acct_id), before));
});

describe("customer_update takes", () => {
  it("every field as long as it may be, and answers nothing but its success", async () => {
    const customer = fullCustomer("u");
    const other = fullOtherInfo("u");
    const answer = succeeded(await update(command, acct_id, { ...customer, cust_name_id: String(cust_name_id) }, other));
    assert.deepEqual(answer, { cmd: "customer_update", result: 0, sql_code: 0 });
    const after = await look(command, acct_id);
    const { add_date, acct_type, owner_name, ...given } = after.customer;
    assert.deepEqual(given, { ...customer, acct_id, cust_name_id: String(cust_name_id) });
    assert.deepEqual([add_date, acct_type], [before.customer.add_date, before.customer.acct_type]);
    for (const [name, value] of Object.entries(other)) assert.equal(after[name], value, name);
  });

  it("its numbers as strings, phones with signs and letters in any case", async () => {
    const customer = { acct_id: String(acct_id), phone_fax: "(703) 111-20.00", email_deliv_opt: "h", acct_access_level: "r" };
    succeeded(await update(command, acct_id, customer, { name_type: "i", call_reason: "s", lock_account: "n" }));
    const after = (await look(command, acct_id)).customer;
    assert.deepEqual([after.phone_fax, after.email_deliv_opt, after.acct_access_level], ["7031112000", "H", "R"]);
  });

  it("flags as 0 and 1, and as strings", async () => {
    for (const [sent, stored] of [
      [1, 1],
      ["0", 0],
      ["1", 1],
      [0, 0],
    ]) {
      succeeded(await update(command, acct_id, Object.fromEntries(flagFields.map((field) => [field, sent]))));
      const { customer } = await look(command, acct_id);
      for (const field of flagFields) assert.equal(customer[field] ?? 0, stored, `${field} ${JSON.stringify(sent)}`);
    }
  });

  it("a birth date of today", async () => {
    succeeded(await update(command, acct_id, { birth_date: "2026-06-15" }));
    assert.equal((await look(command, acct_id)).customer.birth_date, "2026-06-15");
  });

  it("blank fields, which clear", async () => {
    succeeded(await update(command, acct_id, fullCustomer("v")));
    const names = Object.keys({ ...textFields, ...phoneFields, ...letterFields }).filter((field) => field !== "name_last");
    succeeded(await update(command, acct_id, Object.fromEntries([...names, "email", "birth_date"].map((name) => [name, ""]))));
    const { customer } = await look(command, acct_id);
    for (const name of [...names, "email", "birth_date"])
      assert.equal(customer[name], name === "acct_access_level" ? "F" : undefined, name);
  });
});
