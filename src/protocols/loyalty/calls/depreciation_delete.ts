import { removePart } from "../../../core/loyalty/campaigns/part-changes.ts";
import { defineCall } from "../call.ts";
import { sentCampaign } from "../campaign-actions.ts";
import { campaignKey, changed } from "../campaign-fields.ts";
import { depreciationKey } from "../campaign-rule-fields.ts";

export const depreciationDelete = defineCall({
  type: "depreciation_delete",
  purpose: "Deletes a depreciation; what it has taken stays taken.",
  permission: "delete-depreciation",
  input: { ...campaignKey, ...depreciationKey },
  output: { depreciation: changed("depreciation") },
  names: { depreciationId: "depreciation_id" },
  async handle(context, values) {
    const key = sentCampaign(context, values.campaign_id);
    const { depreciation_id: id } = values;
    await removePart(context.core, context.caller, key, "depreciations", id);
    return { depreciation: { status: "deleted", id } };
  },
});
