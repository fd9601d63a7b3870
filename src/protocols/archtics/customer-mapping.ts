import type { CustomerData } from "../../core/customers/customer.ts";
import type { Profile } from "../../core/customers/profile.ts";
import { emailThrough, replacedThrough } from "../../core/customers/seen.ts";
import type { AlternateIdAction } from "../../core/identity/alternate-ids.ts";
import { refuseBadEmail } from "./customer-checks.ts";
import { type customerInput, type customerOutput, nameFields } from "./customer-fields.ts";
import { fit } from "./encode.ts";
import type { DecodedFields, EncodableFields } from "./fields.ts";

type Input = DecodedFields<typeof customerInput>;

const emailFormats = { H: "html", T: "text" } as const;
const accessLevels = { F: "full", R: "restricted" } as const;

/** What this protocol has of a customer, but for the kind. */
type Told = Omit<CustomerData, "kind" | "address3" | "inactive" | "customDate" | "customText" | "customFields" | "registered">;

/** The wire's customer as the core's; what was not sent is null. name_type is the caller's to judge. */
export function dataFromWire(input: Omit<Input, "name_type">): Told {
  return {
    givenName: input.name_first ?? null,
    middleName: input.name_mi ?? null,
    familyName: input.name_last ?? null,
    title: input.title ?? null,
    companyName: input.company_name ?? null,
    address1: input.street_addr_1 ?? null,
    address2: input.street_addr_2 ?? null,
    city: input.city ?? null,
    region: input.state ?? null,
    postalCode: input.zip ?? null,
    country: input.country ?? null,
    phoneDay: input.phone_day ?? null,
    phoneEvening: input.phone_eve ?? null,
    phoneFax: input.phone_fax ?? null,
    phoneMobile: input.phone_cell ?? null,
    phoneAlternate1: input.phone_alt1 ?? null,
    phoneAlternate2: input.phone_alt2 ?? null,
    birthDate: input.birth_date ?? null,
    gender: input.gender ?? null,
    emailOptOut: input.email_optout ?? null,
    emailFormat: input.email_deliv_opt ? emailFormats[input.email_deliv_opt] : null,
    textMessages: input.text_on_mobile_phone ?? null,
    accessLevel: accessLevels[input.acct_access_level ?? "F"],
  };
}

/** A customer replaced by what the wire says: what comes back as the wire shows it, cut or not at all, stays as it is. */
export function replacedOverWire(
  input: Omit<Input, "name_type">,
  held: CustomerData,
  email: string | null,
): { data: CustomerData; email: string | null } {
  // Read as the decoder would read it, were it sent back: without spaces at its end.
  const shown = Object.entries(fit(nameFields, { ...dataToWire(held), email })).map(([name, value]) => [
    name,
    typeof value === "string" ? value.trimEnd() || null : value,
  ]);
  const seen = Object.fromEntries(shown) as Omit<Input, "name_type">;
  // What is on file is not judged again: another protocol may have taken what this one would not.
  if (input.email !== seen.email) refuseBadEmail(input.email, 5036);
  const data = replacedThrough(held, dataFromWire(seen), dataFromWire(input));
  return { data, email: emailThrough(email, seen.email ?? null, input.email ?? null) };
}

/** name_type as the core's kind. */
export function kindFromWire(nameType: "I" | "C"): CustomerData["kind"] {
  return nameType === "C" ? "company" : "individual";
}

/** The alternate ids of the wire, whose ids and types are known to be there; a comment that was not sent stays undefined. */
export function alternateIdsFromWire(ids: Input["alt_id_array"]): AlternateIdAction[] {
  return (ids ?? []).map((id) => ({
    action: id.alt_id_action === "D" ? "delete" : "add",
    type: id.alt_id_type!,
    value: id.alt_id!,
    comment: id.alt_id_comment,
  }));
}

/** The core's customer as the wire's. */
export function customerToWire(profile: Profile): EncodableFields<typeof customerOutput> {
  const { data, account } = profile;
  return {
    acct_id: account.accountId,
    cust_name_id: String(profile.customerId),
    ...dataToWire(data),
    email: profile.email,
    ext_system_id_1: account.externalId1,
    ext_system_id_2: account.externalId2,
    add_date: profile.addedOn,
    acct_type: account.type === "business" ? "Business" : "Personal",
    owner_name: ownerName(account.owner),
    alt_id_array: profile.alternateIds.map((id) => ({ alt_id_type: id.type, alt_id: id.value, alt_id_comment: id.comment })),
  };
}

function dataToWire(data: CustomerData) {
  return {
    name_first: data.givenName,
    name_mi: data.middleName,
    name_last: data.familyName,
    title: data.title,
    company_name: data.companyName,
    street_addr_1: data.address1,
    street_addr_2: data.address2,
    city: data.city,
    state: data.region,
    zip: data.postalCode,
    country: data.country,
    phone_day: data.phoneDay,
    phone_eve: data.phoneEvening,
    phone_fax: data.phoneFax,
    phone_cell: data.phoneMobile,
    phone_alt1: data.phoneAlternate1,
    phone_alt2: data.phoneAlternate2,
    birth_date: data.birthDate,
    gender: data.gender,
    email_optout: data.emailOptOut,
    email_deliv_opt: data.emailFormat && (data.emailFormat === "html" ? ("H" as const) : ("T" as const)),
    text_on_mobile_phone: data.textMessages,
    name_type: data.kind === "company" ? ("C" as const) : ("I" as const),
    acct_access_level: data.accessLevel === "restricted" ? ("R" as const) : ("F" as const),
  };
}

/** As the samples print it: a middle initial of one letter gets a dot ("Lisa Y. Smith"). */
function ownerName(owner: Profile["account"]["owner"]): string {
  if (owner.kind === "company") return owner.companyName ?? "";
  const middle = owner.middleName && /^\p{L}$/u.test(owner.middleName) ? `${owner.middleName}.` : owner.middleName;
  return [owner.givenName, middle, owner.familyName].filter(Boolean).join(" ");
}
