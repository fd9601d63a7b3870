import type { ChangedValue } from "../../../core/ticketing/values/change.ts";
import { defineCommand } from "../command.ts";
import { changedToWire, changeFromWire, valueInput, valueOutput, valueResults } from "../value-fields.ts";

export const addValue = defineCommand({
  name: "add_value",
  product: "sth-buy",
  purpose:
    "Puts money or an item on a ticket, to be redeemed at the venue. It is the ticket's: whoever buys the seat after a return does not get it.",
  family: "plain",
  input: valueInput,
  required: [],
  output: valueOutput,
  results: valueResults,
  codes: { missing: 5501, invalid: 9999 },
  wrote: (done) => changedToWire(done as ChangedValue),
  handle: (context, values) => changeFromWire(context, values, "add"),
});
