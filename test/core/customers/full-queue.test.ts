import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Core } from "../../../src/core/core.ts";
import { addCustomer } from "../../../src/core/customers/add.ts";
import { blankCustomer } from "../../../src/core/customers/customer.ts";
import { HashingOverloaded } from "../../../src/platform/secrets/hashing.ts";
import { caller } from "../../protocols/archtics/support.ts";
import { testApp } from "../../support/app.ts";

const { parts } = await testApp();
const { core } = parts;
const full = (): never => {
  throw new HashingOverloaded("too many secrets wait to be hashed");
};
const overloaded: Core = { ...core, hasher: { ...core.hasher, slots: { run: full, refuseIfFull: full, waiting: () => 1 } } };

const adding = (by: Core) =>
  addCustomer(by, caller, [], {
    data: { ...blankCustomer, familyName: "Queue" },
    email: null,
    alternateIds: [],
    pin: "1234",
  });

describe("a customer whose PIN can't be hashed now", () => {
  it("is refused before a number is taken for them", async () => {
    const before = await adding(core);
    await assert.rejects(adding(overloaded), HashingOverloaded);
    const after = await adding(core);
    assert.deepEqual(
      [after.customerId - before.customerId, after.accountId - before.accountId],
      [1, 1],
      "the refused one took no number",
    );
  });
});
