import { type TProperties, type TSchema, Type } from "typebox";
import type { Report } from "../../core/loyalty/reports/report.ts";
import { csvLine } from "../../platform/csv.ts";

/** A list as a whole, as a table: a header line, and a line for each element. */
export interface Table {
  /** What the file is called, without its ending. */
  readonly table: string;
  readonly columns: readonly string[];
  readonly pages: AsyncIterable<readonly object[]>;
}

/** The members of a list's query that say how it is answered. */
export const formatQuery = {
  format: Type.Optional(
    Type.Unsafe<"json" | "csv">({
      enum: ["json", "csv"],
      description: "csv: all of it as one table, whatever limit is; json unless it is sent",
    }),
  ),
} as const satisfies TProperties;

/** The columns of a table of such elements: those of an element inside by both names, as loyalty.code; lists have none. */
export function columnsOf(shape: TSchema, prefix = ""): string[] {
  const { properties = {} } = shape as { readonly properties?: Readonly<Record<string, TSchema>> };
  return Object.entries(properties).flatMap(([name, one]) => {
    const { type, properties: inner } = one as { readonly type?: unknown; readonly properties?: object };
    if (inner) return columnsOf(one, `${prefix}${name}.`);
    return type === "array" || type === "object" ? [] : [`${prefix}${name}`];
  });
}

/** A report as a table of what `show` makes of its rows. */
export function tableOf<Row>(name: string, shape: TSchema, report: Report<Row>, show: (row: Row) => object): Table {
  async function* pages() {
    yield report.first.map(show);
    for await (const page of report.rest ?? []) yield page.map(show);
  }
  return { table: name, columns: columnsOf(shape), pages: pages() };
}

/** Whether an answer is a table. */
export function isTable(answer: unknown): answer is Table {
  return typeof answer === "object" && answer !== null && "table" in answer && "pages" in answer;
}

/** A table as CSV, piece by piece. */
export async function* linesOf({ columns, pages }: Table): AsyncGenerator<string> {
  yield csvLine(columns);
  for await (const page of pages) yield page.map((row) => csvLine(columns.map((column) => cellOf(row, column)))).join("");
}

function cellOf(row: object, column: string): string {
  let value: unknown = row;
  for (const name of column.split(".")) value = (value as Readonly<Record<string, unknown>>)[name];
  return value === null || value === undefined ? "" : String(value);
}
