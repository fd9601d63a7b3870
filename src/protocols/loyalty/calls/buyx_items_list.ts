import { defineCall } from "../call.ts";
import { readSentCampaign } from "../campaign-actions.ts";
import { campaignKey, itemOutput } from "../campaign-fields.ts";
import { itemToWire } from "../campaign-part-mapping.ts";
import { list } from "../output.ts";

export const buyxItemsList = defineCall({
  type: "buyx_items_list",
  purpose: "Tells about a buyx campaign's items.",
  permission: null,
  input: campaignKey,
  output: { buyx_items: list("All of them", "item", itemOutput) },
  async handle(context, values) {
    const campaign = await readSentCampaign(context, values.campaign_id);
    return { buyx_items: campaign.items.map(itemToWire) };
  },
});
