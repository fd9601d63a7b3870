import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Refusal } from "../../../src/core/refusal.ts";
import type { Kind } from "../../../src/core/ticketing/catalogue/kind.ts";
import { event, season } from "../../../src/core/ticketing/catalogue/kinds/events.ts";
import { holdClass, price } from "../../../src/core/ticketing/catalogue/kinds/prices.ts";
import { manifest, venue } from "../../../src/core/ticketing/catalogue/kinds/venues.ts";
import { type Values, valuesFor } from "../../../src/core/ticketing/catalogue/values.ts";

const lowest = { ticket: 1, ticket_type_id: 1, event_id: 1 };

/** A thing of a kind, the values at fault, the field that is named, and what is said of it. */
const faults: readonly (readonly [Kind, Values, string, RegExp])[] = [
  [venue, {}, "name", /is required/],
  [venue, { name: null }, "name", /is required/],
  [venue, { name: " \t" }, "name", /is required/],
  [venue, { name: "V", nickname: "N" }, "nickname", /is not a field/],
  [venue, { name: "V", version: 7 }, "version", /is not a field/],
  [venue, { name: "V", toString: "" }, "toString", /is not a field/],
  [venue, { name: "v".repeat(31) }, "name", /at most 30/],
  [venue, { name: 7 }, "name", /must be text/],
  [venue, { name: "\ud800" }, "name", /must be text/],
  [venue, { name: "two\nlines" }, "name", /control character/],
  [venue, { name: "V\0" }, "name", /control character/],
  [event, { name: "E", online_text: "a\u0007b" }, "online_text", /control character/],
  [event, { name: "E".repeat(9) }, "name", /at most 8/],
  [event, { name: "E", category: "Event" }, "category", /must be one of event, parking, other/],
  [event, { name: "E", category: null }, "category", /is required/],
  [event, { name: "E", starts_at: "2026-10-01" }, "starts_at", /must be an instant/],
  [event, { name: "E", starts_at: "2026-10-01T19:00:00" }, "starts_at", /must be an instant/],
  [event, { name: "E", starts_at: "2026-02-31T19:00:00Z" }, "starts_at", /must be an instant/],
  [event, { name: "E", starts_at: "2026-10-01T25:00:00Z" }, "starts_at", /must be an instant/],
  [event, { name: "E", starts_at: new Date(Number.NaN) }, "starts_at", /must be an instant/],
  [event, { name: "E", starts_at: 1_800_000_000 }, "starts_at", /must be an instant/],
  [event, { name: "E", barcoded: "maybe" }, "barcoded", /must be true or false/],
  [event, { name: "E", barcoded: null }, "barcoded", /is required/],
  [event, { name: "E", duration_minutes: 1.5 }, "duration_minutes", /must be a whole number/],
  [event, { name: "E", duration_minutes: "long" }, "duration_minutes", /must be a whole number/],
  [event, { name: "E", duration_minutes: -1 }, "duration_minutes", /must be from 0 to 10000/],
  [event, { name: "E", full_season_equivalent: "1,5" }, "full_season_equivalent", /must be a decimal/],
  [event, { name: "E", full_season_equivalent: Number.NaN }, "full_season_equivalent", /must be a decimal/],
  [season, { name: "S", year: 1899 }, "year", /must be from 1900 to 2999/],
  [price, { ...lowest, price_code: "X", ticket: -1 }, "ticket", /must be from 0/],
  [price, { ...lowest, price_code: "X", ticket: 1.5 }, "ticket", /must be a whole number/],
  [price, { ...lowest, price_code: "X", ticket: 100_000_000_000 }, "ticket", /must be from 0/],
  [price, { ...lowest, price_code: "X", not_allowed: ["print", "sell"] }, "not_allowed", /must be some of/],
  [price, { ...lowest, price_code: "X", not_allowed: 7 }, "not_allowed", /must be a list/],
  [price, { ...lowest, price_code: "X", event_id: 0 }, "event_id", /must be from 1/],
];

describe("values of the catalogue are refused", () => {
  const refuses = (work: () => unknown, field: string, fault: RegExp) =>
    assert.throws(work, ({ refusal, facts }: Refusal) => {
      assert.deepEqual([refusal, facts.field], ["value-invalid", field]);
      assert.match(facts.fault!, fault);
      return true;
    });
  for (const [kind, values, field, fault] of faults)
    it(`${kind.title}: ${field} ${JSON.stringify(values[field])}`, () => refuses(() => valuesFor(kind, values), field, fault));
  it("where they can't be changed", () => {
    const held = valuesFor(manifest, { name: "M", venue_id: 3 });
    refuses(() => valuesFor(manifest, { venue_id: 4 }, held), "venue_id", /can't be changed/);
    refuses(() => valuesFor(manifest, { venue_id: null }, held), "venue_id", /is required/);
    const own = valuesFor(holdClass, { name: "H" });
    refuses(() => valuesFor(holdClass, { built_in: true }, own), "built_in", /can't be changed/);
    assert.deepEqual(valuesFor(manifest, { venue_id: 3, name: " N " }, held), { venue_id: 3, name: "N" });
  });
});

describe("values of the catalogue", () => {
  /** A field of events or prices, what is given, and what it becomes. */
  const kept: readonly (readonly [Kind, string, unknown, unknown])[] = [
    [event, "name", " ab1 ", "AB1"],
    [event, "description", "  ", null],
    [event, "description", "é".repeat(255), "é".repeat(255)],
    [event, "description", "🏒".repeat(255), "🏒".repeat(255)],
    [event, "online_text", "a\n\tb", "a\n\tb"],
    [event, "category", undefined, "event"],
    [event, "category", "parking", "parking"],
    [event, "duration_minutes", " 90 ", 90],
    [event, "barcoded", "0", false],
    [event, "barcoded", "yes", true],
    [event, "full_season_equivalent", 0.5, "0.5"],
    [event, "full_season_equivalent", "007.50", "7.50"],
    [event, "full_season_equivalent", "-0.0", "0.0"],
    [event, "full_season_equivalent", "-0.5", "-0.5"],
    [event, "starts_at", "2026-10-01T19:00:00-04:00", new Date("2026-10-01T23:00:00Z")],
    [event, "starts_at", "2026-10-01T19:00Z", new Date("2026-10-01T19:00:00Z")],
    [event, "starts_at", new Date(0), new Date(0)],
    [price, "not_allowed", "return;print, print", ["print", "return"]],
    [price, "not_allowed", undefined, []],
    [price, "tax", undefined, 0],
    [price, "tax", "99999999999", 99_999_999_999],
  ];
  for (const [kind, field, given, value] of kept)
    it(`${kind.title}: ${field} ${JSON.stringify(given)?.slice(0, 30)} is ${JSON.stringify(value).slice(0, 30)}`, () => {
      const rest = kind === event ? { name: "E" } : { ...lowest, price_code: "P" };
      assert.deepEqual(valuesFor(kind, { ...rest, [field]: given })[field], value);
    });
  it("stay where they are not given, and are cleared by null", () => {
    const held = valuesFor(venue, { name: "V", city: "C", phone: "1" });
    assert.deepEqual(valuesFor(venue, { phone: null, city: undefined }, held), { ...held, phone: null });
  });
});
