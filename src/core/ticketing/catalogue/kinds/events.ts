import { choice, code, decimal, flag, instant, integer, reference, text } from "../field.ts";
import type { Kind } from "../kind.ts";

export const season: Kind = {
  name: "season",
  plural: "seasons",
  title: "season",
  table: "seasons",
  id: "season_id",
  key: "name",
  unique: { seasons_name: "name" },
  fields: {
    name: text(80, "What it is called", { required: true }),
    year: integer("Its year", { least: 1900, most: 2999 }),
    venue_id: reference("venue", "Where its events are"),
    manifest_id: reference("manifest", "How the venue is seated for them"),
    organization: text(16, "Whose events they are, where a venue has several tenants"),
    line_1: text(64, "Line 1 of the ticket's heading"),
    line_2: text(64, "Line 2 of it"),
    line_3: text(64, "Line 3 of it"),
  },
};

const described = {
  name: code(8, "The code that callers name it by", { required: true }),
  season_id: reference("season", "Its season"),
  online_name: text(50, "What the public knows it by"),
  description: text(255, "In full"),
  online_text: text(2_000, "What is said of it where it is sold", { lines: true }),
  performer: text(50, "Team or performer"),
  organization: text(16, "Whose event it is; the season's unless it was given"),
  category: choice(["event", "parking", "other"], "What it is", { required: true, fallback: "event" }),
  url: text(255, "Where to read more"),
  major_category: text(64, "Such as sports"),
  minor_category: text(64, "Such as ice hockey"),
  thumbnail_image: text(100, "A picture, very small"),
  small_image: text(100, "A picture, small"),
  large_image: text(100, "A picture, large"),
  allow_singles: flag("Whether a single seat may be left between others", true),
  on_sale_at: instant("When its sale begins"),
  off_sale_at: instant("When its sale ends"),
  sellable: flag("Whether it is sold at all", true),
  exchange_option: text(8, "How its tickets may be exchanged; N: not", { required: true, fallback: "N" }),
  host_event_name: text(30, "What another ticketing system calls it"),
  full_season_equivalent: decimal("How much of a full season it is"),
  sort: integer("Where dates are equal events are shown in this order", { required: true, fallback: 0 }),
} as const;

export const event: Kind = {
  name: "event",
  plural: "events",
  title: "event",
  table: "events",
  id: "event_id",
  key: "name",
  only: ["plan_type", "single"],
  untilPublished: ["manifest_id"],
  begins: "draft",
  unique: { events_name: "name" },
  fields: {
    ...described,
    venue_id: reference("venue", "Where it is; the manifest's unless it was given"),
    manifest_id: reference("manifest", "How the venue is seated for it; the season's unless it was given"),
    opponent: text(50, "Who is played against"),
    starts_at: instant("When it begins"),
    doors_at: instant("From when on people are let in; empty: two hours before the start"),
    duration_minutes: integer("How long it takes", { most: 10_000 }),
    game_number: text(10, "Its place in the season"),
    returnable: flag("Whether its tickets may be given back", false),
    barcoded: flag("Whether its tickets have barcodes", true),
    mobile: flag("Whether its tickets may be shown on a telephone", true),
    hide_mobile_barcode: flag("Whether a telephone shows them without the barcode", false),
    free_of_fees: flag("Whether forwarding, reselling and printing cost nothing", false),
    transfer_minutes: integer("Until how many minutes before the start tickets may be forwarded, resold, printed or given back", {
      required: true,
      fallback: 0,
      most: 100_000,
    }),
    delivery_delay_hours: integer("From how many hours before the start barcodes are shown; always unless it was given", {
      most: 10_000,
    }),
    re_entry: flag("Whether who has gone out by a gate may come in again", false),
  },
};

export const plan: Kind = {
  name: "plan",
  plural: "plans",
  title: "plan",
  table: "events",
  id: "event_id",
  key: "name",
  only: ["plan_type", "plan"],
  begins: "published",
  unique: { events_name: "name" },
  fields: described,
};

export const itemSet: Kind = {
  name: "item-set",
  plural: "item-sets",
  title: "item set",
  table: "item_sets",
  id: "item_set_id",
  key: "name",
  unique: { item_sets_name: "name" },
  fields: {
    name: code(20, "What callers name it by", { required: true }),
    description: text(255, "In full"),
    all_events: flag("Holds every event and plan that there is or will be", false),
  },
};
