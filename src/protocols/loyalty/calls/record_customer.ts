import { readFields } from "../../../core/loyalty/fields.ts";
import { recordCustomer } from "../../../core/loyalty/record.ts";
import { defineCall } from "../call.ts";
import { recordInput } from "../customer-fields.ts";
import { inputFromWire } from "../customer-mapping.ts";
import { fail } from "../failures.ts";
import type { Values } from "../fields.ts";
import { element, outText } from "../output.ts";

export const recordCustomerCall = defineCall({
  type: "record_customer",
  purpose: "Adds a customer, makes a loaded card somebody's, or changes a customer.",
  permission: null,
  input: recordInput,
  output: {
    customer: element(
      "The customer",
      {
        code: outText("The code, to be sent with everything about the customer"),
        card_number: outText("Only when card_number_generate was sent: the number that was made"),
      },
      { status: "new or update" },
    ),
  },
  notes: `\`new\`: an existing code, or a card number that is on file, is an error. Without a code the card number becomes the code too, sent or generated, unless
new_code is Yes; without either the code is 16 random digits. \`register\`: a card that is on file and has not been made anybody's is filled in and becomes registered; it is
loaded beforehand by \`new\` with nothing but its numbers. \`edit\`: the code decides who is meant, whether it is found or makes a new customer; without one the card number's only bearer, then
who has it for a code, and else a new customer is made. At least one field besides the code is needed, and the customer's card number becomes the one that was sent.
The number that it takes the place of is free again, since it may have been mistyped; card_replace is for cards that are lost. A code that new_code takes the place of leads to the customer for ever.
A refused call changes nothing.`,
  async handle(context, values) {
    const { core, caller, account, organisation, may } = context;
    const action = values.customer_action ?? values.action;
    if (action === undefined) fail("action-undefined", { field: "customer_action", values: ["new", "register", "edit"] });
    const input = inputFromWire(values);
    refuseCampaigns(values);
    const fields = await readFields(core, caller.orgId, "customer");
    const recording = { account, organisation: organisation.name, fields, may };
    const { status, code, generatedCard } = await recordCustomer(core, caller, recording, action, input);
    return { customer: { status, code, card_number: generatedCard ?? undefined } };
  },
});

/** Fails with campaign-invalid or auto-add-without-campaign when a campaign is asked for: none can be named where there is none. */
export function refuseCampaigns({ campaign_id: ids, auto_add: amount }: Values<typeof recordInput>): void {
  const [first] = (ids ?? "").split(",").filter((id) => id.trim() !== "");
  if (first !== undefined) fail("campaign-invalid", { field: "campaign_id", id: first.trim() });
  if (amount) fail("auto-add-without-campaign");
}
