import { readFields } from "../../../core/loyalty/fields.ts";
import { redeemToken } from "../../../core/loyalty/time-tokens.ts";
import { defineCall } from "../call.ts";
import { customerOutput } from "../customer-fields.ts";
import { customerToWire } from "../customer-mapping.ts";
import { fail } from "../failures.ts";
import { marked, secret } from "../fields.ts";
import { element } from "../output.ts";

export const validateTimeToken = defineCall({
  type: "validate_time_token",
  purpose: "Tells the customer of a token, once.",
  permission: "look-up-customer",
  input: { token: marked("willcall", secret("The token; of many who send it at once one is answered")) },
  output: { customer: element("The customer, with every field that is defined", customerOutput) },
  async handle({ core, caller, organisation, reads }, { token }) {
    if (!token) fail("missing", { field: "token" });
    const [found, fields] = await Promise.all([redeemToken(core, caller, token), readFields(core, caller.orgId, "customer")]);
    reads.note(caller, found.customerId);
    return { customer: customerToWire(found, fields, organisation.timeZone) };
  },
});
