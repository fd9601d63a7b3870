/** What an entry of the ledger is for. */
export type EntryKind = "enrolment" | "activity" | "redemption" | "depreciation" | "fee" | "transfer";

/** An entry that is to be made, in the campaign's units: whole points, events or items, or minor units of money. */
export interface Draft {
  readonly kind: EntryKind;
  /** 0: the campaign itself. */
  readonly itemId: number;
  /** What it adds to the balance, or takes from it. */
  readonly amount: number;
  /** The money that was spent or taken off, in minor units, where it is not the amount. */
  readonly money: number | null;
  readonly promotionId: number | null;
  readonly rewardId: number | null;
  readonly description: string | null;
  /** Values of the organisation's own fields for transactions, by number. */
  readonly customFields: Readonly<Record<string, string>> | null;
  /** Null: when it is recorded. */
  readonly occurredAt: Date | null;
  /** The entry that it takes back. */
  readonly undoes: number | null;
  /** The rule that makes it, and the day on which it was due. */
  readonly rule: { readonly ruleId: number; readonly dueOn: string } | null;
}

export const blankDraft = {
  itemId: 0,
  money: null,
  promotionId: null,
  rewardId: null,
  description: null,
  customFields: null,
  occurredAt: null,
  undoes: null,
  rule: null,
} as const;

/** What joining a campaign leaves in the ledger (loyalty.md, section 2). */
export const enrolment: Draft = { ...blankDraft, kind: "enrolment", amount: 0 };

/** What an entry adds to all that was ever earned: an activity, and what takes one back. */
export function creditOf({ kind, amount }: Pick<Draft, "kind" | "amount">): number {
  return kind === "activity" ? amount : 0;
}

/** An entry that was made, with what its balance came to. */
export interface Posted {
  readonly entryId: number;
  /** Whose balance it is: whoever the one whom it was made for has been merged into, or that one. */
  readonly customerId: number;
  readonly amount: number;
  readonly money: number | null;
  readonly balance: number;
  readonly cumulative: number;
}
