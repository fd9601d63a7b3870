import { char, choice, day, type Fields, flag, integer, list, phone } from "./fields.ts";

// Names, lengths and meanings: seed 000, the tables of Customer Add, Customer Update and Customer Query, which agree on these.

/** The names fields of a customer on the wire, in the tables' order. */
export const nameFields = {
  name_first: char(40, "First name"),
  name_mi: char(40, "Middle initial"),
  name_last: char(80, "Last name; required for a person"),
  title: char(30, "Title"),
  company_name: char(100, "Company name; required for a company"),
  street_addr_1: char(40, "Street address, line 1"),
  street_addr_2: char(40, "Street address, line 2"),
  city: char(20, "City"),
  state: char(2, "State"),
  zip: char(10, "Zip code"),
  country: char(8, "Country"),
  phone_day: phone(15, "Telephone by day"),
  phone_eve: phone(15, "Telephone in the evening"),
  phone_fax: phone(10, "Fax"),
  phone_cell: phone(15, "Mobile telephone"),
  phone_alt1: phone(15, "Further telephone 1"),
  phone_alt2: phone(15, "Further telephone 2"),
  email: char(100, "E-mail address; unique among the customers on an account"),
  birth_date: day("Birth date"),
  gender: char(1, "Gender"),
  ext_system_id_1: char(10, "Link to an external system; of the account"),
  ext_system_id_2: char(10, "Second link to an external system; of the account"),
  email_optout: flag("1: wants no e-mail from the venue"),
  email_deliv_opt: choice(["H", "T"], "H: e-mail as HTML; T: as text"),
  text_on_mobile_phone: flag("1: allows text messages"),
  name_type: choice(["I", "C"], "I: a person; C: a company"),
  acct_access_level: choice(["F", "R"], "Access to the account manager: F full (the default), R restricted"),
} as const satisfies Fields;

export const altIdInput = {
  alt_id_type: char(6, "Type of the alternate id"),
  alt_id: char(50, "The alternate id"),
  alt_id_comment: char(100, "Comment"),
  alt_id_action: choice(["A", "D"], "customer_update only. A adds (the default), D deletes"),
} as const satisfies Fields;

export const customerInput = {
  acct_id: integer("Account"),
  cust_name_id: integer("Name on the account; the primary one unless it is sent"),
  ...nameFields,
  alt_id_array: list(altIdInput, "Alternate ids of the name"),
} as const satisfies Fields;

/** customer_update ignores name_type here: the table says that it is not allowed, and the sample sends it (seed 000). */
export const { name_type: _ignored, ...updatedCustomerInput } = customerInput;

export const customerOutput = {
  acct_id: integer("Account"),
  cust_name_id: char(10, "Name; text on the wire, as in the samples"),
  ...nameFields,
  add_date: day("The day the customer was added"),
  acct_type: char(20, "Personal or Business"),
  owner_name: char(200, "The account's primary name; in the samples, not in the table", "observed"),
  alt_id_array: list(
    { alt_id_type: altIdInput.alt_id_type, alt_id: altIdInput.alt_id, alt_id_comment: altIdInput.alt_id_comment },
    "Alternate ids of the name",
  ),
} as const satisfies Fields;

type OtherInfo = `other_info_${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | 16 | 17 | 18 | 19 | 20}`;
const numbers = Array.from({ length: 20 }, (_, i) => i + 1);

/** other_info_1 to other_info_20, of the account. */
export const otherInfoFields = Object.fromEntries(
  numbers.map((n) => [`other_info_${n}`, char(100, "Free text, of the account")]),
) as Record<OtherInfo, ReturnType<typeof char>>;

/** From the wire to the core's numbers; blank ones are null, those not sent are missing. */
export function otherInfoFromWire(input: { readonly [K in OtherInfo]?: string | null }): Record<string, string | null> {
  const sent: Record<string, string | null> = {};
  for (const n of numbers) {
    const value = input[`other_info_${n}` as OtherInfo];
    if (value !== undefined) sent[n] = value;
  }
  return sent;
}

/** From the core's numbers to the wire. */
export function otherInfoToWire(otherInfo: Readonly<Record<string, string>>): Record<string, string> {
  const wire: Record<string, string> = {};
  for (const n in otherInfo) wire[`other_info_${n}`] = otherInfo[n]!;
  return wire;
}
