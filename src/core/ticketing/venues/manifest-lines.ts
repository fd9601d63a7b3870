import { Refusal, refuse } from "../../refusal.ts";
import type { Kind } from "../catalogue/kind.ts";
import { type Values, valuesFor } from "../catalogue/values.ts";

/** What can be said of seats. */
export const seatAttributes = [
  ...["wheelchair", "companion", "limited-mobility", "sight-or-hearing", "obstructed", "folding"],
] as const;

/** Neighbouring seats as somebody lists them for a manifest. What is left out of section and row stays as it is, or is as in a new one. */
export interface ManifestLine {
  readonly section: string;
  readonly row: string;
  readonly firstSeat: number;
  readonly seats: number;
  /** Undefined: the row's, or 1. */
  readonly increment?: number;
  readonly classId: number;
  readonly priceCode: string | null;
  readonly aisle?: number;
  readonly quality?: number;
  readonly attributes?: readonly string[];
  /** Of the section and of the row, by the catalogue's names; those of the first line that has them count. */
  readonly sectionValues?: Readonly<Record<string, unknown>>;
  readonly rowValues?: Readonly<Record<string, unknown>>;
  /** Where it stood, for what is said about it. */
  readonly line?: number;
}

/** Neighbouring seats of a row that are alike. */
export interface SeatBlock {
  readonly firstSeat: number;
  readonly seats: number;
  readonly classId: number;
  readonly priceCode: string | null;
  readonly aisle: number;
  readonly quality: number;
  readonly attributes: string;
}

/** By how much the seats of a row differ: what its lines say, where they have several seats. Refuses with value-invalid when they disagree. */
export function incrementOf(lines: readonly ManifestLine[], held: number | undefined): number {
  const several = lines.filter((one) => one.increment !== undefined && one.seats > 1);
  const increment = several[0]?.increment ?? held ?? lines.find((one) => one.increment)?.increment ?? 1;
  const strange = several.find((one) => one.increment !== increment);
  if (strange) refuseLine(strange, "seat_increment", `differs from that of the row's other seats, ${increment}`);
  if (held !== undefined && held !== increment)
    refuseLine(lines[0]!, "seat_increment", `can't be changed: the row ${lines[0]!.row} has ${held}`);
  return increment;
}

/** The blocks of one row: its lines in order, neighbours that are alike put together. Refuses with value-invalid for a seat that is listed twice, or that the row's increment leaves out. */
export function blocksOfRow(lines: readonly ManifestLine[], increment: number): SeatBlock[] {
  const blocks: SeatBlock[] = [];
  const sorted = [...lines].sort((a, b) => a.firstSeat - b.firstSeat);
  for (const line of sorted) {
    const { firstSeat, seats, classId, priceCode, aisle = 0, quality = 0, attributes = [] } = line;
    const before = blocks.at(-1);
    const next = before ? before.firstSeat + before.seats * increment : undefined;
    if (next !== undefined && firstSeat < next) refuseLine(line, "seat_num", `is listed twice: ${firstSeat}`);
    if (before && (firstSeat - before.firstSeat) % increment !== 0)
      refuseLine(line, "seat_num", `does not fit the row, whose numbers differ by ${increment}: ${firstSeat}`);
    const block = { classId, priceCode, aisle, quality, attributes: [...attributes].sort().join(",") };
    const alike = next === firstSeat && Object.entries(block).every(([key, value]) => before![key as keyof SeatBlock] === value);
    if (alike) blocks[blocks.length - 1] = { ...before!, seats: before!.seats + seats };
    else blocks.push({ firstSeat, seats, ...block });
  }
  return blocks;
}

/** The fields of a new section or row, as a line describes it. Refuses with value-invalid, which names the line and its column. */
export function valuesOfLine(kind: Kind, of: "section" | "row", line: ManifestLine, values: Values): Record<string, unknown> {
  try {
    return valuesFor(kind, values);
  } catch (error) {
    if (!(error instanceof Refusal && error.refusal === "value-invalid")) throw error;
    const { field = "name", fault = "can't be taken" } = error.facts;
    return refuseLine(line, columnOf(of, field), fault);
  }
}

/** How the lines call a section's or a row's field. */
function columnOf(of: "section" | "row", field: string): string {
  if (field === "host_name") return `tm_${of}_name`;
  if (field === "description") return `${of}_desc`;
  if (field === "name" || field === "type") return `${of}_${field}`;
  return field.replace(/^info_/, `${of}_info`);
}

function refuseLine({ line }: ManifestLine, field: string, fault: string): never {
  return refuse("value-invalid", { field, fault: line === undefined ? fault : `${fault} (line ${line})` });
}
