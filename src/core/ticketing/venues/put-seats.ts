import { newWrite, runWrite } from "../../audit/write.ts";
import type { Caller, Core } from "../../core.ts";
import { manifest, seatRow, section } from "../catalogue/kinds/venues.ts";
import { holdItem, sendItem, takeSetUpNumbers } from "../catalogue/store.ts";
import { blocksOfRow, incrementOf, type ManifestLine, valuesOfLine } from "./manifest-lines.ts";
import { pointToBlocks, putBlocks, rowsOfManifest, seatedEvents } from "./queries.ts";

/** What came of lines for a manifest. */
export interface PutSeats {
  readonly sections: number;
  readonly rows: number;
  readonly seats: number;
}

/**
 * Puts rows of seats into a manifest: sections and rows that are new are made, and each row that is listed has from then on just the seats that are listed for it. What is not listed stays. Seats of
 * events that were published before stay too; they only follow what is said of them here. All of it or nothing. Refuses with not-there and value-invalid, which names the line.
 */
export async function putManifestSeats(
  core: Core,
  caller: Caller,
  manifestId: number,
  lines: readonly ManifestLine[],
): Promise<PutSeats> {
  const { orgId } = caller;
  const wanted = grouped(lines);
  // As many as there could be: numbers that turn out not to be needed leave a gap.
  const first = await takeSetUpNumbers(
    core,
    orgId,
    [...wanted.values()].reduce((sum, rows) => sum + 1 + rows.size, 0),
  );
  const write = newWrite(core);
  return runWrite(core, caller, write, async (tx, record) => {
    await holdItem(tx, caller, manifest, manifestId);
    const held = await tx.query(rowsOfManifest, [orgId, manifestId]);
    const sections = new Map(held.map((one) => [one.section.toUpperCase(), one.sectionId]));
    const rows = new Map(held.map((one) => [`${one.sectionId} ${one.row?.toUpperCase()}`, one]));
    let next = first;
    let made = 0;
    const columns: unknown[][] = [[], [], [], [], [], [], [], []];
    const rowIds: number[] = [];
    let seats = 0;
    for (const [sectionKey, ofSection] of wanted) {
      const [firstLine] = [...ofSection.values()][0]!;
      let sectionId = sections.get(sectionKey);
      if (sectionId === undefined) {
        sectionId = next++;
        made++;
        const values = { manifest_id: manifestId, name: firstLine!.section, sort: made, ...firstLine!.sectionValues };
        sendItem(tx, record, caller, write, section, sectionId, valuesOfLine(section, "section", firstLine!, values));
      }
      let place = 0;
      for (const [rowKey, ofRow] of ofSection) {
        const known = rows.get(`${sectionId} ${rowKey}`);
        const increment = incrementOf(ofRow, known?.increment ?? undefined);
        let rowId = known?.rowId ?? undefined;
        place++;
        if (rowId === undefined) {
          rowId = next++;
          const values = { section_id: sectionId, name: ofRow[0]!.row, sort: place, ...ofRow[0]!.rowValues };
          sendItem(
            tx,
            record,
            caller,
            write,
            seatRow,
            rowId,
            valuesOfLine(seatRow, "row", ofRow[0]!, { ...values, seat_increment: increment }),
          );
        }
        rowIds.push(rowId);
        for (const block of blocksOfRow(ofRow, increment)) {
          seats += block.seats;
          const { firstSeat, classId, priceCode, aisle, quality, attributes } = block;
          const row = [rowId, firstSeat, block.seats, classId, priceCode, aisle, quality, attributes];
          for (const [index, value] of row.entries()) columns[index]!.push(value);
        }
      }
    }
    tx.send(putBlocks, [orgId, rowIds, ...columns]);
    const events = (await tx.query(seatedEvents, [orgId, manifestId])).map((one) => one.event_id);
    if (events.length > 0) tx.send(pointToBlocks, [orgId, rowIds, events]);
    return { sections: wanted.size, rows: rowIds.length, seats };
  });
}

/** Lines by section and row, in the order in which they first come. */
function grouped(lines: readonly ManifestLine[]): Map<string, Map<string, ManifestLine[]>> {
  const sections = new Map<string, Map<string, ManifestLine[]>>();
  for (const line of lines) {
    const sectionKey = line.section.trim().toUpperCase();
    const rowKey = line.row.trim().toUpperCase();
    const rows = sections.get(sectionKey) ?? new Map<string, ManifestLine[]>();
    rows.set(rowKey, [...(rows.get(rowKey) ?? []), line]);
    sections.set(sectionKey, rows);
  }
  return sections;
}
