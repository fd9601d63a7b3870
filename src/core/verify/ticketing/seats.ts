import type { Statement } from "../../../platform/database/statement.ts";
import { type Check, organisationsOf, type Verified } from "../check.ts";
import { eventsWithSeats, movesTold, type SeatFault, scansTold, seatsAgainstMoves, type ToldRow } from "./queries.ts";

const batch = 20_000;

/** Nobody has changed what happened to seats, or at the gates. */
export const movesCheck: Check = {
  name: "seat-moves",
  holds: "each move of seats and each scan is what the change log has the digest of",
  async *faults(what) {
    for (const { orgId, slug } of await organisationsOf(what))
      for (const [name, statement] of [["move", movesTold] as const, ["scan", scansTold] as const])
        for await (const one of toldFaults(what, orgId, name, statement)) yield `${slug}: ${one}`;
  },
};

async function* toldFaults(
  { db, looked }: Verified,
  orgId: number,
  name: string,
  statement: Statement<ToldRow>,
): AsyncGenerator<string> {
  for (let after = 0; ; ) {
    const found = await db.read(statement, [orgId, after, batch]);
    const { rows, last } = found[0]!;
    looked?.(rows);
    for (const { id, untold, altered, other_write: otherWrite } of found) {
      if (id === null) continue;
      if (untold) yield `the change log does not tell of ${name} ${id}`;
      if (altered) yield `${name} ${id} was altered`;
      if (otherWrite)
        yield `${name} ${id} is said to be of another write, or by somebody else, than the change log and that write tell`;
    }
    if (rows < batch || last === null) return;
    after = last;
  }
}

/** Every seat is what was done to it last, so it has one owner, who is the one it was sold to. */
export const seatsCheck: Check = {
  name: "seats",
  holds: "each seat of each event is what its last move made of it, of an order that is there, and has a barcode where it must",
  async *faults({ db, slug: only, looked }) {
    for (const { orgId, slug } of await organisationsOf({ db, slug: only }))
      for (let after = 0; ; ) {
        const [event] = await db.read(eventsWithSeats, [orgId, after]);
        if (!event) break;
        after = event.event_id;
        const found = await db.read(seatsAgainstMoves, [orgId, event.event_id]);
        looked?.(found[0]!.seats);
        for (const fault of found.flatMap(faultsOf)) yield `${slug}: event ${event.name}: ${fault}`;
      }
  },
};

function faultsOf({ row_id: rowId, seat, differs, no_line: noLine, no_barcode: noBarcode, early }: SeatFault): string[] {
  if (rowId === null) return [];
  const where = `seat ${seat} of row ${rowId}`;
  const told: readonly (readonly [boolean, string])[] = [
    [differs, `${where} is not what its last move made of it`],
    [noLine, `${where} is of an order line that is not there, or of other seats`],
    [noBarcode, `${where} is sold and has no barcode`],
    [early, `${where} has had fewer turns than its moves tell`],
  ];
  return told.filter(([is]) => is).map(([, fault]) => fault);
}
