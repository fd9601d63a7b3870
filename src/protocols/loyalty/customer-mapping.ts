import type { CustomerData } from "../../core/customers/customer.ts";
import type { CustomerRecord } from "../../core/customers/record.ts";
import { emailThrough, replacedThrough } from "../../core/customers/seen.ts";
import type { CardShape } from "../../core/loyalty/cards.ts";
import type { CustomField } from "../../core/loyalty/fields.ts";
import type { CustomerInput } from "../../core/loyalty/input.ts";
import { localTime } from "../../platform/clock.ts";
import { type customerOutput, type generateInput, profileInput, type recordInput } from "./customer-fields.ts";
import { fail } from "./failures.ts";
import type { Values } from "./fields.ts";
import type { Answer } from "./output.ts";

/** Wire name to the core's. */
export const profileNames = {
  first_name: "givenName",
  last_name: "familyName",
  phone: "phoneDay",
  street1: "address1",
  street2: "address2",
  city: "city",
  state: "region",
  postal_code: "postalCode",
  country: "country",
  custom_date: "customDate",
  custom_field: "customText",
} as const satisfies Partial<Record<keyof typeof profileInput, keyof CustomerData>>;

type Profile = Values<typeof profileInput>;

/** What was sent of the core's fields; what was not sent is not there. */
function sentData(values: Profile): Partial<CustomerData> {
  const data: Record<string, unknown> = {};
  for (const [wire, name] of Object.entries(profileNames)) {
    const value = values[wire as keyof typeof profileNames];
    if (value !== undefined) data[name] = value;
  }
  return data;
}

/** A company's name stands where a person's last name does. */
export const lastName = (data: Pick<CustomerData, "familyName" | "kind" | "companyName">): string | null =>
  data.familyName ?? (data.kind === "company" ? data.companyName : null);

/** A customer after what was sent: what comes back as it was shown, a company's name for one, stays as it is. */
export function profileThrough(values: Profile, held: CustomerData, email: string | null) {
  const shown: Partial<CustomerData> = { ...held, familyName: lastName(held) };
  const sentEmail = values.email === undefined ? email : values.email;
  return { data: replacedThrough(held, shown, sentData(values)), email: emailThrough(email, email, sentEmail) };
}

/** What was sent of the fields of the profile, null for what was empty. */
function sentValues(values: Profile): (string | null)[] {
  const all = Object.keys(profileInput).map((name) => values[name as keyof Profile]);
  return all.filter((one) => one !== undefined);
}

/** What a generated card number is to look like; undefined when none is wanted. Fails with shape-too-long, naming `field`. */
export function shapeFromWire(values: Values<typeof generateInput>, field = "card_number_generate"): CardShape | undefined {
  const { card_number_generate: wanted, card_number_prefix: prefix = "", card_number_suffix: suffix = "" } = values;
  if (wanted === undefined) return undefined;
  if (prefix.length + suffix.length >= wanted) fail("shape-too-long", { field });
  return { digits: wanted, prefix, suffix };
}

/** The wire's customer as the core's input. Fails with what is wrong about the form of a card. */
export function inputFromWire(values: Values<typeof recordInput>): CustomerInput {
  const { "1": _, ...customFields } = values["custom_field_#"];
  const sent = sentValues(values);
  return {
    loyaltyCode: values.code,
    freshCode: values.new_code,
    cardNumber: values.card_number,
    generate: shapeFromWire(values),
    apply: (data, email) => profileThrough(values, data, email),
    email: values.email,
    customFields,
    userName: values.customer_username,
    password: values.customer_password,
    cardPin: values.customer_PIN,
    sentFields: sent.length,
    filledFields: sent.filter((one) => one !== null).length,
    tellsOwner: !values.send_no_email,
  };
}

/** The core's customer as the wire's. */
export function customerToWire(
  { data, identifiers, createdAt, updatedAt }: CustomerRecord,
  fields: readonly CustomField[],
  timeZone: string,
): Answer<typeof customerOutput> {
  return {
    code: identifiers.loyaltyCode,
    card_number: identifiers.cardNumber,
    first_name: data.givenName,
    last_name: lastName(data),
    phone: data.phoneDay,
    email: identifiers.email?.value ?? null,
    street1: data.address1,
    street2: data.address2,
    city: data.city,
    state: data.region,
    postal_code: data.postalCode,
    country: data.country,
    custom_date: data.customDate,
    custom_field: data.customText,
    customer_username: identifiers.userName,
    username: identifiers.userName,
    registered: data.registered === true,
    enrollment_stamp: localTime(timeZone, createdAt),
    record_timestamp: localTime(timeZone, updatedAt),
    "custom_field_#": Object.fromEntries(
      fields.map(({ number, label }) => [number, { label, data: data.customFields?.[number] ?? null }]),
    ),
  };
}
