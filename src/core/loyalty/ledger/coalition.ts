import type { Caller, Core } from "../../core.ts";
import type { LoyaltyAccount } from "../account.ts";
import { coalitionSum } from "./queries.ts";
import type { Recorded } from "./record.ts";

/** Whether an organisation's accounts are a coalition: one account by itself is none. */
export function isCoalition({ accounts }: Pick<LoyaltyAccount, "accounts">): boolean {
  return accounts > 1;
}

/** All that a customer ever earned in the coalition's campaigns of a type; undefined where there is no coalition, or the campaign takes no part in it. */
export async function coalitionCumulative(
  core: Pick<Core, "db">,
  { orgId }: Caller,
  account: Pick<LoyaltyAccount, "accounts">,
  { campaign, posted }: Pick<Recorded, "campaign" | "posted">,
): Promise<number | undefined> {
  if (!isCoalition(account) || !campaign.inCoalition) return undefined;
  const [row] = await core.db.read(coalitionSum, [orgId, posted.customerId, campaign.type]);
  return row?.cumulative;
}
