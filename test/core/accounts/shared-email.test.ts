import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { addName } from "../../../src/core/accounts/names.ts";
import { Refusal } from "../../../src/core/refusal.ts";
import { connect } from "../../../src/platform/database/connection.ts";
import { add, caller, freshEmail, succeeded, unchanged } from "../../protocols/archtics/support.ts";
import { testApp } from "../../support/app.ts";

const { parts, command, target } = await testApp();
const client = await connect(target, "test");
after(() => client.end());

/** A customer with this e-mail who is on no account, as other protocols may leave one. */
async function withoutAccount(email: string): Promise<number> {
  const { cust_name_id } = await add(command, { acct_id: 6, email });
  await client.query("DELETE FROM account_names WHERE org_id = 1 AND customer_id = $1", [cust_name_id]);
  await client.query("UPDATE identifiers SET exclusive = false WHERE org_id = 1 AND customer_id = $1 AND kind = 'email'", [
    cust_name_id,
  ]);
  return cust_name_id;
}

describe("the e-mail of a customer who is on no account", () => {
  it("may be another's, and then keeps the customer off every account", async () => {
    const email = freshEmail();
    const customerId = await withoutAccount(email);
    const { acct_id } = await add(command, { email: email.toUpperCase() });
    for (const accountId of [6, acct_id])
      await unchanged(command, accountId, () =>
        assert.rejects(
          addName(parts.core, caller, { accountId, customerId, nickname: null }),
          (error) => error instanceof Refusal && error.refusal === "email-in-use" && error.facts.field === "email",
        ),
      );
    const found = succeeded(await command({ cmd: "customer_query", email, call_reason: "S" }));
    assert.equal(found.customer.acct_id, acct_id);
  });

  it("is theirs alone from their first account on", async () => {
    const email = freshEmail();
    const customerId = await withoutAccount(email);
    await addName(parts.core, caller, { accountId: 6, customerId, nickname: null });
    const { answer } = await command({ cmd: "customer_add", customer: { name_last: "Second", email }, pin: "1" });
    assert.deepEqual([answer.result, answer.acct_id, answer.cust_name_id], [11408, 6, customerId]);
  });
});
