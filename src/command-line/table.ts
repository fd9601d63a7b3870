/** Aligned columns under their headings. What is stored can't move the cursor: control characters show as question marks. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [headings, ...rows.map((row) => row.map(plain))];
  const widths = headings.map((_, column) => Math.max(...cells.map((row) => length(row[column]!))));
  return cells
    .map((row) =>
      row
        .map((cell, column) => pad(cell, widths[column]!))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** The same text without control characters. */
export function plain(text: string): string {
  return text.replace(/\p{Cc}/gu, "?");
}

/** A list as one cell; `none` when there is nothing in it or it is null. */
export function listed(list: readonly string[] | null, none: string): string {
  return list?.length ? list.join(", ") : none;
}

const length = (text: string): number => [...text].length;
const pad = (text: string, width: number): string => text + " ".repeat(width - length(text));
