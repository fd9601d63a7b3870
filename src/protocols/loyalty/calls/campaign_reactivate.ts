import { reactivateCampaign } from "../../../core/loyalty/campaigns/edit.ts";
import { defineCall } from "../call.ts";
import { sentCampaign } from "../campaign-actions.ts";
import { campaignKey, changedOutput } from "../campaign-fields.ts";

export const campaignReactivate = defineCall({
  type: "campaign_reactivate",
  purpose: "Takes a campaign up again: nothing is taken for the time in which it was not active.",
  permission: "activate-campaign",
  input: campaignKey,
  output: { campaign: changedOutput.campaign },
  async handle(context, values) {
    const key = sentCampaign(context, values.campaign_id);
    await reactivateCampaign(context.core, context.caller, key);
    return { campaign: { status: "update", id: key.campaignId } };
  },
});
