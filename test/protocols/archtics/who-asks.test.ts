import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { auditTrail } from "../../../src/core/audit/feed.ts";
import { numberCommitted } from "../../../src/core/audit/sequencer.ts";
import type { Caller } from "../../../src/core/core.ts";
import { addCustomer } from "../../../src/core/customers/add.ts";
import { blankCustomer } from "../../../src/core/customers/customer.ts";
import { findByAccount } from "../../../src/core/customers/profile.ts";
import { setPin } from "../../../src/core/customers/staff.ts";
import { testApp } from "../../support/app.ts";

const { command, post, parts } = await testApp();
const { core } = parts;
const caller: Caller = {
  orgId: 1,
  timeZone: "UTC",
  keyId: null,
  userName: null,
  protocol: "command-line",
  call: "test",
  requestId: "test",
};

describe("a body that names its user twice", () => {
  it("is judged and recorded as one and the same", async () => {
    // clerk01 must send a password, user99 need not: neither spelling may pass one and be recorded as the other.
    const twice = `{"command1":{"uid":"clerk01","UID":"user99","dsn":"apigee","cmd":"customer_update","call_reason":"S","customer":{"acct_id":6,"name_last":"Twice"}}}`;
    assert.equal((await post(twice)).answer.result, 0);
    while ((await numberCommitted(core, 1)) > 0);
    const last = (await Array.fromAsync(auditTrail(core, 1))).at(-1)!;
    assert.deepEqual([last.entity_id, last.user_name], [2, "user99"]);
    const other = twice.replace("clerk01", "x").replace("user99", "clerk01").replace('"x"', '"user99"');
    assert.equal((await post(other)).answer.result, 5010);
  });
});

describe("somebody unknown", () => {
  it("is told so, and not what is wrong with the rest", async () => {
    const { answer } = await command({ cmd: "customer_query", uid: "nobody", acct_id: "no number", pin: 5 });
    assert.deepEqual([answer.result, answer.sql_code], [5010, -140]);
    assert.doesNotMatch(answer.error_detail, /acct_id|pin/);
  });
});

describe("an e-mail on file", () => {
  it("is told before an account that does not exist", async () => {
    for (let i = 0; i < 20; i++) {
      const { answer } = await command({
        cmd: "customer_add",
        pin: "1",
        customer: { acct_id: 999_999, name_last: "X", email: "doglover@invalid.null" },
      });
      assert.deepEqual([answer.result, answer.acct_id], [11408, 12345]);
    }
  });
});

describe("a temporary PIN", () => {
  it("opens nothing but its own replacement: no other name, no lock", async () => {
    const { customerId } = await addCustomer(core, caller, [], {
      data: { ...blankCustomer, familyName: "Second" },
      email: null,
      alternateIds: [],
      pin: "2",
      accountId: 4444,
    });
    await setPin(core, caller, 4444, "temp", true);
    const update = (values: object) => command({ cmd: "customer_update", pin: "temp", ...values });
    const taken = await update({ new_pin: "mine", customer: { acct_id: 4444, cust_name_id: customerId, name_last: "Taken" } });
    assert.equal(taken.answer.result, 5031);
    assert.match(taken.answer.error_detail, /new_pin/);
    assert.equal((await update({ lock_account: "L", customer: { acct_id: 4444 } })).answer.result, 5031);
    const second = await findByAccount(core, caller, 4444, customerId);
    assert.ok(second && second !== "not-on-account");
    assert.equal(second.data.familyName, "Second");
    assert.equal(second.account.locked, false);
    assert.equal((await update({ new_pin: "mine", customer: { acct_id: 4444, name_last: "Peart" } })).answer.result, 0);
    assert.equal((await command({ cmd: "customer_query", acct_id: 4444, pin: "mine" })).answer.result, 0);
  });
});
