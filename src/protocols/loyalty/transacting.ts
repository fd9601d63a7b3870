import { transactionFields, transactionValues } from "../../core/loyalty/ledger/fields.ts";
import { mailCustomer } from "../../core/loyalty/ledger/mail.ts";
import type { CampaignKey } from "../../core/loyalty/ledger/record.ts";
import { type CallContext, customerKeys } from "./call.ts";
import { fail } from "./failures.ts";
import { family, key, required, text, type Values } from "./fields.ts";

/** What every call takes that records something of a customer in a campaign. */
export const transactionInput = {
  campaign_id: required(key("The campaign, by its id of 16 digits")),
  ...customerKeys,
  authorization: text("A description of the transaction, such as a receipt's number"),
  "custom_field_#": family("A field that transaction_fields has defined; the value must fit its type", 64_000),
} as const;

type Sent = Pick<Values<typeof transactionInput>, "code" | "card_number" | "authorization" | "custom_field_#">;

/** Whom it is for. Fails with one-of-missing. */
export function memberOf({ code, card_number: cardNumber }: Pick<Sent, "code" | "card_number">) {
  if (code === undefined && cardNumber === undefined) fail("one-of-missing", { values: ["code", "card_number"] });
  return { loyaltyCode: code, cardNumber };
}

/** The campaign of an id, as the user may use it. Fails with campaign-invalid for what can be none. */
export function campaignKeyOf({ accountNumber, user }: CallContext, id: string): CampaignKey {
  if (!/^[1-9]\d{15}$/.test(id) || !Number.isSafeInteger(Number(id))) fail("campaign-invalid", { field: "campaign_id", id });
  return { campaignId: Number(id), account: accountNumber, allowed: user.allowedCampaigns };
}

/** Tells the customer of a transaction by e-mail. */
export function mailOf({ core, account, organisation }: CallContext, description: string | null) {
  const name = account.details.businessName ?? organisation.name;
  const mail = { organisation: name, language: account.language, currency: organisation.currency, description };
  return mailCustomer(mail, core.ids.uuid());
}

/** The values of fields for transactions as they are kept; null for none. Refuses with field-value. */
export async function transactionFieldValues(
  { core, caller, account }: CallContext,
  sent: Readonly<Record<string, string | null>>,
) {
  return transactionValues(await transactionFields(core, caller.orgId, account, Object.keys(sent).length > 0), sent);
}

/** What callers say of a transaction besides. Refuses with field-value. */
export async function toldOf(context: CallContext, values: Pick<Sent, "authorization" | "custom_field_#">) {
  return {
    description: values.authorization ?? null,
    customFields: await transactionFieldValues(context, values["custom_field_#"]),
    occurredAt: null,
  };
}
