import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { addName } from "../../../src/core/accounts/names.ts";
import { testApp } from "../../support/app.ts";
import { add, assertRefused, caller, freshEmail, look, succeeded, type Values } from "./support.ts";

const { command, parts } = await testApp();
const query = (values: Values) => command({ cmd: "customer_query", ...values });

/** Sends a wrong PIN, and gives how many there were in a row. */
async function wrong(values: Values): Promise<number> {
  const answer = await query({ pin: "wrong", ...values });
  assertRefused(answer, 5023);
  assert.deepEqual(["pin" in answer.answer, "other_info_1" in answer.answer], [false, false]);
  return answer.answer.logon_attempts;
}

describe("the PIN of customer_query", () => {
  it("is wrong: 5023, and five in a row lock the account: 5020", async () => {
    const { acct_id } = await add(command);
    for (let n = 1; n <= 5; n++) assert.equal(await wrong({ acct_id }), n);
    for (const pin of ["wrong", "1234"]) assertRefused(await query({ acct_id, pin }), 5020);
  });

  it("is counted once for each of many at once: five 5023, then 5020", async () => {
    const { acct_id } = await add(command);
    const answers = await Promise.all(Array.from({ length: 200 }, () => query({ acct_id, pin: "wrong" })));
    const counted = answers.filter(({ answer }) => answer.result === 5023).map(({ answer }) => answer.logon_attempts);
    assert.deepEqual(counted.sort(), [1, 2, 3, 4, 5]);
    assert.equal(answers.filter(({ answer }) => answer.result === 5020).length, 195);
    assertRefused(await query({ acct_id, pin: "1234" }), 5020);
  });

  it("resets the counter when it is right", async () => {
    const { acct_id } = await add(command);
    for (const n of [1, 2, 3, 4]) assert.equal(await wrong({ acct_id }), n);
    const right = succeeded(await query({ acct_id, pin: "1234" }));
    assert.deepEqual([right.logon_attempts, right.pin], [0, "1234"]);
    assert.equal(await wrong({ acct_id }), 1);
  });

  it("is neither checked nor counted for the system, who sees a locked account as any other", async () => {
    const { acct_id } = await add(command);
    const before = await look(command, acct_id);
    for (let n = 0; n < 6; n++) assert.deepEqual(await look(command, acct_id, { pin: "wrong" }), before);
    for (const n of [1, 2, 3]) assert.equal(await wrong({ acct_id }), n);
    await look(command, acct_id, { pin: "1234" });
    for (const n of [4, 5]) assert.equal(await wrong({ acct_id }), n);
    assertRefused(await query({ acct_id, pin: "1234" }), 5020);
    const locked = await look(command, acct_id);
    assert.deepEqual({ ...locked, logon_attempts: 0 }, before);
  });

  it("is compared whole: its case, its spaces and its 250 characters", async () => {
    const pin = `  Pin ${"x".repeat(242)}  `;
    assert.equal(pin.length, 250);
    const { acct_id } = await add(command, {}, { pin });
    for (const other of [pin.trim(), pin.trimEnd(), pin.toLowerCase(), pin.slice(0, 249)])
      assertRefused(await query({ acct_id, pin: other }), 5023);
    assert.equal(succeeded(await query({ acct_id, pin })).pin, pin);
  });

  it("may hold anything but control characters", async () => {
    for (const pin of [" ", "пин 密码 🔑", "'\"<>&\\%_;--", "null"]) {
      const { acct_id } = await add(command, {}, { pin });
      assertRefused(await query({ acct_id, pin: `${pin} ` }), 5023);
      assert.equal(succeeded(await query({ acct_id, pin })).pin, pin);
    }
  });

  it("is the primary name's by account, also with cust_name_id; the name's own by e-mail and alternate id", async () => {
    const email = freshEmail();
    const { acct_id } = await add(command, {}, { pin: "primary" });
    const alternate = { alt_id_array: [{ alt_id_type: "OUT", alt_id: email }] };
    const { cust_name_id } = await add(command, { acct_id, email, ...alternate }, { pin: "secondary" });
    for (const by of [{ acct_id }, { acct_id, cust_name_id }]) {
      assertRefused(await query({ ...by, pin: "secondary" }), 5023);
      succeeded(await query({ ...by, pin: "primary" }));
    }
    for (const by of [{ email }, { alt_id: email }, { alt_id: email, alt_id_type: "OUT" }]) {
      assertRefused(await query({ ...by, pin: "primary" }), 5023);
      const answer = succeeded(await query({ ...by, pin: "secondary" }));
      assert.deepEqual([answer.pin, answer.customer.cust_name_id], ["secondary", String(cust_name_id)]);
    }
  });

  it("is counted by the account, however it was found", async () => {
    const [email, own] = [freshEmail(), freshEmail()];
    const { acct_id } = await add(command, { email: own });
    const { cust_name_id } = await add(command, { acct_id, email });
    assert.equal(await wrong({ acct_id }), 1);
    assert.equal(await wrong({ email: own }), 2);
    assert.equal(await wrong({ email }), 3);
    assert.equal(await wrong({ acct_id, cust_name_id }), 4);
    assert.equal(await wrong({ email }), 5);
    for (const by of [{ acct_id }, { email: own }, { email }, { acct_id, cust_name_id }])
      assertRefused(await query({ ...by, pin: "1234" }), 5020);
  });

  it("is counted by the main account of a name that was found by e-mail", async () => {
    const email = freshEmail();
    const other = await add(command);
    const { acct_id, cust_name_id } = await add(command, { email });
    await addName(parts.core, caller, { accountId: other.acct_id, customerId: cust_name_id, nickname: "Other", order: 1 });
    for (const n of [1, 2, 3, 4, 5]) assert.equal(await wrong({ email }), n);
    assertRefused(await query({ acct_id, pin: "1234" }), 5020);
    assertRefused(await query({ email, pin: "1234" }), 5020);
    assert.equal(await wrong({ acct_id: other.acct_id, cust_name_id }), 1);
    succeeded(await query({ acct_id: other.acct_id, pin: "1234" }));
  });
});
