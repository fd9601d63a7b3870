import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { add, assertRefused, freshEmail, look, succeeded, unchanged, update } from "./support.ts";

const { command } = await testApp();

describe("the e-mail of customer_update", () => {
  it("is not that of another name, of the same account or of another: 5037", async () => {
    const [primary, second] = [freshEmail(), freshEmail()];
    const { acct_id } = await add(command, { email: primary });
    const { cust_name_id } = await add(command, { acct_id, email: second });
    await unchanged(command, acct_id, async () => {
      assertRefused(await update(command, acct_id, { email: second.toUpperCase() }), 5037, "email");
      assertRefused(await update(command, acct_id, { cust_name_id, email: primary }), 5037, "email");
      assertRefused(await update(command, acct_id, { cust_name_id, email: "doglover@invalid.null" }), 5037, "email");
    });
    assert.equal((await look(command, acct_id, { cust_name_id })).customer.email, second);
  });

  it("may stay, and may change its case", async () => {
    const email = freshEmail();
    const { acct_id, cust_name_id } = await add(command, { email });
    for (const same of [email, email.toUpperCase(), `  ${email}  `]) {
      succeeded(await update(command, acct_id, { email: same }));
      const found = succeeded(await command({ cmd: "customer_query", email, call_reason: "S" }));
      assert.equal(found.customer.cust_name_id, String(cust_name_id));
    }
  });

  it("may become a new one, under which alone the customer is found", async () => {
    const [old, now] = [freshEmail(), freshEmail()];
    const { acct_id } = await add(command, { email: old });
    succeeded(await update(command, acct_id, { email: now }));
    assertRefused(await command({ cmd: "customer_query", email: old, call_reason: "S" }), 5024);
    assert.equal(succeeded(await command({ cmd: "customer_query", email: now, call_reason: "S" })).customer.acct_id, acct_id);
  });

  it("becomes the same of only one of two that want it at once", async () => {
    const wanted = freshEmail();
    const accounts = await Promise.all(Array.from({ length: 6 }, () => add(command)));
    const answers = await Promise.all(accounts.map(({ acct_id }) => update(command, acct_id, { email: wanted })));
    assert.deepEqual(answers.map(({ answer }) => answer.result).sort(), [0, 5037, 5037, 5037, 5037, 5037]);
  });
});
