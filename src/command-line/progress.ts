import { grouped, type Tell } from "../backup/tell.ts";
import type { Terminal } from "./terminal.ts";

/** A Tell that ends: `end` takes a bar away that is still shown. */
export interface Progress extends Tell {
  end(): void;
}

const everyMs = 100;
const width = 30;

/** Shows how far something has come: lines, and on a terminal a bar under them that is drawn over and over. Both go to standard error. */
export function showProgress(terminal: Terminal, stream: NodeJS.WriteStream = process.stderr): Progress {
  const drawing = stream.isTTY === true && !terminal.json;
  let shown = false;
  let drawnAt = 0;
  let drawnOf = "";
  const clear = (): void => {
    if (shown) stream.write("\r\x1b[K");
    shown = false;
  };
  return {
    note(message) {
      clear();
      terminal.note(message);
    },
    progress(what, done, total) {
      const now = performance.now();
      if (!drawing || (what === drawnOf && now - drawnAt < everyMs)) return;
      [drawnAt, drawnOf] = [now, what];
      stream.write(`\r\x1b[K${bar(what, done, total)}`);
      shown = true;
    },
    end: clear,
  };
}

/** One line. A total is an estimate that may turn out too small, or not be there at all. */
function bar(what: string, done: number, total: number): string {
  if (total <= 0) return done > 0 ? `${what} ${grouped(done)}` : `${what} ...`;
  const part = Math.min(1, done / total);
  const full = Math.round(part * width);
  return `${what} [${"#".repeat(full)}${"-".repeat(width - full)}] ${String(Math.floor(part * 100)).padStart(3)}% ${grouped(done)}`;
}
