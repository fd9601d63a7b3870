import { deleteCampaign } from "../../../core/loyalty/campaigns/delete.ts";
import { removePart } from "../../../core/loyalty/campaigns/part-changes.ts";
import { defineCall } from "../call.ts";
import { actionOf, sentCampaign } from "../campaign-actions.ts";
import { actionInput, changedOutput, partKeys, someCampaign } from "../campaign-fields.ts";
import { partIdOf, partKinds, partNames } from "../campaign-part-mapping.ts";

export const campaignDelete = defineCall({
  type: "campaign_delete",
  purpose: "Deletes a campaign with its transactions, or a reward, a promotion or an item of one.",
  permission: null,
  input: { ...actionInput, ...someCampaign, ...partKeys },
  output: changedOutput,
  names: partNames,
  notes: `\`action\` says what is deleted, and which permission it takes; campaign_id is required, and the part's id (reward_id, promo_id or item_id). A deleted campaign is gone for every call at
once; its balances and transactions go from the database within minutes. What was recorded by a reward, a promotion or an item stays.`,
  async handle(context, values) {
    const { core, caller } = context;
    const action = actionOf(context, "delete", values.action);
    const key = sentCampaign(context, values.campaign_id);
    if (action === "campaign") {
      await deleteCampaign(core, caller, key);
      return { campaign: { status: "deleted", id: key.campaignId } };
    }
    const id = partIdOf(action, values);
    await removePart(core, caller, key, partKinds[action], id);
    return { [action]: { status: "deleted", id } };
  },
});
