/** A line of a batch: where it begins, counted from 1, and its cells, or none when its quotation marks can't be read. */
export interface BatchLine {
  readonly line: number;
  readonly cells: readonly string[] | undefined;
}

export const delimiters = { pipe: "|", comma: ",", tab: "\t" } as const;
export type Delimiter = keyof typeof delimiters;

/**
 * The lines of a batch that are not blank. Between commas cells may be quoted as in CSV (RFC 4180), and then hold commas, doubled quotation marks and ends of
 * lines; between other delimiters a quotation mark is a character like any.
 */
export function batchLines(data: string, delimiter: Delimiter): BatchLine[] {
  const physical = data.split(/\r\n|\n|\r/);
  const lines: BatchLine[] = [];
  for (let at = 0; at < physical.length; ) {
    const line = at + 1;
    const text = physical[at++]!;
    if (text.trim() === "") continue;
    if (delimiter !== "comma") {
      lines.push({ line, cells: text.split(delimiters[delimiter]) });
      continue;
    }
    // A cell that is not closed goes on in the next line; when it never is, only the line where it began is lost.
    const read = quotedCells(physical, at - 1);
    lines.push({ line, cells: read?.cells });
    if (read) at = read.next;
  }
  return lines;
}

/** The cells of a line and the line after it; undefined for a quotation mark that is not closed, or behind which something stands. */
function quotedCells(physical: readonly string[], from: number): { cells: string[]; next: number } | undefined {
  const cells: string[] = [];
  let [text, next] = [physical[from]!, from + 1];
  for (let at = 0; ; ) {
    const [blanks] = /^[ \t]*/.exec(text.slice(at))!;
    if (text[at + blanks.length] !== '"') {
      const end = text.indexOf(",", at);
      cells.push(text.slice(at, end < 0 ? undefined : end));
      if (end < 0) return { cells, next };
      at = end + 1;
      continue;
    }
    let cell = "";
    for (at += blanks.length + 1; ; ) {
      const end = text.indexOf('"', at);
      if (end < 0) {
        const more = physical[next++];
        if (more === undefined) return undefined;
        cell += `${text.slice(at)}\n`;
        [text, at] = [more, 0];
      } else {
        cell += text.slice(at, end);
        at = end + 1;
        if (text[at] !== '"') break;
        cell += '"';
        at++;
      }
    }
    const [behind] = /^[ \t]*/.exec(text.slice(at))!;
    at += behind.length;
    cells.push(cell);
    if (at === text.length) return { cells, next };
    if (text[at++] !== ",") return undefined;
  }
}
