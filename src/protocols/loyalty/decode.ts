import { moneyOf } from "../../core/loyalty/ledger/amounts.ts";
import { isCalendarDay } from "../../platform/clock.ts";
import { fail } from "./failures.ts";
import type { Field, Fields, Values } from "./fields.ts";
import type { Parameters } from "./parameters.ts";

// What XML 1.0 has no way to say could be stored and then not be told; a lone surrogate can't even be stored.
const unsayable = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** Reads a request by its table. Fails with a text that names the first parameter at fault; what the table does not have is ignored. */
export function decode<F extends Fields>(fields: F, parameters: Parameters): Values<F> {
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    if (field.type === "family") values[name] = decodeFamily(name, field, parameters);
    else {
      const sent = sentUnder([name, ...(field.aliases ?? [])], parameters);
      const value = sent && decodeOne(sent.name, field, sent.value);
      if (field.required && (value === undefined || value === null)) fail("missing", { field: name });
      values[name] = value ?? (field.type === "yes" || field.type === "present" ? false : value);
    }
  }
  return values as Values<F>;
}

/** The first of some names that was sent with something in it, else the first that was sent. */
function sentUnder(names: readonly string[], parameters: Parameters): { name: string; value: string } | undefined {
  const sent = names.flatMap((name) => {
    const value = parameters.get(name);
    return value === undefined ? [] : [{ name, value }];
  });
  return sent.find(({ value }) => value !== "") ?? sent[0];
}

/** Undefined counts as not sent, null takes away. */
function decodeOne(name: string, field: Exclude<Field, { type: "family" }>, sent: string): unknown {
  if (unsayable.test(sent)) fail("unsayable", { field: name });
  const text = field.type === "text" && field.secret ? sent : sent.trim();
  switch (field.type) {
    case "text":
      return text === "" ? null : bounded(name, text, field.max);
    case "key":
      if (text === "") return undefined;
      if (field.digits && !/^\d+$/.test(text)) fail("no-digits", { field: name });
      return bounded(name, text, field.max);
    case "day":
      return text === "" ? null : decodeDay(name, text);
    case "int": {
      if (text === "") return undefined;
      const number = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
      if (!(number >= field.least && number <= field.most))
        fail("not-whole", { field: name, least: field.least, most: field.most });
      return number;
    }
    case "money":
      return text === "" ? undefined : (moneyOf(text) ?? fail("no-money", { field: name }));
    case "choice": {
      if (text === "") return undefined;
      const found = field.values.find((one) => one.toLowerCase() === text.toLowerCase());
      return found ?? fail("not-one-of", { field: name, values: field.values });
    }
    case "yes":
      return /^(yes|y|true|1)$/i.test(text);
    case "present":
      return true;
  }
}

function bounded(name: string, text: string, max: number): string {
  if (text.length > max && [...text].length > max) fail("too-long", { field: name, max });
  return text;
}

/** A day of the calendar; null for one with parts that are zero, as clients send a blank one (decisions.md, section 3). */
function decodeDay(name: string, text: string): string | null {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (year === undefined) fail("no-day", { field: name });
  if (year === "0000" || month === "00" || day === "00") return null;
  return isCalendarDay(text) ? text : fail("no-day", { field: name });
}

/** What was sent of numbered fields, by number. */
function decodeFamily(
  name: string,
  field: Extract<Field, { type: "family" }>,
  parameters: Parameters,
): Record<string, string | null> {
  const [before = "", after = ""] = name.split("#");
  const values: Record<string, string | null> = {};
  for (const [sent, value] of parameters) {
    if (!sent.startsWith(before) || !sent.endsWith(after)) continue;
    const number = sent.slice(before.length, sent.length - after.length);
    if (!/^[1-9]\d{0,8}$/.test(number)) continue;
    if (unsayable.test(value)) fail("unsayable", { field: sent });
    const text = value.trim();
    values[number] = text === "" ? null : bounded(sent, text, field.max);
  }
  return values;
}
