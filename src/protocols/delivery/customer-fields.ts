import { boolean, choice, day, int, marked, object, required, text } from "./fields.ts";

// Names, lengths and meanings: delivery.md, sections 5 to 7, from the vendor's pages of GetCustomer, CreateCustomer and ModifyCustomer.

const reference = text("The customer as the caller's own system knows it; unique in the company", 50);

const address = object(
  {
    line_1: required(text("Address, line 1", 50)),
    line_2: text("Address, line 2", 1_000),
    line_3: text("Address, line 3", 1_000),
    county: text("County", 1_000),
    city: required(text("City", 50)),
    postal_code: required(text("Postal code", 20)),
  },
  "Where deliveries go",
);

/** What CreateCustomer takes. */
export const newCustomerFields = {
  external_customer_ref: reference,
  title: text("Title", 12),
  first_name: required(text("First name", 50)),
  last_name: required(text("Last name", 50)),
  gender: choice(["Male", "Female"], "Male or Female"),
  dob: day("Date of birth; not in the future"),
  address,
  email_address: text("E-mail address", 250),
  tel_number_1: text("Telephone 1", 50),
  tel_number_2: text("Telephone 2", 50),
  active: { ...boolean("Whether deliveries are made; true unless it is sent. 0 and 1 are taken too"), numbers: true },
} as const;

/** Finds a customer: the id is tried first, then the reference. */
export const customerKeyFields = {
  customer_id: int("The customer; tried first"),
  external_customer_ref: text("The customer as the caller's own system knows it; tried when the id finds nobody", 50),
} as const;

/** What ModifyCustomer takes. */
export const modifiedCustomerFields = { customer_id: customerKeyFields.customer_id, ...newCustomerFields } as const;

/** A customer as every call answers it. */
export const customerOutput = {
  customer_id: int("The customer"),
  customer_ref: marked("observed", text("C and at least six digits of the customer's number")),
  external_customer_ref: reference,
  created: day("The day it was added"),
  last_modified: day("The day of its last change, whichever protocol made it"),
  title: newCustomerFields.title,
  first_name: text("First name", 50),
  last_name: text("Last name, or the name of a company", 50),
  gender: newCustomerFields.gender,
  dob: newCustomerFields.dob,
  address: object(
    {
      line_1: text("Address, line 1", 50),
      line_2: text("Address, line 2", 1_000),
      line_3: text("Address, line 3", 1_000),
      city: text("City", 50),
      county: text("County", 1_000),
      postal_code: text("Postal code", 20),
    },
    "Where deliveries go",
  ),
  email_address: newCustomerFields.email_address,
  tel_number_1: newCustomerFields.tel_number_1,
  tel_number_2: newCustomerFields.tel_number_2,
  active: boolean("Whether deliveries are made"),
} as const;
