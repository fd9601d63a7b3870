import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp, testClock } from "../../support/app.ts";
import { rivals } from "./organisations.ts";
import { add, assertRefused, client, succeeded } from "./support.ts";

const clock = testClock(new Date("2026-01-10T12:00:00Z"));
const test = await testApp({ clock });
const by = client(test);
const { first: rival } = await rivals(test, { timeZone: "Asia/Tokyo" });

/** An instant, the day that it is in New York, and the days before and after that one. */
const days = [
  ["2026-01-15T04:59:59.999Z", "2026-01-14", "2026-01-13", "2026-01-15"],
  ["2026-01-15T05:00:00Z", "2026-01-15", "2026-01-14", "2026-01-16"],
  ["2026-03-01T04:59:59Z", "2026-02-28", "2026-02-27", "2026-03-01"],
  ["2026-03-08T04:59:59Z", "2026-03-07", "2026-03-06", "2026-03-08"],
  ["2026-03-08T05:00:00Z", "2026-03-08", "2026-03-07", "2026-03-09"],
  ["2026-03-09T03:59:59Z", "2026-03-08", "2026-03-07", "2026-03-09"],
  ["2026-03-09T04:00:00Z", "2026-03-09", "2026-03-08", "2026-03-10"],
  ["2026-06-16T03:59:59Z", "2026-06-15", "2026-06-14", "2026-06-16"],
  ["2026-06-16T04:00:00Z", "2026-06-16", "2026-06-15", "2026-06-17"],
  ["2026-10-31T04:00:00Z", "2026-10-31", "2026-10-30", "2026-11-01"],
  ["2026-11-01T04:00:00Z", "2026-11-01", "2026-10-31", "2026-11-02"],
  ["2026-11-01T05:30:00Z", "2026-11-01", "2026-10-31", "2026-11-02"],
  ["2026-11-01T06:30:00Z", "2026-11-01", "2026-10-31", "2026-11-02"],
  ["2026-11-02T04:59:59Z", "2026-11-01", "2026-10-31", "2026-11-02"],
  ["2026-11-02T05:00:00Z", "2026-11-02", "2026-11-01", "2026-11-03"],
  ["2027-01-01T04:59:59Z", "2026-12-31", "2026-12-30", "2027-01-01"],
  ["2028-02-29T04:59:59Z", "2028-02-28", "2028-02-27", "2028-02-29"],
  ["2028-02-29T05:00:00Z", "2028-02-29", "2028-02-28", "2028-03-01"],
] as const;

for (const [now, today, yesterday, tomorrow] of days)
  describe(`at ${now}, in New York`, () => {
    const deliver = async (delivery_date?: string) => {
      clock.set(new Date(now));
      await by.open();
      return by.createDelivery({ customer_id: 1408, delivery_date });
    };
    it(`${yesterday} is past: 302`, async () => assertRefused(await deliver(yesterday), 302, ["delivery.delivery_date"]));
    it(`${today} is not`, async () => assert.equal(succeeded(await deliver(today)).delivery.delivery_date, today));
    it(`a delivery without a date is for ${tomorrow}`, async () => {
      assert.equal(succeeded(await deliver()).delivery.delivery_date, tomorrow);
    });
  });

describe("another organisation's day", () => {
  it("is that of its own time zone", async () => {
    for (const [now, today, yesterday, tomorrow] of [
      ["2028-03-10T14:59:59Z", "2028-03-10", "2028-03-09", "2028-03-11"],
      ["2028-03-10T15:00:00Z", "2028-03-11", "2028-03-10", "2028-03-12"],
    ] as const) {
      clock.set(new Date(now));
      await rival.open();
      const customer_id = await add(rival);
      assertRefused(await rival.createDelivery({ customer_id, delivery_date: yesterday }), 302, ["delivery.delivery_date"]);
      assert.equal(succeeded(await rival.createDelivery({ customer_id, delivery_date: today })).delivery.delivery_date, today);
      assert.equal(succeeded(await rival.createDelivery({ customer_id })).delivery.delivery_date, tomorrow);
    }
  });
});
