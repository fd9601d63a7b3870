import { activityOf } from "../../../core/loyalty/ledger/activity.ts";
import type { Posted } from "../../../core/loyalty/ledger/entry.ts";
import { recordedAgain, recordTransaction } from "../../../core/loyalty/ledger/record.ts";
import { refuseOverLimit } from "../../../core/loyalty/ledger/redemption.ts";
import { today } from "../../../core/today.ts";
import { defineCall, onceInput } from "../call.ts";
import { fail } from "../failures.ts";
import { int, key, money, yes } from "../fields.ts";
import { receiptOf, receiptOutput } from "../receipt.ts";
import { campaignKeyOf, mailOf, memberOf, toldOf, transactionInput } from "../transacting.ts";

export const recordActivity = defineCall({
  type: "record_activity",
  purpose: "Records what a customer has done, and what it earns them in a campaign.",
  permission: "record-transaction",
  input: {
    ...transactionInput,
    ...onceInput,
    amount: money(
      "Of points: what was spent; of giftcard, where it is required: what is put on the card; negative for what is returned",
    ),
    promo_id: key("Of points: a promotion, by its id"),
    service_product: key("Of buyx, where it is required: the item, by its id, its identifier or its name", 255),
    buyx_quantity: int("Of buyx: how many, 1 unless it is sent", 1, 1_000_000),
    send_transaction_email: yes("Y: the customer gets an e-mail"),
  },
  output: receiptOutput,
  notes: `A negative amount is a return: it takes what the purchase had earned, needs the permission to redeem besides, and is refused when that has been spent. Whoever has not joined the campaign joins it by the
transaction.`,
  async handle(context, values) {
    const { core, caller, may, user } = context;
    const campaign = campaignKeyOf(context, values.campaign_id);
    const member = memberOf(values);
    // What is returned is taken from the balance, and taking is a permission of its own.
    if ((values.amount ?? 0) < 0 && !may("redeem")) fail("not-permitted", { field: "redeem" });
    const told = await toldOf(context, values);
    const activity = {
      ...told,
      money: values.amount,
      promotion: values.promo_id,
      item: values.service_product,
      quantity: values.buyx_quantity,
    };
    const day = today(core, caller.timeZone);
    const recorded = await recordTransaction(core, caller, {
      member,
      campaign,
      draft(found) {
        const draft = activityOf(found, activity, day);
        if (draft.amount < 0 && user.role === "associate-clerk") refuseOverLimit(found, draft, "money");
        return draft;
      },
      amountField: "money",
      byRetired: true,
      further: values.send_transaction_email ? mailOf(context, told.description) : undefined,
    });
    return receiptOf(context, recorded, told.description, false);
  },
  async again(context, values, posted: Posted) {
    const campaign = campaignKeyOf(context, values.campaign_id);
    const recorded = await recordedAgain(context.core, context.caller, posted, campaign.campaignId);
    return receiptOf(context, recorded, values.authorization ?? null, false);
  },
});
