import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { merging } from "../../core/identity/merge-support.ts";
import { testApp } from "../../support/app.ts";

const test = await testApp();
const { command } = test;
const { merge, undo, assertSound } = merging(test);
let count = 0;

interface Name {
  readonly acct_id: number;
  readonly cust_name_id: number;
  readonly email: string;
  readonly pin: string;
}

async function added(pin: string): Promise<Name> {
  const n = ++count;
  const email = `merged${n}@example.com`;
  const customer = {
    name_last: `Merged ${n}`,
    city: `City ${n}`,
    email,
    alt_id_array: [{ alt_id_type: "OUT", alt_id: `ats-m${n}` }],
  };
  const { answer } = await command({ cmd: "customer_add", pin, name_type: "I", customer });
  assert.equal(answer.result, 0, JSON.stringify(answer));
  return { acct_id: answer.acct_id, cust_name_id: answer.cust_name_id, email, pin };
}

const ask = async (values: object) => (await command({ cmd: "customer_query", call_reason: "S", ...values })).answer;
const change = async (customer: object) =>
  (await command({ cmd: "customer_update", call_reason: "S", customer: { name_last: "Changed", ...customer } })).answer;

describe("Archtics, of names that were merged", () => {
  it("finds the survivor by every account, number, e-mail and alternate id, with its own PIN", async () => {
    const [one, two] = [await added("111"), await added("222")];
    await merge(one.cust_name_id, two.cust_name_id);
    for (const by of [
      { acct_id: two.acct_id },
      { acct_id: two.acct_id, cust_name_id: two.cust_name_id },
      { acct_id: one.acct_id, cust_name_id: two.cust_name_id },
      { email: two.email },
      { email: one.email, cust_name_id: two.cust_name_id },
      { alt_id: `ats-m${count}` },
    ]) {
      const answer = await ask(by);
      assert.equal(answer.result, 0, JSON.stringify([by, answer]));
      assert.deepEqual([answer.customer.cust_name_id, answer.customer.email], [String(one.cust_name_id), one.email]);
    }
    const consumer = (pin: string) => ask({ call_reason: undefined, acct_id: two.acct_id, pin });
    assert.equal((await consumer("222")).result, 5023);
    assert.equal((await consumer("111")).result, 0);
  });

  it("gives nobody else the other's e-mail", async () => {
    const [one, two] = [await added("1"), await added("2")];
    await merge(one.cust_name_id, two.cust_name_id);
    const { answer } = await command({
      cmd: "customer_add",
      pin: "3",
      name_type: "I",
      customer: { name_last: "New", email: two.email.toUpperCase() },
    });
    assert.deepEqual([answer.result, answer.cust_name_id, answer.acct_id], [11408, one.cust_name_id, one.acct_id]);
  });

  it("changes the survivor through the other's account; undone, the change is the other's", async () => {
    const [one, two] = [await added("1"), await added("2")];
    const [before, were] = [await ask({ acct_id: one.acct_id }), await ask({ acct_id: two.acct_id })];
    const mergeId = await merge(one.cust_name_id, two.cust_name_id);
    assert.equal((await change({ acct_id: two.acct_id, city: "Moved", email: one.email })).result, 0);
    assert.equal((await ask({ acct_id: one.acct_id })).customer.city, "Moved");
    await undo(mergeId);
    assert.deepEqual(await ask({ acct_id: one.acct_id }), before);
    const back = await ask({ acct_id: two.acct_id });
    assert.deepEqual([back.customer.city, back.customer.name_last, back.customer.email], ["Moved", "Changed", two.email]);
    assert.equal(back.customer.cust_name_id, were.customer.cust_name_id);
    await assertSound();
  });
});
