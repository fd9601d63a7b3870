import type { Depreciation, Fee } from "../../../../../src/core/loyalty/campaigns/campaign.ts";
import type { KnownEntry } from "../../../../../src/core/loyalty/ledger/due/read-entries.ts";
import type { EntryKind } from "../../../../../src/core/loyalty/ledger/entry.ts";

/** An entry: its day (then noon, UTC) or instant, its kind and amount, and what it takes back or is due by. Entries are numbered from 1. */
export type Told = readonly [
  when: string | Date,
  kind: EntryKind,
  amount: number,
  more?: { readonly undoes?: number; readonly rule?: readonly [ruleId: number, dueOn: string] },
];

/** An instant. */
export const at = (text: string): Date => new Date(text);

/** Entries as the ledger has them. */
export function entries(told: readonly Told[]): KnownEntry[] {
  return told.map(([when, kind, amount, { undoes = null, rule = [null, null] } = {}], index) => ({
    entryId: index + 1,
    kind,
    amount,
    occurredAt: typeof when === "string" ? at(`${when}T12:00:00Z`) : when,
    undoes,
    ruleId: rule[0],
    dueOn: rule[1],
  }));
}

/** A fee of a number, effective since long ago. */
export function fee(ruleId: number, more: Partial<Fee>): Fee {
  const plain = { intervalCount: 1, intervalUnit: "days", effectiveAfter: "2000-01-01", amount: 1, description: null } as const;
  return { kind: "fee", ruleId, ...plain, ...more };
}

/** A depreciation of a number, effective since long ago. */
export function depreciation(
  ruleId: number,
  countedFrom: Depreciation["countedFrom"],
  more: Partial<Depreciation>,
): Depreciation {
  const plain = { intervalCount: 1, intervalUnit: "days", effectiveAfter: "2000-01-01", percentage: "10" } as const;
  return { kind: "depreciation", ruleId, countedFrom, ...plain, ...more };
}
