import type { Database } from "../../../platform/database/database.ts";
import type { Core } from "../../core.ts";
import { refuse } from "../../refusal.ts";
import type { Campaign } from "./campaign.ts";
import { type CampaignKey, isOpenTo } from "./key.ts";
import { findCampaign, listCampaigns } from "./queries.ts";

/** More campaigns than a server's organisations have at a time; emptying the memory costs a look-up each. */
const mostRemembered = 5_000;
const memories = new WeakMap<Database, Map<string, Campaign>>();

function memoryOf(db: Database): Map<string, Campaign> {
  let memory = memories.get(db);
  if (!memory) {
    memory = new Map();
    memories.set(db, memory);
  }
  return memory;
}

/** A campaign as it is now; undefined when the organisation has none of that number. */
export async function readCampaign(core: Pick<Core, "db">, orgId: number, campaignId: number): Promise<Campaign | undefined> {
  const memory = memoryOf(core.db);
  const [found] = await core.db.read(findCampaign, [orgId, campaignId]);
  if (memory.size >= mostRemembered) memory.clear();
  if (found) memory.set(`${orgId} ${campaignId}`, found);
  else memory.delete(`${orgId} ${campaignId}`);
  return found;
}

/**
 * A campaign as this process last saw it, which may be past: whoever writes by it has the statement compare its version (ledger/post.ts),
 * and reads it anew when that differs.
 */
export async function rememberedCampaign(
  core: Pick<Core, "db">,
  orgId: number,
  campaignId: number,
): Promise<Campaign | undefined> {
  return memoryOf(core.db).get(`${orgId} ${campaignId}`) ?? readCampaign(core, orgId, campaignId);
}

/** The campaigns of an organisation, or of one of its accounts, in the order in which they were made; inactive ones too. */
export function readCampaigns(core: Pick<Core, "db">, orgId: number, account: number | null = null): Promise<Campaign[]> {
  return core.db.read(listCampaigns, [orgId, account]);
}

/** A campaign that is open to a caller, active or not. Refuses with campaign-not-found. */
export async function readOpenCampaign(core: Pick<Core, "db">, orgId: number, key: CampaignKey): Promise<Campaign> {
  const found = await readCampaign(core, orgId, key.campaignId);
  return found && isOpenTo(found, key)
    ? found
    : refuse("campaign-not-found", { field: "campaignId", id: String(key.campaignId) });
}

/** All campaigns that are open to a caller and active, or all that are not, in the order in which they were made. */
export async function readOpenCampaigns(
  core: Pick<Core, "db">,
  orgId: number,
  key: Omit<CampaignKey, "campaignId">,
  active: boolean,
): Promise<Campaign[]> {
  return (await readCampaigns(core, orgId, key.account)).filter((one) => one.active === active && isOpenTo(one, key));
}
