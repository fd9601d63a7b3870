import { emailKey } from "../email.ts";
import { type Identifiers, type RetiredIdentifier, settled } from "../identifiers.ts";

/**
 * What a survivor is found by once it has the loser's too: alternate ids beside its own, references where it has none of that company; all
 * else is retired and leads to it, but for the user name and unique values, which are freed, and an e-mail that was not the loser's alone.
 */
export function carried(survivor: Identifiers, loser: Identifiers, loserOnAccount: boolean): Identifiers {
  const has = (type: string, value: string) => survivor.alternateIds.some((id) => id.type === type && id.value === value);
  const isFree = (company: string) => !survivor.references.some((one) => one.company === company);
  const retired: RetiredIdentifier[] = [...loser.retired];
  if (loser.email && loserOnAccount && !isEmailOf(survivor, loser.email.value))
    retired.push({ kind: "email", type: "", value: loser.email.value });
  if (loser.loyaltyCode !== null) retired.push({ kind: "loyalty-code", type: "", value: loser.loyaltyCode });
  if (loser.cardNumber !== null) retired.push({ kind: "card-number", type: "", value: loser.cardNumber });
  for (const { company, value } of loser.references)
    if (!isFree(company)) retired.push({ kind: "external-reference", type: company, value });
  const known = new Set(survivor.retired.map(keyOf));
  return settled({
    ...survivor,
    alternateIds: [...survivor.alternateIds, ...loser.alternateIds.filter(({ type, value }) => !has(type, value))],
    references: [...survivor.references, ...loser.references.filter(({ company }) => isFree(company))],
    retired: [...survivor.retired, ...unique(retired).filter((one) => !known.has(keyOf(one)))],
  });
}

function isEmailOf({ email }: Identifiers, other: string): boolean {
  return email !== null && emailKey(email.value) === emailKey(other);
}

const keyOf = ({ kind, type, value }: RetiredIdentifier): string =>
  JSON.stringify([kind, type, kind === "email" ? emailKey(value) : value]);

const unique = (list: readonly RetiredIdentifier[]): RetiredIdentifier[] => [
  ...new Map(list.map((one) => [keyOf(one), one])).values(),
];
