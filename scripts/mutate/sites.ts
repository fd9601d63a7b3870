import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { lineOf, parse } from "../../test/house/source.ts";
import { byHand } from "./tables.ts";

/** One refusal in the source, and the text that its file has without it. */
export interface Site {
  readonly file: string;
  readonly line: number;
  /** What refuses and with what, as in refuse(no-pin). */
  readonly name: string;
  /** The site without its line: what the tables and the memory of killers go by. */
  readonly key: string;
  /** Where in the file the refusal begins. */
  readonly at: number;
  readonly mutated: string;
}

/** Calls that refuse; what they become evaluates its arguments and gives undefined, so the refusal just does not happen. */
const calls = [
  // A method too, with all that leads to it; `refuses` only tells.
  /(?<![\w.])(?:\w+\.)*refuse(?!s\b)\w*\(/g,
  /\bprovePepper\(/g,
  /\bbad\(/g,
  /\bthrow new (?:BadInput|CannotSetUp|BadSetting|CannotMigrate|TakenOver|WronglyCalled|CommandFailed|InvalidArgumentError|Problem|BadBehaviour|Fault|Failure)\(/g,
  /(?<![\w.])fail\(/g,
  /\bthrow full\(/g,
  /\breturn failed\(/g,
  /(?<= : )failed\(/g,
];
/** Plain errors that settings and networks refuse by; elsewhere they mean a fault of the program. */
const plain = { pattern: /\bthrow new Error\(/g, files: ["src/config.ts", "src/platform/networks.ts"] };

/** Every refusal of the source under `root`, in order. Throws for an entry of the tables that fits nothing any more. */
export function findSites(root: string): Site[] {
  const files = globSync("src/**/*.ts", { cwd: root }).map((file) => file.replaceAll("\\", "/"));
  const texts = new Map(files.sort().map((file) => [file, readFileSync(join(root, file), "utf8")]));
  const found = [...texts].flatMap(([file, text]) => [...callSites(file, text), ...handSites(file, text)]);
  for (const { file, from } of byHand)
    if (texts.get(file)?.split(from).length !== 2) throw new Error(`tables.ts: ${file} does not hold just once: ${from}`);
  return numbered(found);
}

function callSites(file: string, text: string): Site[] {
  const { code } = parse(text);
  const patterns = plain.files.includes(file) ? [...calls, plain.pattern] : calls;
  const matches = patterns.flatMap((pattern) => [...code.matchAll(pattern)]).sort((a, b) => a.index - b.index);
  return matches.flatMap((match) => {
    const at = match.index;
    const open = at + match[0].length;
    const close = closing(code, open);
    if (isDeclaration(code.slice(0, at), code.slice(close + 1))) return [];
    const mutated = `${text.slice(0, at)}void [${text.slice(open, close)}]${text.slice(close + 1)}`;
    const what = match[0].replace(/^(throw (new )?|return )/, "");
    return [{ file, line: lineOf(text, at), name: `${what}${firstWord(text.slice(open, close))})`, key: "", at, mutated }];
  });
}

/** Whether what stands between is no call, but the head of a function or of a method, which has a body or a type behind it. */
function isDeclaration(before: string, after: string): boolean {
  return /\bfunction $/.test(before) || (/(?:^|\n)\s*(?:async )?$/.test(before) && /^(?: \{|: )/.test(after));
}

/** Where the parenthesis closes whose inside begins at `from`. */
function closing(code: string, from: number): number {
  let depth = 1;
  for (let at = from; at < code.length; at++) {
    if (code[at] === "(") depth++;
    else if (code[at] === ")" && --depth === 0) return at;
  }
  throw new Error("a parenthesis is not closed");
}

/** What tells one refusal from another: the first argument, or the beginning of the message. */
function firstWord(args: string): string {
  const [, first = ""] = /^\s*"?([\w.-]+)"?\s*(?:,|$)/.exec(args) ?? [];
  const [, , message = ""] = /(["'`])((?:\\.|(?!\1)[^\\])+)/.exec(args.replaceAll(/\$\{[^}]*\}/g, "…")) ?? [];
  return /^\s*("|\d)/.test(args) && first ? first : message.slice(0, 32).trim() || first;
}

function handSites(file: string, text: string): Site[] {
  return byHand.flatMap(({ file: wanted, from, to, at: begins, name }) => {
    const start = text.indexOf(from);
    if (wanted !== file || start < 0) return [];
    const at = start + from.indexOf(begins);
    return [
      { file, line: lineOf(text, at), name, key: "", at, mutated: text.slice(0, start) + to + text.slice(start + from.length) },
    ];
  });
}

/** Gives each site its key; the second of a name in a file is name#2. */
function numbered(sites: Site[]): Site[] {
  const seen = new Map<string, number>();
  const ordered = [...sites].sort((a, b) => (a.file === b.file ? a.at - b.at : a.file < b.file ? -1 : 1));
  return ordered.map((site) => {
    const plainKey = `${site.file}:${site.name}`;
    const count = (seen.get(plainKey) ?? 0) + 1;
    seen.set(plainKey, count);
    return { ...site, key: count === 1 ? plainKey : `${plainKey}#${count}` };
  });
}
