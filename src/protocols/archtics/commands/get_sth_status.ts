import { commonInput, commonOutput, commonResults, defineCommand } from "../command.ts";
import { char, integer } from "../fields.ts";
import { heldInput, heldResults, readHeld } from "../held-tickets.ts";
import { yesNo } from "../wire.ts";

export const getSthStatus = defineCommand({
  name: "get_sth_status",
  product: "sth-customer",
  purpose:
    "Tells whether an account is a season ticket holder's: whether it has a ticket that was sold in a plan of an item set.",
  family: "plain",
  input: { ...commonInput, ...heldInput },
  required: [],
  output: {
    ...commonOutput,
    acct_id: integer("The account", "willcall"),
    sth_status: char(1, "Y: it has a ticket in such a plan; N: it has none", "willcall"),
  },
  results: { ...commonResults, ...heldResults },
  codes: { missing: 5081, invalid: 9999 },
  async handle(context, values) {
    const { accountId, has } = await readHeld(context, values, { inPlan: true });
    return { acct_id: accountId, sth_status: yesNo(has) };
  },
});
