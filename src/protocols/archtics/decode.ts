import { isCalendarDay } from "../../platform/clock.ts";
import type { DecodedFields, Field, Fields } from "./fields.ts";

/** An input value that can't be taken. `impossible-day`: well written, but not in the calendar. */
export class BadInput extends Error {
  readonly problem: "invalid" | "impossible-day";

  /** `field` is the path in the request, as in customer.alt_id_array[0].alt_id. */
  constructor(field: string, what: string, problem: "invalid" | "impossible-day" = "invalid") {
    super(`${field}: ${what}`);
    this.problem = problem;
  }
}

/** Reads what the table declares out of an object of the request; names match without case, unknown ones are ignored. Throws BadInput. */
export function decode<F extends Fields>(fields: F, source: Record<string, unknown>, path = ""): DecodedFields<F> {
  const decoded: Record<string, unknown> = {};
  for (const key of Object.keys(source)) {
    const name = Object.hasOwn(fields, key) ? key : key.toLowerCase();
    if (!Object.hasOwn(fields, name)) continue;
    const value = source[key];
    // null says nothing, so it counts as not sent.
    if (value !== null) decoded[name] = decodeField(fields[name]!, value, `${path}${name}`);
  }
  return decoded as DecodedFields<F>;
}

/** An object of the request, and not a list or a text. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function decodeField(field: Field, value: unknown, path: string): unknown {
  switch (field.type) {
    case "struct":
      if (!isObject(value)) throw new BadInput(path, "must be an object");
      return decode(field.fields, value, `${path}.`);
    case "list":
      if (value === "") return [];
      if (!Array.isArray(value)) throw new BadInput(path, "must be a list");
      if (value.length > field.max) throw new BadInput(path, `at most ${field.max} elements`);
      return value.map((element, index) => {
        if (!isObject(element)) throw new BadInput(`${path}[${index}]`, "must be an object");
        return decode(field.fields, element, `${path}[${index}].`);
      });
    case "words":
      if (value === "") return [];
      if (!Array.isArray(value)) throw new BadInput(path, "must be a list");
      if (value.length > mostWords) throw new BadInput(path, `at most ${mostWords} elements`);
      return value
        .map((one, index) => bounded(text(one, `${path}[${index}]`).trim(), field.max, `${path}[${index}]`))
        .filter(Boolean);
    case "integer":
      return decodeInteger(value, path);
    case "decimal":
      return decodeDecimal(value, path);
    case "flag":
      return decodeFlag(value, path);
    case "secret":
      // It is hashed, never stored, so any character can be taken.
      if (typeof value !== "string") throw new BadInput(path, "must be text");
      return bounded(value, field.max, path) || null;
    default:
      return decodeText(
        field,
        text(field.type === "char" && field.digits && Number.isSafeInteger(value) ? String(value) : value, path).trimEnd(),
        path,
      );
  }
}

const mostWords = 200;

function decodeText(field: Field, value: string, path: string): string | null {
  if (value === "") return null;
  switch (field.type) {
    case "phone":
      return bounded(bareNumber(value), field.max, path) || null;
    case "choice": {
      const found = field.values.find((one) => one.toLowerCase() === value.trim().toLowerCase());
      if (found === undefined) throw new BadInput(path, `must be one of ${field.values.join(", ")}`);
      return found;
    }
    case "day":
      if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) throw new BadInput(path, "must be a date as YYYY-MM-DD");
      if (!isCalendarDay(value)) throw new BadInput(path, "no such day in the calendar", "impossible-day");
      return value;
    case "filter-day":
      return filterDayOf(value, path);
    case "moment":
      return momentOf(value, path);
    case "char":
      return bounded(value, field.max, path);
    default:
      throw new BadInput(path, "is not an input");
  }
}

/** A day past the end of its month is the last of it (decisions.md, section 2). */
function filterDayOf(value: string, path: string): string {
  const [, month, day] = /^(\d{4}-\d{2})-(\d{2})$/.exec(value.trim()) ?? [];
  if (month === undefined || !isCalendarDay(`${month}-01`) || Number(day) < 1 || Number(day) > 31)
    throw new BadInput(path, "must be a date as YYYY-MM-DD");
  for (let last = Number(day); ; last--) {
    const found = `${month}-${String(last).padStart(2, "0")}`;
    if (isCalendarDay(found)) return found < earliest ? earliest : found > latest ? latest : found;
  }
}

/** Nothing lies outside of these; callers write 0001-01-01 and 9999-12-31 for all there is, and times near them are none that clocks and databases agree on. */
const [earliest, latest] = ["1900-01-01", "9998-12-31"] as const;

function momentOf(value: string, path: string): string {
  const [, day, hours = "00", minutes = "00", seconds = "00"] =
    /^(\d{4}-\d{2}-\d{2})(?:[ T]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?)?$/.exec(value.trim()) ?? [];
  if (day === undefined) throw new BadInput(path, "must be a time as YYYY-MM-DD HH:MM[:SS]");
  return `${filterDayOf(day, path)}T${hours}:${minutes}:${seconds}`;
}

/** Text that PostgreSQL can keep: no NUL, and no half of a surrogate pair. */
function text(value: unknown, path: string): string {
  if (typeof value !== "string") throw new BadInput(path, "must be text");
  if (value.includes("\0") || !value.isWellFormed()) throw new BadInput(path, "holds a character that cannot be stored");
  return value;
}

/** A telephone number without what people put in to read it. */
export const bareNumber = (value: string): string => value.replace(/[\s().-]/g, "");

/** Lengths count characters, not UTF-16 units. */
function bounded(value: string, max: number, path: string): string {
  if (value.length > max && [...value].length > max) throw new BadInput(path, `at most ${max} characters`);
  return value;
}

function decodeInteger(value: unknown, path: string): number | null {
  const given = typeof value === "string" ? value.trim() : value;
  if (given === "") return null;
  const number = typeof given === "string" && /^[+-]?\d{1,15}$/.test(given) ? Number(given) : given;
  if (typeof number !== "number" || !Number.isInteger(number)) throw new BadInput(path, "must be a whole number");
  if (Math.abs(number) > 2_147_483_647) throw new BadInput(path, "must be at most 2147483647");
  return number;
}

function decodeDecimal(value: unknown, path: string): number | null {
  const given = typeof value === "string" ? value.trim() : value;
  if (given === "") return null;
  const number = typeof given === "string" && /^[+-]?\d{1,15}(\.\d{1,6})?$/.test(given) ? Number(given) : given;
  if (typeof number !== "number" || !Number.isFinite(number)) throw new BadInput(path, "must be a number");
  return number;
}

function decodeFlag(value: unknown, path: string): boolean | null {
  const given = typeof value === "string" ? value.trim() : value;
  if (given === "") return null;
  if (given === 1 || given === "1" || given === true) return true;
  if (given === 0 || given === "0" || given === false) return false;
  throw new BadInput(path, "must be 0 or 1");
}
