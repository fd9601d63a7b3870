import { readFields } from "../../../core/loyalty/fields.ts";
import { findMember } from "../../../core/loyalty/members.ts";
import { customerKeys, defineCall } from "../call.ts";
import { customerOutput } from "../customer-fields.ts";
import { customerToWire } from "../customer-mapping.ts";
import { fail } from "../failures.ts";
import { alsoNamed, key, yes } from "../fields.ts";
import { element } from "../output.ts";

export const customerInfo = defineCall({
  type: "customer_info",
  purpose: "Tells all about one customer.",
  permission: "look-up-customer",
  input: {
    ...customerKeys,
    include_balances: yes("Y: with balances"),
    campaign_id: key("Only this campaign's balance and rewards", 64),
    hide_custom_field: alsoNamed(yes("Y: custom_field is left out"), "hide_customer_field"),
    show_only_belong_to: yes("Y: only campaigns in which the customer has transactions"),
  },
  output: { customer: element("The customer, with every field that is defined", customerOutput) },
  async handle({ core, caller, organisation, reads }, values) {
    if (values.code === undefined && values.card_number === undefined)
      fail("one-of-missing", { values: ["code", "card_number"] });
    if (values.campaign_id !== undefined) fail("campaign-invalid", { field: "campaign_id", id: values.campaign_id });
    const [found, fields] = await Promise.all([
      findMember(core, caller, { loyaltyCode: values.code, cardNumber: values.card_number }),
      readFields(core, caller.orgId, "customer"),
    ]);
    if (!found) fail("no-customer");
    reads.note(caller, found.customerId);
    const customer = customerToWire(found, fields, organisation.timeZone);
    return { customer: values.hide_custom_field ? { ...customer, custom_field: undefined } : customer };
  },
});
