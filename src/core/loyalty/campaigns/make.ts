import { violates } from "../../../platform/database/errors.ts";
import type { Transaction } from "../../../platform/database/transaction.ts";
import { newWrite, type Record as RecordChange, runWrite, type Write } from "../../audit/write.ts";
import type { Caller, Core } from "../../core.ts";
import { type Campaign, shortestDaysOf } from "./campaign.ts";
import { campaignDifferences, noParts, type PartLists } from "./parts.ts";
import { insertCampaign } from "./queries.ts";
import { sendParts } from "./store.ts";

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

/** Makes a campaign under a given id, with what belongs to it, in a write. An id in use shows as campaigns_pkey. Decimal numbers must be in their shortest form. */
export function sendCampaign(
  tx: Transaction,
  record: RecordChange,
  { orgId }: Caller,
  { at }: Write,
  campaignId: number,
  campaign: NewCampaign,
  more: Partial<PartLists> = {},
): void {
  const parts = { ...noParts, ...more };
  const shortestDays = shortestDaysOf([...parts.depreciations, ...parts.fees]);
  const { account, name, type, description, latitude, longitude, pointsRatio, rewardRatio, eventAmount, inCoalition, twoTier } =
    campaign;
  tx.send(insertCampaign, [
    ...[orgId, campaignId, account, name, type, description, latitude, longitude, pointsRatio, rewardRatio, eventAmount],
    ...[inCoalition, twoTier, true, shortestDays, at],
  ]);
  sendParts({ tx, orgId, campaignId, at }, noParts, parts);
  const values = campaignDifferences(null, { ...campaign, ...parts, active: true });
  record({ entity: "campaign", entityId: campaignId, version: 1, action: "added", values });
}
