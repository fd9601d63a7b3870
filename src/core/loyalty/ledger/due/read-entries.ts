import { dayIn } from "../../../../platform/clock.ts";
import type { EntryKind } from "../entry.ts";
import { countOf } from "./calendar.ts";

/** An entry of the ledger, as far as it matters to what is due. */
export interface KnownEntry {
  readonly entryId: number;
  readonly kind: EntryKind;
  readonly amount: number;
  readonly occurredAt: Date;
  readonly undoes: number | null;
  readonly ruleId: number | null;
  readonly dueOn: string | null;
}

/** What customers and staff did, on its day, counted as calendar.ts counts. */
export interface Happening {
  readonly kind: EntryKind;
  readonly amount: number;
  readonly day: number;
}

/** What a rule has taken on a day already; of two customers who were merged, from both. */
export interface Made {
  readonly kind: EntryKind;
  readonly ruleId: number;
  amount: number;
}

/** The entries of a balance, sorted. */
export interface ReadEntries {
  /** In the order of time, without what was taken back. */
  readonly happened: readonly Happening[];
  /** Due entries by their day, without what was taken back. */
  readonly made: ReadonlyMap<number, readonly Made[]>;
  /** Of each rule the days that have their entry, taken back or not. */
  readonly done: ReadonlyMap<number, ReadonlySet<number>>;
  /** The balance when everything is counted. */
  readonly total: number;
}

/** Sorts the entries of a balance, in any order, for what is to be worked out from them. */
export function readEntries(entries: readonly KnownEntry[], timeZone: string): ReadEntries {
  const takenBack = new Set(entries.map((one) => one.undoes));
  const happened: (Happening & { at: number; entryId: number })[] = [];
  const made = new Map<number, Made[]>();
  const done = new Map<number, Set<number>>();
  let total = 0;
  for (const { entryId, kind, amount, occurredAt, undoes, ruleId, dueOn } of entries) {
    total += amount;
    if (undoes !== null) continue;
    const counts = !takenBack.has(entryId);
    if (ruleId === null || dueOn === null) {
      const day = counts ? countOf(dayIn(timeZone, occurredAt)) : 0;
      if (counts) happened.push({ kind, amount, day, at: occurredAt.getTime(), entryId });
      continue;
    }
    const day = countOf(dueOn);
    done.set(ruleId, (done.get(ruleId) ?? new Set()).add(day));
    if (!counts) continue;
    const here = made.get(day) ?? [];
    made.set(day, here);
    const same = here.find((one) => one.ruleId === ruleId);
    if (same) same.amount -= amount;
    else here.push({ kind, ruleId, amount: -amount });
  }
  happened.sort((a, b) => a.at - b.at || a.entryId - b.entryId);
  return { happened, made, done, total };
}
