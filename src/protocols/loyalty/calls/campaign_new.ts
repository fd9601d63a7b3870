import { createCampaign } from "../../../core/loyalty/campaigns/make.ts";
import { addPart } from "../../../core/loyalty/campaigns/part-changes.ts";
import { defineCall } from "../call.ts";
import { actionOf, sentCampaign } from "../campaign-actions.ts";
import { actionInput, changedOutput, newInput, someCampaign } from "../campaign-fields.ts";
import { campaignFromWire } from "../campaign-mapping.ts";
import { newPartFromWire, partKinds } from "../campaign-part-mapping.ts";

export const campaignNew = defineCall({
  type: "campaign_new",
  purpose: "Makes a campaign, or a reward, a promotion or an item of one.",
  permission: null,
  input: { ...actionInput, ...someCampaign, ...newInput },
  output: changedOutput,
  names: {
    rewardIdentifier: "reward_identifier",
    itemIdentifier: "item_identifier",
    promotionIdentifier: "promo_custom_id",
    promotionValue: "promo_amount",
    endsOn: "promo_end_date",
  },
  notes: `\`action\` says what is made, and which permission it takes. \`campaign\`: campaign_type and campaign_name are required, of earned amount_per_event too; what the type does not have is
not looked at. \`reward\` (points and events), \`promo\` (points) and \`item\` (buyx): campaign_id is required, of a reward reward_level and reward_description, of a promotion promo_operation and
promo_amount, of an item item_description and reward_level. The campaign may be inactive. Ratios are above 0, with at most 6 digits before the point, or the comma, and 4 after it; points that a
promotion adds are whole. In a form \`+\` must be sent as \`%2B\`. Who may use some campaigns only cannot use a new one until they are allowed it, too.`,
  async handle(context, values) {
    const { core, caller, accountNumber } = context;
    const action = actionOf(context, "add", values.action);
    if (action === "campaign")
      return { campaign: { id: await createCampaign(core, caller, campaignFromWire(values, accountNumber)) } };
    const key = sentCampaign(context, values.campaign_id);
    const id = await addPart(core, caller, key, partKinds[action], newPartFromWire(action, values));
    return { [action]: { status: "new", id } };
  },
});
