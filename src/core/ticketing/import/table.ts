import type { Readable } from "node:stream";
import { parse } from "csv-parse";
import { refuse } from "../../refusal.ts";

/** A line of a table: its cells by the column's name in lower case, blank ones left out; and where it stands in the file. */
export interface Line {
  readonly number: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** Something that is wrong with one line, which was left out. */
export interface LineFault {
  readonly line: number;
  readonly message: string;
}

/** What an import tells of as it goes. */
export interface Telling {
  /** How many lines have been dealt with. */
  readonly done?: (lines: number) => void;
}

/**
 * Reads a CSV file (RFC 4180; UTF-8, with or without a byte order mark) line by line. The first line names the columns, without regard to case, in any order; columns that nobody asks for are not looked at.
 * Refuses with value-invalid for a file without one of the columns `required`, and for one that is no CSV.
 */
export async function* readTable(source: Readable | string, required: readonly string[]): AsyncGenerator<Line> {
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
    max_record_size: 1_000_000,
  });
  if (typeof source === "string") parser.end(source);
  else source.on("error", (error) => parser.destroy(error)).pipe(parser);
  let columns: string[] | undefined;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      if (!columns) {
        columns = record.map((name) => name.toLowerCase());
        const missing = required.find((name) => !columns!.includes(name));
        if (missing) refuse("value-invalid", { field: missing, fault: "is a column that the file must have" });
        continue;
      }
      const cells: Record<string, string> = {};
      for (const [index, name] of columns.entries()) if (record[index]) cells[name] = record[index];
      yield { number: info.lines, cells };
    }
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith("CSV_"))
      refuse("value-invalid", { field: "file", fault: `is no CSV: ${(error as Error).message}` });
    throw error;
  }
  if (!columns) refuse("value-invalid", { field: "file", fault: "is empty" });
}

/** A whole number of a cell. Refuses with value-invalid, which names column and line. */
export function wholeCell({ number, cells }: Line, name: string, otherwise?: number): number {
  const text = cells[name];
  if (text === undefined && otherwise !== undefined) return otherwise;
  if (text === undefined) return refuseCell(number, name, "is required");
  if (!/^-?\d{1,9}$/.test(text)) refuseCell(number, name, `must be a whole number, not ${text.slice(0, 40)}`);
  return Number(text);
}

/** Money of a cell, as in 99, 99.5 or 99.00, in minor units. Refuses with value-invalid. */
export function moneyCell({ number, cells }: Line, name: string): number | undefined {
  const text = cells[name];
  if (text === undefined) return undefined;
  const [, whole, cents = ""] = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(text) ?? [];
  if (whole === undefined) return refuseCell(number, name, `must be money as in 99.00, not ${text.slice(0, 40)}`);
  return Number(whole) * 100 + Number(cents.padEnd(2, "0"));
}

/** Refuses a line with value-invalid. */
export function refuseCell(line: number, field: string, fault: string): never {
  return refuse("value-invalid", { field, fault: `${fault} (line ${line})` });
}
