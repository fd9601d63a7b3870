import { addPart } from "../../../core/loyalty/campaigns/part-changes.ts";
import { defineCall } from "../call.ts";
import { sentCampaign } from "../campaign-actions.ts";
import { campaignKey, changed } from "../campaign-fields.ts";
import { newDepreciationFromWire } from "../campaign-part-mapping.ts";
import { newDepreciation } from "../campaign-rule-fields.ts";

export const depreciationNew = defineCall({
  type: "depreciation_new",
  purpose: "Has a campaign's balances lose a part of what was earned, each interval after it was; not in a buyx campaign.",
  permission: "add-depreciation",
  input: { ...campaignKey, ...newDepreciation },
  output: { depreciation: changed("depreciation") },
  names: { interval: "depreciation_interval" },
  async handle(context, values) {
    const key = sentCampaign(context, values.campaign_id);
    const id = await addPart(context.core, context.caller, key, "depreciations", newDepreciationFromWire(values));
    return { depreciation: { status: "new", id } };
  },
});
