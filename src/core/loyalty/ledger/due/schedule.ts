import type { Depreciation, Fee } from "../../campaigns/campaign.ts";
import { scaled } from "../amounts.ts";
import { countOf, nextAfter } from "./calendar.ts";
import type { Lot } from "./lots.ts";

/** What time takes away in a campaign. */
export type RuleOfTime = Depreciation | Fee;

/** When a rule is due for a balance, while time passes. Days are counted as calendar.ts counts. */
export interface Schedule {
  readonly rule: RuleOfTime;
  /** What was due on this day or before it is made no more. */
  readonly floor: number;
  /** Of a fee the day on which the customer joined, of a depreciation from the last activity the day of that; undefined: there was none. */
  anchor: number | undefined;
  /** The next day on which it is due; Infinity: none. */
  next: number;
  /** Of a depreciation from each transaction: its lots by the day on which each is due next. */
  readonly lots: Map<number, Lot[]>;
  /** What happened on its days up to this one need not be known: nothing was made then. */
  readonly from: number;
}

/** A part of what is due, and the lot that it is a part of. */
export interface Share {
  readonly lot: Lot;
  readonly amount: number;
}

/** The schedule of a rule of which entries of the days `done` were made, for a customer who joined on `enrolledOn`; `settledOn`: see workOut. */
export function openSchedule(
  rule: RuleOfTime,
  enrolledOn: string,
  settledOn: string | null,
  done: Iterable<number> = [],
): Schedule {
  const floor = Math.max(countOf(rule.effectiveAfter), settledOn === null ? Number.NEGATIVE_INFINITY : countOf(settledOn));
  let from = floor;
  for (const day of done) from = Math.min(from, day - 1);
  const schedule = { rule, floor, from, anchor: undefined, next: Number.POSITIVE_INFINITY, lots: new Map() };
  if (rule.kind === "fee") anchorAt(schedule, countOf(enrolledOn));
  return schedule;
}

/** Counts from a day on. */
export function anchorAt(schedule: Schedule, day: number): void {
  schedule.anchor = day;
  schedule.next = nextAfter(day, schedule.rule, Math.max(day, schedule.floor));
}

/** What the lots that are due on a day lose, each its percentage, rounded half up. */
export function sharesOn({ rule, lots }: Schedule, day: number): Share[] {
  if (rule.kind === "fee") return [];
  return (lots.get(day) ?? []).map((lot) => ({ lot, amount: scaled(lot.left, [rule.percentage], 100) }));
}

/** Puts a lot where it is due next after a day. */
export function putLot(schedule: Schedule, lot: Lot, after: number): void {
  if (lot.left === 0) return;
  const day = nextAfter(lot.day, schedule.rule, Math.max(after, schedule.from));
  if (day === Number.POSITIVE_INFINITY) return;
  schedule.lots.set(day, [...(schedule.lots.get(day) ?? []), lot]);
  schedule.next = Math.min(schedule.next, day);
}

/** Leaves a due day behind. */
export function advance(schedule: Schedule, day: number): void {
  if (schedule.anchor !== undefined) {
    schedule.next = nextAfter(schedule.anchor, schedule.rule, day);
    return;
  }
  const passed = schedule.lots.get(day) ?? [];
  schedule.lots.delete(day);
  schedule.next = Math.min(Number.POSITIVE_INFINITY, ...schedule.lots.keys());
  for (const lot of passed) putLot(schedule, lot, day);
}

/** Whether a rule counts from the customer's last activity. */
export function countsFromLast(rule: RuleOfTime): boolean {
  return rule.kind === "depreciation" && rule.countedFrom === "last-activity";
}

/** Whether a rule counts from each transaction. */
export function countsFromEach(rule: RuleOfTime): boolean {
  return rule.kind === "depreciation" && rule.countedFrom === "transaction";
}
