import type { FieldChanges } from "../../audit/change.ts";
import { refuse } from "../../refusal.ts";
import type { LaterChange } from "./queries.ts";

/** A change since a merge, by what it did. */
export interface Later {
  /** Its place among them. */
  readonly place: number;
  readonly meantFor: number | null;
  readonly at: Date;
  readonly values: FieldChanges;
}

/** Whose the changes since a merge are: in their order, each with the number that it was meant for. */
export interface Parted {
  readonly survivor: readonly Later[];
  readonly loser: readonly Later[];
}

/**
 * Parts the changes of a survivor since a merge. Those meant for one of `numbers` are the loser's; those for whoever else leads to the
 * survivor now (`leading`) or for nobody in particular are its own; the rest were part of merges that have been undone, and are nobody's here.
 * Refuses with merge-erased when the values of one that counts are gone.
 */
export function part(changes: readonly LaterChange[], numbers: readonly number[], leading: ReadonlySet<number>): Parted {
  const survivor: Later[] = [];
  const loser: Later[] = [];
  const isNobodys = (meantFor: number | null) => meantFor !== null && !numbers.includes(meantFor) && !leading.has(meantFor);
  for (const one of together(changes, isNobodys)) {
    const { meantFor } = one;
    if (meantFor !== null && numbers.includes(meantFor)) loser.push(one);
    else if (!isNobodys(meantFor)) survivor.push(one);
  }
  return { survivor, loser };
}

/**
 * A customer that was merged away and has come back has lost nothing by it: the two changes count as one. Of who was erased since, nothing is left
 * that counts.
 */
function together(changes: readonly LaterChange[], isNobodys: (meantFor: number | null) => boolean): Later[] {
  const found: Later[] = [];
  let away: FieldChanges | undefined;
  for (const [place, { action, meant_for: meantFor, occurred_at: at, field_values: text }] of changes.entries()) {
    if (text === null && isNobodys(meantFor)) continue;
    if (text === null) refuse("merge-erased");
    const values = JSON.parse(text) as FieldChanges;
    if (action === "merged-away") away = { ...values, ...away };
    else if (away) {
      found.push({ place, meantFor, at, values: joined(away, values) });
      away = undefined;
    } else found.push({ place, meantFor, at, values });
  }
  return found;
}

function joined(first: FieldChanges, second: FieldChanges): FieldChanges {
  const values: Record<string, readonly [unknown, unknown]> = {};
  for (const field of new Set([...Object.keys(first), ...Object.keys(second)])) {
    const from = (first[field] ?? second[field])![0];
    const to = (second[field] ?? first[field])![1];
    if (JSON.stringify(from) !== JSON.stringify(to)) values[field] = [from, to];
  }
  return values;
}

/** Consecutive changes that were meant for the same number. */
export function runsOf(changes: readonly Later[]): Later[][] {
  const runs: Later[][] = [];
  for (const one of changes) {
    const last = runs.at(-1);
    if (last && last[0]!.meantFor === one.meantFor) last.push(one);
    else runs.push([one]);
  }
  return runs;
}

export const secrets = ["pin", "password", "cardPin"] as const;
export type Secret = (typeof secrets)[number];

/** The change that each secret was set by last; one that nobody has set since is not there. */
export function lastSecrets({ survivor, loser }: Parted): Map<Secret, Later> {
  const inOrder = [...survivor, ...loser].sort((a, b) => a.place - b.place);
  return new Map(
    inOrder.flatMap((one) => secrets.filter((secret) => one.values[secret]).map((secret) => [secret, one] as const)),
  );
}
