import { changePart } from "../../../core/loyalty/campaigns/part-changes.ts";
import { defineCall } from "../call.ts";
import { sentCampaign } from "../campaign-actions.ts";
import { campaignKey, changed } from "../campaign-fields.ts";
import { depreciationFromWire } from "../campaign-part-mapping.ts";
import { depreciationInput } from "../campaign-rule-fields.ts";

export const depreciationUpdate = defineCall({
  type: "depreciation_update",
  purpose: "Changes what is sent of a depreciation; what was due by today was due as it was before.",
  permission: "edit-depreciation",
  input: { ...campaignKey, ...depreciationInput },
  output: { depreciation: changed("depreciation") },
  names: { depreciationId: "depreciation_id", interval: "depreciation_interval" },
  async handle(context, values) {
    const key = sentCampaign(context, values.campaign_id);
    const { depreciation_id: id } = values;
    await changePart(context.core, context.caller, key, "depreciations", id, depreciationFromWire(values));
    return { depreciation: { status: "update", id } };
  },
});
