import type { OutElement, OutFamily, OutList, Output, Outputs } from "./output.ts";

/** An answer as both forms are written from: everything in order, and nothing that was not declared. */
export type Tree =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "element"; readonly attributes: Pairs<string>; readonly members: Pairs<Tree> }
  | {
      readonly type: "list";
      readonly child: string;
      readonly bare: boolean;
      readonly items: readonly Tree[] | AsyncIterable<readonly Tree[]>;
    };

type Pairs<T> = readonly (readonly [name: string, value: T])[];

/** The members of an answer, by their declarations; what is not declared can't leak. */
export function encode(outputs: Outputs, values: Readonly<Record<string, unknown>>): Pairs<Tree> {
  return Object.entries(outputs).flatMap(([name, output]): Pairs<Tree> => {
    const value = values[name];
    if (value === undefined) return [];
    if (output.type === "family") return encodeFamily(name, output, value as Record<string, object>);
    return [[name, encodeOne(output, value)]];
  });
}

function encodeOne(output: Exclude<Output, OutFamily>, value: unknown): Tree {
  if (output.type === "text") return { type: "text", text: scalar(value) };
  if (output.type === "element") return encodeElement(output, value as Record<string, unknown>);
  const { child, bare } = output;
  const item = (one: unknown): Tree =>
    output.fields === null
      ? { type: "text", text: scalar(one) }
      : encodeElement({ ...output, type: "element", fields: output.fields } as OutElement, one as Record<string, unknown>);
  const pages = value as readonly unknown[] | AsyncIterable<readonly unknown[]>;
  return { type: "list", child, bare, items: Array.isArray(pages) ? pages.map(item) : each(pages as never, item) };
}

async function* each(pages: AsyncIterable<readonly unknown[]>, item: (one: unknown) => Tree): AsyncIterable<readonly Tree[]> {
  for await (const page of pages) yield page.map(item);
}

function encodeElement({ attributes, fields }: Pick<OutElement, "attributes" | "fields">, value: Record<string, unknown>): Tree {
  const given = Object.keys(attributes).flatMap((name) =>
    value[name] === undefined ? [] : [[name, scalar(value[name])] as const],
  );
  return { type: "element", attributes: given, members: encode(fields, value) };
}

function encodeFamily(name: string, { fields }: OutFamily, values: Readonly<Record<string, object>>): Pairs<Tree> {
  return Object.entries(values).map(([number, value]) => [
    name.replace("#", number),
    { type: "element", attributes: [], members: encode(fields, value as Record<string, unknown>) } as Tree,
  ]);
}

/** Every scalar is text on this wire. */
function scalar(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? "Y" : "N";
  return String(value);
}

/** Whether an answer has a list that comes in pages. */
export function comesInPages(members: Pairs<Tree>): boolean {
  return members.some(([, tree]) => tree.type === "list" && !Array.isArray(tree.items));
}

export type { OutList, Pairs };
