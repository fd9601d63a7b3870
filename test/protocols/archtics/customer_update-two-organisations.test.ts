import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { add, assertRefused, freshEmail, look, secondOrganisation, succeeded, unchanged, update } from "./support.ts";

const test = await testApp();
const { command } = test;
const rival = await secondOrganisation(test);

describe("customer_update in two organisations", () => {
  it("answers for the other's account as for none, and changes nothing", async () => {
    await unchanged(command, 6, async () => {
      for (const more of [{ call_reason: "S" }, { call_reason: "", pin: "712554" }, { call_reason: "", pin: "wrong" }]) {
        const foreign = await update(rival.send, 6, { city: "Reston" }, { ...more, new_pin: "1" });
        const unknown = await update(rival.send, 999999, { city: "Reston" }, { ...more, new_pin: "1" });
        assertRefused(foreign, 5034, "acct_id");
        assert.deepEqual(foreign.json, unknown.json);
      }
    });
    const { answer } = await command({ cmd: "customer_query", acct_id: 6, pin: "wrong" });
    assert.equal(answer.logon_attempts, 1);
    succeeded(await command({ cmd: "customer_query", acct_id: 6, pin: "712554" }));
  });

  it("answers for the other's name as for none", async () => {
    const { acct_id } = await add(rival.send);
    assert.equal(acct_id, 12345);
    await unchanged(command, 6, async () => {
      const primary = Number((await look(command, 6)).customer.cust_name_id);
      const foreign = await update(rival.send, acct_id, { cust_name_id: primary });
      const unknown = await update(rival.send, acct_id, { cust_name_id: 88888888 });
      assert.notEqual(foreign.answer.result, 0);
      assert.deepEqual(foreign.json, unknown.json);
    });
  });

  it("changes only its own of two accounts with one number", async () => {
    const mine = { city: "Reston", email: "lisa.new@example.com", name_last: "Smith" };
    const number = 12345;
    assert.equal((await look(rival.send, number)).customer.name_last, "Fresh");
    await unchanged(command, number, async () => {
      succeeded(await update(rival.send, number, { city: "Los Angeles" }, { new_pin: "5678", other_info_1: "rival" }));
    });
    await unchanged(rival.send, number, async () => {
      succeeded(await update(command, number, mine, { other_info_1: "mine" }));
    });
    succeeded(await command({ cmd: "customer_query", acct_id: number, pin: "2468" }));
    succeeded(await rival.send({ cmd: "customer_query", acct_id: number, pin: "5678" }));
  });

  it("lets both have one e-mail", async () => {
    const email = freshEmail();
    const mine = await add(command, { email });
    const theirs = await add(rival.send);
    succeeded(await update(rival.send, theirs.acct_id, { email }));
    succeeded(await update(command, mine.acct_id, { email, city: "Reston" }));
    const found = succeeded(await rival.send({ cmd: "customer_query", email, call_reason: "S" }));
    assert.deepEqual([found.customer.acct_id, found.customer.city], [theirs.acct_id, undefined]);
  });
});
