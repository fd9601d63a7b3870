import type { Campaign } from "../../core/loyalty/campaigns/campaign.ts";
import { moneyText } from "../../core/loyalty/ledger/amounts.ts";
import { type ReportedTransaction, reportTransactions } from "../../core/loyalty/reports/transactions.ts";
import { localTime } from "../../platform/clock.ts";
import { amountText, authorizationOf, isTaken, serviceProductOf } from "./balance-mapping.ts";
import type { CallContext } from "./call.ts";
import { lastName } from "./customer-mapping.ts";
import { glyphOf } from "./glyph.ts";
import { type Answer, own, seenText } from "./output.ts";
import { daysOf, type ReportValues } from "./report-input.ts";
import { pagedOf } from "./report-pages.ts";

/** A transaction as the report tells it. */
export const transactionOutput = {
  code: seenText("The customer's code"),
  customer: seenText("The customer's first and last name"),
  card_number: seenText("The customer's card number"),
  first_name: seenText("First name"),
  last_name: seenText("Last name"),
  date: seenText("When it happened, in the organisation's time zone: YYYY-MM-DD HH:MM:SS"),
  record_timestamp: seenText("When it was recorded, likewise"),
  authorization: seenText("Its description"),
  amount_number: seenText("How much was earned, with a minus what was returned, or how much was taken"),
  amount_type: seenText("The currency's symbol for money, else points, visits or items"),
  original_amount: seenText("The money that was spent, or was taken off"),
  redeemed: seenText("R when the amount was taken from the balance, else empty"),
  custom1: seenText("The customer's custom_field"),
  transaction_id: own(seenText("Its id, by which it can be deleted")),
  campaign_id: own(seenText("The campaign's id")),
  campaign: own(seenText("What the campaign is called")),
  service_product: own(seenText("Of buyx the item; of a redemption the reward; of the activation `Activation`")),
  user_name: own(seenText("The user who recorded it")),
} as const;

/** The report of all transactions, with everybody in it recorded as read. */
export async function answerTransactions(context: CallContext, values: ReportValues, campaigns: readonly Campaign[]) {
  const { core, caller, organisation, reads } = context;
  const byId = new Map(campaigns.map((one) => [one.campaignId, one]));
  const looked = { ...daysOf(values), campaignIds: [...byId.keys()] };
  const report = await reportTransactions(core, caller, looked);
  const toWire = (page: readonly ReportedTransaction[]) => {
    for (const customerId of new Set(page.map((one) => one.holderId))) reads.note(caller, customerId);
    return page.map((one) => transactionToWire(one, byId.get(one.campaignId)!, organisation));
  };
  return {
    transactions_count: report.count,
    transactions: pagedOf(report, toWire),
  };
}

const units = { points: "points", events: "visits", buyx: "items" } as const;

function transactionToWire(
  one: ReportedTransaction,
  campaign: Campaign,
  { timeZone, currency }: CallContext["organisation"],
): Answer<typeof transactionOutput> {
  const { type } = campaign;
  const last = lastName({ familyName: one.familyName, companyName: one.companyName, kind: one.holderKind });
  const taken = isTaken(one);
  // What is put on a card is the money itself.
  const spent = one.money ?? (type === "giftcard" && one.kind !== "enrolment" ? one.amount : null);
  return {
    code: one.loyaltyCode,
    customer: [one.givenName, last].filter(Boolean).join(" "),
    card_number: one.cardNumber,
    first_name: one.givenName,
    last_name: last,
    date: localTime(timeZone, one.occurredAt),
    record_timestamp: localTime(timeZone, one.recordedAt),
    authorization: authorizationOf(one),
    amount_number: amountText(type, taken ? -one.amount : one.amount),
    amount_type: type === "giftcard" || type === "earned" ? glyphOf(currency) : units[type],
    original_amount: spent === null ? null : moneyText(taken ? -spent : spent),
    redeemed: taken ? "R" : null,
    custom1: one.customText,
    transaction_id: one.entryId,
    campaign_id: campaign.campaignId,
    campaign: campaign.name,
    service_product: serviceProductOf(campaign, one),
    user_name: one.userName,
  };
}
