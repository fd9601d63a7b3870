import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setPin } from "../../../src/core/customers/staff.ts";
import { testApp } from "../../support/app.ts";
import { add, assertRefused, caller, freshEmail, look, succeeded, update, type Values } from "./support.ts";

const { command, parts } = await testApp();
const query = (values: Values) => command({ cmd: "customer_query", ...values });

describe("a temporary PIN", () => {
  it("answers 10699 with change_pin 1 and no customer, until it is replaced", async () => {
    const email = freshEmail();
    const { acct_id, cust_name_id } = await add(command, { email }, { other_info_1: "one" });
    await setPin(parts.core, caller, cust_name_id, "temporary", true);
    for (const by of [{ acct_id }, { email }, { acct_id, cust_name_id }]) {
      const answer = await query({ ...by, pin: "temporary" });
      assertRefused(answer, 10699);
      assert.deepEqual([answer.answer.change_pin, "other_info_1" in answer.answer], [1, false]);
      assertRefused(await query({ ...by, pin: "1234" }), 5023);
    }
    assert.equal((await look(command, acct_id)).customer.acct_id, acct_id);
    succeeded(await update(command, acct_id, { email }, { call_reason: "", pin: "temporary", new_pin: "5678" }));
    assert.equal(succeeded(await query({ email, pin: "5678" })).change_pin, 0);
  });

  it("answers 5020 on a locked account", async () => {
    const { acct_id, cust_name_id } = await add(command);
    await setPin(parts.core, caller, cust_name_id, "temporary", true);
    for (let n = 0; n < 5; n++) assertRefused(await query({ acct_id, pin: "wrong" }), 5023);
    assertRefused(await query({ acct_id, pin: "temporary" }), 5020);
  });
});

describe("the number of wrong PINs that lock", async () => {
  const strict = await testApp({ config: { pinAttempts: 2 } });

  it("is a setting", async () => {
    const attempts = [];
    for (let n = 0; n < 3; n++) attempts.push((await strict.command({ cmd: "customer_query", acct_id: 6, pin: "wrong" })).answer);
    assert.deepEqual(
      attempts.map(({ result, logon_attempts }) => [result, result === 5023 ? logon_attempts : undefined]),
      [
        [5023, 1],
        [5023, 2],
        [5020, undefined],
      ],
    );
  });
});
