import { defineCall } from "../call.ts";
import { readSentCampaign } from "../campaign-actions.ts";
import { campaignKey, promotionOutput } from "../campaign-fields.ts";
import { promotionToWire } from "../campaign-part-mapping.ts";
import { list } from "../output.ts";

export const campaignPromos = defineCall({
  type: "campaign_promos",
  purpose: "Tells about a campaign's promotions.",
  permission: null,
  input: campaignKey,
  output: { promotions: list("All of them", "promotion", promotionOutput) },
  async handle(context, values) {
    const campaign = await readSentCampaign(context, values.campaign_id);
    return { promotions: campaign.promotions.map(promotionToWire) };
  },
});
