import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { addName } from "../../../src/core/accounts/names.ts";
import { auditTrail } from "../../../src/core/audit/feed.ts";
import { replay } from "../../../src/core/audit/replay.ts";
import { checkSeals, sealChanges } from "../../../src/core/audit/seals.ts";
import { numberCommitted } from "../../../src/core/audit/sequencer.ts";
import type { Caller } from "../../../src/core/core.ts";
import { setEmailValid, setPin } from "../../../src/core/customers/staff.ts";
import { Refusal } from "../../../src/core/refusal.ts";
import { connect } from "../../../src/platform/database/connection.ts";
import { testApp } from "../../support/app.ts";
import { rounds } from "../../support/counts.ts";
import { alterValues, dropChange, eraseValues } from "./queries.ts";
import { auditedState } from "./state.ts";

const { command, parts, target } = await testApp();
const { core } = parts;
const orgId = 1;
const caller: Caller = {
  orgId,
  timeZone: "UTC",
  keyId: null,
  userName: null,
  protocol: "command-line",
  call: "test",
  requestId: "test",
};

const text = fc.option(fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }), { nil: undefined });
const email = fc.option(
  fc.integer({ min: 1, max: 6 }).map((n) => `p${n}@example.com`),
  { nil: undefined },
);
const altId = fc.record({
  alt_id_type: fc.constantFrom("OUT", "msc"),
  alt_id: fc.constantFrom("a", "b"),
  alt_id_comment: text,
  alt_id_action: fc.constantFrom("A", "D", undefined),
});
const account = fc.constantFrom(12345, 6, 4444, 100479, 128802, 128803, 999);
const customer = fc.record({
  name_first: text,
  name_last: text,
  company_name: text,
  city: text,
  email,
  gender: fc.constantFrom("F", undefined),
  email_optout: fc.constantFrom(1, 0, undefined),
  ext_system_id_1: fc.constantFrom("x", undefined),
  alt_id_array: fc.array(altId, { maxLength: 3 }),
});
const pin = fc.constantFrom("2468", "1", "x");

/** Anything that changes something, most of it allowed. */
const step = fc.oneof(
  fc.record({
    cmd: fc.constant("customer_add"),
    pin,
    name_type: fc.constantFrom("I", undefined),
    customer: fc.tuple(customer, fc.option(account, { nil: undefined })).map(([one, acct_id]) => ({ ...one, acct_id })),
    other_info_3: text,
  }),
  fc.record({
    cmd: fc.constant("customer_update"),
    call_reason: fc.constantFrom("S", undefined),
    pin,
    new_pin: fc.constantFrom("1", undefined),
    name_type: fc.constantFrom("I", "C", undefined),
    customer: fc.tuple(customer, account).map(([one, acct_id]) => ({ ...one, acct_id })),
    other_info_7: fc.oneof(text, fc.constant("")),
  }),
  fc.record({
    cmd: fc.constant("customer_update"),
    call_reason: fc.constant("S"),
    lock_account: fc.constantFrom("L", "U"),
    customer: account.map((acct_id) => ({ acct_id })),
  }),
  fc.record({ cmd: fc.constant("customer_query"), acct_id: account, pin: fc.constant("wrong") }),
  fc.record({
    staff: fc.constantFrom("pin", "no pin", "email", "name"),
    customerId: fc.constantFrom(162045, 2, 4444, 5262),
    accountId: account,
  }),
);

async function take(one: { cmd?: string; staff?: string; customerId?: number; accountId?: number }): Promise<void> {
  try {
    if (one.staff === "pin") await setPin(core, caller, one.customerId!, "9", true);
    else if (one.staff === "no pin") await setPin(core, caller, one.customerId!, null, false);
    else if (one.staff === "email") await setEmailValid(core, caller, one.customerId!, false);
    else if (one.staff === "name")
      await addName(core, caller, { accountId: one.accountId!, customerId: one.customerId!, nickname: "nick" });
    else assert.notEqual((await command(one)).answer.result, 9998);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

async function numbered(): Promise<void> {
  while ((await numberCommitted(core, orgId)) > 0);
}

describe("the audit trail", () => {
  it("rebuilds every customer and account from a random history", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        for (const one of steps) await take(one);
        await numbered();
        const { entities, faults } = await replay(auditTrail(core, orgId, 50));
        assert.deepEqual(faults, []);
        assert.deepEqual(
          new Map([...entities].filter(([name]) => /^(customer|account) /.test(name)).sort()),
          new Map([...(await auditedState(target, orgId))].sort()),
        );
      }),
      { numRuns: rounds(100) },
    );
  });

  it("tells who, through which call and key", async () => {
    await command({
      cmd: "customer_update",
      ref: "x",
      call_reason: "S",
      name_type: "I",
      customer: { acct_id: 6, name_last: "Audited" },
    });
    await numbered();
    const trail = await Array.fromAsync(auditTrail(core, orgId));
    const last = trail.findLast((change) => change.entity === "customer")!;
    assert.deepEqual(
      [last.protocol, last.call, last.user_name, last.entity, last.entity_id],
      ["archtics", "customer_update", "user99", "customer", 2],
    );
    assert.ok(last.key_id && last.request_id);
    assert.ok(!JSON.stringify(trail).includes("argon2"));
  });

  it("is sealed in a chain that an erasure leaves whole and any other change breaks", async () => {
    await sealChanges(core);
    assert.deepEqual(await checkSeals(core, orgId), []);
    const database = await connect(target, "test");
    await database.query(eraseValues, [orgId, 162045]);
    assert.deepEqual(await checkSeals(core, orgId), []);
    await database.query(alterValues, [orgId, 4444]);
    assert.match((await checkSeals(core, orgId)).join(), /values of change \d+ were altered/);
    await database.query(dropChange, [orgId]);
    assert.match((await checkSeals(core, orgId)).join(), /missing or were added/);
    await database.end();
  });
});
