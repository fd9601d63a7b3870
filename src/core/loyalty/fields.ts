import { isCalendarDay } from "../../platform/clock.ts";
import type { Core } from "../core.ts";
import { refuse } from "../refusal.ts";
import { customFields } from "./queries.ts";

/** Whose fields an organisation may define. */
export type FieldSubject = "customer" | "transaction";
export const fieldTypes = ["text", "date", "list", "pick", "number", "money"] as const;
export type FieldType = (typeof fieldTypes)[number];

/** A field that an organisation has defined. */
export interface CustomField {
  /** Above 1: the first is the text that every customer has. */
  readonly number: number;
  readonly label: string;
  /** Only advice to who makes forms. */
  readonly shown: boolean;
  readonly type: FieldType;
  /** What a list or pick field may hold. */
  readonly choices: readonly string[];
  /** Only advice, too: searching looks at all fields. */
  readonly searchable: boolean;
  /** Text that no two customers share. */
  readonly unique: boolean;
  /** Of every new customer. */
  readonly required: boolean;
}

/** Why a value can't be a field's. */
export type FieldFault =
  | "too-long"
  | "no-date"
  | "entries-not-in-list"
  | "entry-not-in-list"
  | "no-number"
  | "no-money"
  | "required"
  | "not-defined";

/** Characters of text; of text that is searchable or unique. */
export const longestText = 64_000;
export const longestKeyText = 255;

/** The fields of an organisation's customers or transactions, by number. */
export async function readFields(core: Pick<Core, "db">, orgId: number, subject: FieldSubject): Promise<CustomField[]> {
  return core.db.read(customFields, [orgId, subject]);
}

/**
 * A value as a field keeps it; null for a blank one (loyalty.md, section 7): texts are trimmed, dates are `YYYY-MM-DD` with the time behind a space if there is one,
 * entries of a list are joined by a comma. Refuses with field-value, which says what is wrong with which field.
 */
export function fieldValue(field: CustomField, sent: string): string | null {
  const text = sent.trim();
  if (text === "") return null;
  const wrong = (fault: FieldFault, most?: number): never => refuse("field-value", { fieldNumber: field.number, fault, most });
  switch (field.type) {
    case "text": {
      const longest = field.searchable || field.unique ? longestKeyText : longestText;
      return [...text].length <= longest ? text : wrong("too-long", longest);
    }
    case "date":
      return dateValue(text) ?? (isZeroDate(text) ? null : wrong("no-date"));
    case "list": {
      const entries = text
        .split(",")
        .map((one) => one.trim())
        .filter(Boolean);
      if (!entries.every((one) => field.choices.includes(one))) wrong("entries-not-in-list");
      return [...new Set(entries)].join(",") || null;
    }
    case "pick":
      return field.choices.includes(text) ? text : wrong("entry-not-in-list");
    case "number":
      return /^[+-]?\d{1,15}([.,]\d{1,10})?$/.test(text) ? text.replace(",", ".") : wrong("no-number");
    case "money":
      return moneyValue(text) ?? wrong("no-money");
  }
}

const dateShape = /^(\d{4})[-.](\d{2})[-.](\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?)?$/;

/** A day, or a day and a time; undefined for what is neither or has no such day. */
function dateValue(text: string): string | undefined {
  const [, year, month, day, hours, minutes, seconds = "00"] = dateShape.exec(text) ?? [];
  if (!year || !isCalendarDay(`${year}-${month}-${day}`)) return undefined;
  if (hours === undefined) return `${year}-${month}-${day}`;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  return `${year}-${month}-${day} ${hours}:${minutes}:${seconds}`;
}

/** Whether a date has parts that are zero, as clients send one that is blank: 0000-00-00, 1970-00-00. */
export function isZeroDate(text: string): boolean {
  const [, year, month, day] = dateShape.exec(text) ?? [];
  return year !== undefined && (year === "0000" || month === "00" || day === "00");
}

/** With two decimals; a comma counts as the point. */
function moneyValue(text: string): string | undefined {
  const [, sign = "", whole, cents = ""] = /^([+-]?)(\d{1,13})(?:[.,](\d{1,2}))?$/.exec(text) ?? [];
  return whole === undefined ? undefined : `${sign === "-" ? "-" : ""}${BigInt(whole)}.${cents.padEnd(2, "0")}`;
}
