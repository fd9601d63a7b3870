import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Core } from "../../../src/core/core.ts";
import { deleteMember } from "../../../src/core/loyalty/delete.ts";
import { addAccountId, readSettings } from "../../../src/core/loyalty/details.ts";
import { makeToken } from "../../../src/core/loyalty/time-tokens.ts";
import { removeUser } from "../../../src/core/loyalty/users/change.ts";
import { giveKey } from "../../../src/core/loyalty/users/keys.ts";
import { CannotSetUp } from "../../../src/core/organisations/set-up.ts";
import { sandboxOrgId } from "../../protocols/archtics/support.ts";
import { addUser } from "../../protocols/loyalty/organisations.ts";
import { call, succeeded } from "../../protocols/loyalty/support.ts";
import { operator } from "../../protocols/loyalty/users.ts";
import { testApp } from "../../support/app.ts";
import { refusal } from "../../support/refusal.ts";

const test = await testApp();
const { core } = test.parts;

/** A core of which a statement that commits by itself comes too late: `first` happens before. */
function late(first: () => Promise<unknown>): Core {
  const { db } = core;
  const run: Core["db"]["run"] = async (statement, values) => {
    await first();
    return db.run(statement, values);
  };
  return { ...core, db: { ...db, run } };
}

describe("a name of an account", () => {
  it("is refused for an account that is no number from 1 to 9999; nothing changes", async () => {
    const before = await readSettings(core, sandboxOrgId);
    for (const account of [0, -1, 1.5, 10_000, Number.NaN])
      await assert.rejects(addAccountId(core, operator, `refused-${account}`, { suspended: true }, account), (error) => {
        assert.ok(error instanceof CannotSetUp);
        assert.equal(error.message, "account: a whole number from 1 to 9999");
        return true;
      });
    assert.deepEqual(await readSettings(core, sandboxOrgId), before);
  });
});

describe("a time token", () => {
  it("is not made for a customer who is deleted after they were found", async () => {
    const code = "refused-token";
    succeeded(await call(test, "record_customer", { customer_action: "new", code, first_name: "Refused" }));
    const deleted = late(() => deleteMember(core, operator, code));
    await assert.rejects(makeToken(deleted, operator, code, 10), refusal("customer-not-found", { field: "loyaltyCode" }));
  });
});

describe("a key", () => {
  it("is not given to a user who is removed after they proved themselves", async () => {
    const { user_id } = await addUser(test, sandboxOrgId, "refused-user", "clerk");
    await giveKey(core, operator, user_id);
    await removeUser(core, operator, null, user_id);
    await assert.rejects(giveKey(core, operator, user_id), refusal("loyalty-user-not-found", { field: "userName" }));
  });
});
