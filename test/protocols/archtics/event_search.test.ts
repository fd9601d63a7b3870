import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { event, season } from "../../../src/core/ticketing/catalogue/kinds/events.ts";
import { holdClass } from "../../../src/core/ticketing/catalogue/kinds/prices.ts";
import { manifest, venue } from "../../../src/core/ticketing/catalogue/kinds/venues.ts";
import { findItem } from "../../../src/core/ticketing/catalogue/read.ts";
import { createItem } from "../../../src/core/ticketing/catalogue/store.ts";
import { publishEvent, setStatus } from "../../../src/core/ticketing/events/status.ts";
import { importManifest } from "../../../src/core/ticketing/import/manifest.ts";
import { findRun } from "../../../src/core/ticketing/inventory/find-run.ts";
import { holdFor } from "../../../src/core/ticketing/inventory/hold.ts";
import { reclassify } from "../../../src/core/ticketing/inventory/reclassify.ts";
import { testApp, testClock } from "../../support/app.ts";
import { caller } from "./support.ts";

const clock = testClock(new Date("2030-11-30T16:00:00Z"));
const { command, parts } = await testApp({ clock });
const { core } = parts;
const search = async (values: object) => (await command({ cmd: "event_search", ...values })).answer;
const found = async (values: object) =>
  ((await search(values)).events ?? []).map((one: { event_name: string }) => one.event_name);
const ids: Record<string, number> = {};
const run = (name: string, firstSeat: number, seats: number, row = "1") =>
  findRun(core, 1, ids[name]!, { section: "P", row, firstSeat, seats });

before(async () => {
  const venueId = await createItem(core, caller, venue, { name: "Great Hall" });
  const manifestId = await createItem(core, caller, manifest, { venue_id: venueId, name: "CONCERT" });
  // Eight seats, and four whose numbers are odd.
  const lines = "section_name,row_name,seat_num,num_seats,seat_increment,default_class\nP,1,1,8,1,OPEN\nP,2,1,4,2,PREFERRED\n";
  await importManifest(core, caller, manifestId, lines);
  const season_id = await createItem(core, caller, season, {
    name: "Hall Season",
    venue_id: venueId,
    manifest_id: manifestId,
    organization: "HALL",
  });
  const days = {
    TODAY: "2030-11-30",
    WEEK: "2030-12-07",
    LAST: "2031-02-28",
    LATE: "2031-03-01",
    DRAFT: "2030-12-07",
    OFF: "2030-12-07",
  };
  for (const [name, day] of Object.entries(days)) {
    // The first minute of the day at the venue.
    ids[name] = await createItem(core, caller, event, { name, season_id, starts_at: new Date(`${day}T05:00:00Z`) });
    if (name !== "DRAFT") await publishEvent(core, caller, ids[name]!);
  }
  await setStatus(core, caller, ids.OFF!, "cancel");
  await setStatus(core, caller, ids.WEEK!, "postpone");
});

describe("event_search refuses", () => {
  for (const [input, values] of [
    ["end_date", { start_date: "2031-01-02", end_date: "2031-01-01" }],
    ["num_days", { num_days: -1 }],
    ["num_days", { num_days: 3_661 }],
    ["num_seats", { num_seats: 0 }],
    ["num_seats", { num_seats: 1_001 }],
    ["uid", { uid: "" }],
  ] as const)
    it(`5211: ${JSON.stringify(values)}`, async () => {
      const answer = await search(values);
      assert.equal(answer.result, 5211);
      assert.match(answer.error_detail, new RegExp(`^${input}: `));
    });
  for (const [input, value] of [
    ["start_date", "tomorrow"],
    ["end_date", "2031-13-01"],
    ["num_days", "x"],
    ["num_seats", "x"],
    ["acct_id", "me"],
    ["check_availability", "maybe"],
    ["hold_class", "x".repeat(21)],
    ["hold_classes", "OPEN"],
    ["item_set", "x".repeat(21)],
    ["venue_name", "x".repeat(33)],
    ["season_name", "x".repeat(33)],
    ["organization", "x".repeat(33)],
  ] as const)
    it(`9999: ${input}`, async () => {
      const answer = await search({ [input]: value });
      assert.equal(answer.result, 9999);
      assert.match(answer.error_detail, new RegExp(`^${input}: `));
    });
  for (const values of [
    { start_date: "2040-01-01" },
    { venue_name: "Nowhere" },
    { season_name: "No season" },
    { organization: "NOBODY" },
    { item_set: "NOSET" },
  ])
    it(`5212: ${JSON.stringify(values)}`, async () => {
      const answer = await search(values);
      assert.deepEqual([answer.result, answer.sql_code, answer.events], [5212, 100, undefined]);
    });
  for (const values of [{ hold_class: "NOCLASS" }, { hold_classes: ["NOCLASS", "NEITHER"], hold_class: "OPEN" }])
    it(`10535: ${JSON.stringify(values)}`, async () => {
      const answer = await search(values);
      assert.deepEqual([answer.result, answer.sql_code, answer.error_detail], [10535, 100, "No valid classes"]);
    });
});

describe("event_search", () => {
  it("looks from today to three months on, where the venue is, at what is published or postponed", async () => {
    assert.deepEqual(await found({ venue_name: "great hall" }), ["TODAY", "WEEK", "LAST"]);
    clock.set(new Date("2030-12-01T04:59:00Z"));
    assert.deepEqual(await found({}), ["TODAY", "WEEK", "LAST"]);
    clock.set(new Date("2030-12-01T05:00:00Z"));
    assert.deepEqual(await found({}), ["WEEK", "LAST", "LATE"]);
    clock.set(new Date("2030-11-30T16:00:00Z"));
  });
  it("takes the days that are sent", async () => {
    assert.deepEqual(await found({ start_date: "2030-12-07", end_date: "2030-12-07" }), ["WEEK"]);
    assert.deepEqual(await found({ start_date: "2030-12-08", end_date: "2031-03-01" }), ["LAST", "LATE"]);
    assert.deepEqual(await found({ num_days: 7 }), ["TODAY", "WEEK"]);
    assert.deepEqual(await found({ num_days: "6" }), ["TODAY"]);
    assert.deepEqual(await found({ num_days: 0, end_date: "2030-12-07" }), ["TODAY", "WEEK"]);
    // A day past the end of its month is the last of it.
    assert.deepEqual(await found({ end_date: "2031-02-31" }), ["TODAY", "WEEK", "LAST"]);
  });
  it("keeps to season, organization and item set; any site_name will do", async () => {
    assert.deepEqual(await found({ season_name: "HALL season", organization: "hall", site_name: "vanilla" }), [
      "TODAY",
      "WEEK",
      "LAST",
    ]);
    const past = { start_date: "2016-10-01", end_date: "2016-12-31", check_availability: "N" };
    assert.equal((await found({ ...past, item_set: "inet_sold" })).length, 6);
    assert.equal((await found({ ...past, item_set: "STH" })).length, 6);
    assert.equal((await search({ ...past, item_set: "INET_PRINT" })).result, 5212);
  });
  it("tells in which of the classes there are seats", async () => {
    const answer = await search({ num_days: 0 });
    assert.deepEqual(answer.events, [{ event_name: "TODAY", availability: 1, avail_class: ["OPEN", "PREFERRED"] }]);
    assert.deepEqual([answer.hold_classes.length, answer.hold_classes.includes("KILL")], [13, true]);
    const chosen = await search({ num_days: 0, hold_classes: ["preferred", "none", "suites"], hold_class: "OPEN", acct_id: 6 });
    assert.deepEqual([chosen.events[0].avail_class, chosen.hold_classes], [["PREFERRED"], ["PREFERRED", "SUITES"]]);
    assert.deepEqual((await search({ num_days: 0, hold_class: "open" })).hold_classes, ["OPEN"]);
    // The public may not buy suites.
    const classId = (await findItem(core, 1, holdClass, "SUITES")).hold_class_id as number;
    await reclassify(core, caller, { runs: [await run("WEEK", 1, 8)], classId });
    const { events } = await search({ start_date: "2030-12-07", num_days: 0, hold_class: "SUITES" });
    assert.deepEqual(events, [{ event_name: "WEEK", availability: 0 }]);
    assert.deepEqual((await search({ num_days: 0, check_availability: "n" })).events, [{ event_name: "TODAY" }]);
  });
  it("wants so many neighbours; a hold that is over keeps none apart", async () => {
    const classes = async (num_seats: number) =>
      (await search({ start_date: "2031-02-28", num_days: 0, num_seats })).events[0].avail_class;
    assert.deepEqual(
      [await classes(4), await classes(5), await classes(8), await classes(9)],
      [["OPEN", "PREFERRED"], ["OPEN"], ["OPEN"], undefined],
    );
    const until = new Date(clock.now().getTime() + 60_000);
    await holdFor(core, caller, { eventId: ids.LAST!, runs: [await run("LAST", 4, 1), await run("LAST", 3, 1, "2")], until });
    assert.deepEqual([await classes(2), await classes(4), await classes(5)], [["OPEN", "PREFERRED"], ["OPEN"], undefined]);
    clock.pass(60_000);
    assert.deepEqual(await classes(8), ["OPEN"]);
  });
});
