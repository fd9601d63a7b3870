import { violates } from "../../../platform/database/errors.ts";
import { newWrite, runWrite } from "../../audit/write.ts";
import type { Caller, Core } from "../../core.ts";
import { refuse } from "../../refusal.ts";
import { blankDraft, type EntryKind, type Posted } from "./entry.ts";
import { openLedger, post } from "./post.ts";
import { entryToUndo, insertUndone } from "./queries.ts";
import { CampaignChanged, type CampaignKey, holdBearer, type TransactionKey, usableCampaign } from "./record.ts";

/** What is the customer's own doing, or time's; joining a campaign and what parted customers settled stay. */
const deletable: readonly EntryKind[] = ["activity", "redemption", "depreciation", "fee"];
const attempts = 5;

/**
 * Takes a transaction back by a counter-entry: the balance is as if it had not been (loyalty.md, section 9, transaction_delete). Refuses with campaign-not-found, customer-not-found,
 * transaction-not-found, also for one that was taken back before, transaction-not-deletable, and balance-too-low when what it gave is spent (decisions.md, section 3, the rest).
 */
export async function deleteTransaction(
  core: Core,
  caller: Caller,
  member: TransactionKey,
  campaignKey: CampaignKey,
  entryId: number,
): Promise<Posted> {
  const write = newWrite(core);
  const notFound = (): never => refuse("transaction-not-found", { field: "transactionId" });
  for (let attempt = 1; ; attempt++) {
    const campaign = await usableCampaign(core, caller.orgId, campaignKey);
    try {
      return await runWrite(core, caller, write, async (tx) => {
        const ledger = openLedger(core, caller, tx, write);
        const who = await holdBearer(ledger, { member, byRetired: true });
        const [entry] = await tx.query(entryToUndo, [caller.orgId, entryId, who.customerId, campaign.campaignId]);
        if (!entry) return notFound();
        if (!deletable.includes(entry.kind)) refuse("transaction-not-deletable", { field: "transactionId" });
        const { kind, itemId, amount, money, madeFor } = entry;
        const draft = { ...blankDraft, kind, itemId, amount: -amount, money: money === null ? null : -money, undoes: entryId };
        const posted = await post(ledger, campaign, draft, { customerId: who.customerId, madeFor });
        if (posted) {
          await tx.query(insertUndone, [caller.orgId, entryId, posted.entryId]);
          return posted;
        }
        const now = await usableCampaign(core, caller.orgId, campaignKey);
        if (now.version !== campaign.version) throw new CampaignChanged();
        return refuse("balance-too-low", { field: "transactionId" });
      });
    } catch (error) {
      // Somebody else has taken it back in the same moment.
      if (violates(error, "ledger_undone_pkey")) notFound();
      if (!(error instanceof CampaignChanged) || attempt === attempts) throw error;
    }
  }
}
