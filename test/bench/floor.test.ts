import assert from "node:assert/strict";
import { it } from "node:test";
import { answerOf, type ProfileRow } from "../../bench/customer-query/floor-answer.ts";
import { profileByAccount } from "../../src/core/customers/queries.ts";
import { testApp } from "../support/app.ts";

const { command, parts } = await testApp();

// The bench compares the two itself, but nobody runs it with every change to the statement that they share.
it("customer_query's floor reads the columns of its statement as ours does", async () => {
  const added = await command({
    cmd: "customer_add",
    pin: "1234",
    customer: {
      name_first: "Rosa",
      name_mi: "T",
      name_last: "Floor",
      email: "floor@example.com",
      ext_system_id_1: "A1",
      alt_id_array: [{ alt_id_type: "MSCRM", alt_id: "F1" }],
    },
  });
  const account = added.answer.acct_id ?? assert.fail(added.text);
  const { answer } = await command({ cmd: "customer_query", call_reason: "S", acct_id: account });
  const [row] = await parts.core.db.read(profileByAccount, [1, account, "America/New_York", null]);
  const { command1 } = JSON.parse(JSON.stringify(answerOf(row as unknown as ProfileRow)));
  assert.deepEqual(command1, JSON.parse(JSON.stringify(answer)));
});
