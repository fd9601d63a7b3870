import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { addToGroup } from "../../../src/core/accounts/groups.ts";
import { addName } from "../../../src/core/accounts/names.ts";
import { testApp, testClock } from "../../support/app.ts";
import { add, caller, freshEmail, look, succeeded, type Values } from "./support.ts";

// 22:00 on 15 June in New York, where the sandbox is; the 16th in UTC.
const { command, parts } = await testApp({ clock: testClock(new Date("2026-06-16T02:00:00Z")) });
const query = async (values: Values) => succeeded(await command({ cmd: "customer_query", call_reason: "S", ...values }));

describe("what customer_query answers", () => {
  it("is every field of the sample for Lisa Smith, in the sample's types", async () => {
    const { rec_status, rec_status_list, account_nickname, account_groups, ...answer } = await query({
      email: "doglover@invalid.null",
      ref: "optional-123",
    });
    const { alt_id_array, ...customer } = answer.customer;
    const alternate = (alt_id: string, alt_id_comment: string) => ({ alt_id_type: "MSCRM", alt_id, alt_id_comment });
    assert.deepEqual(
      alt_id_array.toSorted((a: Values, b: Values) => (String(a.alt_id) < String(b.alt_id) ? -1 : 1)),
      [
        alternate("AAAABBBBCCCCDDDD", "Comment #1"),
        alternate("EEEEEAAAABBBBCCCCDDDD", "Comment #2"),
        alternate("abcdefghijklmn", "comment 1"),
      ],
    );
    assert.deepEqual(customer, {
      acct_id: 12345,
      cust_name_id: "162045",
      title: "Ms.",
      name_first: "Lisa",
      name_mi: "Y",
      name_last: "Smith",
      company_name: "chantilly",
      street_addr_1: "2324 rosedown dr.",
      street_addr_2: "123 main street",
      city: "Reston",
      state: "VA",
      zip: "20151",
      country: "USA.",
      phone_day: "7031112222",
      phone_eve: "7035556666",
      phone_fax: "7031112000",
      phone_cell: "5711112222",
      phone_alt1: "5711111111",
      phone_alt2: "5712222222",
      email: "doglover@invalid.null",
      birth_date: "1966-01-01",
      gender: "F",
      ext_system_id_1: "1010",
      ext_system_id_2: "2000",
      email_deliv_opt: "H",
      text_on_mobile_phone: 1,
      name_type: "I",
      acct_access_level: "F",
      add_date: "2010-08-27",
      acct_type: "Personal",
      owner_name: "Lisa Y. Smith",
    });
    const { customer: _, ...rest } = answer;
    const info = Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => [`other_info_${n}`, `acct info ${n}`]));
    const fixed = { cmd: "customer_query", ref: "optional-123", result: 0, sql_code: 0, logon_attempts: 0, change_pin: 0 };
    assert.deepEqual(rest, { ...fixed, ...info, other_info_10: "acct info 11", account_id_list: "12345" });
    assert.deepEqual([rec_status, rec_status_list], ["Active", "Active"]);
  });

  it("is little for a customer with little, and nothing empty", async () => {
    const { acct_id, cust_name_id } = await add(command, { email: undefined });
    const { owner_name, ...customer } = (await look(command, acct_id)).customer;
    assert.deepEqual(customer, {
      acct_id,
      cust_name_id: String(cust_name_id),
      name_last: "Fresh",
      name_type: "I",
      acct_access_level: "F",
      add_date: "2026-06-15",
      acct_type: "Personal",
    });
    const { customer: _, ...rest } = await look(command, acct_id);
    const fixed = { cmd: "customer_query", result: 0, sql_code: 0, logon_attempts: 0, change_pin: 0 };
    assert.deepEqual(rest, { ...fixed, rec_status: "Active" });
  });

  it("has the accounts in the order of their nicknames, the main one first", async () => {
    const email = freshEmail();
    const alt_id_array = [{ alt_id_type: "OUT", alt_id: "in many places" }];
    const { acct_id, cust_name_id } = await add(command, { email, alt_id_array });
    const at = [await add(command), await add(command), await add(command)].map((one) => one.acct_id);
    for (const [place, order] of [30, 10, 20].entries())
      await addName(parts.core, caller, { accountId: at[place]!, customerId: cust_name_id, nickname: `Nick ${order}`, order });
    const list = [acct_id, at[1], at[2], at[0]].join(",");
    for (const by of [{ email }, { alt_id: "in many places" }]) {
      const answer = await query(by);
      assert.deepEqual([answer.account_id_list, answer.rec_status_list], [list, "Active,Active,Active,Active"]);
      const nicknames = answer.account_nickname.split(",").filter((name: string) => name.trim() !== "");
      assert.deepEqual(nicknames, ["Nick 10", "Nick 20", "Nick 30"]);
    }
  });

  it("has no list of accounts by acct_id", async () => {
    const answer = await query({ acct_id: 12345 });
    assert.deepEqual(["account_id_list" in answer, "rec_status_list" in answer], [false, false]);
  });

  it("has the account's groups as strings", async () => {
    const email = freshEmail();
    const { acct_id } = await add(command, { email });
    await addToGroup(parts.core, caller, acct_id, { groupId: 0, name: "Everybody" });
    await addToGroup(parts.core, caller, acct_id, { groupId: 17, name: "Suites" });
    for (const by of [{ acct_id }, { email }]) {
      const { account_groups } = await query(by);
      assert.deepEqual(
        account_groups.toSorted((a: Values, b: Values) => Number(a.account_group) - Number(b.account_group)),
        [{ account_group: "0" }, { account_group: "17" }],
      );
    }
    assert.equal("account_groups" in (await query({ acct_id: (await add(command)).acct_id })), false);
  });

  it("has the PIN only when it was sent, was right, and the call is a consumer's", async () => {
    assert.equal((await query({ acct_id: 6, call_reason: "", pin: "712554" })).pin, "712554");
    assert.equal("pin" in (await query({ acct_id: 6, pin: "712554" })), false);
    assert.equal("pin" in (await query({ acct_id: 6, pin: "wrong" })), false);
    const { text } = await command({ cmd: "customer_query", acct_id: 6, pin: "my-wrong-pin" });
    assert.doesNotMatch(text, /my-wrong-pin|712554/);
  });
});
