import { sealChanges } from "../../../../src/core/audit/seals.ts";
import { numberCommitted } from "../../../../src/core/audit/sequencer.ts";
import type { Core } from "../../../../src/core/core.ts";
import { mergeCustomers } from "../../../../src/core/identity/merge/merge.ts";
import { undoMerge } from "../../../../src/core/identity/merge/undo.ts";
import { deleteTransaction } from "../../../../src/core/loyalty/ledger/delete.ts";
import { blankDraft, type Draft } from "../../../../src/core/loyalty/ledger/entry.ts";
import { recordTransaction } from "../../../../src/core/loyalty/ledger/record.ts";
import { campaigns } from "../../../protocols/loyalty/ledger.ts";
import { caller } from "../../identity/merge-support.ts";

/** Codes of the sandbox's customers 365, 1267, 1268 and 1269. */
const [john, worker, doe, roe] = ["0123456789012345", "2345678901234567", "89898989898989", "012345678912345"];

/**
 * Gives the sandbox a history: activities in all campaigns, a redemption, an activity that was taken back, a merge of 1269 into 1268 that stands and one of 1267 into 365 that was
 * undone. Everything is numbered, and there are two seals.
 */
export async function makeHistory(core: Core): Promise<void> {
  const keyOf = (campaign: string) => ({ campaignId: Number(campaign), account: null, allowed: null });
  const record = async (loyaltyCode: string, campaign: string, draft: Partial<Draft>) => {
    const drafted: Draft = { ...blankDraft, kind: "activity", amount: 1, ...draft };
    const wanted = { member: { loyaltyCode }, campaign: keyOf(campaign), draft: () => drafted, byRetired: true };
    return (await recordTransaction(core, caller, wanted)).posted.entryId;
  };
  await record(john, campaigns.points, { amount: 1_000 });
  await record(john, campaigns.points, { kind: "redemption", amount: -300 });
  await record(john, campaigns.giftcard, { amount: 25_00 });
  await record(john, campaigns.events, {});
  await record(john, campaigns.earned, { amount: 1_00 });
  await record(john, campaigns.buyx, { itemId: 96, amount: 2 });
  await record(worker, campaigns.events, {});
  await record(doe, campaigns.points, { amount: 1_500 });
  await record(roe, campaigns.points, { amount: 500 });
  await seal(core);
  const mistaken = await record(john, campaigns.giftcard, { amount: 10_00 });
  await deleteTransaction(core, caller, { loyaltyCode: john }, keyOf(campaigns.giftcard), mistaken);
  await mergeCustomers(core, caller, 1268, 1269);
  const { mergeId } = await mergeCustomers(core, caller, 365, 1267);
  await undoMerge(core, caller, mergeId);
  await seal(core);
}

async function seal(core: Core): Promise<void> {
  while ((await numberCommitted(core, caller.orgId)) > 0);
  await sealChanges(core);
}
