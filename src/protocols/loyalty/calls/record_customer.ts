import { readFields } from "../../../core/loyalty/fields.ts";
import { readJoining } from "../../../core/loyalty/ledger/joining.ts";
import { recordCustomer } from "../../../core/loyalty/record.ts";
import type { Recorded } from "../../../core/loyalty/writing.ts";
import { type CallContext, defineCall, onceInput } from "../call.ts";
import { recordInput } from "../customer-fields.ts";
import { inputFromWire } from "../customer-mapping.ts";
import { fail } from "../failures.ts";
import type { Values } from "../fields.ts";
import { element, outText } from "../output.ts";
import { campaignKeyOf } from "../transacting.ts";

/** What is credited is one field here, whatever it is in the core. */
export const joiningNames = { item: "auto_add", money: "auto_add" } as const;

export const recordCustomerCall = defineCall({
  type: "record_customer",
  purpose: "Adds a customer, makes a loaded card somebody's, or changes a customer.",
  permission: null,
  input: { ...recordInput, ...onceInput },
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
  names: joiningNames,
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
    const fields = await readFields(core, caller.orgId, "customer");
    const joining = joiningOf(context, values);
    const recording = { account, organisation: organisation.name, fields, may, joining };
    const { status, code, generatedCard } = await recordCustomer(core, caller, recording, action, input);
    return { customer: { status, code, card_number: generatedCard ?? undefined } };
  },
  again: async (_context, _values, { status, code, generatedCard }: Recorded) => ({
    customer: { status, code, card_number: generatedCard ?? undefined },
  }),
});

/** The campaigns that a customer is to join, as they are when asked for; undefined when none are named and nothing is credited. Fails with campaign-invalid. */
export function joiningOf(context: CallContext, { campaign_id: ids, auto_add: credit }: Values<typeof recordInput>) {
  const { core, caller } = context;
  const named = (ids ?? "").split(",").flatMap((one) => one.trim() || []);
  if (named.length === 0 && !credit) return undefined;
  const campaigns = named.map((id) => campaignKeyOf(context, id));
  return () => readJoining(core, caller.orgId, { campaigns, credit: credit ?? null });
}
