import type { Caller, Core } from "../../core.ts";
import type { LoyaltyAccount, LoyaltyUser } from "../account.ts";
import type { Campaign } from "../campaigns/campaign.ts";
import { isOpenTo } from "../campaigns/key.ts";
import { readCampaigns } from "../campaigns/read.ts";
import { isCoalition } from "./coalition.ts";
import type { Standing } from "./history.ts";

/** Who looks, and from which of the organisation's accounts. */
export interface Looking {
  readonly account: Pick<LoyaltyAccount, "accounts">;
  readonly accountNumber: number;
  readonly user: Pick<LoyaltyUser, "allowedCampaigns">;
}

/**
 * The active campaigns of the caller's account that they may use; those of its coalition, where there is one, which balances are added up over; and of these the ones whose
 * transactions the caller may see.
 */
export async function visibleCampaigns(
  core: Pick<Core, "db">,
  { orgId }: Caller,
  { account, accountNumber, user }: Looking,
): Promise<{ own: Campaign[]; coalition: Campaign[]; open: Campaign[] }> {
  const all = (await readCampaigns(core, orgId)).filter((one) => one.active);
  const own = all.filter((one) => isOpenTo(one, { account: accountNumber, allowed: user.allowedCampaigns }));
  const coalition = isCoalition(account) ? all.filter((one) => one.inCoalition) : [];
  const open = coalition.filter((one) => isOpenTo(one, { account: null, allowed: user.allowedCampaigns }));
  return { own, coalition, open };
}

/** What a customer has and ever earned in the coalition's campaigns of the type of `campaign`, if that one takes part. */
export function coalitionOf(
  campaign: Campaign,
  coalition: readonly Campaign[],
  standings: readonly Standing[],
): { balance: number; cumulative: number } | undefined {
  if (!coalition.some((one) => one.campaignId === campaign.campaignId)) return undefined;
  const ids = coalition.filter((one) => one.type === campaign.type).map((one) => one.campaignId);
  const mine = standings.filter((one) => ids.includes(one.campaignId));
  const total = (of: (one: Standing) => number) => mine.reduce((sum, one) => sum + of(one), 0);
  return { balance: total((one) => one.balance), cumulative: total((one) => one.cumulative) };
}
