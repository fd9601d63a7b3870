import { addCustomer } from "../../../core/customers/add.ts";
import { blankCustomer } from "../../../core/customers/customer.ts";
import { findRecord } from "../../../core/customers/record.ts";
import { defineCall, sessionInput } from "../call.ts";
import { futureBirth } from "../customer-checks.ts";
import { customerOutput, newCustomerFields } from "../customer-fields.ts";
import { customerToWire, dataFromWire } from "../customer-mapping.ts";
import { object } from "../fields.ts";

export const createCustomer = defineCall({
  name: "CreateCustomer",
  purpose: "Adds a customer.",
  input: { ...sessionInput, customer: object(newCustomerFields, "The customer") },
  oneOf: [],
  output: { customer: object(customerOutput, "The customer, as GetCustomer answers it") },
  codes: [101, 201, 202, 204, 205, 301, 302, 303, 500],
  outOfBounds: (context, { customer }) => futureBirth(context, customer.dob),
  async handle({ core, caller, company, organisation }, { customer }) {
    const reference = customer.external_customer_ref;
    const { customerId } = await addCustomer(core, caller, organisation.alternateIdTypes, {
      data: { ...blankCustomer, ...dataFromWire(customer) },
      email: customer.email_address ?? null,
      alternateIds: [],
      references: reference === undefined ? [] : [{ company, value: reference }],
      pin: null,
      accountId: "none",
    });
    return { customer: customerToWire((await findRecord(core, caller, { customerId }))!, company) };
  },
});
