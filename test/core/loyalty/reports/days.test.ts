import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { birthdaysOn, daysBefore } from "../../../../src/core/loyalty/reports/days.ts";

const on = (from: string | null, to: string | null) => birthdaysOn({ from, to });

describe("birthdays on some days", () => {
  it("are all of them without a bound, and in a year", () => {
    assert.equal(on(null, null), null);
    assert.equal(on("2026-06-01", null), null);
    assert.equal(on(null, "2026-06-01"), null);
    assert.equal(on("2024-03-01", "2026-02-28"), null);
    assert.ok(new Set(on("2026-01-01", "2026-12-31")).size === 366);
  });

  it("are those of each day, the first and the last too", () => {
    assert.deepEqual(on("2026-07-14", "2026-07-14"), [714]);
    assert.deepEqual(on("2026-06-29", "2026-07-02"), [629, 630, 701, 702]);
  });

  it("go across the new year, also when the days end before they begin", () => {
    assert.deepEqual(on("2026-12-30", "2027-01-02"), [1230, 1231, 101, 102]);
    assert.deepEqual(on("2026-12-30", "2026-01-02"), [1230, 1231, 101, 102]);
    assert.deepEqual(on("2026-12-30", "1970-12-31"), [1230, 1231]);
  });

  it("have the 29th of February on the 28th in years without one", () => {
    assert.deepEqual(on("2027-02-28", "2027-02-28"), [228, 229]);
    assert.deepEqual(on("2027-03-01", "2027-03-01"), [301]);
    assert.deepEqual(on("2028-02-28", "2028-02-28"), [228]);
    assert.deepEqual(on("2028-02-29", "2028-02-29"), [229]);
    assert.deepEqual(on("2100-02-27", "2100-03-01"), [227, 228, 229, 301]);
  });
});

describe("the last so many days", () => {
  it("end on the day itself", () => {
    assert.equal(daysBefore("2026-06-15", 1), "2026-06-15");
    assert.equal(daysBefore("2026-03-01", 2), "2026-02-28");
  });
});
