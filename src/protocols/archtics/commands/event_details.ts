import { type EventRow, readEvents } from "../../../core/ticketing/events/read.ts";
import { commonInput, commonOutput, commonResults, defineCommand, refuseCommand } from "../command.ts";
import { encode } from "../encode.ts";
import { pageFromWire, pageInput } from "../feed-fields.ts";
import { char, choice, type EncodableFields, integer, list } from "../fields.ts";
import { dateTimeToWire, dayToWire, timeToWire, yesNo } from "../wire.ts";

const event = {
  event_name: char(8, "The code that calls name it by"),
  event_id: integer("Its number", "observed"),
  event_name_inet: char(50, "What the public knows it by"),
  event_description: char(255, "In full"),
  inet_event_text: char(2_000, "What is said of it where it is sold"),
  plan_type: char(1, "N: a single event; S: a plan"),
  total_events: integer("Events that it is: those of a plan, 1 of a single event"),
  event_date: char(10, "YYYY-MM-DD where the venue is"),
  event_time: char(5, "HH:MM where the venue is"),
  event_status: char(10, "published, postponed or cancelled", "willcall"),
  performer: char(50, "Team or performer"),
  opponent: char(50, "Who is played against", "willcall"),
  organization: char(16, "Whose event it is"),
  venue_name: char(30, "Where it is"),
  archtics_venue_id: char(20, "What the venue is to the host system"),
  manifest_name: char(64, "How the venue is seated for it"),
  season_name: char(80, "Its season"),
  event_category: char(1, "E: an event; P: parking; O: other"),
  event_duration: integer("In minutes"),
  url: char(255, "Where to read more"),
  major_cat: char(64, "Such as sports"),
  minor_cat: char(64, "Such as ice hockey"),
  thumbnail_image_name: char(100, "A picture, very small"),
  small_image_name: char(100, "A picture, small"),
  large_image_name: char(100, "A picture, large"),
  allow_singles: char(1, "Y: a single seat may be left between others"),
  multiple_seats_per_pid: char(1, "N: each seat has a barcode of its own"),
  event_onsale_date: char(16, "When its sale begins, YYYY-MM-DD HH:MM"),
  event_offsale_date: char(16, "When its sale ends, YYYY-MM-DD HH:MM"),
  fantm_event_name: char(30, "What the host system calls it", "observed"),
  events_in_plan: list({ event_name: char(8, "Code of an event") }, "Of a plan: its events", 5_000),
} as const;

const events = { events: list(event, "Events and plans, by event_name", 5_000) } as const;
const mostBytes = 250_000;

export const eventDetails = defineCommand({
  name: "event_details",
  product: "sth-customer",
  purpose:
    "Tells all about events and plans, by name, drafts left out. The call that sends the last event_name of an answer as prev_event_name goes on from there.",
  family: "plain",
  input: {
    ...commonInput,
    prev_event_name: char(8, "Goes on behind this one; blank for the first"),
    count: { ...pageInput.count, meaning: "Events in an answer, at most 5000; 500 unless it is sent", mark: "documented" },
    event_filter: char(4_000, "Names of events and plans with commas between, or the name of an item set"),
    event_filter_type: choice(["L", "S"], "L: event_filter is a list; S: it is an item set. Required with event_filter"),
  },
  required: [],
  output: { ...commonOutput, count: integer("Events in this answer"), ...events },
  results: {
    ...commonResults,
    5211: { meaning: "event_filter was sent without event_filter_type, or no uid", mark: "documented" },
    5231: { meaning: "There are none", mark: "documented", sqlCode: 100 },
    11075: { meaning: "The answer would be over 250000 bytes: a lower count is needed", mark: "documented" },
  },
  codes: { missing: 5211, invalid: 9999 },
  async handle({ core, caller }, values) {
    const { event_filter: filter, event_filter_type: type } = values;
    if (filter && !type) refuseCommand(5211, "event_filter_type: required with event_filter");
    const { count } = pageFromWire({ count: values.count });
    const names = type === "L" ? filter?.split(",").filter((one) => one.trim()) : null;
    const itemSet = type === "S" ? filter : null;
    const found = await readEvents(core, caller.orgId, { names, itemSet }, values.prev_event_name ?? "", count);
    if (found.length === 0) refuseCommand(5231, "No events found");
    const answer = { events: found.map((one) => eventToWire(caller.timeZone, one)) };
    if (Buffer.byteLength(encode(events, answer)) > mostBytes)
      refuseCommand(11075, `count: the answer would be over ${mostBytes} bytes; ask for fewer events`);
    return { count: found.length, ...answer };
  },
});

function eventToWire(timeZone: string, row: EventRow): EncodableFields<typeof event> {
  const isPlan = row.planType === "plan";
  return {
    event_name: row.name,
    event_id: row.eventId,
    event_name_inet: row.onlineName,
    event_description: row.description,
    inet_event_text: row.onlineText,
    plan_type: isPlan ? "S" : "N",
    total_events: isPlan ? row.members.length : 1,
    event_date: dayToWire(timeZone, row.startsAt),
    event_time: timeToWire(timeZone, row.startsAt),
    event_status: row.status,
    performer: row.performer,
    opponent: row.opponent,
    organization: row.organization,
    venue_name: row.venue,
    archtics_venue_id: row.hostVenueId,
    manifest_name: row.manifest,
    season_name: row.season,
    event_category: { event: "E", parking: "P", other: "O" }[row.category],
    event_duration: row.durationMinutes,
    url: row.url,
    major_cat: row.majorCategory,
    minor_cat: row.minorCategory,
    thumbnail_image_name: row.thumbnailImage,
    small_image_name: row.smallImage,
    large_image_name: row.largeImage,
    allow_singles: yesNo(row.allowSingles),
    multiple_seats_per_pid: "N",
    event_onsale_date: dateTimeToWire(timeZone, row.onSaleAt),
    event_offsale_date: dateTimeToWire(timeZone, row.offSaleAt),
    fantm_event_name: row.hostName,
    events_in_plan: row.members.map((name) => ({ event_name: name })),
  };
}
