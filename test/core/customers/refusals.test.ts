import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Core } from "../../../src/core/core.ts";
import { addCustomer, type NewCustomer } from "../../../src/core/customers/add.ts";
import { blankCustomer, type CustomerData } from "../../../src/core/customers/customer.ts";
import { setEmailValid, setPin } from "../../../src/core/customers/staff.ts";
import { replaceCustomer } from "../../../src/core/customers/update.ts";
import { emailOwner } from "../../../src/core/identity/queries.ts";
import { caller, freshEmail, look, unchanged } from "../../protocols/archtics/support.ts";
import { testApp } from "../../support/app.ts";
import { refusal } from "../../support/refusal.ts";

const { parts, command } = await testApp();
const { core } = parts;
const taken = "doglover@invalid.null";
const nobody = 999_999;

const inUse = refusal("email-in-use", { accountId: 12345, customerId: 162045, field: "email" });

const customer = (more: Partial<NewCustomer> = {}): NewCustomer => ({
  data: { ...blankCustomer, familyName: "Refused" },
  email: freshEmail(),
  alternateIds: [],
  pin: "1234",
  ...more,
});
const adding = (more: Partial<NewCustomer>, by: Core = core) => addCustomer(by, caller, [], customer(more));

/** A core whose look for who has an e-mail finds nobody `times` times: they came, or went, right after it. */
function blind(times: number): Core {
  const { db } = core;
  const read: Core["db"]["read"] = (statement, values) =>
    (statement as unknown) === emailOwner && times-- > 0 ? Promise.resolve([]) : db.read(statement, values);
  return { ...core, db: { ...db, read } };
}

describe("a new customer", () => {
  it("with an e-mail that is on file, or for an account that is not there, costs no hash and no number", async () => {
    const first = await adding({});
    const hasher = { ...core.hasher, hash: () => assert.fail("hashed for nothing") };
    await assert.rejects(adding({ email: taken }, { ...core, hasher }), inUse);
    await assert.rejects(
      adding({ accountId: nobody }, { ...core, hasher }),
      refusal("account-not-found", { field: "accountId" }),
    );
    const next = await adding({});
    assert.deepEqual([next.accountId, next.customerId], [first.accountId + 1, first.customerId + 1]);
  });

  it(
    "with an e-mail that somebody else gets at the same moment is refused by the database, with their ids",
    { timeout: 10_000 },
    () => assert.rejects(adding({ email: taken }, blind(1)), inUse),
  );

  it("of an import does not get a number that is in use", async () => {
    const numbers = { customerId: 700_001, accountId: 700_001, addedAt: new Date("2020-01-01T00:00:00Z") };
    await assert.rejects(adding({ imported: { ...numbers, customerId: 162045 } }), refusal("number-in-use"));
    await assert.rejects(adding({ imported: { ...numbers, accountId: 12345 } }), refusal("number-in-use"));
    assert.deepEqual(await adding({ imported: numbers }), { accountId: 700_001, customerId: 700_001 });
  });
});

describe("a customer", () => {
  it("does not get an e-mail that somebody else has", async () => {
    const { accountId } = await adding({});
    const replace = (data: CustomerData) => ({ data, email: taken });
    const rest = { alternateIds: [], externalId1: null, externalId2: null, otherInfo: {} };
    await unchanged(command, accountId, () =>
      assert.rejects(
        replaceCustomer(core, caller, [], { accountId, replace, email: taken, ...rest }),
        refusal("email-in-use", { field: "email" }),
      ),
    );
  });

  it("who is not there gets no PIN and no state of an e-mail", async () => {
    const notFound = refusal("customer-not-found", { field: "customerId" });
    await assert.rejects(setPin(core, caller, nobody, "1234", false), notFound);
    await assert.rejects(setEmailValid(core, caller, nobody, false), notFound);
  });

  it("without an e-mail has no state of one", async () => {
    const { accountId, customerId } = await adding({ email: null });
    for (const valid of [true, false])
      await assert.rejects(setEmailValid(core, caller, customerId, valid), refusal("no-email", { field: "email" }));
    assert.equal((await look(command, accountId)).customer.email, undefined);
  });
});
