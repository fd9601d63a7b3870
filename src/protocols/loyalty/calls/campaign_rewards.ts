import { defineCall } from "../call.ts";
import { readSentCampaign } from "../campaign-actions.ts";
import { campaignKey, rewardOutput } from "../campaign-fields.ts";
import { rewardToWire } from "../campaign-part-mapping.ts";
import { list } from "../output.ts";

export const campaignRewards = defineCall({
  type: "campaign_rewards",
  purpose: "Tells about a campaign's rewards.",
  permission: null,
  input: campaignKey,
  output: { rewards: list("All of them", "reward", rewardOutput) },
  async handle(context, values) {
    const campaign = await readSentCampaign(context, values.campaign_id);
    return { rewards: campaign.rewards.map(rewardToWire) };
  },
});
