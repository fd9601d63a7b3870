import { historyOf, standingsOf } from "../../../core/loyalty/ledger/history.ts";
import { usableCampaign } from "../../../core/loyalty/ledger/record.ts";
import { visibleCampaigns } from "../../../core/loyalty/ledger/visible.ts";
import { findMember } from "../../../core/loyalty/members.ts";
import { amountText, dayOf, itemsOutput, itemsToWire, transactionOutput, transactionToWire } from "../balance-mapping.ts";
import { customerKeys, defineCall } from "../call.ts";
import { customerToWire } from "../customer-mapping.ts";
import { fail } from "../failures.ts";
import { int, key, required, yes } from "../fields.ts";
import { element, list, outText, own, seenText } from "../output.ts";
import { campaignKeyOf, memberOf } from "../transacting.ts";

export const customerBalance = defineCall({
  type: "customer_balance",
  aliases: ["balance"],
  purpose: "Tells what a customer has in a campaign, and their transactions in it, latest first.",
  permission: "look-up-customer",
  input: {
    campaign_id: required(key("The campaign, by its id of 16 digits")),
    ...customerKeys,
    transactions_number: int("How many transactions are told, the latest ones; 0: none; not sent: all", 0, 1_000_000),
    across_campaigns: yes("Yes: those of all campaigns of the coalition, where there is one"),
  },
  output: {
    campaign: element("The campaign", {
      campaign_id: seenText("Its id"),
      campaign_type: seenText("Its type"),
      campaign_name: seenText("What it is called"),
      customer: element("The customer", {
        code: outText("The code"),
        card_number: outText("The card number"),
        first_name: outText("First name"),
        last_name: outText("Last name"),
        balance: seenText("What the customer has"),
        cumulative: own(seenText("All that was ever earned")),
        items: list("Of buyx, instead of balance: each item", "item", itemsOutput),
        last_transaction: seenText("The day of the last transaction: YYYY-MM-DD, or 0000-00-00"),
        last_transaction_points: seenText("Its amount"),
        last_redemption: seenText("The day of the last redemption, likewise"),
        last_redemption_points: seenText("Its amount"),
        transactions: list("The transactions; what was taken from the balance has redeemed Y", "transaction", transactionOutput),
      }),
    }),
  },
  async handle(context, values) {
    const { core, caller, organisation, reads } = context;
    const { timeZone } = organisation;
    const campaign = await usableCampaign(core, caller.orgId, campaignKeyOf(context, values.campaign_id));
    const found = await findMember(core, caller, memberOf(values));
    if (!found) fail("no-customer");
    reads.note(caller, found.customerId);
    const joint = values.across_campaigns ? (await visibleCampaigns(core, caller, context)).open : [];
    const told = new Map([campaign, ...joint].map((one) => [one.campaignId, one]));
    const [[standing], entries] = await Promise.all([
      standingsOf(core, caller, [found.customerId], [campaign.campaignId], true),
      historyOf(core, caller, found.customerId, { campaignIds: [...told.keys()], limit: values.transactions_number }),
    ]);
    const { type } = campaign;
    const amountOf = (done: readonly [string, number] | null | undefined) => amountText(type, Math.abs(done?.[1] ?? 0));
    const { code, card_number, first_name, last_name } = customerToWire(found, [], timeZone);
    return {
      campaign: {
        campaign_id: campaign.campaignId,
        campaign_type: type,
        campaign_name: campaign.name,
        customer: {
          ...{ code, card_number, first_name, last_name },
          balance: type === "buyx" ? undefined : amountText(type, standing?.balance ?? 0),
          cumulative: type === "buyx" ? undefined : amountText(type, standing?.cumulative ?? 0),
          items: type === "buyx" ? itemsToWire(campaign, standing) : undefined,
          last_transaction: dayOf(standing?.last, timeZone),
          last_transaction_points: amountText(type, standing?.last?.[1] ?? 0),
          last_redemption: dayOf(standing?.lastRedemption, timeZone),
          last_redemption_points: amountOf(standing?.lastRedemption),
          transactions: entries.map((one) => transactionToWire(told.get(one.campaignId)!, one, timeZone)),
        },
      },
    };
  },
});
