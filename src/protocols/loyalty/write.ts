import type { Pairs, Tree } from "./encode.ts";
import { type Format, wrapped } from "./format.ts";
import { csvInPages, csvOf } from "./report-csv.ts";
import { say } from "./texts/text.ts";

/** An answer before it is written: its status and what stands beside it. */
export interface Envelope {
  readonly status: "success" | "error" | "multiple_matches" | "no_match";
  readonly members: Pairs<Tree>;
  /** What of it is told as CSV. */
  readonly table?: Table;
}

/** One of an answer's lists as a table. */
export interface Table {
  /** The name of its file, without an ending. */
  readonly name: string;
  readonly list: string;
  /** Names of the children's members, in their order. */
  readonly columns: readonly string[];
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
// What XML 1.0 has no way to say, not even escaped; lone surrogates too.
const unsayable = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
  "\r": "&#13;",
};

/** Text as it stands in XML: a parser gives back the same, but for characters that XML can't say, which become U+FFFD. */
export function escapeXml(text: string): string {
  return text.replaceAll(unsayable, "\ufffd").replaceAll(/[&<>"'\r]/g, (char) => entities[char]!);
}

/** The whole answer; its lists must not come in pages. */
export function write(envelope: Envelope, format: Format): string {
  const { status, members } = envelope;
  if (format.form === "CSV") return csvOf(envelope);
  if (format.form === "XML") return `${declaration}<response status="${status}">${xmlOf(members)}</response>\n`;
  return wrapped(JSON.stringify({ status, ...jsonOf(members) }, null, format.condensed ? undefined : 2), format);
}

function xmlOf(members: Pairs<Tree>): string {
  return members.map(([name, tree]) => xmlElement(name, tree)).join("");
}

/** Names are declared, or made of a declared one and a number: they need no escaping. */
function xmlElement(name: string, tree: Tree): string {
  if (tree.type === "text") return tagged(name, "", escapeXml(tree.text));
  if (tree.type === "element") {
    const attributes = tree.attributes.map(([attribute, value]) => ` ${attribute}="${escapeXml(value)}"`).join("");
    return tagged(name, attributes, xmlOf(tree.members));
  }
  const items = xmlItems(tree.child, tree.items as readonly Tree[]);
  return tree.bare ? items : tagged(name, "", items);
}

const tagged = (name: string, attributes: string, content: string): string =>
  content === "" ? `<${name}${attributes}/>` : `<${name}${attributes}>${content}</${name}>`;

const xmlItems = (child: string, items: readonly Tree[]): string => items.map((one) => xmlElement(child, one)).join("");

function jsonOf(members: Pairs<Tree>): Record<string, unknown> {
  return Object.fromEntries(members.map(([name, tree]) => [name, jsonValue(tree)]));
}

function jsonValue(tree: Tree): unknown {
  if (tree.type === "text") return tree.text;
  if (tree.type === "element") return { ...Object.fromEntries(tree.attributes), ...jsonOf(tree.members) };
  return (tree.items as readonly Tree[]).map((one) => (one.type === "text" ? { xml_value_to_show: one.text } : jsonValue(one)));
}

/** The answer in pieces, as its pages come: for a list of which nobody knows how long it is. At most one list may come in pages. */
export async function* writeInPages(envelope: Envelope, format: Format): AsyncIterable<string> {
  if (format.form === "CSV") return yield* csvInPages(envelope);
  const { status, members } = envelope;
  const at = members.findIndex(([, tree]) => tree.type === "list" && !Array.isArray(tree.items));
  const [name, paged] = members[at] as readonly [string, Extract<Tree, { type: "list" }>];
  const [before, after] = [members.slice(0, at), members.slice(at + 1)];
  const pages = paged.items as AsyncIterable<readonly Tree[]>;
  if (format.form === "XML") {
    const [open, close] = paged.bare ? ["", ""] : [`<${name}>`, `</${name}>`];
    yield `${declaration}<response status="${status}">${xmlOf(before)}${open}`;
    for await (const page of pages) yield xmlItems(paged.child, page);
    yield `${close}${xmlOf(after)}</response>\n`;
    return;
  }
  const hole = "\u0000";
  const whole = wrapped(
    JSON.stringify({ status, ...jsonOf(before), [name]: [hole], ...jsonOf(after) }, null, format.condensed ? undefined : 2),
    format,
  );
  const [head, tail] = whole.split(JSON.stringify(hole)) as [string, string];
  const indent = format.condensed ? "" : `\n${" ".repeat(4)}`;
  yield indent ? head.trimEnd() : head;
  let separator = "";
  for await (const page of pages)
    for (const one of page) {
      const text = wrapped(JSON.stringify(jsonValue(one), null, format.condensed ? undefined : 2), undefined);
      yield `${separator}${indent}${text.replaceAll("\n", indent)}`;
      separator = ",";
    }
  yield separator === "" && indent ? tail.trimStart() : tail;
}

/** What a call is told that can't be served at all, before anybody knows in which form it wants that. */
export const unavailableXml = write(
  { status: "error", members: [["error", { type: "text", text: say("en", "unavailable") }]] },
  { form: "XML", condensed: false },
);
