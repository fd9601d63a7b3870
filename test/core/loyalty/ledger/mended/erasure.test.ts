import assert from "node:assert/strict";
import { it } from "node:test";
import { newWrite, runWrite } from "../../../../../src/core/audit/write.ts";
import { mergeCustomers } from "../../../../../src/core/identity/merge/merge.ts";
import { readCampaign } from "../../../../../src/core/loyalty/campaigns/read.ts";
import { blankDraft } from "../../../../../src/core/loyalty/ledger/entry.ts";
import { openLedger, post } from "../../../../../src/core/loyalty/ledger/post.ts";
import { balancesCheck } from "../../../../../src/core/verify/ledger/balances.ts";
import { call, succeeded } from "../../../../protocols/loyalty/support.ts";
import { testApp } from "../../../../support/app.ts";
import { entriesOf, mailsTo } from "./queries.ts";
import { caller, numberOf, untilSomebodyWaits } from "./support.ts";

const test = await testApp();
const { core } = test.parts;
const points = "1111222233334444";

it("leaves nothing of an erased customer whom something is just recorded for", async () => {
  succeeded(await call(test, "record_customer", { customer_action: "new", code: "gone-1", first_name: "Ann" }));
  succeeded(await call(test, "record_activity", { code: "gone-1", campaign_id: points, amount: "1" }));
  const customerId = await numberOf(test, "gone-1");
  const campaign = (await readCampaign(core, 1, Number(points)))!;
  const write = newWrite(core);
  let deleting: Promise<unknown> | undefined;
  // What one statement of record_activity does, held open before its commit: it locks the balance and not the customer.
  await runWrite(core, caller, write, async (tx) => {
    const draft = { ...blankDraft, kind: "activity", amount: 5, description: "a secret of Ann's" } as const;
    await post(openLedger(core, caller, tx, write), campaign, draft, { customerId });
    deleting = call(test, "customer_delete", { code: "gone-1" });
    await untilSomebodyWaits(core);
  });
  await deleting;
  assert.deepEqual(await core.db.read(entriesOf, [1, customerId]), []);
});

it("leaves no mail of an erased customer", async () => {
  succeeded(
    await call(test, "record_customer", { customer_action: "new", code: "gone-2", first_name: "Ann", email: "ann@example.org" }),
  );
  succeeded(
    await call(test, "record_activity", { code: "gone-2", campaign_id: points, amount: "1", send_transaction_email: "Y" }),
  );
  succeeded(await call(test, "customer_delete", { code: "gone-2" }));
  assert.deepEqual(await core.db.read(mailsTo, [1, "ann@example.org"]), []);
});

it("a customer whose loyalty side ends keeps no entry that was just being recorded, and their balance stays the sum of their entries", async () => {
  succeeded(await call(test, "record_customer", { customer_action: "new", code: "ended-1", first_name: "Ann", last_name: "X" }));
  succeeded(await call(test, "record_activity", { code: "ended-1", campaign_id: points, amount: "1" }));
  const added = await test.command({
    cmd: "customer_add",
    pin: "1234",
    customer: { name_first: "Ann", name_last: "X", email: "e1@example.org" },
  });
  const customerId = await numberOf(test, "ended-1");
  await mergeCustomers(core, caller, customerId, Number(added.answer.cust_name_id));
  const campaign = (await readCampaign(core, 1, Number(points)))!;
  const write = newWrite(core);
  let deleting: Promise<unknown> | undefined;
  await runWrite(core, caller, write, async (tx) => {
    const draft = { ...blankDraft, kind: "activity", amount: 5 } as const;
    await post(openLedger(core, caller, tx, write), campaign, draft, { customerId });
    deleting = call(test, "customer_delete", { code: "ended-1" });
    await untilSomebodyWaits(core);
  });
  await deleting;
  const faults: string[] = [];
  for await (const fault of balancesCheck.faults({ db: core.db, pepper: undefined as never })) faults.push(fault);
  assert.deepEqual(faults, []);
});
