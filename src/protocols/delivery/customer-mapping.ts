import type { CustomerData, ExternalReference } from "../../core/customers/customer.ts";
import type { CustomerKey, CustomerRecord } from "../../core/customers/record.ts";
import { emailThrough, replacedThrough } from "../../core/customers/seen.ts";
import type { Identifiers } from "../../core/identity/identifiers.ts";
import type { customerOutput, newCustomerFields } from "./customer-fields.ts";
import { customerOutput as output } from "./customer-fields.ts";
import { encode } from "./encode.ts";
import type { Answer, Values } from "./fields.ts";

type Input = Values<typeof newCustomerFields>;

/** What this protocol has of a customer. */
type Told = Pick<
  CustomerData,
  | "title"
  | "givenName"
  | "familyName"
  | "gender"
  | "birthDate"
  | "address1"
  | "address2"
  | "address3"
  | "city"
  | "region"
  | "postalCode"
  | "phoneDay"
  | "phoneMobile"
  | "inactive"
>;

const genders = { Male: "M", Female: "F" } as const;

/** The wire's customer as the core's; what was not sent is null. */
export function dataFromWire(input: Input): Told {
  return {
    title: input.title ?? null,
    givenName: input.first_name || null,
    familyName: input.last_name || null,
    gender: input.gender ? genders[input.gender] : null,
    birthDate: input.dob ?? null,
    address1: input.address.line_1 || null,
    address2: input.address.line_2 ?? null,
    address3: input.address.line_3 ?? null,
    city: input.address.city || null,
    region: input.address.county ?? null,
    postalCode: input.address.postal_code || null,
    phoneDay: input.tel_number_1 ?? null,
    phoneMobile: input.tel_number_2 ?? null,
    // Only the end of deliveries is a fact about somebody; that they go on is nothing to note.
    inactive: input.active === false ? true : null,
  };
}

/** A customer replaced by what the wire says: what comes back as the wire shows it, cut or not at all, stays as it is. */
export function replacedOverWire(
  input: Input,
  held: CustomerData,
  email: string | null,
): { data: CustomerData; email: string | null } {
  // What the wire shows, read as if it had been sent: "" is what is not known.
  const shown = blanksAway(encode(output, { ...dataToWire(held), email_address: email } as never)) as Input;
  // A company's name that is shown as a family name, and comes back so, is not taken for one.
  const data = replacedThrough(held, dataFromWire(shown), dataFromWire(input));
  return { data, email: emailThrough(email, shown.email_address ?? null, input.email_address ?? null) };
}

function blanksAway(wire: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(wire).map(([name, value]) => [
      name,
      typeof value === "string" && value.trim() === ""
        ? undefined
        : typeof value === "object"
          ? blanksAway(value as Record<string, unknown>)
          : value,
    ]),
  );
}

/** The references after one company has said what its own is; null: none. */
export function withReference(held: Identifiers, company: string, value: string | null): readonly ExternalReference[] {
  // One that has been retired by a merge only leads here: the customer's own stays.
  if (held.retired.some((one) => one.kind === "external-reference" && one.type === company && one.value === value))
    return held.references;
  const others = held.references.filter((one) => one.company !== company);
  return value === null ? others : [...others, { company, value }];
}

/** Whom a call names. */
export function keyFromWire(company: string, id: number | undefined, reference: string | undefined): CustomerKey {
  return { customerId: id, reference: reference === undefined ? undefined : { company, value: reference } };
}

/** The core's customer as the wire's. */
export function customerToWire(record: CustomerRecord, company: string): Answer<typeof customerOutput> {
  const { customerId, identifiers } = record;
  return {
    customer_id: customerId,
    customer_ref: `C${String(customerId).padStart(6, "0")}`,
    external_customer_ref: identifiers.references.find((one) => one.company === company)?.value ?? null,
    created: record.addedOn,
    last_modified: record.changedOn,
    ...dataToWire(record.data),
    email_address: identifiers.email?.value ?? null,
  };
}

function dataToWire(data: CustomerData) {
  const gender = data.gender?.toUpperCase();
  return {
    title: data.title,
    first_name: data.givenName,
    last_name: data.familyName ?? (data.kind === "company" ? data.companyName : null),
    gender: gender === "M" ? ("Male" as const) : gender === "F" ? ("Female" as const) : null,
    dob: data.birthDate,
    address: {
      line_1: data.address1,
      line_2: data.address2,
      line_3: data.address3,
      city: data.city,
      county: data.region,
      postal_code: data.postalCode,
    },
    tel_number_1: data.phoneDay,
    tel_number_2: data.phoneMobile,
    active: data.inactive !== true,
  };
}
