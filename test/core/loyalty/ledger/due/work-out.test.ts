import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { countOf, dayOf, firstInstant, type Interval, nextAfter } from "../../../../../src/core/loyalty/ledger/due/calendar.ts";
import { workOut } from "../../../../../src/core/loyalty/ledger/due/work-out.ts";
import { dayIn } from "../../../../../src/platform/clock.ts";
import { at, depreciation, entries, fee, type Told } from "./support.ts";

const days = (intervalCount: number): Interval => ({ intervalCount, intervalUnit: "days" });
const months = (intervalCount: number): Interval => ({ intervalCount, intervalUnit: "months" });
const years = (intervalCount: number): Interval => ({ intervalCount, intervalUnit: "years" });
const monthly = { intervalCount: 1, intervalUnit: "months" } as const;

/** The first due days of an anchor. */
function series(anchor: string, interval: Interval, count: number): string[] {
  const found = [countOf(anchor)];
  while (found.length <= count) found.push(nextAfter(found[0]!, interval, found.at(-1)!));
  return found.slice(1).map(dayOf);
}

/** What is due, as `rule day amount`, and the day to look again. */
function worked(told: readonly Told[], rules: Parameters<typeof workOut>[0]["rules"], through: string, more = {}) {
  const account = { entries: entries(told), rules, enrolledOn: "2025-01-01", through, timeZone: "UTC", ...more };
  const { due, nextDue } = workOut(account);
  return { due: due.map(({ rule, dueOn, amount }) => `${rule.ruleId} ${dueOn} ${amount}`), nextDue };
}

describe("days that lie whole intervals after another", () => {
  it("keep the day of the month, or take the month's last, counted from the first", () => {
    assert.deepEqual(series("2025-01-31", months(1), 4), ["2025-02-28", "2025-03-31", "2025-04-30", "2025-05-31"]);
    assert.deepEqual(series("2023-12-31", months(2), 3), ["2024-02-29", "2024-04-30", "2024-06-30"]);
    assert.deepEqual(series("2025-11-15", months(3), 2), ["2026-02-15", "2026-05-15"]);
  });

  it("of a leap day in years, and of days over one", () => {
    assert.deepEqual(series("2024-02-29", years(1), 4), ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]);
    assert.deepEqual(series("2024-02-27", days(2), 2), ["2024-02-29", "2024-03-02"]);
  });

  it("are found from any day, and end with the year 9999", () => {
    const next = (after: string) => dayOf(nextAfter(countOf("2025-01-31"), months(1), countOf(after)));
    assert.deepEqual(["2020-05-05", "2025-02-27", "2025-02-28", "2026-01-30"].map(next), [
      ...["2025-02-28", "2025-02-28", "2025-03-31", "2026-01-31"],
    ]);
    assert.equal(nextAfter(countOf("9999-12-01"), months(1), countOf("9999-12-01")), Number.POSITIVE_INFINITY);
    assert.equal(nextAfter(countOf("2025-01-01"), years(2_000_000_000), countOf("2025-01-01")), Number.POSITIVE_INFINITY);
  });

  it("begin where the clocks are changed at midnight, too", () => {
    for (const [zone, day, begins] of [
      ["America/New_York", "2025-03-09", "2025-03-09T05:00:00.000Z"],
      ["America/New_York", "2025-03-10", "2025-03-10T04:00:00.000Z"],
      // At midnight it became one o'clock.
      ["America/Santiago", "2025-09-07", "2025-09-07T04:00:00.000Z"],
      ["Pacific/Kiritimati", "2025-06-01", "2025-05-31T10:00:00.000Z"],
      ["Asia/Kathmandu", "2025-06-01", "2025-05-31T18:15:00.000Z"],
    ] as const) {
      const instant = firstInstant(zone, day);
      assert.equal(instant.toISOString(), begins, zone);
      assert.equal(dayIn(zone, instant), day);
      assert.ok(dayIn(zone, new Date(instant.getTime() - 1)) < day);
    }
  });
});

describe("a fee", () => {
  const rule = fee(1, { ...monthly, amount: 30 });

  it("takes what there is each interval after the customer joined, and nothing of nothing", () => {
    const told: Told[] = [["2025-01-20", "activity", 70]];
    assert.deepEqual(worked(told, [rule], "2025-05-31", { enrolledOn: "2025-01-31" }), {
      due: ["1 2025-02-28 30", "1 2025-03-31 30", "1 2025-04-30 10"],
      nextDue: "2025-06-30",
    });
  });

  it("does not see what happens on its day, and leaves what was spent since", () => {
    assert.deepEqual(worked([["2025-02-01", "activity", 70]], [rule], "2025-02-28").due, []);
    const spent: Told[] = [
      ["2025-01-20", "activity", 70],
      ["2025-02-15", "redemption", -60],
    ];
    assert.deepEqual(worked(spent, [rule], "2025-02-20").due, ["1 2025-02-01 10"]);
  });

  it("is not made again when it was taken back, nor for days that it has nothing to do with", () => {
    const told: Told[] = [
      ["2025-01-20", "activity", 500],
      ["2025-02-01", "fee", -30, { rule: [1, "2025-02-01"] }],
      ["2025-02-05", "fee", 30, { undoes: 2 }],
    ];
    assert.deepEqual(worked(told, [rule], "2025-03-01").due, ["1 2025-03-01 30"]);
    assert.deepEqual(worked(told, [{ ...rule, effectiveAfter: "2025-03-01" }], "2025-04-01").due, ["1 2025-04-01 30"]);
    assert.deepEqual(worked(told, [rule], "2025-04-01", { settledOn: "2025-03-01" }).due, ["1 2025-04-01 30"]);
  });
});

describe("a depreciation counted from the last activity", () => {
  const rule = depreciation(1, "last-activity", { ...monthly, percentage: "12.5" });

  it("takes its percentage, rounded half up, until there is something new", () => {
    const told: Told[] = [
      ["2025-01-31", "activity", 100],
      ["2025-03-31", "redemption", -10],
    ];
    // 100 × 12.5 % = 12.5; 87 × 12.5 % = 10.875; and on 31 March the redemption of that day begins a new interval.
    assert.deepEqual(worked(told, [rule], "2025-05-01"), {
      due: ["1 2025-02-28 13", "1 2025-03-31 11", "1 2025-04-30 8"],
      nextDue: "2025-05-31",
    });
  });

  it("counts what was taken back as if it had never been", () => {
    const told: Told[] = [
      ["2025-01-10", "activity", 100],
      ["2025-02-05", "activity", 40],
      ["2025-02-06", "activity", -40, { undoes: 2 }],
    ];
    assert.deepEqual(worked(told, [rule], "2025-02-28").due, ["1 2025-02-10 13"]);
  });

  it("is due never where nothing is, and by the days of the time zone", () => {
    assert.deepEqual(worked([["2025-01-10", "enrolment", 0]], [rule], "2027-01-01"), { due: [], nextDue: null });
    const told: Told[] = [[at("2025-02-01T03:00:00Z"), "activity", 80]];
    assert.deepEqual(worked(told, [rule], "2025-02-28", { timeZone: "America/New_York" }).due, ["1 2025-02-28 10"]);
    assert.deepEqual(worked(told, [rule], "2025-02-28").due, []);
  });
});

describe("a depreciation counted from each transaction", () => {
  const rule = depreciation(1, "transaction", { intervalCount: 30, intervalUnit: "days", percentage: "50" });

  it("takes from what is left of each lot, and spends the oldest first", () => {
    const told: Told[] = [
      ["2025-01-01", "activity", 100],
      ["2025-01-11", "activity", 100],
      ["2025-01-21", "redemption", -60],
    ];
    // 40 and 100 are left: 20 on 31 January, 50 on 10 February; then 10 of 20 on 2 March, and 25 of 50 on 12 March.
    assert.deepEqual(worked(told, [rule], "2025-03-12"), {
      due: ["1 2025-01-31 20", "1 2025-02-10 50", "1 2025-03-02 10", "1 2025-03-12 25"],
      nextDue: "2025-04-01",
    });
  });

  it("makes one entry of the lots of a day, each rounded for itself", () => {
    const told: Told[] = [
      ["2025-01-01", "activity", 5],
      ["2025-01-01", "activity", 5],
    ];
    assert.deepEqual(worked(told, [rule], "2025-01-31").due, ["1 2025-01-31 6"]);
  });

  it("takes what was returned from the newest", () => {
    const told: Told[] = [
      ["2025-01-01", "activity", 100],
      ["2025-01-11", "activity", 100],
      ["2025-01-12", "activity", -80],
    ];
    assert.deepEqual(worked(told, [rule], "2025-02-10").due, ["1 2025-01-31 50", "1 2025-02-10 10"]);
  });

  it("lets everything expire, once, and looks no more", () => {
    const all = depreciation(1, "transaction", { intervalCount: 1, intervalUnit: "years", percentage: "100" });
    const told: Told[] = [["2024-02-29", "activity", 7]];
    const expired = { due: ["1 2025-02-28 7"], nextDue: null };
    assert.deepEqual(worked(told, [all], "2030-01-01", { enrolledOn: "2024-01-01" }), expired);
  });

  it("pays with what comes for what had been spent before it", () => {
    const told: Told[] = [
      ["2025-01-01", "redemption", -60],
      ["2025-01-02", "activity", 100],
    ];
    assert.deepEqual(worked(told, [rule], "2025-02-01").due, ["1 2025-02-01 20"]);
  });
});

describe("several rules", () => {
  it("take their turns on one day: depreciations before fees, then by their numbers", () => {
    const rules = [
      fee(1, { ...monthly, amount: 10 }),
      depreciation(3, "last-activity", { ...monthly, percentage: "10" }),
      depreciation(2, "transaction", { ...monthly, percentage: "50" }),
    ];
    assert.deepEqual(worked([["2025-01-01", "activity", 1000]], rules, "2025-02-01").due, [
      ...["2 2025-02-01 500", "3 2025-02-01 50", "1 2025-02-01 10"],
    ]);
  });

  it("wait when there are too many, and go on where they stopped", () => {
    const rules = [fee(1, { ...monthly, amount: 1 }), fee(2, { ...monthly, amount: 1 })];
    const told: Told[] = [["2025-01-01", "activity", 1000]];
    const { due, nextDue } = worked(told, rules, "2025-12-31", { most: 3 });
    assert.deepEqual([due.length, nextDue], [4, "2025-04-01"]);
  });
});
