import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Core } from "../../../src/core/core.ts";
import { addCustomer } from "../../../src/core/customers/add.ts";
import { changeCustomer } from "../../../src/core/customers/change.ts";
import { blankCustomer } from "../../../src/core/customers/customer.ts";
import { emailOwner, referenceBearer } from "../../../src/core/identity/queries.ts";
import { Refusal, type RefusalFacts } from "../../../src/core/refusal.ts";
import { caller } from "../../protocols/archtics/support.ts";
import { testApp } from "../../support/app.ts";

const { core } = (await testApp()).parts;
const { db } = core;
const { customerId } = await addCustomer(core, caller, [], {
  data: { ...blankCustomer, familyName: "Wants" },
  email: null,
  alternateIds: [],
  pin: null,
});

/** A core for which whoever has an identifier has just given it up when it looks for them. */
const read: Core["db"]["read"] = (statement, values) =>
  [emailOwner, referenceBearer].includes(statement as never) ? Promise.resolve([]) : db.read(statement, values);
const late: Core = { ...core, db: { ...db, read } };

const wants = (by: Core, wanted: { email?: string; reference?: string }) =>
  changeCustomer(by, caller, customerId, ({ data, identifiers }) => ({
    data,
    identifiers: {
      ...identifiers,
      email: wanted.email ? { value: wanted.email, valid: true } : null,
      references: wanted.reference ? [{ company: "9001", value: wanted.reference }] : [],
    },
  }));

const refusal = (name: string, facts: RefusalFacts) => (error: unknown) => {
  if (!(error instanceof Refusal)) throw error;
  assert.deepEqual({ refusal: error.refusal, ...error.facts }, { refusal: name, ...facts });
  return true;
};

describe("a change to what somebody else bears", () => {
  const email = "doglover@invalid.null";
  const reference = "EXTREF164736";

  it("is refused with whose it is", async () => {
    await assert.rejects(
      wants(core, { email }),
      refusal("email-in-use", { accountId: 12345, customerId: 162045, field: "email" }),
    );
    await assert.rejects(wants(core, { reference }), refusal("reference-in-use", { customerId: 1408, field: "reference" }));
  });

  it("is refused all the same when it is given up in that moment", async () => {
    await assert.rejects(wants(late, { email }), refusal("email-in-use", { field: "email" }));
    await assert.rejects(wants(late, { reference }), refusal("reference-in-use", { field: "reference" }));
  });
});
