import type { Campaign } from "./campaign.ts";

/** A campaign as its caller may use it. */
export interface CampaignKey {
  readonly campaignId: number;
  /** The loyalty account that it must belong to; null: any. */
  readonly account: number | null;
  /** The ids that the user may use; null: all. */
  readonly allowed: readonly string[] | null;
  /** The version that a change goes by; undefined: whatever there is. */
  readonly ifVersion?: number;
}

/** Whether a campaign is open to a caller, active or not: it is of their account, and one that they may use. */
export function isOpenTo(
  { campaignId, account }: Pick<Campaign, "campaignId" | "account">,
  key: Omit<CampaignKey, "campaignId">,
): boolean {
  return (key.account === null || account === key.account) && (key.allowed?.includes(String(campaignId)) ?? true);
}
