import { type OpenManifest, openManifest, type PlacedRun } from "../../../core/ticketing/inventory/manifest.ts";
import { commonInput, commonOutput, commonResults, defineCommand, refuseCommand } from "../command.ts";
import { char, type EncodableFields, integer, stream } from "../fields.ts";
import { gaLetters, numbered, sectionTypeLetters } from "../seat-letters.ts";

const block = {
  manifest_id: integer("Number of the manifest", "observed"),
  manifest_name: char(64, "Manifest", "observed"),
  arena_id: integer("Number of the venue", "observed"),
  arena_name: char(30, "Venue", "observed"),
  event_name: char(8, "Event, when one was asked for", "willcall"),
  event_id: integer("Its number", "willcall"),
  section_id: integer("Number of the section", "observed"),
  section_name: char(6, "Section", "observed"),
  section_desc: char(255, "In full", "observed"),
  section_type: char(1, "N: plain; S: a suite; C: club", "observed"),
  section_type_name: char(10, "In full", "observed"),
  gate: char(60, "The gate that leads to it", "observed"),
  ga: char(1, "N: numbered seats; Y: general admission; S: standing", "observed"),
  row_id: integer("Number of the row", "observed"),
  row_name: char(4, "Row", "observed"),
  row_desc: char(255, "In full", "observed"),
  seat_num: integer("The first seat of the block", "observed"),
  num_seats: integer("Seats in the block", "observed"),
  last_seat: integer("The last seat of the block", "observed"),
  seat_increment: integer("By how much neighbours' numbers differ", "observed"),
  default_class: integer("Number of the class that the manifest has", "observed"),
  class_name: char(20, "The class that the event has", "observed"),
  def_price_code: char(3, "The price code that the manifest has", "observed"),
  price_code: char(3, "The price code that the event has", "willcall"),
  tm_section_name: char(30, "What the host system calls the section", "observed"),
  tm_row_name: char(30, "What the host system calls the row", "observed"),
  section_info1: char(64, "Of the section, free text 1", "observed"),
  section_info2: char(64, "Of the section, free text 2", "observed"),
  section_info3: char(64, "Of the section, free text 3", "observed"),
  section_info4: char(64, "Of the section, free text 4", "observed"),
  section_info5: char(64, "Of the section, free text 5", "observed"),
  row_info1: char(64, "Of the row, free text 1", "observed"),
  row_info2: char(64, "Of the row, free text 2", "observed"),
  row_info3: char(64, "Of the row, free text 3", "observed"),
  row_info4: char(64, "Of the row, free text 4", "observed"),
  row_info5: char(64, "Of the row, free text 5", "observed"),
  aisle: integer("On an aisle at the low end 1, at the high end 2, at both 3", "observed"),
} as const;

export const getEventManifest = defineCommand({
  name: "get_event_manifest",
  product: "sth-inventory",
  purpose:
    "Tells all sections, rows and seats of an event: a row per block of neighbours that are alike, each seat once. The answer is not in pages; it is written while the seats are read.",
  family: "plain",
  input: {
    ...commonInput,
    event_name: char(8, "Event; a plan has no seats of its own", "willcall"),
    manifest_name: char(64, "Instead of an event, a manifest itself, as for an event that is not published yet", "willcall"),
  },
  required: [],
  output: { ...commonOutput, seats: stream(block, "All blocks, by section and row", "willcall") },
  results: {
    ...commonResults,
    5261: { meaning: "Neither event_name nor manifest_name was sent", mark: "willcall" },
    5269: { meaning: "There is no such event or manifest, or it has no seats", mark: "willcall", sqlCode: 100 },
  },
  codes: { missing: 5261, invalid: 9999 },
  async handle({ core, caller }, { event_name: eventName, manifest_name: manifestName }) {
    if (!eventName && !manifestName) refuseCommand(5261, "event_name: required, unless manifest_name is sent");
    const found = await openManifest(core, caller.orgId, eventName ? { eventName } : { manifestName: manifestName! });
    return found ? { seats: blocks(found) } : refuseCommand(5269, "No seats found");
  },
});

async function* blocks(manifest: OpenManifest): AsyncGenerator<readonly EncodableFields<typeof block>[]> {
  // What all blocks share, and what those of a section do, is put together once.
  const whole = {
    manifest_id: manifest.manifestId,
    manifest_name: manifest.manifest,
    arena_id: manifest.venueId,
    arena_name: manifest.venue,
    event_name: manifest.eventName,
    event_id: manifest.eventId,
  };
  const sections = new Map<number, ReturnType<typeof sectionToWire>>();
  for await (const batch of manifest.runs)
    yield batch.map((run) => {
      const { sectionId } = run.section;
      const section = sections.get(sectionId) ?? sectionToWire(run.section);
      sections.set(sectionId, section);
      return { ...whole, ...section, ...runToWire(run) };
    });
}

function sectionToWire(section: PlacedRun["section"]) {
  return {
    section_id: section.sectionId,
    section_name: section.name,
    section_desc: section.description,
    section_type: sectionTypeLetters[section.type],
    section_type_name: section.type,
    gate: section.gate,
    ga: gaLetters[section.seating],
    tm_section_name: section.hostName,
    ...numbered("section_info", section.info),
  };
}

function runToWire({ row, ...run }: PlacedRun) {
  return {
    row_id: row.rowId,
    row_name: row.row,
    row_desc: row.rowDescription,
    seat_num: run.firstSeat,
    num_seats: run.seats,
    last_seat: run.lastSeat,
    seat_increment: row.increment,
    default_class: run.defaultClassId,
    class_name: run.className,
    def_price_code: run.defaultPriceCode,
    price_code: run.priceCode,
    tm_row_name: row.rowHostName,
    ...(row.rowInfo ? numbered("row_info", row.rowInfo) : null),
    aisle: run.aisle,
  };
}
