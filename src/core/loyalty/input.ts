import type { Core } from "../core.ts";
import type { CustomerData } from "../customers/customer.ts";
import type { CardShape } from "./cards.ts";

/** What a customer is recorded with; what is left undefined was not sent, and null takes away. */
export interface CustomerInput {
  readonly loyaltyCode?: string;
  /** A code of 16 digits is to take the place of whatever code there is or would be. */
  readonly freshCode: boolean;
  readonly cardNumber?: string;
  /** A card number is to be made. */
  readonly generate?: CardShape;
  /** From the customer as it is to what it is to be, with the e-mail. */
  readonly apply: (data: CustomerData, email: string | null) => { data: CustomerData; email: string | null };
  /** The e-mail that was asked for, to say whose it is. */
  readonly email?: string | null;
  /** Values of the organisation's own fields, by number. */
  readonly customFields: Readonly<Record<string, string | null>>;
  readonly userName?: string | null;
  readonly password?: string | null;
  readonly cardPin?: string | null;
  /** How many of the customer's own fields were sent, and how many of them with something in it. */
  readonly sentFields: number;
  readonly filledFields: number;
  /** Whether the account's owner is to be told of a new customer. */
  readonly tellsOwner: boolean;
}

/** Whether nothing was sent but who is meant: a code alone is no field to change (decisions.md, section 3). */
export function isNothing(input: CustomerInput): boolean {
  const { sentFields, customFields, userName, password, cardPin, freshCode, cardNumber, generate } = input;
  const others = [userName, password, cardPin, cardNumber, generate].some((one) => one !== undefined);
  return sentFields === 0 && Object.keys(customFields).length === 0 && !others && !freshCode;
}

/** Whether numbers are all that is known then: a card that is loaded for whoever will make it theirs. Clients send what is empty, too. */
export function isBlank({ filledFields, customFields, userName, password, cardPin }: CustomerInput): boolean {
  const others = [...Object.values(customFields), userName, password, cardPin].some((one) => typeof one === "string");
  return filledFields === 0 && !others;
}

export interface Secrets {
  readonly passwordHash?: string | null;
  readonly cardPinHash?: string | null;
}

/** The hashes of what was sent. */
export async function hashSecrets(core: Core, { password, cardPin }: CustomerInput): Promise<Secrets> {
  const hashed = (secret: string | null | undefined) =>
    typeof secret === "string" ? core.hasher.slots.run(() => core.hasher.hash(secret)) : secret;
  const [passwordHash, cardPinHash] = await Promise.all([hashed(password), hashed(cardPin)]);
  return { passwordHash, cardPinHash };
}
