import type { Transaction } from "../../platform/database/transaction.ts";
import { isAddress, type Mail, oneLine, sendMail } from "../../platform/mail/mail.ts";
import type { CustomerData } from "../customers/customer.ts";
import type { Identifiers } from "../identity/identifiers.ts";
import type { Language, LoyaltyAccount } from "./account.ts";

interface Words {
  readonly subject: (organisation: string) => string;
  readonly opening: (organisation: string) => string;
  readonly name: string;
  readonly code: string;
  readonly card: string;
  readonly phone: string;
  readonly email: string;
  readonly address: string;
}

const words: Record<Language, Words> = {
  en: {
    subject: (organisation) => `New customer: ${organisation}`,
    opening: (organisation) => `A customer has joined ${organisation}.`,
    name: "Name",
    code: "Customer code",
    card: "Card number",
    phone: "Telephone",
    email: "E-mail",
    address: "Address",
  },
  es: {
    subject: (organisation) => `Cliente nuevo: ${organisation}`,
    opening: (organisation) => `Se ha dado de alta un cliente en ${organisation}.`,
    name: "Nombre",
    code: "Código de cliente",
    card: "Número de tarjeta",
    phone: "Teléfono",
    email: "Correo electrónico",
    address: "Dirección",
  },
  fr: {
    subject: (organisation) => `Nouveau client : ${organisation}`,
    opening: (organisation) => `Un client s'est inscrit auprès de ${organisation}.`,
    name: "Nom",
    code: "Code client",
    card: "Numéro de carte",
    phone: "Téléphone",
    email: "Courriel",
    address: "Adresse",
  },
};

/** Who has joined. */
export interface Joined {
  readonly organisation: string;
  readonly data: CustomerData;
  readonly identifiers: Identifiers;
}

/** What the account's owner is told of a new customer (seed 002, notes: "to send a plastic card to"), in the account's language. */
export function newCustomerText(
  language: Language,
  { organisation, data, identifiers }: Joined,
): { subject: string; text: string } {
  const says = words[language];
  const joined = (separator: string, ...parts: (string | null)[]): string => parts.filter(Boolean).join(separator);
  const address = [data.address1, data.address2, joined(" ", data.city, data.region, data.postalCode), data.country];
  const lines: [string, string | null][] = [
    [says.name, joined(" ", data.givenName, data.familyName)],
    [says.code, identifiers.loyaltyCode],
    [says.card, identifiers.cardNumber],
    [says.phone, data.phoneDay],
    [says.email, identifiers.email?.value ?? null],
    [says.address, joined(", ", ...address)],
  ];
  const told = lines.filter(([, value]) => value).map(([name, value]) => `${name}: ${oneLine(value!)}`);
  return { subject: oneLine(says.subject(organisation)), text: `${says.opening(oneLine(organisation))}\n\n${told.join("\n")}\n` };
}

/** Tells the account's owner of a customer, in the write that adds them; nobody is told when there is no owner's address. */
export function mailOwner(
  tx: Transaction,
  account: LoyaltyAccount,
  mail: Pick<Mail, "orgId" | "mailId" | "at">,
  joined: Joined,
): void {
  if (!account.ownerEmail || !isAddress(account.ownerEmail)) return;
  sendMail(tx, { ...mail, to: account.ownerEmail, ...newCustomerText(account.language, joined) });
}
