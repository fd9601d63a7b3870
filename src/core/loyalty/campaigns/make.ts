import { violates } from "../../../platform/database/errors.ts";
import type { Transaction } from "../../../platform/database/transaction.ts";
import { differences } from "../../audit/change.ts";
import { newWrite, type Record as RecordChange, runWrite, type Write } from "../../audit/write.ts";
import type { Caller, Core } from "../../core.ts";
import type { Campaign } from "./campaign.ts";
import { insertCampaign } from "./queries.ts";

/** What a campaign is made with. */
export type NewCampaign = Pick<
  Campaign,
  | "account"
  | "name"
  | "type"
  | "description"
  | "latitude"
  | "longitude"
  | "pointsRatio"
  | "rewardRatio"
  | "eventAmount"
  | "inCoalition"
  | "twoTier"
>;

export const plainCampaign = {
  account: 1,
  description: null,
  latitude: null,
  longitude: null,
  pointsRatio: null,
  rewardRatio: null,
  eventAmount: null,
  inCoalition: true,
  twoTier: true,
} as const satisfies Partial<NewCampaign>;

const mostTries = 5;

/** Makes a campaign, under an id of 16 digits that nobody has; gives the id. */
export async function createCampaign(core: Core, caller: Caller, campaign: NewCampaign): Promise<number> {
  const write = newWrite(core);
  for (let tried = 1; ; tried++) {
    const campaignId = Number(`${1 + (Number(core.ids.digits(1)) % 8)}${core.ids.digits(15)}`);
    try {
      return await runWrite(core, caller, write, async (tx, record) => {
        sendCampaign(tx, record, caller, write, campaignId, campaign);
        return campaignId;
      });
    } catch (error) {
      if (!violates(error, "campaigns_pkey") || tried === mostTries) throw error;
    }
  }
}

/** Makes a campaign under a given id, in a write. An id in use shows as campaigns_pkey. */
export function sendCampaign(
  tx: Transaction,
  record: RecordChange,
  { orgId }: Caller,
  { at }: Write,
  campaignId: number,
  campaign: NewCampaign,
): void {
  const { account, name, type, description, latitude, longitude, pointsRatio, rewardRatio, eventAmount, inCoalition, twoTier } =
    campaign;
  tx.send(insertCampaign, [
    ...[orgId, campaignId, account, name, type, description, latitude, longitude, pointsRatio, rewardRatio, eventAmount],
    ...[inCoalition, twoTier, true, null, at],
  ]);
  const values = differences({}, { ...campaign, active: true });
  record({ entity: "campaign", entityId: campaignId, version: 1, action: "added", values });
}
