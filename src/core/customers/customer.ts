/** What a customer's own record holds, in the core's terms. Null: not known. */
export interface CustomerData {
  readonly kind: "individual" | "company";
  readonly givenName: string | null;
  readonly middleName: string | null;
  readonly familyName: string | null;
  readonly title: string | null;
  readonly companyName: string | null;
  readonly address1: string | null;
  readonly address2: string | null;
  readonly address3: string | null;
  readonly city: string | null;
  readonly region: string | null;
  readonly postalCode: string | null;
  readonly country: string | null;
  readonly phoneDay: string | null;
  readonly phoneEvening: string | null;
  readonly phoneFax: string | null;
  readonly phoneMobile: string | null;
  readonly phoneAlternate1: string | null;
  readonly phoneAlternate2: string | null;
  /** YYYY-MM-DD. */
  readonly birthDate: string | null;
  readonly gender: string | null;
  readonly emailOptOut: boolean | null;
  readonly emailFormat: "html" | "text" | null;
  readonly textMessages: boolean | null;
  readonly accessLevel: "full" | "restricted";
  /** True: nothing is delivered any more, by what the delivery protocol has been told. Null counts as false. */
  readonly inactive: boolean | null;
  /** A day that the organisation keeps for its own purpose, and a text: YYYY-MM-DD. */
  readonly customDate: string | null;
  readonly customText: string | null;
  /** Values of the organisation's own fields, by their number; none is empty, and null stands for no value at all. */
  readonly customFields: Readonly<Record<string, string>> | null;
  /** Whether a loyalty card has been made theirs by who holds it. Null counts as false. */
  readonly registered: boolean | null;
}

/** Field to column: the one list that reading, writing and the audit go by. */
export const customerColumns = {
  kind: "kind",
  givenName: "given_name",
  middleName: "middle_name",
  familyName: "family_name",
  title: "title",
  companyName: "company_name",
  address1: "address_1",
  address2: "address_2",
  address3: "address_3",
  city: "city",
  region: "region",
  postalCode: "postal_code",
  country: "country",
  phoneDay: "phone_day",
  phoneEvening: "phone_evening",
  phoneFax: "phone_fax",
  phoneMobile: "phone_mobile",
  phoneAlternate1: "phone_alternate_1",
  phoneAlternate2: "phone_alternate_2",
  birthDate: "birth_date",
  gender: "gender",
  emailOptOut: "email_opt_out",
  emailFormat: "email_format",
  textMessages: "text_messages",
  accessLevel: "access_level",
  inactive: "inactive",
  customDate: "custom_date",
  customText: "custom_text",
  customFields: "custom_fields",
  registered: "registered",
} as const satisfies Record<keyof CustomerData, string>;

export const customerFields = Object.keys(customerColumns) as (keyof CustomerData)[];

/** A customer about whom nothing is known. */
export const blankCustomer: CustomerData = {
  ...(Object.fromEntries(customerFields.map((field) => [field, null])) as unknown as CustomerData),
  kind: "individual",
  accessLevel: "full",
};

/** An id of some outside system, by its type. One customer may have several of a type. */
export interface AlternateId {
  readonly type: string;
  readonly value: string;
  readonly comment: string | null;
}

/** How a company's own system knows a customer. */
export interface ExternalReference {
  /** The company, by the name that its protocol has for it. */
  readonly company: string;
  readonly value: string;
}

/** What the audit says of a PIN or password: never what it is. */
export type PinState = "none" | "set" | "temporary";

/** The word for a stored PIN. */
export function pinState(pinHash: string | null, temporary: boolean): PinState {
  if (pinHash === null) return "none";
  return temporary ? "temporary" : "set";
}
