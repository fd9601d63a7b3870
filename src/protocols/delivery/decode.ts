import { isCalendarDay } from "../../platform/clock.ts";
import type { Field, Fields, ListField, Values } from "./fields.ts";

/** What is wrong with a request, by the fields' paths in the order of their table (decisions.md, section 4). */
export interface Faults {
  readonly missing: string[];
  readonly mistyped: string[];
  readonly outOfBounds: string[];
}

const mostInteger = 2_147_483_647;
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Reads a request by its table. The values are good for use only when nothing is wrong; all that is wrong is told at once. */
export function decode<F extends Fields>(fields: F, source: unknown): { values: Values<F>; faults: Faults } {
  const faults: Faults = { missing: [], mistyped: [], outOfBounds: [] };
  const values = decodeObject(fields, isObject(source) ? source : {}, "", faults);
  return { values: values as Values<F>, faults };
}

/** Where each path of a table stands in it. */
const orders = new WeakMap<Fields, ReadonlyMap<string, number>>();

/** Paths in the order of their table, each once. Those within a list are where the list is, in the order in which they come. */
export function inOrder(fields: Fields, paths: readonly string[]): string[] {
  let order = orders.get(fields);
  if (!order) {
    order = new Map(pathsOf(fields).map((path, at) => [path, at]));
    orders.set(fields, order);
  }
  const place = (path: string): number => order.get(path.replace(/\[.*$/, "")) ?? -1;
  return [...new Set(paths)].sort((a, b) => place(a) - place(b));
}

/** The paths of all fields of a table, but for those within lists. */
function pathsOf(fields: Fields, under = ""): string[] {
  return Object.entries(fields).flatMap(([name, field]) =>
    field.type === "object" ? [`${under}${name}`, ...pathsOf(field.fields, `${under}${name}.`)] : [`${under}${name}`],
  );
}

function decodeObject(fields: Fields, source: Record<string, unknown>, under: string, faults: Faults): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const name in fields) {
    const sent = Object.hasOwn(source, name) ? source[name] : undefined;
    values[name] = decodeField(fields[name]!, sent, `${under}${name}`, faults);
  }
  return values;
}

/** null counts as absent, and so does "" (decisions.md, section 4); a required text that is blank is missing too. */
function decodeField(field: Field, sent: unknown, path: string, faults: Faults): unknown {
  if (field.type === "object") {
    if (sent !== undefined && sent !== null && !isObject(sent)) return void faults.mistyped.push(path);
    return decodeObject(field.fields, sent ?? {}, `${path}.`, faults);
  }
  const isBlank = typeof sent === "string" && sent.trim() === "" && !(field.required && field.type === "int");
  if (sent === undefined || sent === null || isBlank) {
    if (field.required) faults.missing.push(path);
    return undefined;
  }
  switch (field.type) {
    case "int":
      if (!Number.isInteger(sent)) return void faults.mistyped.push(path);
      if (field.least !== undefined && ((sent as number) < field.least || (sent as number) > mostInteger))
        return void faults.outOfBounds.push(path);
      return sent;
    case "boolean":
      if (field.numbers && (sent === 0 || sent === 1)) return sent === 1;
      return typeof sent === "boolean" ? sent : void faults.mistyped.push(path);
    case "list":
      return decodeList(field, sent, path, faults);
    default:
      if (typeof sent !== "string") return void faults.mistyped.push(path);
      return isInBounds(field, sent) ? sent : void faults.outOfBounds.push(path);
  }
}

function decodeList({ fields, max }: ListField, sent: unknown, path: string, faults: Faults): unknown {
  if (!Array.isArray(sent)) return void faults.mistyped.push(path);
  if (sent.length > max) return void faults.outOfBounds.push(path);
  return sent.map((element, at) => {
    if (!isObject(element)) return void faults.mistyped.push(`${path}[${at}]`);
    return decodeObject(fields, element, `${path}[${at}].`, faults);
  });
}

/** Lengths count characters, not UTF-16 units. PostgreSQL can keep neither NUL nor half of a surrogate pair. */
function isInBounds(field: Exclude<Field, { type: "int" | "boolean" | "object" | "list" }>, sent: string): boolean {
  if (sent.includes("\0") || !sent.isWellFormed()) return false;
  if (field.type === "choice") return field.values.includes(sent);
  if (field.type === "day") return /^\d{4}-\d{2}-\d{2}$/.test(sent) && isCalendarDay(sent);
  return field.max === undefined || sent.length <= field.max || [...sent].length <= field.max;
}
