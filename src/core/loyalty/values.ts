import type { UniqueValue } from "../identity/identifiers.ts";
import { refuse } from "../refusal.ts";
import { type CustomField, fieldValue } from "./fields.ts";

/** Values of an organisation's own fields, by the field's number. */
export type Values = Readonly<Record<string, string>>;

/** The values that were sent as the fields keep them; null for a blank one. Refuses with field-value. */
export function checkedValues(
  fields: readonly CustomField[],
  sent: Readonly<Record<string, string | null>>,
): Record<string, string | null> {
  const checked: Record<string, string | null> = {};
  for (const [number, value] of Object.entries(sent)) {
    const field = fields.find((one) => one.number === Number(number));
    if (!field) refuse("field-value", { fieldNumber: Number(number), fault: "not-defined" });
    checked[number] = value === null ? null : fieldValue(field, value);
  }
  return checked;
}

/** What a customer has after `sent`. */
export function nextValues(held: Values | null, sent: Readonly<Record<string, string | null>>): Values {
  const next: Record<string, string> = { ...held };
  for (const [number, value] of Object.entries(sent)) {
    if (value === null) delete next[number];
    else next[number] = value;
  }
  return next;
}

/** No values are nothing. */
export const valuesOf = (values: Values): Values | null => (Object.keys(values).length === 0 ? null : values);

/** Refuses with field-value when a required field has no value, unless `before` had none either: then it is not this change's affair. */
export function refuseMissingValues(fields: readonly CustomField[], values: Values, before: Values | null | undefined): void {
  for (const { number, required } of fields) {
    const missed = before !== undefined && before?.[number] === undefined;
    if (required && values[number] === undefined && !missed) refuse("field-value", { fieldNumber: number, fault: "required" });
  }
}

/** The values that no two customers may share. */
export function uniqueValuesOf(fields: readonly CustomField[], values: Values): UniqueValue[] {
  return fields.flatMap(({ number, unique }) => {
    const value = values[number];
    return unique && value !== undefined ? [{ field: number, value }] : [];
  });
}
