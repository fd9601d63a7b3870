import type { Answer, Field, Fields } from "./fields.ts";

/** The wire's form of an answer: only what the table declares; what is not known is "" (delivery.md, section 5). */
export function encode<F extends Fields>(fields: F, answer: Answer<F>): Record<string, unknown> {
  const wire: Record<string, unknown> = {};
  for (const name in fields) wire[name] = encodeField(fields[name]!, (answer as Record<string, unknown>)[name]);
  return wire;
}

function encodeField(field: Field, value: unknown): unknown {
  if (field.type === "object") return encode(field.fields, (value ?? {}) as Answer<Fields>);
  if (field.type === "list") return ((value ?? []) as Answer<Fields>[]).map((one) => encode(field.fields, one));
  if (value === null || value === undefined) return "";
  return field.type === "string" && field.max !== undefined ? cut(value as string, field.max) : value;
}

/** Other protocols' texts may be longer than what this one can hold (docs/one-customer.md). */
function cut(text: string, max: number): string {
  return text.length > max ? [...text].slice(0, max).join("").trimEnd() : text;
}
