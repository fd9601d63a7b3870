import type { Core } from "../../core.ts";
import { refuse } from "../../refusal.ts";
import { eventStatus } from "../events/queries.ts";
import { findRows } from "./queries.ts";
import type { EventRun } from "./seat.ts";

/** Neighbouring seats by the names that are on the tickets. */
export interface NamedRun {
  readonly section: string;
  readonly row: string;
  readonly firstSeat: number;
  readonly seats: number;
}

/** The runs of an event by their names, which are compared without case. Refuses with not-there: the event (event_id), a row (row_name). */
export async function findRuns(
  core: Pick<Core, "db">,
  orgId: number,
  eventId: number,
  named: readonly NamedRun[],
): Promise<EventRun[]> {
  const [event] = await core.db.read(eventStatus, [orgId, eventId]);
  if (!event) return refuse("not-there", { field: "event_id", id: String(eventId) });
  const found = await core.db.run(findRows, [
    orgId,
    event.manifest_id,
    named.map((one) => one.section),
    named.map((one) => one.row),
  ]);
  const rows = new Map(found.map((one) => [`${one.section}\n${one.row}`, one]));
  return named.map(({ section, row, firstSeat, seats }) => {
    const at = rows.get(`${section}\n${row}`);
    if (!at) return refuse("not-there", { field: "row_name", id: `${section} ${row}` });
    return { eventId, rowId: at.rowId, firstSeat, seats, increment: at.increment };
  });
}

/** The same of one. */
export async function findRun(core: Pick<Core, "db">, orgId: number, eventId: number, named: NamedRun): Promise<EventRun> {
  return (await findRuns(core, orgId, eventId, [named]))[0]!;
}
