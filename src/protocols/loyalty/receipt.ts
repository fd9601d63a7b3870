import { type CampaignType, isMoney } from "../../core/loyalty/campaigns/campaign.ts";
import { type CustomField, readFields } from "../../core/loyalty/fields.ts";
import { moneyText } from "../../core/loyalty/ledger/amounts.ts";
import { coalitionCumulative } from "../../core/loyalty/ledger/coalition.ts";
import type { ReceiptCustomer, Recorded } from "../../core/loyalty/ledger/record.ts";
import type { CallContext } from "./call.ts";
import { customerOutput } from "./customer-fields.ts";
import { glyphOf } from "./glyph.ts";
import { type Answer, element, seenText } from "./output.ts";

const units = {
  points: seenText("In a points campaign"),
  amount: seenText("In a giftcard or earned campaign: with two decimals"),
  events: seenText("In an events campaign"),
  items: seenText("In a buyx campaign"),
  currency: seenText("The currency of an amount"),
  glyph: seenText("Its symbol"),
} as const;

const { first_name, last_name, card_number, phone, email, street1, custom_date } = customerOutput;
const ownFields = { "custom_field_#": customerOutput["custom_field_#"] };
const receiptCustomer = { first_name, last_name, card_number, phone, email, street1, custom_date, ...ownFields } as const;

const moved = { ...units, description: seenText("The authorization that was sent") } as const;

/** What record_activity and redeem answer (loyalty.md, section 9). */
export const receiptOutput = {
  receipt: element("What was recorded", {
    account_name: seenText("What the account's business is called"),
    agency: element("Whom the account belongs to", {
      id: seenText("Its short name"),
      name: seenText("Its name"),
      email: seenText("Where its owner is reached"),
    }),
    campaign: element("The campaign", { id: seenText("Its id"), name: seenText("Its name"), type: seenText("Its type") }),
    customer: element("The customer; empty fields are left out", receiptCustomer),
    transaction: element("The transaction", {
      id: seenText("Its id, by which it can be deleted"),
      purchase: element("What was spent for points", { amount: units.amount, currency: units.currency, glyph: units.glyph }),
      recorded: element("What was earned, but for money", moved),
      add: element("Money that was added", moved),
      deduct: element("What was redeemed, with a minus", moved),
      balance: element("What the customer then has in the campaign; of a buyx campaign of the item", units),
      cumulative_balance: element("All that was ever earned", units),
      coalition_cumulative_balance: element("The same over the coalition's campaigns of that type", units),
    }),
  }),
} as const;

/** An amount in a campaign's units, as the wire has it. */
export function unitsOf(type: CampaignType, amount: number, currency: string): Answer<typeof units> {
  if (isMoney(type)) return { amount: moneyText(amount), currency, glyph: glyphOf(currency) };
  return { [type === "points" ? "points" : type === "events" ? "events" : "items"]: amount };
}

/** The receipt of a transaction. */
export async function receiptOf(
  context: CallContext,
  recorded: Recorded,
  description: string | null,
  redeemed: boolean,
): Promise<Answer<typeof receiptOutput>> {
  const { core, caller, organisation, account, reads } = context;
  const { posted, campaign, customer } = recorded;
  reads.note(caller, posted.customerId);
  const coalition = await coalitionCumulative(core, caller, account, recorded);
  const { type } = campaign;
  const { currency } = organisation;
  const of = (amount: number) => unitsOf(type, amount, currency);
  const told = { ...of(posted.amount), description: description ?? undefined };
  const fields = customer.customFields ? await readFields(core, caller.orgId, "customer") : [];
  const name = account.details.businessName ?? organisation.name;
  const kind = redeemed ? "deduct" : isMoney(type) ? "add" : "recorded";
  return {
    receipt: {
      account_name: name,
      agency: { id: organisation.slug, name: account.details.agency ?? organisation.name, email: account.ownerEmail },
      campaign: { id: campaign.campaignId, name: campaign.name, type },
      customer: customerOf(customer, fields),
      transaction: {
        id: posted.entryId,
        purchase: posted.money === null ? undefined : { amount: moneyText(posted.money), currency, glyph: glyphOf(currency) },
        [kind]: told,
        balance: of(posted.balance),
        cumulative_balance: of(posted.cumulative),
        coalition_cumulative_balance: coalition === undefined ? undefined : of(coalition),
      },
    },
  };
}

/** A customer as receipts tell of them; what is empty is left out. */
function customerOf(
  { givenName, familyName, companyName, phoneDay, address1, customDate, customFields, email, cardNumber }: ReceiptCustomer,
  fields: readonly CustomField[],
): Answer<typeof receiptCustomer> {
  return {
    first_name: givenName ?? undefined,
    last_name: familyName ?? companyName ?? undefined,
    card_number: cardNumber ?? undefined,
    phone: phoneDay ?? undefined,
    email: email ?? undefined,
    street1: address1 ?? undefined,
    custom_date: customDate ?? undefined,
    "custom_field_#": Object.fromEntries(
      fields.flatMap(({ number, label }) => {
        const data = customFields?.[number];
        return data === undefined ? [] : [[number, { label, data }] as const];
      }),
    ),
  };
}
