import { removePart } from "../../../core/loyalty/campaigns/part-changes.ts";
import { defineCall } from "../call.ts";
import { sentCampaign } from "../campaign-actions.ts";
import { campaignKey, changed } from "../campaign-fields.ts";
import { feeKey } from "../campaign-rule-fields.ts";

export const campaignFeeDelete = defineCall({
  type: "campaign_fee_delete",
  purpose: "Deletes a fee; what it has taken stays taken.",
  permission: "delete-fees",
  input: { ...campaignKey, ...feeKey },
  output: { fee: changed("fee") },
  names: { feeId: "fee_id" },
  async handle(context, values) {
    const key = sentCampaign(context, values.campaign_id);
    const { fee_id: id } = values;
    await removePart(context.core, context.caller, key, "fees", id);
    return { fee: { status: "deleted", id } };
  },
});
