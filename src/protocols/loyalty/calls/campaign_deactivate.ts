import { deactivateCampaign } from "../../../core/loyalty/campaigns/edit.ts";
import { defineCall } from "../call.ts";
import { sentCampaign } from "../campaign-actions.ts";
import { campaignKey, changedOutput } from "../campaign-fields.ts";

export const campaignDeactivate = defineCall({
  type: "campaign_deactivate",
  purpose: "Lets nothing more be recorded in a campaign, and nothing be taken by time.",
  permission: "deactivate-campaign",
  input: campaignKey,
  output: { campaign: changedOutput.campaign },
  async handle(context, values) {
    const key = sentCampaign(context, values.campaign_id);
    await deactivateCampaign(context.core, context.caller, key);
    return { campaign: { status: "update", id: key.campaignId } };
  },
});
