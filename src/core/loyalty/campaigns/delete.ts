import type { Caller, Core } from "../../core.ts";
import { listOrganisations } from "../../organisations/queries.ts";
import { changeCampaign } from "./change.ts";
import type { CampaignKey } from "./key.ts";
import { deleteBalancesOf, deletedCampaigns, deleteEntriesOf, mergedInto } from "./queries.ts";

/**
 * Deletes a campaign: from then on nobody sees it. What was recorded in it goes afterwards (sweepDeletedCampaigns); its row stays for the change log. Refuses
 * with campaign-not-found.
 */
export async function deleteCampaign(core: Core, caller: Caller, key: CampaignKey): Promise<void> {
  await changeCampaign(core, caller, key, "deleted", (held) => ({ ...held, active: false, deleted: true }));
}

/**
 * Deletes what is left of deleted campaigns, everybody's: balances and entries of some customers at a time, so that it can end at any moment and be begun again. `batch`: how many
 * balances one transaction deletes, and those of the same customers. Gives how many rows it deleted.
 */
export async function sweepDeletedCampaigns({ db }: Pick<Core, "db">, batch = 1_000): Promise<number> {
  let deleted = 0;
  for (const { orgId } of await db.read(listOrganisations, []))
    for (const { campaign_id: campaignId } of await db.read(deletedCampaigns, [orgId]))
      for (let rows = -1; rows !== 0; deleted += rows) rows = await sweepSome({ db }, orgId, campaignId, batch);
  return deleted;
}

/** What some customers have of a campaign, under all numbers that lead to them. Who is writing an entry holds its balance: so none is left behind. */
async function sweepSome({ db }: Pick<Core, "db">, orgId: number, campaignId: number, batch: number): Promise<number> {
  return db.transaction(async (tx) => {
    const balances = await tx.query(deleteBalancesOf, [orgId, campaignId, batch]);
    if (balances.length === 0) return 0;
    const customers = [...new Set(balances.map((one) => one.customer_id))];
    const merged = await tx.query(mergedInto, [orgId, customers]);
    const numbers = [...customers, ...merged.map((one) => one.customer_id)];
    const entries = await tx.query(deleteEntriesOf, [orgId, campaignId, numbers]);
    return balances.length + (entries[0]?.count ?? 0);
  });
}
