import assert from "node:assert/strict";
import { it } from "node:test";
import { numberCommitted } from "../../../../../src/core/audit/sequencer.ts";
import { mergeCustomers } from "../../../../../src/core/identity/merge/merge.ts";
import { deleteMember } from "../../../../../src/core/loyalty/delete.ts";
import { trailCheck } from "../../../../../src/core/verify/audit-trail.ts";
import { call, succeeded } from "../../../../protocols/loyalty/support.ts";
import { testApp } from "../../../../support/app.ts";
import { caller, numberOf } from "./support.ts";

const test = await testApp();
const { core } = test.parts;
const points = "1111222233334444";

it("tells of no fault when a customer whose loyalty side was ended is merged away", async () => {
  for (const code of ["v1", "v2", "v3"])
    succeeded(await call(test, "record_customer", { customer_action: "new", code, first_name: code, last_name: "X" }));
  succeeded(await call(test, "record_activity", { code: "v1", campaign_id: points, amount: "1" }));
  const [one, two, three] = await Promise.all(["v1", "v2", "v3"].map((code) => numberOf(test, code)));
  // Two is on an account of the ticketing protocol, too.
  const added = await test.command({
    cmd: "customer_add",
    pin: "1234",
    customer: { name_first: "v2", name_last: "X", email: "v2@example.org" },
  });
  const held = Number(added.answer.cust_name_id);
  await mergeCustomers(core, caller, two!, held);
  await mergeCustomers(core, caller, two!, one!);
  assert.equal(await deleteMember(core, caller, "v2"), "ended");
  await mergeCustomers(core, caller, three!, two!);
  await numberCommitted(core, 1);
  const faults: string[] = [];
  for await (const fault of trailCheck.faults({ db: core.db, pepper: undefined as never })) faults.push(fault);
  assert.deepEqual(faults, []);
});
