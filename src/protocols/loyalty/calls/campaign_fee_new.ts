import { addPart } from "../../../core/loyalty/campaigns/part-changes.ts";
import { defineCall } from "../call.ts";
import { sentCampaign } from "../campaign-actions.ts";
import { campaignKey, changed } from "../campaign-fields.ts";
import { newFeeFromWire } from "../campaign-part-mapping.ts";
import { newFee } from "../campaign-rule-fields.ts";

export const campaignFeeNew = defineCall({
  type: "campaign_fee_new",
  purpose: "Has something taken from a campaign's balances each interval after the customer joined it; not in a buyx campaign.",
  permission: "add-fees",
  input: { ...campaignKey, ...newFee },
  output: { fee: changed("fee") },
  names: { feeAmount: "fee_amount" },
  async handle(context, values) {
    const key = sentCampaign(context, values.campaign_id);
    const id = await addPart(context.core, context.caller, key, "fees", newFeeFromWire(values));
    return { fee: { status: "new", id } };
  },
});
