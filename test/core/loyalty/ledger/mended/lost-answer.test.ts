import assert from "node:assert/strict";
import { it } from "node:test";
import type { Core } from "../../../../../src/core/core.ts";
import { editCampaign } from "../../../../../src/core/loyalty/campaigns/edit.ts";
import { blankDraft } from "../../../../../src/core/loyalty/ledger/entry.ts";
import { recordTransaction } from "../../../../../src/core/loyalty/ledger/record.ts";
import { violates } from "../../../../../src/platform/database/errors.ts";
import { call, succeeded } from "../../../../protocols/loyalty/support.ts";
import { testApp } from "../../../../support/app.ts";
import { entriesOf } from "./queries.ts";
import { caller, numberOf } from "./support.ts";

const test = await testApp();
const { core } = test.parts;
const points = 1111222233334444;
const key = { campaignId: points, account: null, allowed: null };

/** runOnce as it is when the first connection is lost behind the commit: the statement is run, its answer is lost, and it is run again. */
function losing(between: () => Promise<unknown> = async () => {}): Core {
  const db = {
    ...core.db,
    async runOnce(statement: never, values: never, { constraint }: { constraint: string }) {
      await core.db.run(statement, values);
      await between();
      try {
        return { rows: await core.db.run(statement, values), unsure: true };
      } catch (error) {
        if (violates(error, constraint)) return { rows: undefined, unsure: true };
        throw error;
      }
    },
  };
  return { ...core, db: db as never };
}

const wanted = (amount: number, code: string) => ({
  member: { loyaltyCode: code },
  campaign: key,
  draft: () => ({ ...blankDraft, kind: amount < 0 ? "redemption" : "activity", amount }) as const,
  byRetired: false,
});

async function customer(code: string) {
  succeeded(await call(test, "record_customer", { customer_action: "new", code, campaign_id: points, auto_add: "100" }));
  return numberOf(test, code);
}

it("a redemption whose answer was lost is told as done", async () => {
  const id = await customer("lost-1");
  const lossy = losing();
  const told = await recordTransaction(lossy, caller, wanted(-100, "lost-1")).catch((error: unknown) => error);
  assert.equal((await core.db.read(entriesOf, [1, id])).filter((one) => one.amount < 0).length, 1);
  assert.ok(!(told instanceof Error), "refused, though it was done");
});

it("an activity whose answer was lost is done once, also when the campaign is changed meanwhile", async () => {
  const id = await customer("lost-2");
  const told = await recordTransaction(
    losing(() => editCampaign(core, caller, key, () => ({ description: "new" }))),
    caller,
    wanted(7, "lost-2"),
  );
  assert.equal(told.posted.balance, 107);
  assert.equal((await core.db.read(entriesOf, [1, id])).length, 2);
});
