import { bareNumber } from "./decode.ts";
import type { EncodableFields, Field, Fields } from "./fields.ts";

/**
 * The wire's form of an answer: only what the table declares, empty values left out. It is JSON text at once, without the braces:
 * an object with so many computed names is slow to fill, slow to copy and slow to stringify.
 */
export function encode<F extends Fields>(fields: F, values: EncodableFields<F>): string {
  let members = "";
  for (const name in fields) {
    const encoded = encodeField(fields[name]!, (values as Record<string, unknown>)[name]);
    if (encoded !== undefined) members += `${members && ","}"${name}":${encoded}`;
  }
  return members;
}

function encodeField(field: Field, value: unknown): string | undefined {
  if (value === null || value === undefined || value === "") return undefined;
  switch (field.type) {
    case "flag":
      return value ? "1" : "0";
    case "struct":
      return `{${encode(field.fields, value as EncodableFields<Fields>)}}`;
    case "list": {
      const elements = value as readonly EncodableFields<Fields>[];
      return elements.length === 0 ? undefined : `[${elements.map((element) => `{${encode(field.fields, element)}}`).join(",")}]`;
    }
    default:
      return JSON.stringify(shown(field, value));
  }
}

/** A value as the wire can hold it: other protocols' texts may be longer, and their telephone numbers have spaces (docs/one-customer.md). */
function shown(field: Field, value: unknown): unknown {
  if (field.type === "phone") return cut(bareNumber(value as string), field.max);
  return field.type === "char" && typeof value === "string" ? cut(value, field.max) : value;
}

function cut(text: string, max: number): string {
  return text.length > max ? [...text].slice(0, max).join("").trimEnd() : text;
}

/** Values as the wire shows them; what is null or empty stays so. */
export function fit<F extends Fields>(fields: F, values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const fitted: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    const field = fields[name];
    fitted[name] = field && value !== null && value !== undefined ? shown(field, value) || null : value;
    if (typeof value === "boolean") fitted[name] = value;
  }
  return fitted;
}
