import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setPin } from "../../../src/core/customers/staff.ts";
import { testApp } from "../../support/app.ts";
import { add, assertRefused, caller, freshEmail, look, succeeded, unchanged, update, type Values } from "./support.ts";

const { command, parts } = await testApp();
const email = freshEmail();
const { acct_id, cust_name_id } = await add(command, { email, city: "Reston" }, { other_info_1: "one" });
const company = await add(command, { name_type: "C", company_name: "Widgets" });

/** A call of the system that must be refused, and change nothing. */
const refused = (result: number, field: string, customer: Values, more: Values = {}) =>
  unchanged(command, acct_id, async () => {
    const answer = await update(command, acct_id, customer, more);
    assertRefused(answer, result, field);
    assert.deepEqual(Object.keys(answer.answer).sort(), ["cmd", "error_detail", "result", "sql_code"]);
  });

describe("customer_update refuses", () => {
  it("no acct_id: 5021", async () => {
    await refused(5021, "acct_id", { acct_id: undefined });
    await refused(5021, "acct_id", { acct_id: undefined, cust_name_id });
    assertRefused(await command({ cmd: "customer_update", pin: "1234", customer: { name_last: "X" } }), 5021, "acct_id");
  });
  it("no pin from a consumer: 5031", async () => {
    const customer = { acct_id, name_last: "X" };
    for (const more of [{}, { pin: "" }, { call_reason: "X" }, { call_reason: "" }])
      await unchanged(command, acct_id, async () =>
        assertRefused(await command({ cmd: "customer_update", customer, ...more }), 5031, "pin"),
      );
  });
  it("a person without a last name: 5031", async () => {
    for (const name_last of [undefined, "", "  "]) await refused(5031, "name_last", { name_last, company_name: "Widgets" });
  });
  it("a company without a name: 5031", async () => {
    await refused(5031, "company_name", {}, { name_type: "C" });
    await unchanged(command, company.acct_id, async () =>
      assertRefused(await update(command, company.acct_id), 5031, "company_name"),
    );
  });
  it("an unknown account: 5034", async () => {
    for (const unknown of [999999, "999999", 2147483647]) await refused(5034, "acct_id", { acct_id: unknown });
    const customer = { acct_id: 999999, name_last: "X" };
    assertRefused(await command({ cmd: "customer_update", pin: "1234", customer }), 5034, "acct_id");
  });
  it("a name that is not on the account", async () => {
    await unchanged(command, 12345, () =>
      unchanged(command, acct_id, async () => {
        for (const foreign of [162045, 999999]) {
          const { answer } = await update(command, acct_id, { cust_name_id: foreign });
          assert.notEqual(answer.result, 0);
          assert.match(answer.error_detail, /cust_name_id/);
        }
      }),
    );
  });
  it("an e-mail that is none: 5036", async () => {
    for (const bad of ["nope", "a@", "@b.example", "a b@c.example", "a@b@c.example"])
      await refused(5036, "email", { email: bad });
  });
  it("another customer's e-mail: 5037", async () => {
    for (const taken of ["doglover@invalid.null", "DOGLOVER@Invalid.null  "]) await refused(5037, "email", { email: taken });
  });
  it("an unknown type of alternate id: 10729", async () => {
    const alt_id_array = [
      { alt_id_type: "OUT", alt_id: "good" },
      { alt_id_type: "NOPE", alt_id: "bad" },
    ];
    await refused(10729, "alt_id_type", { alt_id_array });
  });
  it("another lock_account, alt_id_action or name_type: 9999", async () => {
    await refused(9999, "lock_account", {}, { lock_account: "X" });
    await refused(9999, "lock_account", {}, { lock_account: "LL" });
    await refused(9999, "name_type", {}, { name_type: "X" });
    const alternate = { alt_id_type: "OUT", alt_id: "a", alt_id_action: "X" };
    await refused(9999, "alt_id_action", { alt_id_array: [alternate] });
  });
  it("control characters in a new PIN: 5038", async () => {
    for (const control of ["\t", "\n", "\u001b", "\u007f", "\u0085"])
      await refused(5038, "new_pin", { email }, { new_pin: `1${control}2` });
    succeeded(await command({ cmd: "customer_query", acct_id, pin: "1234" }));
  });
  it("a NUL in a new PIN: 5038", () => refused(5038, "new_pin", { email }, { new_pin: "1\u00002" }));
  it("a wrong PIN: 5033", async () => {
    const call = { cmd: "customer_update", pin: "4321", customer: { acct_id, name_last: "X" } };
    const { city, name_last } = (await look(command, acct_id)).customer;
    assertRefused(await command(call), 5033, "pin");
    assert.deepEqual([city, name_last], ["Reston", "Fresh"]);
    succeeded(await command({ cmd: "customer_query", acct_id, pin: "1234" }));
  });
  it("an account without a PIN: 5032", async () => {
    const imported = await add(command);
    await setPin(parts.core, caller, imported.cust_name_id, null, false);
    const customer = { acct_id: imported.acct_id, name_last: "X" };
    await unchanged(command, imported.acct_id, async () => {
      assertRefused(await command({ cmd: "customer_update", pin: "1234", customer }), 5032);
      assertRefused(await command({ cmd: "customer_update", pin: "1234", lock_account: "L", customer }), 5032);
    });
    succeeded(await update(command, imported.acct_id, {}, { new_pin: "first" }));
    succeeded(await command({ cmd: "customer_query", acct_id: imported.acct_id, pin: "first" }));
  });
});
