import type { Transaction } from "../../../platform/database/transaction.ts";
import { newWrite, runWrite } from "../../audit/write.ts";
import type { Caller, Core } from "../../core.ts";
import { refuse } from "../../refusal.ts";
import { today } from "../../today.ts";
import { type Campaign, shortestDaysOf } from "./campaign.ts";
import { type CampaignKey, isOpenTo } from "./key.ts";
import { campaignDifferences } from "./parts.ts";
import { findCampaign, lockCampaign, markRulesChanged } from "./queries.ts";
import { sendCampaignUpdate } from "./store.ts";

/** A campaign as a change leaves it; `deleted`: it is gone. */
export type Next = Campaign & { readonly deleted?: boolean };

/**
 * Changes a campaign, with what belongs to it, in one write: `change` gives it as it is to be from what it is and the day where the organisation is; it may be asked
 * more than once, and refuses what can't be. What is the same afterwards leaves no trace. Whenever what time takes away changes, or the campaign comes back, all balances are
 * looked at anew. Refuses with campaign-not-found and, when the key says which version it goes by, version-differs.
 */
export async function changeCampaign(
  core: Core,
  caller: Caller,
  key: CampaignKey,
  action: string,
  change: (held: Campaign, day: string) => Next,
): Promise<Campaign> {
  const { orgId } = caller;
  const write = newWrite(core);
  const day = today(core, caller.timeZone);
  return runWrite(core, caller, write, async (tx, record) => {
    const held = await holdCampaign(tx, orgId, key);
    if (key.ifVersion !== undefined && key.ifVersion !== held.version) refuse("version-differs");
    const changed = change(held, day);
    const values = campaignDifferences(held, changed);
    if (Object.keys(values).length === 0) return held;
    const rules = [...changed.depreciations, ...changed.fees];
    const next = { ...changed, shortestDays: shortestDaysOf(rules), version: held.version + 1 };
    const target = { tx, orgId, campaignId: held.campaignId, at: write.at };
    sendCampaignUpdate(target, held, next);
    const comesBack = next.active && !held.active && rules.length > 0;
    if (comesBack || Object.keys(values).some((field) => /^(depreciation|fee) /.test(field)))
      tx.send(markRulesChanged, [orgId, held.campaignId, day]);
    record({ entity: "campaign", entityId: held.campaignId, version: next.version, action, values });
    return next;
  });
}

/** Locks a campaign, active or not. Refuses with campaign-not-found. */
async function holdCampaign(tx: Transaction, orgId: number, key: CampaignKey): Promise<Campaign> {
  const { campaignId } = key;
  // Read by a statement of its own: one that had to wait for the lock would show its parts as they were before.
  tx.send(lockCampaign, [orgId, campaignId]);
  const [held] = await tx.query(findCampaign, [orgId, campaignId]);
  return held && isOpenTo(held, key) ? held : refuse("campaign-not-found", { field: "campaignId", id: String(campaignId) });
}
