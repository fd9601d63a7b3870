import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import type { Caller } from "../../../src/core/core.ts";
import { addCustomer, type NewCustomer } from "../../../src/core/customers/add.ts";
import { blankCustomer } from "../../../src/core/customers/customer.ts";
import { findByAccount } from "../../../src/core/customers/profile.ts";
import { replaceCustomer } from "../../../src/core/customers/update.ts";
import { createCore } from "../../../src/parts.ts";
import { connect } from "../../../src/platform/database/connection.ts";
import { testConfig } from "../../support/config.ts";
import { openTestDatabase, testDatabase } from "../../support/database.ts";
import { type Cut, databaseProxy } from "../../support/proxy.ts";
import { counts } from "./queries.ts";

const target = await testDatabase();
const proxy = await databaseProxy(target);
const core = createCore(testConfig.config(), openTestDatabase(proxy.target, { writers: 4, readers: 1 }));
const caller: Caller = {
  orgId: 1,
  timeZone: "UTC",
  keyId: null,
  userName: null,
  protocol: "command-line",
  call: "test",
  requestId: "test",
};
const direct = await connect(target, "test");
after(() => direct.end());

const customer = (email: string): NewCustomer => ({
  data: { ...blankCustomer, familyName: "Lost" },
  email,
  alternateIds: [],
  pin: "1",
});
const state = async () => (await direct.query(counts)).rows[0];

const stories: [string, Cut[]][] = [
  ["before the database heard of COMMIT", ["before"]],
  ["after it had committed", ["after"]],
  ["before, and then after", ["before", "after"]],
  ["after, and then before", ["after", "before"]],
  ["after, twice", ["after", "after"]],
];

describe("a connection lost in COMMIT", () => {
  for (const [story, cuts] of stories) {
    it(`${story}: the customer is added once, and the answer is its own`, async () => {
      const before = await state();
      proxy.cut(...cuts);
      const email = `lost-${stories.findIndex(([one]) => one === story)}@example.com`;
      const { accountId, customerId } = await addCustomer(core, caller, [], customer(email));
      const after = await state();
      assert.deepEqual(
        [
          after.customers - before.customers,
          after.accounts - before.accounts,
          after.writes - before.writes,
          after.changes - before.changes,
        ],
        [1, 1, 1, 2],
      );
      const found = await findByAccount(core, caller, accountId);
      assert.ok(found && found !== "not-on-account");
      assert.deepEqual([found.customerId, found.email], [customerId, email]);
    });
  }

  it("after it had committed: an update is recorded once", async () => {
    const before = await state();
    proxy.cut("after");
    await replaceCustomer(core, caller, [], {
      accountId: 4444,
      replace: (held, email) => ({ data: { ...held, familyName: "Once" }, email }),
      email: null,
      alternateIds: [],
      externalId1: null,
      externalId2: null,
      otherInfo: {},
    });
    const after = await state();
    assert.deepEqual([after.writes - before.writes, after.changes - before.changes], [1, 1]);
  });
});

describe("round trips", () => {
  it("reads a customer by account in one", async () => {
    await findByAccount(core, caller, 12345);
    const before = proxy.roundTrips();
    await findByAccount(core, caller, 12345);
    assert.equal(proxy.roundTrips() - before, 1);
  });
});
