import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { addToGroup } from "../../../src/core/accounts/groups.ts";
import { setLock } from "../../../src/core/accounts/lock.ts";
import { addName } from "../../../src/core/accounts/names.ts";
import { Refusal } from "../../../src/core/refusal.ts";
import { add, caller, unchanged } from "../../protocols/archtics/support.ts";
import { testApp } from "../../support/app.ts";

const { parts, command } = await testApp();
const { core } = parts;
const nobody = 999_999;
const refusal = (name: string, field: string) => (error: unknown) =>
  error instanceof Refusal && error.refusal === name && error.facts.field === field;
const noAccount = refusal("account-not-found", "accountId");

describe("an account that is not there", () => {
  it("is put into no group", () => assert.rejects(addToGroup(core, caller, nobody, { groupId: 1, name: "Suites" }), noAccount));
  it("is neither locked nor unlocked", async () => {
    for (const locked of [true, false]) await assert.rejects(setLock(core, caller, nobody, locked), noAccount);
  });
  it("gets no name", () =>
    assert.rejects(addName(core, caller, { accountId: nobody, customerId: 162045, nickname: null }), noAccount));
});

describe("an account", () => {
  it("gets no name of a customer who is not there", () =>
    unchanged(command, 6, () =>
      assert.rejects(
        addName(core, caller, { accountId: 6, customerId: nobody, nickname: null }),
        refusal("customer-not-found", "customerId"),
      ),
    ));
  it("gets no name that it has, the primary one included", async () => {
    const { acct_id, cust_name_id } = await add(command);
    const second = await add(command, { acct_id });
    for (const customerId of [cust_name_id, second.cust_name_id])
      await unchanged(command, acct_id, () =>
        assert.rejects(
          addName(core, caller, { accountId: acct_id, customerId, nickname: "Again" }),
          refusal("name-already-on-account", "customerId"),
        ),
      );
  });
});
