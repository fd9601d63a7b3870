import { lineOf, parse, type SourceFile } from "./source.ts";

const most = 400;

/** Files that are too long to be one room, and files named after nothing in particular. */
export function shapeFaults(file: SourceFile): string[] {
  const lines = file.text.split("\n").length - 1;
  return [
    ...(lines > most ? [`${file.path}: ${lines} lines, more than ${most}`] : []),
    ...(/(^|\/)utils?(\.[cm]?[jt]sx?|\/)/.test(file.path) ? [`${file.path}: name it after what it does`] : []),
  ];
}

/** Exported functions without a docstring. One docstring may stand over a run of one-line functions. */
export function docstringFaults(file: SourceFile): string[] {
  const { code } = parse(file.text);
  const exported = [
    ...code.matchAll(/^export (?:default )?(?:async )?function\*?\s*(\w*)/gm),
    ...code.matchAll(/^export const (\w+)(?:: [^=]+)? = (?:async )?(?:<[^=]*>)?\((?=[^;]*?=>)/gm),
  ].sort((a, b) => a.index - b.index);
  return exported.flatMap(({ index, 1: name }) => {
    if (hasDocstring(file.text, code, index)) return [];
    return [`${file.path}:${lineOf(file.text, index)}: ${name} has no docstring`];
  });
}

function hasDocstring(text: string, code: string, at: number): boolean {
  const above = text.slice(0, at).replace(/(^[ \t]*\/\/.*\n)+$/m, "");
  if (/\*\/\n$/.test(above)) return above.lastIndexOf("/**") > above.lastIndexOf("/*", above.length - 4) - 1;
  if (above.endsWith("\n\n") || above === "") return false;
  // Directly under another exported one-liner: that one's docstring counts.
  const run = [...code.slice(0, above.length).matchAll(/^export const \w+/gm)].at(-1);
  const between = run && text.slice(run.index, above.length);
  return run !== undefined && !between!.includes("\n\n") && hasDocstring(text, code, run.index);
}

const statements = [
  /\bselect\b[\s\S]+\bfrom\s+[\w"?(]/i,
  /\binsert\s+into\s+[\w"?]/i,
  /\bupdate\s+[\w"?.]+(\s+\w+)?\s+set\s/i,
  /\bdelete\s+from\s+[\w"?]/i,
];

/** Whether a string is an SQL statement, or begins one. */
export function isSql(text: string): boolean {
  return statements.some((one) => one.test(text));
}

/** SQL in strings of a file that is no queries.ts of core or platform. */
export function sqlPlaceFaults(file: SourceFile): string[] {
  if (/^src\/(core|platform)\/(.+\/)?queries\.ts$/.test(file.path)) return [];
  return parse(file.text)
    .strings.filter(({ text }) => isSql(text))
    .map(({ at }) => `${file.path}:${lineOf(file.text, at)}: SQL stands in a queries.ts of core or platform`);
}
