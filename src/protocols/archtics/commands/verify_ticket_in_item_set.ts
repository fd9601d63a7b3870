import { commonInput, commonOutput, commonResults, defineCommand } from "../command.ts";
import { char, integer } from "../fields.ts";
import { heldInput, heldResults, readHeld } from "../held-tickets.ts";
import { yesNo } from "../wire.ts";

export const verifyTicketInItemSet = defineCommand({
  name: "verify_ticket_in_item_set",
  product: "sth-customer",
  purpose: "Tells whether an account has a ticket to an event of an item set, or one that was sold in a plan of it.",
  family: "plain",
  input: {
    ...commonInput,
    ...heldInput,
    event_name: char(8, "Only a ticket to this event, or in this plan", "willcall"),
  },
  required: [],
  output: {
    ...commonOutput,
    acct_id: integer("The account", "willcall"),
    has_ticket: char(1, "Y: it has such a ticket; N: it has none", "willcall"),
  },
  results: { ...commonResults, ...heldResults },
  codes: { missing: 5081, invalid: 9999 },
  async handle(context, values) {
    const { accountId, has } = await readHeld(context, values, { inPlan: false, eventName: values.event_name });
    return { acct_id: accountId, has_ticket: yesNo(has) };
  },
});
