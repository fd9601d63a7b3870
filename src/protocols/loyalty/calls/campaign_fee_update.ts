import { changePart } from "../../../core/loyalty/campaigns/part-changes.ts";
import { defineCall } from "../call.ts";
import { sentCampaign } from "../campaign-actions.ts";
import { campaignKey, changed } from "../campaign-fields.ts";
import { feeFromWire } from "../campaign-part-mapping.ts";
import { feeInput } from "../campaign-rule-fields.ts";

export const campaignFeeUpdate = defineCall({
  type: "campaign_fee_update",
  purpose: "Changes what is sent of a fee; what was due by today was due as it was before.",
  permission: "edit-fees",
  input: { ...campaignKey, ...feeInput },
  output: { fee: changed("fee") },
  names: { feeId: "fee_id", feeAmount: "fee_amount" },
  async handle(context, values) {
    const key = sentCampaign(context, values.campaign_id);
    const { fee_id: id } = values;
    await changePart(context.core, context.caller, key, "fees", id, feeFromWire(values));
    return { fee: { status: "update", id } };
  },
});
