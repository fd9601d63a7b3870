import { Type } from "typebox";
import type { CustomerData } from "../../core/customers/customer.ts";
import type { CustomerRecord } from "../../core/customers/record.ts";
import type { AlternateIdAction } from "../../core/identity/alternate-ids.ts";
import { nullable, text } from "./shapes.ts";

const flag = nullable<boolean>("boolean");

/** A customer's own fields, as the native API has them: everything, as it is. */
export const customerFields = {
  kind: Type.Unsafe<"individual" | "company">({ enum: ["individual", "company"] }),
  title: text(30),
  given_name: text(100),
  middle_name: text(100),
  family_name: text(100, "Required for a person"),
  company_name: text(100, "Required for a company"),
  address_1: text(100),
  address_2: text(100),
  address_3: text(100),
  city: text(100),
  region: text(100, "State or county"),
  postal_code: text(20),
  country: text(60),
  phone_day: text(50),
  phone_evening: text(50),
  phone_fax: text(50),
  phone_mobile: text(50),
  phone_alternate_1: text(50),
  phone_alternate_2: text(50),
  birth_date: nullable<string>("string", { format: "date" }),
  gender: text(20),
  email_opt_out: flag,
  email_format: Type.Unsafe<"html" | "text" | null>({ enum: ["html", "text", null] }),
  text_messages: flag,
  access_level: Type.Unsafe<"full" | "restricted">({ enum: ["full", "restricted"] }),
  active: Type.Boolean({ description: "Whether deliveries are made" }),
} as const;

/** What a customer is found by. */
export const identifierFields = {
  email: nullable<string>("string", { format: "email", maxLength: 250 }),
  alternate_ids: Type.Array(
    Type.Object(
      {
        type: Type.String({ minLength: 1, maxLength: 6 }),
        value: Type.String({ minLength: 1, maxLength: 50 }),
        comment: Type.Optional(text(100)),
      },
      { additionalProperties: false },
    ),
    { maxItems: 50 },
  ),
  external_references: Type.Array(
    Type.Object(
      {
        company_id: Type.Integer({ minimum: 1, maximum: 2_147_483_647, description: "One of the organisation's companies" }),
        reference: Type.String({ minLength: 1, maxLength: 50 }),
      },
      { additionalProperties: false },
    ),
    { maxItems: 20, description: "At most one per company" },
  ),
} as const;

export const customerShape = Type.Object({
  customer_id: Type.Integer(),
  version: Type.Integer({ description: "Goes up with every change, whichever protocol made it; also the ETag" }),
  ...customerFields,
  email: nullable<string>("string"),
  email_valid: nullable<boolean>("boolean", { description: "Whether mail arrives; null without an e-mail address" }),
  alternate_ids: Type.Array(Type.Object({ type: Type.String(), value: Type.String(), comment: text(100) })),
  external_references: Type.Array(Type.Object({ company_id: Type.Integer(), reference: Type.String() })),
  loyalty: Type.Object(
    {
      code: nullable<string>("string", { description: "Null when the loyalty side has been ended" }),
      card_number: nullable<string>("string"),
      registered: Type.Boolean({ description: "Whether the card has been made theirs by who holds it" }),
      user_name: nullable<string>("string"),
      custom_date: nullable<string>("string", { format: "date" }),
      custom_text: nullable<string>("string"),
      custom_fields: Type.Record(Type.String(), Type.String(), { description: "By the field's number" }),
    },
    { description: "What the loyalty protocol keeps of the customer; changed over that protocol" },
  ),
  created_at: Type.String({ format: "date-time" }),
  updated_at: Type.String({ format: "date-time" }),
});

/** Wire name to the core's, for the fields that are the same on both sides. */
const plainNames = {
  kind: "kind",
  title: "title",
  given_name: "givenName",
  middle_name: "middleName",
  family_name: "familyName",
  company_name: "companyName",
  address_1: "address1",
  address_2: "address2",
  address_3: "address3",
  city: "city",
  region: "region",
  postal_code: "postalCode",
  country: "country",
  phone_day: "phoneDay",
  phone_evening: "phoneEvening",
  phone_fax: "phoneFax",
  phone_mobile: "phoneMobile",
  phone_alternate_1: "phoneAlternate1",
  phone_alternate_2: "phoneAlternate2",
  birth_date: "birthDate",
  gender: "gender",
  email_opt_out: "emailOptOut",
  email_format: "emailFormat",
  text_messages: "textMessages",
  access_level: "accessLevel",
} as const satisfies Partial<Record<keyof typeof customerFields, keyof CustomerData>>;

type Given = Partial<Record<keyof typeof customerFields, unknown>>;

/** The fields that were sent, in the core's terms; what was not sent is not there. */
export function dataFromWire(given: Given): Partial<CustomerData> {
  const data: Record<string, unknown> = {};
  for (const [wire, name] of Object.entries(plainNames)) {
    const value = given[wire as keyof Given];
    if (value !== undefined) data[name] = value;
  }
  if (given.active !== undefined) data.inactive = given.active ? null : true;
  return data;
}

/** Alternate ids as they are to be added. */
export function alternateIdsFromWire(
  ids: readonly { type: string; value: string; comment?: string | null | undefined }[] = [],
): AlternateIdAction[] {
  return ids.map(({ type, value, comment = null }) => ({ action: "add", type, value, comment }));
}

/** The core's customer as the wire's. */
export function customerToWire({ customerId, version, data, identifiers, createdAt, updatedAt }: CustomerRecord) {
  const fields = Object.fromEntries(Object.entries(plainNames).map(([wire, name]) => [wire, data[name]]));
  return {
    customer_id: customerId,
    version,
    ...(fields as { [K in keyof typeof plainNames]: CustomerData[(typeof plainNames)[K]] }),
    active: data.inactive !== true,
    email: identifiers.email?.value ?? null,
    email_valid: identifiers.email?.valid ?? null,
    alternate_ids: identifiers.alternateIds.map(({ type, value, comment }) => ({ type, value, comment })),
    external_references: identifiers.references.map(({ company, value }) => ({ company_id: Number(company), reference: value })),
    loyalty: {
      code: identifiers.loyaltyCode,
      card_number: identifiers.cardNumber,
      registered: data.registered === true,
      user_name: identifiers.userName,
      custom_date: data.customDate,
      custom_text: data.customText,
      custom_fields: data.customFields ?? {},
    },
    created_at: createdAt.toISOString(),
    updated_at: updatedAt.toISOString(),
  };
}
