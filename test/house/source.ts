import { globSync, readFileSync } from "node:fs";
import { posix } from "node:path";

/** A file of the repository, by its path from the top. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A file taken apart: the code with strings and comments blanked (positions stay), and the strings. */
export interface Parsed {
  readonly code: string;
  /** Template literals count as one string, with a question mark for each hole. */
  readonly strings: readonly { readonly text: string; readonly at: number }[];
}

const top = new URL("../../", import.meta.url).pathname;

/** The files that match a pattern, as in src/ and its folders. */
export function sourceFiles(...patterns: string[]): SourceFile[] {
  const paths = patterns.flatMap((pattern) => globSync(pattern, { cwd: top }));
  return [...new Set(paths)].sort().map((path) => ({
    path: path.replaceAll("\\", "/"),
    text: readFileSync(posix.join(top, path), "utf8"),
  }));
}

/** Takes a TypeScript file apart. Good enough for this repository's formatted code; it is no compiler. */
export function parse(text: string): Parsed {
  const strings: { text: string; at: number }[] = [];
  const code = text.split("");
  const blank = (from: number, to: number): void => {
    for (let i = from; i < to; i++) if (code[i] !== "\n") code[i] = " ";
  };
  /** Reads on to the end, or to the brace that closes a template's hole; gives where it stopped. */
  function scan(from: number, inHole: boolean): number {
    let depth = 0;
    for (let at = from; at < text.length; at++) {
      const char = text[at]!;
      if (char === "{") depth++;
      else if (char === "}" && inHole && depth-- === 0) return at;
      else if (char === '"' || char === "'") at = quoted(at, char) - 1;
      else if (char === "`") at = template(at) - 1;
      else if (char === "/") at = slash(at) - 1;
    }
    return text.length;
  }
  function quoted(from: number, quote: string): number {
    let at = from + 1;
    while (at < text.length && text[at] !== quote) at += text[at] === "\\" ? 2 : 1;
    strings.push({ text: text.slice(from + 1, at), at: from });
    blank(from, at + 1);
    return at + 1;
  }
  function template(from: number): number {
    let content = "";
    let at = from + 1;
    while (at < text.length && text[at] !== "`") {
      if (text.startsWith("${", at)) {
        at = scan(at + 2, true) + 1;
        content += "?";
      } else {
        const length = text[at] === "\\" ? 2 : 1;
        content += text.slice(at, at + length);
        blank(at, at + length);
        at += length;
      }
    }
    strings.push({ text: content, at: from });
    return at + 1;
  }
  function slash(from: number): number {
    const next = text[from + 1];
    if (next === "/" || next === "*") {
      const found = next === "/" ? text.indexOf("\n", from) : text.indexOf("*/", from) + 2;
      const end = found < from ? text.length : found;
      blank(from, end);
      return end;
    }
    const before = code
      .slice(Math.max(0, from - 40), from)
      .join("")
      .trimEnd();
    if (!/(^|[(,=:[!&|?{};+\-*%<>]|\b(return|typeof|case|of|in))$/.test(before)) return from + 1;
    let inClass = false;
    let at = from + 1;
    for (; at < text.length && (inClass || text[at] !== "/"); at++) {
      if (text[at] === "\\") at++;
      else if (text[at] === "[") inClass = true;
      else if (text[at] === "]") inClass = false;
    }
    blank(from, at + 1);
    return at + 1;
  }
  scan(0, false);
  return { code: code.join(""), strings };
}

/** The line that a position is on, counted from one. */
export function lineOf(text: string, at: number): number {
  return text.slice(0, at).split("\n").length;
}
