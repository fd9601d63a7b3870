import { findRecord } from "../../../core/customers/record.ts";
import { defineCall, sessionInput } from "../call.ts";
import { customerKeyFields, customerOutput } from "../customer-fields.ts";
import { customerToWire, keyFromWire } from "../customer-mapping.ts";
import { object } from "../fields.ts";
import { fail } from "../status.ts";

export const getCustomer = defineCall({
  name: "GetCustomer",
  purpose: "Reads one customer, by the customer's id or the caller's own reference. Inactive ones are found too.",
  input: { ...sessionInput, ...customerKeyFields },
  oneOf: [["customer_id", "external_customer_ref"]],
  output: { customer: object(customerOutput, "The customer") },
  codes: [101, 201, 202, 204, 205, 301, 302, 303, 401, 500],
  async handle({ core, caller, company, reads }, { customer_id: id, external_customer_ref: reference }) {
    const found = (await findRecord(core, caller, keyFromWire(company, id, reference))) ?? fail(401);
    reads.note(caller, found.customerId);
    return { customer: customerToWire(found, company) };
  },
});
