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
      return JSON.stringify(value);
  }
}
