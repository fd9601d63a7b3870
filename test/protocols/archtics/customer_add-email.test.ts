import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import {
  add,
  assertRefused,
  freshEmail,
  look,
  secondOrganisation,
  succeeded,
  unchanged,
  update,
  type Values,
} from "./support.ts";

const test = await testApp();
const { command } = test;
const lisa = [12345, 162045];

async function onFile(customer: Values, [acct_id, cust_name_id]: readonly number[]): Promise<void> {
  const answer = await command({ cmd: "customer_add", customer: { name_last: "Twin", ...customer }, pin: "1" });
  assertRefused(answer, 11408, "email");
  const { cmd, result, sql_code, error_detail, ...ids } = answer.answer;
  assert.equal(sql_code, 0);
  assert.deepEqual(ids, { acct_id, cust_name_id });
}

describe("an e-mail that is on file", () => {
  for (const email of ["doglover@invalid.null", "DogLover@INVALID.null", "doglover@invalid.null  ", "  doglover@invalid.null"])
    it(`answers that customer's ids and changes nothing: '${email}'`, async () => {
      await unchanged(command, 12345, () => onFile({ email }, lisa));
    });

  it("answers them with an acct_id too, and puts nobody on that account", async () => {
    await unchanged(command, 6, () => onFile({ email: "doglover@invalid.null", acct_id: 6 }, lisa));
    await onFile({ email: "doglover@invalid.null", acct_id: 12345 }, lisa);
    const { account_id_list } = (await command({ cmd: "customer_query", email: "doglover@invalid.null", call_reason: "S" }))
      .answer;
    assert.equal(account_id_list, "12345");
  });

  it("answers those of a secondary name", async () => {
    const email = freshEmail();
    const { cust_name_id } = await add(command, { acct_id: 6, email });
    await onFile({ email }, [6, cust_name_id]);
  });

  it("is added once by calls at the same time, and the others get its ids", async () => {
    const email = freshEmail();
    const values = { cmd: "customer_add", customer: { name_last: "Twin", email }, pin: "1" };
    const answers = (await Promise.all(Array.from({ length: 12 }, () => command(values)))).map(({ answer }) => answer);
    const [winner, ...more] = answers.filter(({ result }) => result === 0);
    assert.equal(more.length, 0);
    for (const answer of answers)
      assert.deepEqual(
        [answer === winner ? 0 : 11408, winner.acct_id, winner.cust_name_id],
        [answer.result, answer.acct_id, answer.cust_name_id],
      );
  });
});

describe("an e-mail that is free", () => {
  it("may be missing on any number of accounts", async () => {
    const first = await add(command, { email: undefined });
    const second = await add(command, { email: "" });
    assert.notEqual(first.acct_id, second.acct_id);
  });

  it("is free again once its customer gave it up", async () => {
    const email = freshEmail();
    const first = await add(command, { email });
    succeeded(await update(command, first.acct_id));
    const second = await add(command, { email });
    assert.notEqual(second.cust_name_id, first.cust_name_id);
  });

  it("is free though another organisation's customer has it", async () => {
    const rival = await secondOrganisation(test);
    await unchanged(command, 12345, async () => {
      const added = await add(rival.send, { email: "doglover@invalid.null" });
      assert.deepEqual([added.acct_id, added.cust_name_id], lisa);
      const { customer } = await look(rival.send, 12345);
      assert.deepEqual([customer.name_last, customer.email], ["Fresh", "doglover@invalid.null"]);
    });
    const email = freshEmail();
    const mine = await add(command, { email });
    const theirs = await add(rival.send, { email });
    await onFile({ email }, [mine.acct_id, mine.cust_name_id]);
    const again = await rival.send({ cmd: "customer_add", customer: { name_last: "Twin", email }, pin: "1" });
    assert.deepEqual([again.answer.result, again.answer.acct_id], [11408, theirs.acct_id]);
  });
});
