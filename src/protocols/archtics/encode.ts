import { bareNumber } from "./decode.ts";
import type { EncodableFields, Field, Fields, Stream } from "./fields.ts";

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

/**
 * The same of a table with a stream among its fields: its texts one after the other, to be written behind the rest. Undefined without one, or when nothing comes of it. The first batch is there when this returns, so that what goes
 * wrong at the start can still be answered with a result code.
 */
export async function encodeStream<F extends Fields>(
  fields: F,
  values: EncodableFields<F>,
): Promise<AsyncGenerator<string> | undefined> {
  const [name, field] = Object.entries(fields).find(([, one]) => one.type === "stream") ?? [];
  const batches =
    name === undefined ? undefined : ((values as Record<string, unknown>)[name] as AsyncIterable<unknown> | undefined);
  if (!batches) return undefined;
  const reading = (batches as AsyncIterable<readonly EncodableFields<Fields>[]>)[Symbol.asyncIterator]();
  const first = await reading.next();
  if (first.done) return undefined;
  return texts(name!, field as Stream, first.value, reading);
}

async function* texts(
  name: string,
  { fields }: Stream,
  first: readonly EncodableFields<Fields>[],
  reading: AsyncIterator<readonly EncodableFields<Fields>[]>,
): AsyncGenerator<string> {
  let before = `,"${name}":[`;
  try {
    for (let batch = first; ; ) {
      let text = "";
      for (const element of batch) {
        text += `${before}{${encode(fields, element)}}`;
        before = ",";
      }
      yield text;
      const next = await reading.next();
      if (next.done) break;
      batch = next.value;
    }
    yield "]";
  } finally {
    // A caller who hangs up in the middle ends the reading too.
    await reading.return?.();
  }
}

function encodeField(field: Field, value: unknown): string | undefined {
  if (value === null || value === undefined || value === "") return undefined;
  switch (field.type) {
    case "flag":
      return value ? "1" : "0";
    case "struct":
      return `{${encode(field.fields, value as EncodableFields<Fields>)}}`;
    case "stream":
      return undefined;
    case "words":
      return (value as readonly string[]).length === 0 ? undefined : JSON.stringify(value);
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
