import { today } from "../../../today.ts";
import type { Campaign } from "../../campaigns/campaign.ts";
import { shareCampaign } from "../../campaigns/queries.ts";
import { readCampaign } from "../../campaigns/read.ts";
import { blankDraft, type Draft, enrolment } from "../entry.ts";
import { type Bearer, type Ledger, post } from "../post.ts";
import {
  deleteBalancesOfDeleted,
  deleteEntriesOfDeleted,
  dropForeignBalances,
  lockBalances,
  notEnrolled,
  partBalances,
  sumsOf,
} from "./queries.ts";

/** Two customers who are parted: whom the merge left, and whom it made, with the numbers that lead to each. */
export interface Parting {
  readonly survivorId: number;
  readonly loserId: number;
  /** The loser's and those that led to it. */
  readonly loserNumbers: readonly number[];
  readonly survivorNumbers: readonly number[];
}

/**
 * Gives a customer who comes back from a merge what their entries come to, and leaves the other what theirs do. Where one has spent more than was theirs, the other's
 * balance pays for it, by two entries that say so: neither falls below zero, and nothing is lost. Both are held.
 */
export async function partLedger(ledger: Ledger, parting: Parting): Promise<void> {
  const { core, caller, tx, write } = ledger;
  const { orgId } = caller;
  const { survivorId, loserId, loserNumbers, survivorNumbers } = parting;
  const all = [...loserNumbers, ...survivorNumbers];
  for (const one of [deleteBalancesOfDeleted, deleteEntriesOfDeleted]) tx.send(one, [orgId, all]);
  const held = await tx.query(lockBalances, [orgId, survivorId]);
  if (held.length === 0) return;
  const sums = await tx.query(sumsOf, [orgId, loserNumbers]);
  if (sums.length === 0) return;
  const campaignOf = campaigns(ledger);
  for (const { campaign_id: id, item_id: itemId, balance } of sums) {
    const row = held.find((one) => one.campaign_id === id && one.item_id === itemId);
    const rest = (row?.balance ?? 0) - balance;
    const lacking = Math.min(rest, balance, 0);
    if (lacking === 0) continue;
    const [giver, taker] = rest < 0 ? [loserId, survivorId] : [survivorId, loserId];
    const transfer: Draft = { ...blankDraft, kind: "transfer", itemId, amount: -lacking };
    await mustPost(ledger, await campaignOf(id), transfer, { customerId: survivorId, madeFor: taker });
    await mustPost(ledger, await campaignOf(id), { ...transfer, amount: lacking }, { customerId: survivorId, madeFor: giver });
  }
  tx.send(partBalances, [orgId, loserNumbers, survivorId, loserId, today(core, caller.timeZone)]);
  tx.send(dropForeignBalances, [orgId, survivorId, survivorNumbers]);
  for (const [customerId, numbers] of [
    [survivorId, survivorNumbers],
    [loserId, loserNumbers],
  ] as const)
    for (const { campaign_id: id } of await tx.query(notEnrolled, [orgId, customerId, numbers]))
      await mustPost(ledger, await campaignOf(id), { ...enrolment, occurredAt: write.at }, { customerId });
}

/** Campaigns as they are, and stay until the transaction ends. */
function campaigns({ core, caller, tx }: Ledger): (campaignId: number) => Promise<Campaign> {
  const known = new Map<number, Campaign>();
  return async (campaignId) => {
    const found = known.get(campaignId);
    if (found) return found;
    await tx.query(shareCampaign, [caller.orgId, campaignId]);
    const campaign = (await readCampaign(core, caller.orgId, campaignId))!;
    known.set(campaignId, campaign);
    return campaign;
  };
}

async function mustPost(ledger: Ledger, campaign: Campaign, draft: Draft, who: Bearer): Promise<void> {
  if (!(await post(ledger, campaign, draft, who))) throw new Error("an entry that must fit did not");
}
