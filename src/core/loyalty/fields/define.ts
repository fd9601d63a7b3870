import { violates } from "../../../platform/database/errors.ts";
import type { Caller, Core } from "../../core.ts";
import { refuse } from "../../refusal.ts";
import type { CustomField, FieldSubject } from "../fields.ts";
import { customFields, insertField } from "../queries.ts";
import { type Changing, changeAccount } from "../settings.ts";
import { eraseValues, finishDeletions } from "./delete.ts";
import { setStandardField, updateField } from "./queries.ts";
import type { StandardFieldName } from "./standard.ts";

/** What is said of a field; what is left undefined stays as it is, or is as new fields are. */
export interface FieldInput extends Partial<Omit<CustomField, "number">> {
  readonly number: number;
}

/** What is said of a field that every customer has. */
export interface StandardInput {
  readonly name: StandardFieldName;
  readonly label?: string;
  readonly shown?: boolean;
}

export interface Definitions {
  readonly fields: readonly FieldInput[];
  readonly standard: readonly StandardInput[];
}

const attempts = 5;

/** Fields of an organisation's own, for each subject: every customer that is told brings them all, and every change of the settings reads them. */
export const mostFields = 200;
/** Choices of one field, and the characters that they have together. */
export const mostChoices = 500;
export const longestChoices = 64_000;

/**
 * Defines fields: those that are there are changed, but for their type and whether they are unique, and the others are made (loyalty.md, section 7). All or none. `mayExist` false:
 * all must be new. Refuses with field-defined, field-part-missing (a label; choices of a list or pick field), field-not-text (of one that is to be searchable or unique),
 * field-too-many, choices-too-many and field-value (choices that are too long).
 */
export async function defineFields(
  core: Core,
  caller: Caller,
  subject: FieldSubject,
  definitions: Definitions,
  mayExist: boolean,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await finishDeletions(core, caller, subject);
    await eraseLeftovers(core, caller, subject, definitions.fields);
    try {
      const action = mayExist ? "fields-changed" : "fields-added";
      return await changeAccount(core, caller, action, (changing) =>
        define(caller.orgId, changing, subject, definitions, mayExist),
      );
    } catch (error) {
      // Somebody has begun to delete it meanwhile.
      if (!violates(error, "custom_fields_pkey") || attempt === attempts) throw error;
    }
  }
}

/** A call that was under way while a field of the same number was deleted may have written a value behind the deletion. */
async function eraseLeftovers(core: Core, caller: Caller, subject: FieldSubject, inputs: readonly FieldInput[]): Promise<void> {
  if (subject !== "customer") return;
  const held = await core.db.read(customFields, [caller.orgId, subject]);
  const fresh = inputs.map((one) => one.number).filter((number) => !held.some((one) => one.number === number));
  if (fresh.length > 0) await eraseValues(core, caller, fresh);
}

async function define(
  orgId: number,
  { tx, at }: Changing,
  subject: FieldSubject,
  { fields, standard }: Definitions,
  mayExist: boolean,
): Promise<void> {
  const held = await tx.query(customFields, [orgId, subject]);
  let count = held.length;
  for (const input of fields) {
    const before = held.find((one) => one.number === input.number);
    if (before && !mayExist) refuse("field-defined", { fieldNumber: input.number });
    if (!before && ++count > mostFields) refuse("field-too-many", { fieldNumber: input.number, most: mostFields });
    const { number, label, shown, type, choices, searchable, unique, required } = defined(input, before);
    if (before) tx.send(updateField, [orgId, subject, number, label, shown, choices, searchable, required]);
    else tx.send(insertField, [orgId, subject, number, label, shown, type, choices, searchable, unique, required, at]);
  }
  for (const { name, label = null, shown = null } of standard) tx.send(setStandardField, [orgId, name, label, shown]);
}

/** A field after what is said of it. */
function defined(input: FieldInput, before: CustomField | undefined): CustomField {
  const { number: fieldNumber } = input;
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  const fixed = before && { type: before.type, unique: before.unique };
  const field: CustomField = { ...newField, ...before, ...(given as unknown as FieldInput), ...fixed };
  if (field.label === "") refuse("field-part-missing", { fieldNumber, field: "label" });
  const hasChoices = field.type === "list" || field.type === "pick";
  if (hasChoices && field.choices.length === 0) refuse("field-part-missing", { fieldNumber, field: "choices" });
  if (hasChoices) refuseTooMany(fieldNumber, field.choices);
  for (const part of ["searchable", "unique"] as const)
    if (field[part] && field.type !== "text") refuse("field-not-text", { fieldNumber, field: part });
  return hasChoices ? field : { ...field, choices: [] };
}

function refuseTooMany(fieldNumber: number, choices: readonly string[]): void {
  const field = "choices";
  if (choices.length > mostChoices) refuse("choices-too-many", { fieldNumber, field, most: mostChoices });
  const length = choices.reduce((sum, one) => sum + [...one].length, 0);
  if (length > longestChoices) refuse("field-value", { fieldNumber, field, fault: "too-long", most: longestChoices });
}

const newField = {
  label: "",
  shown: false,
  type: "text",
  choices: [],
  searchable: false,
  unique: false,
  required: false,
} as const satisfies Omit<CustomField, "number">;
