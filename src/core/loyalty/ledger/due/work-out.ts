import { scaled } from "../amounts.ts";
import { countOf, dayOf, nextAfter } from "./calendar.ts";
import { addLot, type Lots, noLots, takeFrom } from "./lots.ts";
import { type Happening, type KnownEntry, readEntries } from "./read-entries.ts";
import {
  advance,
  anchorAt,
  countsFromEach,
  countsFromLast,
  openSchedule,
  putLot,
  type RuleOfTime,
  type Schedule,
  type Share,
  sharesOn,
} from "./schedule.ts";

/** What is to be worked out, of one balance. */
export interface Account {
  /** All of the balance, in any order. */
  readonly entries: readonly KnownEntry[];
  readonly rules: readonly RuleOfTime[];
  /** The day on which the customer joined the campaign, YYYY-MM-DD. */
  readonly enrolledOn: string;
  /** The last day that is worked out. */
  readonly through: string;
  readonly timeZone: string;
  /** What was due on this day or before it is settled; null: nothing is. */
  readonly settledOn?: string | null;
  /** After about so many entries the rest waits. */
  readonly most?: number;
}

/** An entry that is due. */
export interface Due {
  readonly rule: RuleOfTime;
  /** YYYY-MM-DD. */
  readonly dueOn: string;
  /** What it takes, above zero. */
  readonly amount: number;
}

/** A balance while time passes. */
interface State {
  readonly schedules: readonly Schedule[];
  readonly lots: Lots;
  balance: number;
  /** The balance when everything is counted, later entries too. */
  total: number;
}

const never = Number.POSITIVE_INFINITY;

/**
 * What depreciations and fees take from a balance through a day, in the order in which it falls due, and the next day on which something may be due: never later than
 * something is, and null when nothing is unless something happens. The vendor's documents name only the fields (loyalty.md, section 8); the rules are Willcall's own.
 *
 * - Days are calendar days where the organisation is. Each due day is worked out from the entries of the days before it and from the due entries before it; on one day
 *   depreciations come before fees, and lower numbers before higher ones. So it makes no difference in how many steps time passes.
 * - A fee is due each interval after the customer joined, and takes its amount or what there is.
 * - A depreciation from the last activity is due each interval after the last day with an activity or a redemption, and takes its percentage of the balance.
 * - Of a depreciation from each transaction, whatever came in (an activity, or what was transferred when customers were parted) is a lot, and each interval after its day the
 *   percentage of what is left of it goes. What else takes away uses the oldest lots first, but a negative activity, which returns something, the newest. The lots of
 *   one rule and day are one entry.
 * - Percentages are rounded half up, those of lots for each lot.
 * - Entries that were taken back count as if they had never been; but a due entry that was taken back is not made again.
 * - What was due on the rule's `effectiveAfter` or before it, or on `settledOn` or before it, is not made.
 * - Nothing takes more than the balance is when all entries are counted, those after the due day too: it never falls below zero. Where there is nothing to take, nothing
 *   is made.
 */
export function workOut(account: Account): { due: Due[]; nextDue: string | null } {
  const { rules, enrolledOn, settledOn = null, most = never } = account;
  const { happened, made, done, total } = readEntries(account.entries, account.timeZone);
  const schedules = rules.map((one) => openSchedule(one, enrolledOn, settledOn, done.get(one.ruleId)));
  const state: State = { schedules, lots: noLots(), balance: 0, total };
  const madeDays = [...made.keys()].sort((a, b) => a - b);
  const through = countOf(account.through);
  const due: Due[] = [];
  for (let [at, atMade] = [0, 0]; ; ) {
    const dueDay = Math.min(madeDays[atMade] ?? never, ...schedules.map((one) => one.next));
    const day = Math.min(dueDay, happened[at]?.day ?? never);
    if (day > through || day === never) return { due, nextDue: nextDay(state, happened.slice(at)) };
    if (due.length >= most) return { due, nextDue: dayOf(day) };
    if (madeDays[atMade] === day) atMade++;
    if (dueDay === day)
      for (const one of inTurn(schedules, made.get(day) ?? [], day)) {
        const isDone = done.get(one.ruleId)?.has(day) ?? false;
        const amount = passRule(state, one.schedule, one.made, day, isDone);
        if (amount > 0) due.push({ rule: one.schedule!.rule, dueOn: dayOf(day), amount });
      }
    for (; happened[at]?.day === day; at++) happen(state, happened[at]!);
  }
}

interface Turn {
  readonly kind: string;
  readonly ruleId: number;
  /** Undefined: a rule that is no more, or that is not due on the day any more. */
  readonly schedule?: Schedule;
  /** What the rule has taken on the day already. */
  readonly made?: number;
}

/** What is due on a day or was made for it, in its order. */
function inTurn(
  schedules: readonly Schedule[],
  made: readonly { kind: string; ruleId: number; amount: number }[],
  day: number,
): Turn[] {
  const turns = new Map<number, Turn>(made.map(({ kind, ruleId, amount }) => [ruleId, { kind, ruleId, made: amount }]));
  for (const schedule of schedules) {
    if (schedule.next !== day) continue;
    const { kind, ruleId } = schedule.rule;
    turns.set(ruleId, { kind, ruleId, schedule, made: turns.get(ruleId)?.made });
  }
  const rank = (one: Turn) => (one.kind === "fee" ? 1 : 0);
  return [...turns.values()].sort((a, b) => rank(a) - rank(b) || a.ruleId - b.ruleId);
}

/** Lets a rule's day pass; gives what is due on it and was not made yet. */
function passRule(state: State, schedule: Schedule | undefined, made: number | undefined, day: number, isDone: boolean): number {
  const shares = schedule ? sharesOn(schedule, day) : [];
  const isOpen = schedule !== undefined && day > schedule.floor && !isDone;
  const due = isOpen ? Math.max(0, Math.min(wanted(schedule.rule, state.balance, shares), state.total)) : 0;
  take(state, made ?? due, shares);
  state.total -= due;
  if (schedule) advance(schedule, day);
  return due;
}

function wanted(rule: RuleOfTime, balance: number, shares: readonly Share[]): number {
  const held = Math.max(0, balance);
  if (rule.kind === "fee") return Math.min(rule.amount, held);
  if (countsFromLast(rule)) return scaled(held, [rule.percentage], 100);
  return shares.reduce((sum, one) => sum + one.amount, 0);
}

/** Takes an amount away: each share from its lot, and what is more from the oldest ones. */
function take(state: State, amount: number, shares: readonly Share[]): void {
  let rest = amount;
  for (const { lot, amount: share } of shares) {
    const taken = Math.min(share, rest);
    lot.left -= taken;
    rest -= taken;
  }
  takeFrom(state.lots, rest, "oldest");
  state.balance -= amount;
}

/** Lets what customers or staff did happen. */
function happen(state: State, { kind, amount, day }: Happening): void {
  const { schedules, lots } = state;
  state.balance += amount;
  if (amount < 0) takeFrom(lots, -amount, kind === "activity" ? "newest" : "oldest");
  if (amount > 0) {
    const lot = addLot(lots, day, amount);
    for (const one of schedules) if (countsFromEach(one.rule)) putLot(one, lot, day);
  }
  if (kind === "activity" || kind === "redemption") for (const one of schedules) if (countsFromLast(one.rule)) anchorAt(one, day);
}

/** The next day on which something may be due, with what is known to happen later. */
function nextDay({ schedules, balance }: State, later: readonly Happening[]): string | null {
  const days = schedules.flatMap(({ rule, next, floor, lots }) => {
    if (rule.kind === "fee") return [next];
    const then = later.map(({ day }) => nextAfter(day, rule, Math.max(day, floor)));
    if (countsFromLast(rule)) return balance > 0 || later.length > 0 ? [...then, next] : then;
    const held = [...lots].flatMap(([due, some]) => some.filter((lot) => lot.left > 0).map((lot) => ({ due, lot })));
    return [...then, ...held.map(({ due, lot }) => (due > floor ? due : nextAfter(lot.day, rule, floor)))];
  });
  const first = days.reduce((least, day) => Math.min(least, day), never);
  return first === never ? null : dayOf(first);
}
