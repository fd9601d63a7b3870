import assert from "node:assert/strict";
import { it } from "node:test";
import { accountExists } from "../../../src/core/accounts/queries.ts";
import type { Core } from "../../../src/core/core.ts";
import { addCustomer, type NewCustomer } from "../../../src/core/customers/add.ts";
import { blankCustomer } from "../../../src/core/customers/customer.ts";
import { Refusal } from "../../../src/core/refusal.ts";
import { caller } from "../../protocols/archtics/support.ts";
import { testApp } from "../../support/app.ts";

const { core } = (await testApp()).parts;
const { db } = core;

/** A core that still finds every account at its first look, as if it went right after. */
const read: Core["db"]["read"] = (statement, values) =>
  (statement as unknown) === accountExists ? Promise.resolve([{}] as never) : db.read(statement, values);
const late: Core = { ...core, db: { ...db, read } };

const customer: NewCustomer = {
  data: { ...blankCustomer, familyName: "Late" },
  email: "late@example.com",
  alternateIds: [],
  pin: "1234",
};

it("a customer whose account is gone when it is to be joined is refused, and nothing of them is left", async () => {
  await assert.rejects(addCustomer(late, caller, [], { ...customer, accountId: 999_999 }), (error) => {
    if (!(error instanceof Refusal)) throw error;
    assert.deepEqual([error.refusal, error.facts], ["account-not-found", { field: "accountId" }]);
    return true;
  });
  // The e-mail would be in use.
  await addCustomer(core, caller, [], customer);
});
