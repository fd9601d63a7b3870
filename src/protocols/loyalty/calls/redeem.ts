import { moneyText } from "../../../core/loyalty/ledger/amounts.ts";
import type { Posted } from "../../../core/loyalty/ledger/entry.ts";
import { recordedAgain, recordTransaction } from "../../../core/loyalty/ledger/record.ts";
import { clerksMost, redemptionOf } from "../../../core/loyalty/ledger/redemption.ts";
import { defineCall, onceInput } from "../call.ts";
import { fail } from "../failures.ts";
import { int, key, marked, money, yes } from "../fields.ts";
import { receiptOf, receiptOutput } from "../receipt.ts";
import { campaignKeyOf, mailOf, memberOf, toldOf, transactionInput } from "../transacting.ts";

export const redeem = defineCall({
  type: "redeem",
  purpose: "Takes what a customer redeems out of a campaign.",
  permission: "redeem",
  input: {
    ...transactionInput,
    ...onceInput,
    reward_to_redeem: marked(
      "observed",
      key(
        "Of points and events: a reward, by its id, its identifier or what is needed for it; of giftcard and earned: an amount; of buyx: the item",
        255,
      ),
    ),
    custom_points_redeem: marked("observed", int("Of points, instead of a reward: so many", 0, 1_000_000_000)),
    custom_dollars_redeem: marked("observed", money("Of points, instead of a reward: so much money off, by the reward ratio")),
    send_transaction_email: yes("Y: the customer gets an e-mail"),
  },
  output: receiptOutput,
  names: { item: "reward_to_redeem", money: "reward_to_redeem" },
  notes: `A redemption over the balance is refused and changes nothing; of several at once that the balance is not enough for, the first ones are done. A code or a card that has been
replaced or merged away redeems nothing: it may have been stolen. Users with the role H redeem at most ${moneyText(clerksMost.money)} or ${clerksMost.points.toLocaleString("en")} points at a time. A points campaign without a reward ratio
takes money off at its points ratio.`,
  async handle(context, values) {
    const { core, caller, user } = context;
    const campaign = campaignKeyOf(context, values.campaign_id);
    const member = memberOf(values);
    const { custom_points_redeem: points, custom_dollars_redeem: dollars } = values;
    if (points !== undefined && dollars !== undefined)
      fail("both-given", { values: ["custom_points_redeem", "custom_dollars_redeem"] });
    const told = await toldOf(context, values);
    const redemption = {
      ...told,
      reward: values.reward_to_redeem,
      points,
      money: dollars,
    };
    const recorded = await recordTransaction(core, caller, {
      member,
      campaign,
      draft: (found) => redemptionOf(found, redemption, user.role === "associate-clerk"),
      amountField: points !== undefined ? "points" : dollars !== undefined ? "redeemedMoney" : "reward",
      byRetired: false,
      further: values.send_transaction_email ? mailOf(context, told.description) : undefined,
    });
    return receiptOf(context, recorded, told.description, true);
  },
  async again(context, values, posted: Posted) {
    const campaign = campaignKeyOf(context, values.campaign_id);
    const recorded = await recordedAgain(context.core, context.caller, posted, campaign.campaignId);
    return receiptOf(context, recorded, values.authorization ?? null, true);
  },
});
