import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { showProgress } from "../../src/command-line/progress.ts";
import type { Terminal } from "../../src/command-line/terminal.ts";

/** What is written when a table of 50 of 200 rows is copied and said to be. */
function written(isTTY: boolean, json: boolean): string {
  const texts: string[] = [];
  const stream = { isTTY, write: (text: string) => texts.push(text) } as unknown as NodeJS.WriteStream;
  const note = (message: string) => void texts.push(`${message}\n`);
  const shown = showProgress({ json, note } as Terminal, stream);
  shown.progress("Copying", 50, 200);
  shown.progress("Copying", 51, 200);
  shown.note("copied accounts");
  shown.end();
  return texts.join("");
}

describe("progress", () => {
  it("is a bar on a terminal, which lines replace, drawn no more often than can be seen", () =>
    assert.equal(written(true, false), `\r\x1b[KCopying [${"#".repeat(8)}${"-".repeat(22)}]  25% 50\r\x1b[Kcopied accounts\n`));

  it("is lines only elsewhere, and with --json", () => {
    assert.equal(written(false, false), "copied accounts\n");
    assert.equal(written(true, true), "copied accounts\n");
  });

  it("has no end that is known where the planner knows none", () => {
    const texts: string[] = [];
    const stream = { isTTY: true, write: (text: string) => texts.push(text) } as unknown as NodeJS.WriteStream;
    const shown = showProgress({ json: false } as Terminal, stream);
    shown.progress("Checking", 0, 0);
    shown.progress("Copying", 1_234, 0);
    assert.deepEqual(texts, ["\r\x1b[KChecking ...", "\r\x1b[KCopying 1,234"]);
  });
});
