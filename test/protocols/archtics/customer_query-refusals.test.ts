import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setEmailValid, setPin } from "../../../src/core/customers/staff.ts";
import { testApp } from "../../support/app.ts";
import { add, assertRefused, caller, freshEmail, look, succeeded, type Values } from "./support.ts";

const { command, parts } = await testApp();
const system = { call_reason: "S" };
const query = (values: Values) => command({ cmd: "customer_query", ...values });
const refused = async (result: number, field: string | undefined, values: Values) => {
  const answer = await query(values);
  assertRefused(answer, result, field);
  for (const name of ["pin", "other_info_1", "account_groups", "rec_status"])
    assert.equal(name in answer.answer, false, answer.text);
};

describe("customer_query refuses", () => {
  it("no acct_id, e-mail or alternate id: 5021", async () => {
    for (const values of [system, { pin: "1234" }, { acct_id: "", ...system }, { email: "", alt_id: " ", ...system }])
      await refused(5021, "(acct_id|email|alt_id)", values);
    await refused(5021, "(acct_id|email|alt_id)", { cust_name_id: 162045, ...system });
    await refused(5021, "(acct_id|email|alt_id)", { alt_id_type: "OUT", ...system });
  });
  it("no pin from a consumer: 5021", async () => {
    for (const values of [{ acct_id: 6 }, { email: "doglover@invalid.null" }, { acct_id: 6, cust_name_id: 1 }])
      for (const more of [{}, { pin: "" }, { call_reason: "" }, { call_reason: "X" }])
        await refused(5021, "pin", { ...values, ...more });
  });
  it("an alternate id alone without call_reason S: 5021", () =>
    refused(5021, "(pin|call_reason)", { alt_id: "secondary11", alt_id_type: "OUT" }));

  it("an unknown account: 5024", async () => {
    for (const acct_id of [999999, "999999", 2147483647])
      for (const more of [system, { pin: "1234" }]) await refused(5024, "acct_id", { acct_id, ...more });
  });
  it("an unknown e-mail: 5024", async () => {
    for (const more of [system, { pin: "1234" }]) await refused(5024, "email", { email: "nobody@example.com", ...more });
  });
  it("a name that is not on the account: 10681", async () => {
    for (const cust_name_id of [162045, 999999, "999999"])
      await refused(10681, "cust_name_id", { acct_id: 6, cust_name_id, ...system });
    await refused(10681, "cust_name_id", { acct_id: 6, cust_name_id: 162045, pin: "712554" });
  });
  it("an e-mail with a cust_name_id that is not its: 10682", async () => {
    await refused(10682, "cust_name_id", { email: "doglover@invalid.null", cust_name_id: 1, ...system });
    await refused(10682, "cust_name_id", { email: "doglover@invalid.null", cust_name_id: 1, pin: "2468" });
  });
  it("an unknown alternate id: 10684", async () => {
    await refused(10684, "alt_id", { alt_id: "nothing", ...system });
    await refused(10684, "alt_id", { alt_id: "secondary11", alt_id_type: "MSC", ...system });
  });

  it("an e-mail that is marked invalid: 11775", async () => {
    const email = freshEmail();
    const { cust_name_id } = await add(command, { email });
    await setEmailValid(parts.core, caller, cust_name_id, false);
    await refused(11775, "email", { email, ...system });
    await refused(11775, "email", { email, pin: "1234" });
    await setEmailValid(parts.core, caller, cust_name_id, true);
    succeeded(await query({ email, ...system }));
  });

  it("an account without a PIN: 5022", async () => {
    const email = freshEmail();
    const { acct_id, cust_name_id } = await add(command, { email });
    await setPin(parts.core, caller, cust_name_id, null, false);
    for (const pin of ["1234", "null", "0"]) {
      await refused(5022, undefined, { acct_id, pin });
      await refused(5022, undefined, { email, pin });
    }
    await look(command, acct_id);
  });

  it("values too long, or of another type: 9999", async () => {
    const wrong: [string, unknown[]][] = [
      ["acct_id", ["12x", 1.5, true, [12345], {}, "99999999999999999999"]],
      ["email", [`${"e".repeat(101)}@example.com`, 5, ["a"], {}]],
      ["alt_id", ["a".repeat(51), 5, ["a"], {}]],
    ];
    for (const [field, values] of wrong) for (const value of values) await refused(9999, field, { [field]: value, ...system });
    for (const cust_name_id of ["x", 0.5, [1]]) await refused(9999, "cust_name_id", { acct_id: 6, cust_name_id, ...system });
    for (const alt_id_type of ["OUTOUTO", 5, ["OUT"]])
      await refused(9999, "alt_id_type", { alt_id: "secondary11", alt_id_type, ...system });
    for (const pin of ["p".repeat(251), 712554, ["712554"], {}]) await refused(9999, "pin", { acct_id: 6, pin });
    await refused(9999, "site_name", { acct_id: 6, site_name: "s".repeat(25), ...system });
  });
});
