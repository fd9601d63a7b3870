import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { blankCustomer } from "../../../src/core/customers/customer.ts";
import { fillSearchGrams } from "../../../src/core/customers/fill-search-grams.ts";
import { loadMember } from "../../../src/core/loyalty/load.ts";
import { prepareDatabase } from "../../../src/prepare.ts";
import { rivalOf } from "../../protocols/loyalty/people.ts";
import { call, refused, succeeded } from "../../protocols/loyalty/support.ts";
import { testApp } from "../../support/app.ts";
import { testConfig } from "../../support/config.ts";
import { caller, merging } from "../identity/merge-support.ts";
import { allGrams, forgetGrams } from "./queries.ts";

const test = await testApp();
const { core } = test.parts;
const rival = await rivalOf(test);
const grams = async (orgId: number) =>
  (await core.db.read(allGrams, [orgId])).map((row) => ({ ...row, grams: row.grams && [...row.grams].sort((a, b) => a - b) }));
const found = (who?: typeof rival) => call(test, "customer_find", { find_customer: "forgettable" }, who);

/** More than a batch. */
const many = 1_050;

before(async () => {
  const data = { ...blankCustomer, familyName: "Forgettable", customFields: { "4": "membership" } };
  const member = { cardNumber: "c", email: "f@forgettable.net", data, addedAt: core.clock.now() };
  const load = (n: number) => loadMember(core, caller, { ...member, customerId: 500_000 + n, loyaltyCode: `forgotten-${n}` });
  for (let n = 0; n < many; n += 50) await Promise.all(Array.from({ length: 50 }, (_, i) => load(n + i)));
  await loadMember(core, { ...caller, orgId: rival.orgId }, { ...member, customerId: 7, loyaltyCode: "seven" });
  await merging(test).merge(500_000, 500_001);
});

describe("customers from before there were searches", () => {
  it("can be searched for once a server has prepared its database, as if they had been written since", async () => {
    const [own, theirs] = [await grams(1), await grams(rival.orgId)];
    for (const orgId of [1, rival.orgId]) await core.db.run(forgetGrams, [orgId]);
    for (const who of [undefined, rival]) refused(await found(who), /no customers match/i);
    await prepareDatabase(testConfig.config(), test.target);
    assert.deepEqual(await grams(1), own);
    assert.deepEqual(await grams(rival.orgId), theirs);
    assert.equal(succeeded(await found()).customers.length, many - 1);
    assert.equal(succeeded(await found(rival)).customers.length, 1);
  });

  it("are looked at once", async () => {
    assert.equal(await fillSearchGrams(core), 0);
    await core.db.run(forgetGrams, [rival.orgId]);
    assert.equal(await fillSearchGrams(core), 1);
  });

  it("are done the next time when it ends in the middle", async () => {
    const own = await grams(1);
    await core.db.run(forgetGrams, [1]);
    let begun = 0;
    const transaction: typeof core.db.transaction = (work) =>
      ++begun === 2 ? Promise.reject(new Error("killed")) : core.db.transaction(work);
    await assert.rejects(fillSearchGrams({ db: { ...core.db, transaction } }), /killed/);
    assert.equal((await grams(1)).filter((row) => row.grams !== null && row.grams.length > 0).length, 1_000);
    await fillSearchGrams(core);
    assert.deepEqual(await grams(1), own);
  });
});
