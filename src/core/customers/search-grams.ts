import type { Identifiers } from "../identity/identifiers.ts";
import type { CustomerData } from "./customer.ts";

/** Of each value, how many characters can be found by. */
const longest = 1_000;

/** How texts compare that are searched for: whatever their case, width and composition. */
export function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

/** A customer's text as far as it can be found by, folded. */
export function searched(text: string): string {
  return fold(text.slice(0, longest));
}

/** Everything that a customer can be found by through its text (loyalty.md, section 4: all fields), in no order. */
export function searchedTexts(data: CustomerData, identifiers: Identifiers): string[] {
  const { email, loyaltyCode, cardNumber, userName } = identifiers;
  const texts = [
    data.givenName,
    data.familyName,
    data.companyName,
    data.phoneDay,
    data.address1,
    data.address2,
    data.city,
    data.region,
    data.postalCode,
    data.country,
    data.customDate,
    data.customText,
    ...Object.values(data.customFields ?? {}),
    email?.value,
    loyaltyCode,
    cardNumber,
    userName,
  ];
  return texts.filter((text): text is string => typeof text === "string" && text !== "");
}

/** The grams of a customer, as the index on them holds them: a hash of the organisation and each three characters in a row. */
export function gramsOf(orgId: number, data: CustomerData, identifiers: Identifiers): number[] {
  const grams = new Set<number>();
  for (const text of searchedTexts(data, identifiers)) addGrams(grams, orgId, searched(text));
  return [...grams];
}

/** The grams that a customer must have to hold `part`; none for a part that is too short to have any. */
export function gramsOfPart(orgId: number, part: string): number[] {
  const grams = new Set<number>();
  addGrams(grams, orgId, fold(part.slice(0, longest)));
  return [...grams];
}

/** FNV-1a, 32 bits: a collision costs a customer read in vain. */
function addGrams(grams: Set<number>, orgId: number, text: string): void {
  for (let at = 0; at + 3 <= text.length; at++) {
    let hash = Math.imul(0x811c9dc5 ^ orgId, 0x01000193);
    for (let i = at; i < at + 3; i++) {
      const unit = text.charCodeAt(i);
      hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
      hash = Math.imul(hash ^ (unit >> 8), 0x01000193);
    }
    grams.add(hash | 0);
  }
}
