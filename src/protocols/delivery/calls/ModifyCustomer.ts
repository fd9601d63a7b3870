import { changeCustomer, nextEmail } from "../../../core/customers/change.ts";
import { findRecord } from "../../../core/customers/record.ts";
import { defineCall, sessionInput } from "../call.ts";
import { futureBirth } from "../customer-checks.ts";
import { customerOutput, modifiedCustomerFields } from "../customer-fields.ts";
import { customerToWire, keyFromWire, replacedOverWire, withReference } from "../customer-mapping.ts";
import { object } from "../fields.ts";
import { fail } from "../status.ts";

export const modifyCustomer = defineCall({
  name: "ModifyCustomer",
  purpose:
    "Replaces a customer: an optional field that is left out is cleared, the reference too when the customer is named by the id. What this protocol cannot hold stays.",
  input: { ...sessionInput, customer: object(modifiedCustomerFields, "The customer as it is to be") },
  oneOf: [["customer.customer_id", "customer.external_customer_ref"]],
  output: { customer: object(customerOutput, "The customer, as GetCustomer answers it") },
  codes: [101, 201, 202, 204, 205, 301, 302, 303, 401, 500],
  outOfBounds: (context, { customer }) => futureBirth(context, customer.dob),
  async handle({ core, caller, company }, { customer }) {
    const { customer_id: id, external_customer_ref: reference } = customer;
    const found = (await findRecord(core, caller, keyFromWire(company, id, reference))) ?? fail(401);
    const { customerId, askedFor } = found;
    await changeCustomer(core, caller, askedFor, ({ data, identifiers }) => {
      const next = replacedOverWire(customer, data, identifiers.email?.value ?? null);
      const references = withReference(identifiers, company, reference ?? null);
      return { data: next.data, identifiers: { ...identifiers, email: nextEmail(identifiers.email, next.email), references } };
    });
    return { customer: customerToWire((await findRecord(core, caller, { customerId }))!, company) };
  },
});
