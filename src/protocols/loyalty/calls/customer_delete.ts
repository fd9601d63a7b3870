import { deleteMember } from "../../../core/loyalty/delete.ts";
import { defineCall } from "../call.ts";
import { key, required } from "../fields.ts";
import { element, outText } from "../output.ts";

export const customerDelete = defineCall({
  type: "customer_delete",
  purpose: "Deletes a customer with everything that is known of them.",
  permission: "delete-customer",
  input: { code: required(key("The customer's code, as it is now")) },
  output: { customer: element("The customer", { code: outText("The code that was sent") }, { status: "deleted" }) },
  notes: `A customer whom Archtics or Pro Delivery Manager hold too stays theirs: only the loyalty side ends, and this protocol does not see the customer any more. Everybody
else is erased, with the history of their data. Neither can be undone.`,
  async handle({ core, caller }, { code }) {
    await deleteMember(core, caller, code);
    return { customer: { status: "deleted", code } };
  },
});
