import { defineCall } from "../call.ts";
import { readSentCampaign } from "../campaign-actions.ts";
import { campaignKey, depreciationOutput } from "../campaign-fields.ts";
import { depreciationToWire } from "../campaign-part-mapping.ts";
import { list } from "../output.ts";

export const campaignDepreciations = defineCall({
  type: "campaign_depreciations",
  purpose: "Tells about a campaign's depreciations.",
  permission: null,
  input: campaignKey,
  output: { depreciations: list("All of them", "depreciation", depreciationOutput) },
  async handle(context, values) {
    const campaign = await readSentCampaign(context, values.campaign_id);
    return { depreciations: campaign.depreciations.map(depreciationToWire) };
  },
});
