import type { SeatedPart, SeatedRow } from "../discovery/manifest/queries.ts";

/** Neighbouring seats that are alike, as an event or a manifest has them. On an aisle at the low end `aisle` is 1, at the high end 2, at both 3. */
export type SeatedRun = Omit<SeatedPart, "listed" | "blockFirst" | "blockSeats" | "aisle"> & {
  readonly row: SeatedRow;
  readonly aisle: number;
};

/**
 * The longest runs of neighbours that are alike in all that the event and the manifest say of them, from the parts of rows, row by row. An aisle parts neighbours: of one between them a run could not tell.
 */
export function seatedRuns(parts: readonly SeatedPart[], rows: ReadonlyMap<number, SeatedRow>): SeatedRun[] {
  const runs: SeatedRun[] = [];
  for (const run of inOrder(parts.flatMap((part) => piecesOf(part, rows.get(part.rowId)!)))) {
    const before = runs.at(-1);
    if (before && goOn(before, run)) runs[runs.length - 1] = joined(before, run);
    else runs.push(run);
  }
  return runs;
}

/** A part as runs: one, unless seats of another class or price lie between its own. */
function piecesOf(part: SeatedPart, row: SeatedRow): SeatedRun[] {
  const { listed, blockFirst, blockSeats, aisle, ...rest } = part;
  const { increment } = row;
  const low = blockFirst ?? part.firstSeat;
  const high = low + ((blockSeats ?? 1) - 1) * increment;
  const piece = (firstSeat: number, lastSeat: number): SeatedRun => {
    const ends = (firstSeat === low ? 1 : 0) | (lastSeat === high ? 2 : 0);
    return { ...rest, row, firstSeat, lastSeat, seats: (lastSeat - firstSeat) / increment + 1, aisle: (aisle ?? 0) & ends };
  };
  if (!listed) return [piece(part.firstSeat, part.lastSeat)];
  const pieces: SeatedRun[] = [];
  const seats = listed.toSorted((one, other) => one - other);
  let from = 0;
  for (let at = 1; at <= seats.length; at++) {
    if (seats[at] === seats[at - 1]! + increment) continue;
    pieces.push(piece(seats[from]!, seats[at - 1]!));
    from = at;
  }
  return pieces;
}

/** Pieces of neighbouring parts can lie between each other; rows keep their order. */
function inOrder(runs: readonly SeatedRun[]): SeatedRun[] {
  const rows = new Map<number, SeatedRun[]>();
  for (const run of runs) {
    const row = rows.get(run.rowId);
    if (row) row.push(run);
    else rows.set(run.rowId, [run]);
  }
  return [...rows.values()].flatMap((row) => row.sort((one, other) => one.firstSeat - other.firstSeat));
}

function goOn(one: SeatedRun, next: SeatedRun): boolean {
  return (
    one.rowId === next.rowId &&
    one.lastSeat + one.row.increment === next.firstSeat &&
    one.classId === next.classId &&
    one.priceCode === next.priceCode &&
    one.defaultClassId === next.defaultClassId &&
    one.defaultPriceCode === next.defaultPriceCode &&
    String(one.attributes ?? "") === String(next.attributes ?? "") &&
    (one.aisle & 2) === 0 &&
    (next.aisle & 1) === 0
  );
}

const joined = (one: SeatedRun, next: SeatedRun): SeatedRun => ({
  ...one,
  lastSeat: next.lastSeat,
  seats: one.seats + next.seats,
  aisle: one.aisle | next.aisle,
});
