import { defineFields } from "../../core/loyalty/fields/define.ts";
import { deleteFields, finishDeletions } from "../../core/loyalty/fields/delete.ts";
import { readStandardFields } from "../../core/loyalty/fields/standard.ts";
import { type FieldSubject, readFields } from "../../core/loyalty/fields.ts";
import type { CallContext } from "./call.ts";
import { fail } from "./failures.ts";
import {
  type definitionInput,
  definitionsFromWire,
  fieldsToWire,
  numbersFromWire,
  standardFromWire,
  type standardInput,
} from "./field-definitions.ts";
import { key, marked, type Values } from "./fields.ts";
import { wirePermission } from "./permissions.ts";

const actions = ["list", "add", "update", "delete"] as const;

/** What all actions on fields take beside the definitions. */
export const actionInput = {
  action: key("list, add, update or delete"),
  field_list: marked("observed", key("The fields to delete, by their names, separated by commas", 64_000)),
  web_update: marked("documented", key("Not looked at")),
} as const;

type Sent = Values<typeof actionInput> & {
  readonly definitions: Values<typeof definitionInput>;
  readonly standard: Partial<Values<typeof standardInput>>;
};

/** Does what was asked to the fields of a subject, and answers the fields as they then are. What an earlier deletion left undone is done first. */
export async function manage(context: CallContext, subject: FieldSubject, sent: Sent) {
  const { core, caller, may, accountId } = context;
  const action =
    actions.find((one) => one === sent.action?.toLowerCase()) ?? fail("action-undefined", { field: "action", values: actions });
  if (action === "delete" && !may("delete-fields")) fail("not-permitted", { field: wirePermission("delete-fields") });
  if ((action === "add" || action === "update") && !may("manage-fields"))
    fail("not-permitted", { field: wirePermission("manage-fields") });
  if (action === "delete") await deleteFields(core, caller, subject, numbersFromWire(sent.field_list));
  else if (action === "list") await finishDeletions(core, caller, subject);
  else await define(context, subject, sent, action === "update");
  const [standard, fields] = await Promise.all([
    subject === "customer" ? readStandardFields(core, caller.orgId) : [],
    readFields(core, caller.orgId, subject),
  ]);
  return fieldsToWire(accountId, standard, fields);
}

async function define({ core, caller }: CallContext, subject: FieldSubject, sent: Sent, mayExist: boolean): Promise<void> {
  const { fields, first } = definitionsFromWire(sent.definitions);
  const [firstPart] = Object.keys(first);
  // Only customers have fields that nobody has defined.
  if (subject === "transaction" && firstPart !== undefined)
    fail("not-whole", { field: `custom_field_1_${firstPart}`, least: 2, most: 999_999_999 });
  if (!mayExist && firstPart !== undefined) fail("already-defined", { field: "custom_field_1" });
  const standard = subject === "customer" && mayExist ? standardFromWire(sent.standard, first) : [];
  if (fields.length + standard.length === 0) fail("missing", { field: "custom_field_#_label" });
  await defineFields(core, caller, subject, { fields, standard }, mayExist);
}
