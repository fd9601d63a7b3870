import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { event, itemSet, plan } from "../../../src/core/ticketing/catalogue/kinds/events.ts";
import { manifest, venue } from "../../../src/core/ticketing/catalogue/kinds/venues.ts";
import { putMembers } from "../../../src/core/ticketing/catalogue/members.ts";
import { findItem } from "../../../src/core/ticketing/catalogue/read.ts";
import { createItem } from "../../../src/core/ticketing/catalogue/store.ts";
import { publishEvent, setStatus } from "../../../src/core/ticketing/events/status.ts";
import { importManifest } from "../../../src/core/ticketing/import/manifest.ts";
import { testApp } from "../../support/app.ts";
import { caller } from "./support.ts";

const { command, parts } = await testApp();
const { core } = parts;
const details = async (values: object) => (await command({ cmd: "event_details", ...values })).answer;

const names = ({ events = [] }: { events?: { event_name: string }[] }) => events.map((one) => one.event_name);
const idOf = async (name: string) => (await findItem(core, 1, event, name)).event_id as number;

/** Everything that can be said of an event; at a venue of its own, with eight seats in a row. */
const full = {
  ...{
    name: "FULLY",
    online_name: "Gala",
    description: "The gala",
    online_text: "Come\nall",
    performer: "Choir",
    opponent: "Band",
  },
  ...{ organization: "TENANT", category: "other", duration_minutes: 95, url: "https://gala.invalid", major_category: "ARTS" },
  ...{ minor_category: "SONG", thumbnail_image: "t.png", small_image: "s.png", large_image: "l.png", host_event_name: "HGALA" },
  ...{ allow_singles: false, starts_at: new Date("2031-03-05T23:30:00Z"), on_sale_at: new Date("2031-01-01T15:00:00Z") },
  off_sale_at: new Date("2031-03-05T22:00:00Z"),
};

before(async () => {
  const venueId = await createItem(core, caller, venue, { name: "Great Hall", host_venue_id: "H7" });
  const manifestId = await createItem(core, caller, manifest, { venue_id: venueId, name: "CONCERT" });
  await importManifest(core, caller, manifestId, "section_name,row_name,seat_num,num_seats,def_price_code\nP,1,1,8,Z\n");
  const values = { venue_id: venueId, manifest_id: manifestId };
  const draft = (name: string, starts_at: Date) => createItem(core, caller, event, { ...values, name, starts_at });
  await publishEvent(core, caller, await createItem(core, caller, event, { ...full, ...values }));
  await draft("DRAFT", full.starts_at);
  const off = await draft("CALLED", full.starts_at);
  await publishEvent(core, caller, off);
  await setStatus(core, caller, off, "cancel");
  const park = await createItem(core, caller, event, {
    ...values,
    name: "PARK",
    category: "parking",
    starts_at: new Date("2032-01-01T00:00:00Z"),
  });
  await publishEvent(core, caller, park);
});

describe("event_details refuses", () => {
  it("5211: a filter of no type", async () => {
    const answer = await details({ event_filter: "EVENT01" });
    assert.equal(answer.result, 5211);
    assert.match(answer.error_detail, /^event_filter_type: required/);
  });
  it("5211: nobody", async () => assert.match((await details({ uid: "" })).error_detail, /^uid/));
  for (const [input, value] of [
    ["event_filter_type", "X"],
    ["count", 0],
    ["count", 5_001],
    ["prev_event_name", "A name too long"],
    ["event_filter", "x".repeat(4_001)],
  ] as const)
    it(`9999: ${input}`, async () => {
      const answer = await details({ [input]: value });
      assert.equal(answer.result, 9999);
      assert.match(answer.error_detail, new RegExp(`^${input}: `));
    });
  for (const [filter, type] of [
    ["NOEVENT", "L"],
    ["DRAFT", "L"],
    [" , ", "L"],
    ["NOSET", "S"],
  ])
    it(`5231: ${filter}, ${type}`, async () => {
      const answer = await details({ event_filter: filter, event_filter_type: type });
      assert.deepEqual([answer.result, answer.sql_code, answer.events], [5231, 100, undefined]);
    });
  it("11075: an answer that would be too long", async () => {
    const made = Array.from({ length: 130 }, (_, n) => ({
      name: `Z${String(n).padStart(4, "0")}`,
      online_text: "x".repeat(2_000),
    }));
    const ids = await Promise.all(made.map((one) => createItem(core, caller, plan, one)));
    const set = await createItem(core, caller, itemSet, { name: "LONG" });
    await putMembers(core, caller, itemSet, set, ids);
    const asked = { event_filter: "LONG", event_filter_type: "S" };
    const answer = await details(asked);
    assert.deepEqual([answer.result, answer.events], [11075, undefined]);
    assert.equal((await details({ ...asked, count: 50 })).count, 50);
  });
});

describe("event_details", () => {
  it("tells everything of an event", async () => {
    const { count, events } = await details({ event_filter: "fully", event_filter_type: "l" });
    assert.equal(count, 1);
    const { event_id, ...rest } = events[0];
    assert.equal(event_id, await idOf("FULLY"));
    assert.deepEqual(rest, {
      ...{
        event_name: "FULLY",
        event_name_inet: "Gala",
        event_description: "The gala",
        inet_event_text: "Come\nall",
        plan_type: "N",
      },
      ...{ total_events: 1, event_date: "2031-03-05", event_time: "18:30", event_status: "published", performer: "Choir" },
      ...{
        opponent: "Band",
        organization: "TENANT",
        venue_name: "Great Hall",
        archtics_venue_id: "H7",
        manifest_name: "CONCERT",
      },
      ...{ event_category: "O", event_duration: 95, url: "https://gala.invalid", major_cat: "ARTS", minor_cat: "SONG" },
      ...{ thumbnail_image_name: "t.png", small_image_name: "s.png", large_image_name: "l.png", allow_singles: "N" },
      ...{ multiple_seats_per_pid: "N", event_onsale_date: "2031-01-01 10:00", event_offsale_date: "2031-03-05 17:00" },
      fantm_event_name: "HGALA",
    });
  });
  it("takes season and organization from the season, and tells what is cancelled and what is parking", async () => {
    const { events } = await details({ event_filter: "EVENT02, called,PARK,EVENT01", event_filter_type: "L" });
    assert.deepEqual(names({ events }), ["CALLED", "EVENT01", "EVENT02", "PARK"]);
    assert.deepEqual([events[1].season_name, events[1].organization], ["2016-17 Season", "GREATWIDGETS"]);
    assert.deepEqual([events[0].event_status, events[3].event_category], ["cancelled", "P"]);
  });
  it("tells a plan's events", async () => {
    const { events } = await details({ event_filter: "sth", event_filter_type: "S" });
    const one = events.find((each: { event_name: string }) => each.event_name === "FULL16");
    assert.deepEqual([names({ events }).length, one.plan_type, one.total_events, one.events_in_plan.length], [2, "S", 12, 12]);
    assert.deepEqual(one.events_in_plan[1], { event_name: "EVENT02" });
  });
  it("goes through all by name, without drafts", async () => {
    const paged: string[] = [];
    for (let last = ""; ; last = paged.at(-1)!) {
      const some = names(await details({ count: 40, prev_event_name: last.toLowerCase() }));
      paged.push(...some);
      if (some.length < 40) break;
    }
    // The sandbox's 22, these three and what is above.
    assert.deepEqual([paged.length, new Set(paged).size, paged[0], paged.includes("DRAFT")], [155, 155, "CALLED", false]);
  });
});
