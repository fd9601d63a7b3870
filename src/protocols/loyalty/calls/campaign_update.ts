import { editCampaign } from "../../../core/loyalty/campaigns/edit.ts";
import { changePart } from "../../../core/loyalty/campaigns/part-changes.ts";
import { defineCall } from "../call.ts";
import { actionOf, sentCampaign } from "../campaign-actions.ts";
import { actionInput, changedOutput, partKeys, someCampaign, updateInput } from "../campaign-fields.ts";
import { campaignChangeFromWire } from "../campaign-mapping.ts";
import { partFromWire, partIdOf, partKinds, partNames } from "../campaign-part-mapping.ts";

export const campaignUpdate = defineCall({
  type: "campaign_update",
  purpose: "Changes what is sent of a campaign, or of a reward, a promotion or an item of one.",
  permission: null,
  input: { ...actionInput, ...someCampaign, ...partKeys, ...updateInput },
  output: changedOutput,
  names: {
    ...partNames,
    rewardIdentifier: "new_reward_identifier",
    itemIdentifier: "new_item_identifier",
    promotionIdentifier: "promo_custom_id",
    promotionValue: "new_promo_amount",
    endsOn: "promo_end_date",
  },
  notes: `\`action\` says what is changed, and which permission it takes; campaign_id is required, and the part's id (reward_id, promo_id or item_id). A campaign keeps its type; what its type
does not have is not looked at. What is required of a new one can't be taken away. The campaign may be inactive.`,
  async handle(context, values) {
    const { core, caller } = context;
    const action = actionOf(context, "edit", values.action);
    const key = sentCampaign(context, values.campaign_id);
    if (action === "campaign") {
      await editCampaign(core, caller, key, (held) => campaignChangeFromWire(values, held));
      return { campaign: { status: "update", id: key.campaignId } };
    }
    const id = partIdOf(action, values);
    await changePart(core, caller, key, partKinds[action], id, partFromWire(action, values, "new_"));
    return { [action]: { status: "update", id } };
  },
});
