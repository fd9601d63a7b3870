import { defineCall } from "../call.ts";
import { definitionInput, fieldsOutput } from "../field-definitions.ts";
import { actionInput, manage } from "../manage-fields.ts";

export const transactionFields = defineCall({
  type: "transaction_fields",
  purpose: "Tells and changes the fields that transactions have.",
  permission: null,
  input: { ...actionInput, ...definitionInput },
  output: fieldsOutput,
  notes: "As manage_fields, but that transactions have no predefined fields.",
  handle: (context, values) => manage(context, "transaction", { ...values, definitions: values, standard: {} }),
});
