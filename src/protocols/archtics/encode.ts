import type { EncodableFields, Field, Fields } from "./fields.ts";

/** The wire's form of an answer: only what the table declares, empty values left out. */
export function encode<F extends Fields>(fields: F, values: EncodableFields<F>): Record<string, unknown> {
  const wire: Record<string, unknown> = {};
  for (const name in fields) {
    const encoded = encodeField(fields[name]!, (values as Record<string, unknown>)[name]);
    if (encoded !== undefined) wire[name] = encoded;
  }
  return wire;
}

function encodeField(field: Field, value: unknown): unknown {
  if (value === null || value === undefined || value === "") return undefined;
  switch (field.type) {
    case "flag":
      return value ? 1 : 0;
    case "struct":
      return encode(field.fields, value as EncodableFields<Fields>);
    case "list": {
      const elements = value as readonly EncodableFields<Fields>[];
      return elements.length === 0 ? undefined : elements.map((element) => encode(field.fields, element));
    }
    default:
      return value;
  }
}
