import { defineCall } from "../call.ts";
import { readSentCampaign } from "../campaign-actions.ts";
import { campaignKey, feeOutput } from "../campaign-fields.ts";
import { feeToWire } from "../campaign-part-mapping.ts";
import { list } from "../output.ts";

export const campaignFees = defineCall({
  type: "campaign_fees",
  purpose: "Tells about a campaign's fees.",
  permission: null,
  input: campaignKey,
  output: { fees: list("All of them", "fee", feeOutput) },
  async handle(context, values) {
    const campaign = await readSentCampaign(context, values.campaign_id);
    return { fees: campaign.fees.map((one) => feeToWire(campaign, one)) };
  },
});
