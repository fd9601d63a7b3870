import { isCalendarDay } from "../../../platform/clock.ts";
import { refuse } from "../../refusal.ts";
import type { Field } from "./field.ts";
import type { Kind } from "./kind.ts";

/** Values of a kind's fields by name; null clears, undefined is not given. */
export type Values = Readonly<Record<string, unknown>>;

/**
 * All fields of a kind: those that are given over those that are held, or over what a field is unless it was given. Refuses with value-invalid and names the field: one that the kind has not, one that is required,
 * one that can't be changed, one that does not fit its type.
 */
export function valuesFor(kind: Kind, given: Values, held?: Values): Record<string, unknown> {
  for (const name of Object.keys(given)) if (!Object.hasOwn(kind.fields, name)) refuseValue(name, "is not a field of it");
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(kind.fields)) {
    const fresh = given[name];
    const before = held ? (held[name] ?? null) : (field.fallback ?? null);
    const value = fresh === undefined ? before : fresh === null ? null : fitting(name, field, fresh);
    if (value === null && field.required) refuseValue(name, "is required");
    if (held && field.fixed && !same(value, before)) refuseValue(name, "can't be changed");
    values[name] = value;
  }
  return values;
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function refuseValue(field: string, fault: string): never {
  return refuse("value-invalid", { field, fault });
}

/** A value in the form in which it is kept. Text that comes from a file or a command line is read as what the field is. */
function fitting(name: string, field: Field, value: unknown): unknown {
  switch (field.type) {
    case "text":
    case "code": {
      if (typeof value !== "string" || !value.isWellFormed()) return refuseValue(name, "must be text");
      const kept = value.trim();
      const control = field.type === "text" && field.lines ? /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/ : /[\0-\x1f\x7f]/;
      if (control.test(kept)) refuseValue(name, "holds a control character");
      if ([...kept].length > field.max) refuseValue(name, `must have at most ${field.max} characters`);
      if (kept === "") return null;
      return field.type === "code" ? kept.toUpperCase() : kept;
    }
    case "integer":
    case "reference":
      return whole(
        name,
        value,
        field.type === "integer" ? field.least : 1,
        field.type === "integer" ? field.most : 2_147_483_647,
      );
    case "money":
      return whole(name, value, 0, 99_999_999_999);
    case "decimal": {
      const text = String(value).trim();
      if (!/^-?\d{1,12}(\.\d{1,6})?$/.test(text)) return refuseValue(name, "must be a decimal number");
      // As the database gives it back, so that the change log tells of it what is there.
      return text.replace(/^(-?)0+(?=\d)/, "$1").replace(/^-(?=0(\.0*)?$)/, "");
    }
    case "flag":
      if (typeof value === "boolean") return value;
      if (value === "true" || value === "yes" || value === "1") return true;
      return value === "false" || value === "no" || value === "0" ? false : refuseValue(name, "must be true or false");
    case "choice":
      return field.values.find((one) => one === value) ?? refuseValue(name, `must be one of ${field.values.join(", ")}`);
    case "words": {
      const list = typeof value === "string" ? value.split(/[\s,;]+/).filter(Boolean) : value;
      if (!Array.isArray(list)) return refuseValue(name, "must be a list");
      const strange = list.find((one) => !field.values.includes(one));
      if (strange !== undefined) refuseValue(name, `must be some of ${field.values.join(", ")}`);
      return field.values.filter((one) => list.includes(one));
    }
    case "instant": {
      if (value instanceof Date && !Number.isNaN(value.getTime())) return value;
      const at =
        typeof value === "string" &&
        /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(value) &&
        isCalendarDay(value.slice(0, 10))
          ? new Date(value)
          : undefined;
      if (!at || Number.isNaN(at.getTime())) return refuseValue(name, "must be an instant as in 2026-10-01T19:00:00-04:00");
      return at;
    }
  }
}

function whole(name: string, value: unknown, least: number, most: number): number {
  const number = typeof value === "string" && /^-?\d{1,12}$/.test(value.trim()) ? Number(value) : value;
  if (typeof number !== "number" || !Number.isInteger(number)) return refuseValue(name, "must be a whole number");
  if (number < least || number > most) refuseValue(name, `must be from ${least} to ${most}`);
  return number;
}
