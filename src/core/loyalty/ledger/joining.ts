import type { Core } from "../../core.ts";
import { refuse } from "../../refusal.ts";
import { type Campaign, isMoney } from "../campaigns/campaign.ts";
import { shareCampaign } from "../campaigns/queries.ts";
import type { Draft } from "./entry.ts";
import { plainDraft } from "./plain.ts";
import { type Bearer, enrol, type Ledger } from "./post.ts";
import { CampaignChanged, type CampaignKey, recordIn, usableCampaign } from "./record.ts";

/** Campaigns that a customer is to join, with what is credited in each (loyalty.md, section 2, auto_add). */
export interface Joining {
  readonly campaigns: readonly CampaignKey[];
  /** Points, events, money or the name of an item; null: nothing. */
  readonly credit: string | null;
}

/** A campaign that a customer is to join, as it is, with the entry of what is credited. */
export interface Joined {
  readonly campaign: Campaign;
  readonly draft: Draft | null;
}

/**
 * The campaigns as they are, in the order in which they are locked. Refuses with campaign-not-found and with what is wrong about the credit in one of them: credit-without-campaign,
 * amount-invalid, amount-too-small, amount-too-large and item-not-found.
 */
export async function readJoining(core: Core, orgId: number, { campaigns, credit }: Joining): Promise<Joined[]> {
  if (credit !== null && campaigns.length === 0) refuse("credit-without-campaign", { field: "credit" });
  const keys = [...new Map(campaigns.map((one) => [one.campaignId, one])).values()];
  const joined = await Promise.all(
    keys.map(async (key) => {
      const campaign = await usableCampaign(core, orgId, key);
      return { campaign, draft: credit === null ? null : credited(campaign, credit) };
    }),
  );
  return joined.sort((a, b) => a.campaign.campaignId - b.campaign.campaignId);
}

/** Of a campaign that counts items the name of one is credited. */
function credited(campaign: Campaign, credit: string): Draft {
  const plain = { redeemed: false, byRatio: false, description: null, customFields: null, occurredAt: null };
  const what = campaign.type === "buyx" ? { amount: null, item: credit } : { amount: credit, item: null };
  const draft = plainDraft(campaign, { ...plain, ...what }, "");
  const least = isMoney(campaign.type) ? 0.01 : 1;
  return draft.amount > 0 ? draft : refuse("amount-too-small", { field: "money", least });
}

/** Lets a held customer join campaigns, and credits them. Throws CampaignChanged. */
export async function join(ledger: Ledger, joining: readonly Joined[], who: Bearer): Promise<void> {
  for (const { campaign, draft } of joining) {
    if (draft) await recordIn(ledger, campaign, draft, who, "credit");
    else {
      const [shared] = await ledger.tx.query(shareCampaign, [ledger.caller.orgId, campaign.campaignId]);
      if (shared?.version !== campaign.version) throw new CampaignChanged();
      await enrol(ledger, campaign, who);
    }
  }
}
