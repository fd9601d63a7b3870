import type { ChangedValue } from "../../../core/ticketing/values/change.ts";
import { defineCommand } from "../command.ts";
import { changedToWire, changeFromWire, valueInput, valueOutput, valueResults } from "../value-fields.ts";

export const redeemValue = defineCommand({
  name: "redeem_value",
  product: "sth-buy",
  purpose: "Takes money or an item off a ticket, where add_value has put it: all that is asked for, or nothing.",
  family: "plain",
  input: valueInput,
  required: [],
  output: valueOutput,
  results: { ...valueResults, 5503: { meaning: "Not enough value on the ticket", mark: "willcall" } },
  codes: { missing: 5501, invalid: 9999 },
  wrote: (done) => changedToWire(done as ChangedValue),
  handle: (context, values) => changeFromWire(context, values, "redeem"),
});
