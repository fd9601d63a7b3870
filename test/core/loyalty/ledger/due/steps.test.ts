import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { countOf, dayOf } from "../../../../../src/core/loyalty/ledger/due/calendar.ts";
import type { KnownEntry } from "../../../../../src/core/loyalty/ledger/due/read-entries.ts";
import type { RuleOfTime } from "../../../../../src/core/loyalty/ledger/due/schedule.ts";
import { workOut } from "../../../../../src/core/loyalty/ledger/due/work-out.ts";
import { rounds } from "../../../../support/counts.ts";
import { at, depreciation, fee } from "./support.ts";

const first = countOf("2024-01-20");
const lastDay = 400;
const runs = { numRuns: rounds(3_000) };
const anyDay = fc.integer({ min: 0, max: lastDay });
const timeZone = "America/New_York";

const interval = fc.oneof(
  fc.record({ intervalUnit: fc.constant("days" as const), intervalCount: fc.integer({ min: 1, max: 60 }) }),
  fc.record({ intervalUnit: fc.constant("months" as const), intervalCount: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ intervalUnit: fc.constant("years" as const), intervalCount: fc.constant(1) }),
);
const rule = (ruleId: number): fc.Arbitrary<RuleOfTime> =>
  fc
    .tuple(
      interval,
      fc.constantFrom("transaction", "last-activity", "fee"),
      fc.constantFrom("3.5", "10", "50", "100"),
      fc.option(anyDay),
    )
    .map(([often, kind, percentage, after]) => {
      const more = { ...often, ...(after === null ? {} : { effectiveAfter: dayOf(first + (after >> 2)) }) };
      return kind === "fee"
        ? fee(ruleId, { ...more, amount: 40 })
        : depreciation(ruleId, kind as "transaction", { ...more, percentage });
    });
const rules = fc.integer({ min: 1, max: 4 }).chain((count) => fc.tuple(...Array.from({ length: count }, (_, i) => rule(i + 1))));

const happening = fc.record({
  day: anyDay,
  minute: fc.integer({ min: 0, max: 1_439 }),
  kind: fc.constantFrom("activity", "activity", "activity", "redemption", "return", "transfer", "undo"),
  amount: fc.integer({ min: 1, max: 500 }),
});

/** Entries in the order in which they were recorded, none of which the balance was too low for. */
function recorded(told: readonly { day: number; minute: number; kind: string; amount: number }[], from = 0): KnownEntry[] {
  const made: KnownEntry[] = [];
  const undone = new Set<number>();
  let balance = 0;
  for (const { day, minute, kind, amount } of told) {
    const target = kind === "undo" ? made[amount % Math.max(1, made.length)] : undefined;
    if (kind === "undo" && (!target || target.undoes !== null || undone.has(target.entryId))) continue;
    const changes = target ? -target.amount : kind === "redemption" || kind === "return" ? -amount : amount;
    if (balance + changes < 0) continue;
    balance += changes;
    if (target) undone.add(target.entryId);
    made.push({
      entryId: from + made.length + 1,
      kind: target?.kind ?? (kind === "return" ? "activity" : (kind as "activity")),
      amount: changes,
      occurredAt: at(new Date((first + day) * 86_400_000 + minute * 60_000).toISOString()),
      undoes: target?.entryId ?? null,
      ruleId: null,
      dueOn: null,
    });
  }
  return made;
}

const sum = (entries: readonly KnownEntry[]): number => entries.reduce((all, one) => all + one.amount, 0);

interface World {
  readonly entries: KnownEntry[];
  readonly rules: readonly RuleOfTime[];
  readonly enrolledOn: string;
  readonly settledOn?: string;
}

let numbers = 1_000_000;

/** Works through a day, in pieces of `most`, and adds what was due to the entries. */
function pass(world: World, through: number, most = Number.POSITIVE_INFINITY): string | null {
  for (;;) {
    const day = dayOf(first + through);
    const { due, nextDue } = workOut({ ...world, through: day, timeZone, most });
    for (const {
      rule: { kind, ruleId },
      dueOn,
      amount,
    } of due) {
      assert.ok(amount > 0 && dueOn <= day);
      world.entries.push({
        entryId: ++numbers,
        kind,
        amount: -amount,
        occurredAt: at(`${dueOn}T05:00:00Z`),
        undoes: null,
        ruleId,
        dueOn,
      });
    }
    assert.ok(sum(world.entries) >= 0, "below zero");
    if (nextDue === null || nextDue > day) return nextDue;
    assert.ok(due.length > 0, "no progress");
  }
}

const dueOf = ({ entries }: World) =>
  entries
    .filter((one) => one.ruleId !== null)
    .map(({ ruleId, dueOn, amount }) => `${dueOn} ${ruleId} ${amount}`)
    .sort();

const steps = fc.array(anyDay, { maxLength: 30 }).map((days) => [...days].sort((a, b) => a - b));
const told = fc.array(happening, { maxLength: 40 });
const enrolled = anyDay.map((day) => dayOf(first + (day >> 2)));

describe("what is due", () => {
  it("is the same in any steps, and never takes a balance below zero", () => {
    fc.assert(
      fc.property(told, rules, enrolled, steps, fc.integer({ min: 1, max: 9 }), (list, some, enrolledOn, days, most) => {
        const once: World = { entries: recorded(list), rules: some, enrolledOn };
        const stepped: World = { entries: recorded(list), rules: some, enrolledOn };
        pass(once, lastDay);
        for (const day of [...days, lastDay]) pass(stepped, day, most);
        assert.deepEqual(dueOf(stepped), dueOf(once));
      }),
      runs,
    );
  });

  it("is the same when only the days are worked that were said to be next", () => {
    fc.assert(
      fc.property(told, rules, enrolled, (list, some, enrolledOn) => {
        const once: World = { entries: recorded(list), rules: some, enrolledOn };
        const daily: World = { entries: recorded(list), rules: some, enrolledOn };
        pass(once, lastDay);
        let next: string | null = dayOf(first);
        while (next !== null && countOf(next) <= first + lastDay) next = pass(daily, Math.max(0, countOf(next) - first));
        assert.deepEqual(dueOf(daily), dueOf(once));
      }),
      runs,
    );
  });

  it("is the same in any steps before and after two customers are merged", () => {
    fc.assert(
      fc.property(told, told, rules, enrolled, steps, anyDay, (one, other, some, enrolledOn, days, mergedOn) => {
        const live = (days: readonly number[]): World => {
          const both = [recorded(one), recorded(other, 1_000)].map((entries) => ({ entries, rules: some, enrolledOn }));
          for (const day of [...days.filter((one) => one < mergedOn), mergedOn]) for (const world of both) pass(world, day);
          const settledOn = dayOf(first + mergedOn);
          const merged = { entries: both.flatMap((world) => world.entries), rules: some, enrolledOn, settledOn };
          const before = merged.entries.length;
          pass(merged, mergedOn);
          assert.equal(merged.entries.length, before, "what was settled was done again");
          for (const day of [...days.filter((one) => one > mergedOn), lastDay]) pass(merged, day);
          return merged;
        };
        assert.deepEqual(dueOf(live(days)), dueOf(live([])));
      }),
      runs,
    );
  });
});
