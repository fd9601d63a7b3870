import type { Verdict } from "./judge.ts";
import type { Site } from "./sites.ts";
import { equivalent } from "./tables.ts";

/** How a refusal is called in what is printed, and what --only is matched against. */
export function label({ file, line, name }: Site): string {
  return `${file}:${line}:${name}`;
}

/** A line of the table. */
export function row({ site, end, told, seconds }: Verdict): string {
  const known = equivalent[site.key];
  const became = {
    killed: known ? `KILLED, though listed as equivalent, by ${told}` : told,
    survived: known ? `equivalent: ${known}` : `SURVIVED: ${told}`,
    broken: `BROKEN: ${told}`,
  }[end];
  return `${label(site).padEnd(84)}  ${seconds.toFixed(1).padStart(5)} s  ${became}`;
}

/** Prints what counts against the run and the closing line; gives the exit status. */
export function report(verdicts: readonly Verdict[], sites: readonly Site[], red: readonly string[]): number {
  const isEquivalent = ({ site }: Verdict): boolean => site.key in equivalent;
  const ended = (end: Verdict["end"]): Verdict[] => verdicts.filter((one) => one.end === end);
  const survived = ended("survived").filter((one) => !isEquivalent(one));
  const against = [
    ...red.map((test) => `${test} is red with nothing disabled, so it judged nothing`),
    ...Object.keys(equivalent)
      .filter((key) => !sites.some((site) => site.key === key))
      .map((key) => `tables.ts lists ${key} as equivalent, and there is none`),
    ...ended("killed")
      .filter(isEquivalent)
      .map(({ site, told }) => `tables.ts lists ${site.key} as equivalent, and ${told} kills it`),
    ...ended("broken").map(({ site, told }) => `${label(site)} is broken: ${told}`),
    ...survived.map(({ site, told }) => `${label(site)} survived: ${told}`),
  ];
  if (against.length) console.log(`\n${against.join("\n")}\n`);
  const same = ended("survived").filter(isEquivalent).length;
  if (same) console.log(`${same} equivalent, with a reason each in scripts/mutate/tables.ts`);
  console.log(`${ended("killed").length} killed, ${survived.length} survived`);
  return against.length ? 1 : 0;
}
