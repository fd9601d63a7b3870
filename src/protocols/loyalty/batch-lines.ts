/** A line of a batch: where it begins, counted from 1, and its cells, or none when its quotation marks can't be read. */
export interface BatchLine {
  readonly line: number;
  readonly cells: readonly string[] | undefined;
}

export const delimiters = { pipe: "|", comma: ",", tab: "\t" } as const;
export type Delimiter = keyof typeof delimiters;

/**
 * The lines of a batch that are not blank; of more than `most` only as many and one, so that who asks sees that there are more. Between commas cells may be quoted as
 * in CSV (RFC 4180), and then hold commas, doubled quotation marks and ends of lines; between other delimiters a quotation mark is a character like any.
 *
 * A cell that is not closed goes on in the next line; when it never is, only the line where it began is lost. The time is linear in the length: what
 * becomes of a line that begins within quotation marks depends on nothing before it, so once one was in vain, it is not read like that again.
 */
export function batchLines(data: string, delimiter: Delimiter, most = Number.POSITIVE_INFINITY): BatchLine[] {
  const physical = data.split(/\r\n|\n|\r/);
  const lines: BatchLine[] = [];
  // Up to this one, lines that begin within quotation marks are in vain.
  let vain = 0;
  for (let at = 0; at < physical.length && lines.length <= most; ) {
    const line = at + 1;
    const text = physical[at++]!;
    if (text.trim() === "") continue;
    if (delimiter !== "comma") {
      lines.push({ line, cells: text.split(delimiters[delimiter]) });
      continue;
    }
    const { cells, next } = quotedCells(physical, line - 1, vain);
    lines.push({ line, cells });
    if (cells) at = next;
    else vain = Math.max(vain, next);
  }
  return lines;
}

const blanks = /[ \t]*/y;

function behindBlanks(text: string, at: number): number {
  blanks.lastIndex = at;
  blanks.test(text);
  return blanks.lastIndex;
}

/**
 * The cells of a line, and the line behind the last one that was read; none for a quotation mark that is not closed, or behind which something stands, and as soon
 * as a line before `vain` would begin within quotation marks.
 */
function quotedCells(physical: readonly string[], from: number, vain: number): { cells?: string[]; next: number } {
  const cells: string[] = [];
  let [text, next] = [physical[from]!, from + 1];
  for (let at = 0; ; ) {
    const begin = behindBlanks(text, at);
    if (text[begin] !== '"') {
      const end = text.indexOf(",", begin);
      cells.push(text.slice(at, end < 0 ? undefined : end));
      if (end < 0) return { cells, next };
      at = end + 1;
      continue;
    }
    let cell = "";
    for (at = begin + 1; ; ) {
      const end = text.indexOf('"', at);
      if (end < 0) {
        if (next < vain || next === physical.length) return { next };
        cell += `${text.slice(at)}\n`;
        [text, at] = [physical[next++]!, 0];
      } else {
        cell += text.slice(at, end);
        at = end + 1;
        if (text[at] !== '"') break;
        cell += '"';
        at++;
      }
    }
    at = behindBlanks(text, at);
    cells.push(cell);
    if (at === text.length) return { cells, next };
    if (text[at++] !== ",") return { next };
  }
}
