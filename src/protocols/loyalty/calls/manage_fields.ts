import { mostFields } from "../../../core/loyalty/fields/define.ts";
import { defineCall } from "../call.ts";
import { definitionInput, fieldsOutput, standardInput } from "../field-definitions.ts";
import { actionInput, manage } from "../manage-fields.ts";

export const manageFields = defineCall({
  type: "manage_fields",
  purpose: "Tells and changes the fields that customers have.",
  permission: null,
  input: { ...actionInput, ...definitionInput, ...standardInput },
  output: fieldsOutput,
  notes: `Every user may list; adding and updating need the permission to manage fields, deleting the one to delete them. All actions answer the fields as they then are.
\`add\`: the numbers are new ones above 1. \`update\`: a field that is not there is added. One call may be about several fields, and does all or nothing; what is sent empty counts as not
sent. A choice may be taken away though customers have it: they keep it until it is changed. \`delete\`: the fields' values go from every customer, which may take a while where there are many. An account has at most ${mostFields} fields of its own.`,
  handle: (context, values) => manage(context, "customer", { ...values, definitions: values, standard: values }),
});
