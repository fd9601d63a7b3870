import { isAddress, oneLine, sendMail } from "../../../platform/mail/mail.ts";
import type { Language } from "../account.ts";
import type { Campaign, CampaignType } from "../campaigns/campaign.ts";
import { moneyText } from "./amounts.ts";
import type { Posted } from "./entry.ts";
import type { Ledger } from "./post.ts";
import { type ReceiptCustomer, receiptCustomer } from "./queries.ts";

interface Words {
  readonly subject: (organisation: string) => string;
  readonly greeting: (name: string) => string;
  readonly added: (what: string, campaign: string) => string;
  readonly taken: (what: string, campaign: string) => string;
  readonly balance: (what: string) => string;
  readonly units: Readonly<Record<"points" | "events" | "buyx", string>>;
  readonly about: string;
}

const words: Readonly<Record<Language, Words>> = {
  en: {
    subject: (organisation) => `Your transaction at ${organisation}`,
    greeting: (name) => (name === "" ? "Hello," : `Hello ${name},`),
    added: (what, campaign) => `${what} were added to ${campaign}.`,
    taken: (what, campaign) => `${what} were taken from ${campaign}.`,
    balance: (what) => `Your balance is now ${what}.`,
    units: { points: "points", events: "visits", buyx: "items" },
    about: "About",
  },
  es: {
    subject: (organisation) => `Su transacción en ${organisation}`,
    greeting: (name) => (name === "" ? "Hola:" : `Hola, ${name}:`),
    added: (what, campaign) => `Se han añadido ${what} a ${campaign}.`,
    taken: (what, campaign) => `Se han descontado ${what} de ${campaign}.`,
    balance: (what) => `Su saldo es ahora de ${what}.`,
    units: { points: "puntos", events: "visitas", buyx: "artículos" },
    about: "Concepto",
  },
  fr: {
    subject: (organisation) => `Votre transaction chez ${organisation}`,
    greeting: (name) => (name === "" ? "Bonjour," : `Bonjour ${name},`),
    added: (what, campaign) => `${what} ont été ajoutés à ${campaign}.`,
    taken: (what, campaign) => `${what} ont été retirés de ${campaign}.`,
    balance: (what) => `Votre solde est maintenant de ${what}.`,
    units: { points: "points", events: "visites", buyx: "articles" },
    about: "Objet",
  },
};

/** Who tells a customer of a transaction, and how. */
export interface TransactionMail {
  /** What the customer knows the organisation by. */
  readonly organisation: string;
  readonly language: Language;
  readonly currency: string;
  readonly description: string | null;
}

/** What a customer is told of a transaction, in the account's language. */
export function transactionText(
  { organisation, language, currency, description }: TransactionMail,
  campaign: Pick<Campaign, "name" | "type">,
  { amount, balance }: Pick<Posted, "amount" | "balance">,
  { givenName }: Pick<ReceiptCustomer, "givenName">,
): { subject: string; text: string } {
  const says = words[language];
  const of = (type: CampaignType, units: number): string =>
    type === "giftcard" || type === "earned" ? `${moneyText(units)} ${currency}` : `${units} ${says.units[type]}`;
  const what = of(campaign.type, Math.abs(amount));
  const lines = [
    says.greeting(oneLine(givenName ?? "")),
    "",
    (amount < 0 ? says.taken : says.added)(what, oneLine(campaign.name)),
    says.balance(of(campaign.type, balance)),
    ...(description ? [`${says.about}: ${oneLine(description)}`] : []),
    "",
    oneLine(organisation),
  ];
  return { subject: oneLine(says.subject(organisation)), text: `${lines.join("\n")}\n` };
}

/** Tells the customer of a transaction, in the write that records it; nobody is told who has no address that mail goes to. */
export function mailCustomer(mail: TransactionMail, mailId: string) {
  return async ({ caller, tx, write }: Ledger, campaign: Campaign, posted: Posted, customerId: number): Promise<void> => {
    const [customer] = await tx.query(receiptCustomer, [caller.orgId, customerId]);
    const to = customer?.email;
    if (!to || !isAddress(to)) return;
    sendMail(tx, { orgId: caller.orgId, mailId, at: write.at, to, ...transactionText(mail, campaign, posted, customer) });
  };
}
