import { Ajv } from "ajv";
import formats from "ajv-formats";
import { isEmail } from "../../core/identity/email.ts";
import { isCalendarDay } from "../../platform/clock.ts";
import { Problem } from "./problems.ts";

const options = { allErrors: true, useDefaults: true, allowUnionTypes: true };
/** A query has nothing but text, so its numbers are read out of it; a body says what it means. */
const lenient = addFormats(new Ajv({ ...options, coerceTypes: true }));
const strict = addFormats(new Ajv(options));

function addFormats(ajv: Ajv): Ajv {
  formats.default(ajv);
  // Where PostgreSQL or the core takes less, or more, than the formats' own definitions.
  ajv.addFormat("date", (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && isCalendarDay(text));
  ajv.addFormat("uuid", /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i);
  ajv.addFormat("email", isEmail);
  return ajv;
}

/** Compiles the schema of a part of a request. Nothing unknown is dropped in silence: a misspelt member is a fault. */
export function compile({ schema, httpPart }: { schema: unknown; httpPart?: string }) {
  return (httpPart === "body" ? strict : lenient).compile(schema as object);
}

/** Refuses text that PostgreSQL can't keep, wherever in the request it is: NUL, and half of a surrogate pair. */
export function refuseUnstorable(parts: Readonly<Record<string, unknown>>): void {
  const found: string[] = [];
  const look = (value: unknown, path: string): void => {
    if (typeof value === "string") {
      if (value.includes("\0") || !value.isWellFormed()) found.push(path);
    } else if (typeof value === "object" && value !== null) {
      for (const [name, member] of Object.entries(value)) look(member, path ? `${path}.${name}` : name);
    }
  };
  look(parts, "");
  if (found.length === 0) return;
  const message = "holds a character that cannot be stored";
  throw new Problem(
    400,
    "The request can't be taken",
    found.map((field) => ({ field, message })),
  );
}

const mostMembers = 20_000;
const deepest = 32;

/** Refuses a body with more members, or nested deeper, than any call takes: telling what is wrong with each would cost more than it is worth. */
export function refuseHuge(body: unknown): void {
  const waiting: { value: unknown; depth: number }[] = [{ value: body, depth: 0 }];
  let members = 0;
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    if (typeof one.value !== "object" || one.value === null) continue;
    const inside = Object.values(one.value);
    members += inside.length;
    if (members > mostMembers || one.depth > deepest)
      throw new Problem(400, "The body has too many members, or is nested too deep");
    for (const value of inside) waiting.push({ value, depth: one.depth + 1 });
  }
}
