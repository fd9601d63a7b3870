import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { add, assertRefused, freshEmail, look, secondOrganisation, succeeded, type Values } from "./support.ts";

const test = await testApp();
const { command } = test;
const rival = await secondOrganisation(test);
const theirs = (values: Values) => rival.send({ cmd: "customer_query", ...values });
const mine = (values: Values) => command({ cmd: "customer_query", ...values });

/** What the rival is told of the sandbox's customer is what it is told of nobody. */
async function toldNothing(result: number, existing: Values, unknown: Values, pins = ["2468", "712554"]): Promise<void> {
  for (const more of [{ call_reason: "S" }, ...pins.map((pin) => ({ pin }))]) {
    const [one, other] = [await theirs({ ...existing, ...more }), await theirs({ ...unknown, ...more })];
    assertRefused(one, result);
    assert.deepEqual(one.json, other.json);
  }
}

describe("customer_query in two organisations", () => {
  it("finds no account of the other's", () => toldNothing(5024, { acct_id: 6 }, { acct_id: 999999 }));
  it("finds no e-mail of the other's", () =>
    toldNothing(5024, { email: "doglover@invalid.null" }, { email: "nobody@example.com" }));
  it("finds no alternate id of the other's", async () => {
    await toldNothing(10684, { alt_id: "secondary11" }, { alt_id: "nothing" });
    await toldNothing(10684, { alt_id: "AAAABBBBCCCCDDDD" }, { alt_id: "nothing" });
  });
  it("finds no name of the other's on its own account", async () => {
    const { acct_id } = await add(rival.send);
    const cust_name_id = Number((await look(command, 6)).customer.cust_name_id);
    await toldNothing(10681, { acct_id, cust_name_id }, { acct_id, cust_name_id: 88888888 }, ["1234"]);
  });

  it("gives each its own of two with one number, one e-mail and one alternate id type", async () => {
    const email = freshEmail();
    const ours = await add(command, { email, name_last: "Ours" }, { pin: "ours" });
    const other = await add(rival.send, { email, name_last: "Theirs" }, { pin: "theirs" });
    assert.equal(succeeded(await mine({ email, pin: "ours" })).customer.name_last, "Ours");
    assert.equal(succeeded(await theirs({ email, pin: "theirs" })).customer.name_last, "Theirs");
    assertRefused(await theirs({ email, pin: "ours" }), 5023);
    assert.equal(succeeded(await theirs({ email, call_reason: "S" })).account_id_list, String(other.acct_id));
    assert.equal(succeeded(await mine({ email, call_reason: "S" })).account_id_list, String(ours.acct_id));
    assert.equal((await look(rival.send, 12345)).customer.name_last, "Fresh");
    assert.equal((await look(command, 12345)).customer.name_last, "Smith");
  });

  it("counts and locks each its own of two accounts with one number", async () => {
    for (let n = 1; n <= 5; n++) {
      const { answer } = await theirs({ acct_id: 12345, pin: "wrong" });
      assert.deepEqual([answer.result, answer.logon_attempts], [5023, n]);
    }
    assertRefused(await theirs({ acct_id: 12345, pin: "1234" }), 5020);
    const { answer } = await mine({ acct_id: 12345, pin: "wrong" });
    assert.deepEqual([answer.result, answer.logon_attempts], [5023, 1]);
    succeeded(await mine({ acct_id: 12345, pin: "2468" }));
  });
});
