import { csvLine } from "../../platform/csv.ts";
import type { Tree } from "./encode.ts";
import type { Envelope, Table } from "./write.ts";

// Answers as tables: CSV as RFC 4180 has it, in UTF-8.

/** A row's cells, by the columns: of an own field of the account's, which has a label and a value, the value. */
function rowOf(tree: Tree, columns: readonly string[]): string {
  const members = new Map(tree.type === "element" ? tree.members : []);
  return csvLine(columns.map((column) => textOf(members.get(column))));
}

function textOf(tree: Tree | undefined): string {
  if (tree?.type === "text") return tree.text;
  if (tree?.type !== "element") return "";
  return textOf(new Map(tree.members).get("data"));
}

const rowsOf = (trees: readonly Tree[], { columns }: Table): string => trees.map((one) => rowOf(one, columns)).join("");

/** The whole table; of an error a table of one column. The list must not come in pages. */
export function csvOf({ members, table }: Envelope): string {
  if (!table)
    return members.flatMap(([name, tree]) => (tree.type === "text" ? [csvLine([name]), csvLine([tree.text])] : [])).join("");
  return csvLine(table.columns) + rowsOf(listOf(members, table) as readonly Tree[], table);
}

/** The same in pieces, as the pages of the list come. */
export async function* csvInPages({ members, table }: Envelope): AsyncIterable<string> {
  if (!table) throw new Error("an answer in pages that is no table");
  yield csvLine(table.columns);
  for await (const page of listOf(members, table) as AsyncIterable<readonly Tree[]>) yield rowsOf(page, table);
}

function listOf(members: Envelope["members"], { list }: Table) {
  const tree = new Map(members).get(list);
  if (tree?.type !== "list") throw new Error(`the answer has no list ${list}`);
  return tree.items;
}
