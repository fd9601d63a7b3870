// Tables as text: CSV as RFC 4180 has it.

const needsQuotes = /[",\r\n]/;
const formula = /^[=+\-@\t\r]/;
const number = /^[+-]?\d+(?:[.,]\d+)?$/;

/** A cell. One that a spreadsheet would run as a formula gets an apostrophe in front, which makes it a text there; numbers with a sign stay numbers. */
export function csvCell(text: string): string {
  const safe = formula.test(text) && !number.test(text) ? `'${text}` : text;
  return needsQuotes.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A line of cells, with its end. */
export const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(",")}\r\n`;
