import type { Readable } from "node:stream";
import type { Caller, Core } from "../../core.ts";
import { Refusal } from "../../refusal.ts";
import { holdClass } from "../catalogue/kinds/prices.ts";
import { manifest } from "../catalogue/kinds/venues.ts";
import { allItems, listItems, openItem } from "../catalogue/read.ts";
import { createItem } from "../catalogue/store.ts";
import { type ManifestLine, seatAttributes } from "../venues/manifest-lines.ts";
import { type PutSeats, putManifestSeats } from "../venues/put-seats.ts";
import { type Line, readTable, refuseCell, type Telling, wholeCell } from "./table.ts";

const sectionTypes: Readonly<Record<string, string>> = { N: "standard", S: "suite", C: "club" };

/**
 * Reads a manifest's seats from a CSV file whose columns are those of the vendor's export (archtics-vocabulary.md, ManifestSeat): section_name, row_name, seat_num, and num_seats or last_seat, seat_increment, default_class (a
 * class's name), def_price_code, aisle, attribute, quality; of the section section_desc, section_type (N, S, C), ga (Y: general admission, S: standing), gate, tm_section_name, section_info1 to 5; of the row
 * row_desc, tm_row_name, row_info1 to 5. All of it or nothing; see putManifestSeats. Refuses with value-invalid and not-there.
 */
export async function importManifest(
  core: Core,
  caller: Caller,
  manifestId: number,
  source: Readable | string,
  { done }: Telling = {},
): Promise<PutSeats> {
  // Looked for first, so that who names one that is not theirs is refused before any class is made.
  await openItem(core, caller.orgId, manifest, manifestId);
  await ensureBuiltIn(core, caller);
  const classes = new Map((await allItems(core, caller.orgId, holdClass)).map((one) => [String(one.name).toUpperCase(), one]));
  const lines: ManifestLine[] = [];
  for await (const line of readTable(source, ["section_name", "row_name", "seat_num"])) {
    const { number, cells } = line;
    const { section_name: section, row_name: row, default_class: className = "OPEN" } = cells;
    if (!section) refuseCell(number, "section_name", "is required");
    if (!row) refuseCell(number, "row_name", "is required");
    const found = classes.get(className.toUpperCase());
    if (!found) refuseCell(number, "default_class", `is no class of the organisation: ${className.slice(0, 40)}`);
    // Cut short it would be another one.
    if ((cells.def_price_code?.length ?? 0) > 3) refuseCell(number, "def_price_code", "must have at most 3 characters");
    lines.push({
      section: section!,
      row: row!,
      ...seatsOfLine(line),
      classId: found!.hold_class_id as number,
      priceCode: cells.def_price_code ?? null,
      aisle: wholeCell(line, "aisle", 0),
      quality: wholeCell(line, "quality", 0),
      attributes: attributesOf(line),
      sectionValues: sectionOf(line),
      rowValues: given({
        description: cells.row_desc,
        host_name: cells.tm_row_name,
        ...info(cells, "row"),
      }),
      line: number,
    });
    done?.(lines.length);
  }
  return putManifestSeats(core, caller, manifestId, lines);
}

/** The classes that every organisation has: one that is sold, and one for seats that are not to be had. */
const builtIn = [
  { name: "OPEN", open: true, built_in: true },
  { name: "KILL", kill: true, built_in: true, valid_for_reclass: false },
];

/** Makes them where there are no classes yet. */
async function ensureBuiltIn(core: Core, caller: Caller): Promise<void> {
  if ((await listItems(core, caller.orgId, holdClass, {}, 1)).length > 0) return;
  for (const values of builtIn)
    await createItem(core, caller, holdClass, values).catch((error) => {
      // Another import has made it at the same moment.
      if (!(error instanceof Refusal && error.refusal === "name-in-use")) throw error;
    });
}

/** Which seats a line names: by how many or by the last, one unless either is given. */
export function seatsOfLine(line: Line): { firstSeat: number; seats: number; increment?: number } {
  const firstSeat = wholeCell(line, "seat_num");
  const increment = line.cells.seat_increment === undefined ? undefined : wholeCell(line, "seat_increment");
  if (increment !== undefined && (increment < 1 || increment > 100))
    refuseCell(line.number, "seat_increment", "must be from 1 to 100");
  const last = wholeCell(line, "last_seat", firstSeat);
  const step = increment ?? 1;
  const byLast = (last - firstSeat) / step + 1;
  const seats = wholeCell(line, "num_seats", byLast);
  if (firstSeat < 0) refuseCell(line.number, "seat_num", "must not be below 0");
  if (firstSeat > 1_000_000) refuseCell(line.number, "seat_num", "must be at most 1000000");
  if (!Number.isInteger(seats) || seats < 1 || seats > 1_000_000) refuseCell(line.number, "num_seats", "must be at least 1");
  if (line.cells.last_seat !== undefined && byLast !== seats) refuseCell(line.number, "last_seat", "does not fit num_seats");
  return { firstSeat, seats, increment };
}

function attributesOf({ number, cells }: Line): string[] {
  const words = (cells.attribute ?? "")
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter(Boolean);
  const strange = words.find((one) => !(seatAttributes as readonly string[]).includes(one));
  if (strange) refuseCell(number, "attribute", `must be some of ${seatAttributes.join(", ")}`);
  return words;
}

function sectionOf({ number, cells }: Line): Record<string, unknown> {
  const type = cells.section_type?.toUpperCase();
  if (type !== undefined && !sectionTypes[type]) refuseCell(number, "section_type", "must be N, S or C");
  const ga = cells.ga?.toUpperCase();
  const seating = ga === "Y" || ga === "G" ? "general" : ga === "S" ? "standing" : ga === undefined ? undefined : "reserved";
  return given({
    description: cells.section_desc,
    type: type && sectionTypes[type],
    seating,
    gate: cells.gate,
    portal: cells.portal,
    host_name: cells.tm_section_name,
    ...info(cells, "section"),
  });
}

const info = (cells: Line["cells"], of: "section" | "row"): Record<string, string | undefined> =>
  Object.fromEntries([1, 2, 3, 4, 5].map((number) => [`info_${number}`, cells[`${of}_info${number}`]]));

const given = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
