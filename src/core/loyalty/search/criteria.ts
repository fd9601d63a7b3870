import type { Caller, Core } from "../../core.ts";
import type { CustomerRecord } from "../../customers/record.ts";
import { fold, gramsOfPart, searched } from "../../customers/search-grams.ts";
import { refuse } from "../../refusal.ts";
import { attemptAmong, customerSubject } from "../attempts.ts";
import type { CustomField } from "../fields.ts";
import { anybody, type Found, findByPlan } from "./pages.ts";
import { type SecretsRow, secretsOfNumbers } from "./queries.ts";

/** The fields that criteria may be about, and where a customer has them; a company's name stands where a person's family name does. */
const searchable = {
  cardNumber: ({ identifiers }) => identifiers.cardNumber,
  givenName: ({ data }) => data.givenName,
  familyName: ({ data }) => data.familyName ?? (data.kind === "company" ? data.companyName : null),
  phoneDay: ({ data }) => data.phoneDay,
  email: ({ identifiers }) => identifiers.email?.value ?? null,
  address1: ({ data }) => data.address1,
  address2: ({ data }) => data.address2,
  city: ({ data }) => data.city,
  region: ({ data }) => data.region,
  postalCode: ({ data }) => data.postalCode,
  country: ({ data }) => data.country,
  customText: ({ data }) => data.customText,
  userName: ({ identifiers }) => identifiers.userName,
} as const satisfies Record<string, (customer: CustomerRecord) => string | null>;

export type SearchableField = keyof typeof searchable;

/** How texts are compared: a part in any case, the whole in any case, the whole as it is. */
export type Comparison = "partial" | "insensitive" | "sensitive";

/** What a customer must have, all of it. */
export interface Criteria {
  readonly comparison: Comparison;
  readonly texts: Readonly<Partial<Record<SearchableField, string>>>;
  /** YYYY-MM-DD; compared whole, whatever the comparison. */
  readonly customDate?: string;
  /** By the field's number. */
  readonly customFields: Readonly<Record<string, string>>;
  /** Compared whole, and only beside something else. */
  readonly password?: string;
  readonly cardPin?: string;
}

/** The most customers whose secrets are tried (decisions.md, section 3, card_replace). */
export const mostWithSecrets = 20;

/**
 * The customers who have all of the criteria (loyalty.md, section 4); without any all customers. Refuses with field-value for a field that is not
 * defined, and with secret-too-wide for a secret beside which nothing else leaves few enough.
 */
export async function searchMembers(
  core: Core,
  caller: Caller,
  fields: readonly CustomField[],
  criteria: Criteria,
): Promise<Found> {
  const conditions = conditionsOf(fields, criteria);
  const texts = conditions.map((one) => one.text);
  const grams = [...new Set(texts.flatMap((text) => gramsOfPart(caller.orgId, text)))];
  const finds = conditions.length === 0 ? anybody : (one: CustomerRecord) => conditions.every(({ holds }) => holds(one));
  const plan = { grams: grams.length > 0 ? [grams] : undefined, finds };
  const { password, cardPin } = criteria;
  if (password === undefined && cardPin === undefined) return findByPlan(core, caller, plan);
  const tooWide = (): never =>
    refuse("secret-too-wide", { field: password === undefined ? "cardPin" : "password", most: mostWithSecrets });
  if (conditions.length === 0) tooWide();
  const { first, rest } = await findByPlan(core, caller, plan);
  const candidates = [...first];
  for await (const page of rest ?? []) {
    candidates.push(...page);
    if (candidates.length > mostWithSecrets) break;
  }
  if (candidates.length > mostWithSecrets) tooWide();
  return { first: await withSecrets(core, caller, candidates, criteria) };
}

interface Condition {
  /** What is looked for. */
  readonly text: string;
  readonly holds: (customer: CustomerRecord) => boolean;
}

function conditionsOf(fields: readonly CustomField[], criteria: Criteria): Condition[] {
  const { texts, customDate, customFields } = criteria;
  const compare = comparisons[criteria.comparison];
  const conditions: Condition[] = [];
  const add = (text: string, of: (customer: CustomerRecord) => string | null | undefined) => {
    const same = compare(text);
    conditions.push({ text, holds: (customer) => same(of(customer) ?? "") });
  };
  for (const [field, text] of Object.entries(texts)) add(text, searchable[field as SearchableField]);
  for (const [number, text] of Object.entries(customFields)) {
    if (!fields.some((field) => field.number === Number(number)))
      refuse("field-value", { fieldNumber: Number(number), fault: "not-defined" });
    add(text, ({ data }) => data.customFields?.[number]);
  }
  if (customDate !== undefined) conditions.push({ text: customDate, holds: ({ data }) => data.customDate === customDate });
  return conditions;
}

const comparisons: Readonly<Record<Comparison, (wanted: string) => (held: string) => boolean>> = {
  partial: (wanted) => {
    const part = fold(wanted);
    return (held) => searched(held).includes(part);
  },
  insensitive: (wanted) => {
    const whole = fold(wanted);
    return (held) => fold(held) === whole;
  },
  sensitive: (wanted) => (held) => held.normalize() === wanted.normalize(),
};

async function withSecrets(
  core: Core,
  caller: Caller,
  candidates: readonly CustomerRecord[],
  { password, cardPin }: Criteria,
): Promise<CustomerRecord[]> {
  const numbers = candidates.map((one) => one.customerId);
  const rows = await core.db.read(secretsOfNumbers, [caller.orgId, numbers]);
  const verified = (secret: string, stored: string | null) => core.hasher.slots.run(() => core.hasher.verify(secret, stored));
  const proves = async (row: SecretsRow | undefined): Promise<boolean> => {
    if (password !== undefined && !(await verified(password, row?.password_hash ?? null))) return false;
    return cardPin === undefined || verified(cardPin, row?.card_pin_hash ?? null);
  };
  // Counted with the attempts of whoever proves themselves, or looking for customers would be a way around their lock.
  const right = await attemptAmong(core, caller.orgId, numbers.map(customerSubject), async (open) => {
    const tried = numbers.filter((number) => open.has(customerSubject(number)));
    const proved = await Promise.all(tried.map((number) => proves(rows.find((row) => row.customer_id === number))));
    return new Set(tried.filter((_, at) => proved[at]).map(customerSubject));
  });
  return candidates.filter((one) => right.has(customerSubject(one.customerId)));
}
