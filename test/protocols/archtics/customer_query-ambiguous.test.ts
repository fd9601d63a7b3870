import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { add, assertRefused } from "./support.ts";

const { command } = await testApp();
const alternate = { alt_id_array: [{ alt_id_type: "OUT", alt_id: "twins" }] };
const accounts = [await add(command, alternate, { pin: "1111" }), await add(command, alternate, { pin: "2222" })];
const query = { cmd: "customer_query", alt_id: "twins" };

describe("an alternate id that several names bear", () => {
  it("tells the system their accounts, and nothing else: 10685", async () => {
    const answer = await command({ ...query, call_reason: "S" });
    assertRefused(answer, 10685);
    assert.equal(answer.answer.account_id_list, accounts.map(({ acct_id }) => acct_id).join(","));
  });

  // Whose accounts they are is a secret that no one PIN opens.
  for (const pin of ["1111", "2222", "wrong"])
    it(`tells a consumer no accounts, whatever the PIN: 10685 (${pin})`, async () => {
      for (const more of [{}, { alt_id_type: "OUT" }]) {
        const answer = await command({ ...query, pin, ...more });
        assertRefused(answer, 10685, "alt_id");
        for (const { acct_id, cust_name_id } of accounts)
          assert.doesNotMatch(answer.text, new RegExp(`\\b(${acct_id}|${cust_name_id})\\b`));
      }
    });
});
