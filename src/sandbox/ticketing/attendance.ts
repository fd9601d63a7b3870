import type { Caller, Core } from "../../core/core.ts";
import { readGateTickets } from "../../core/ticketing/access/attendance.ts";
import { recordScans, type ScanReport } from "../../core/ticketing/access/scan.ts";
import { event } from "../../core/ticketing/catalogue/kinds/events.ts";
import { findItem } from "../../core/ticketing/catalogue/read.ts";

const minute = 60_000;

/** One in so many stays away, leaves early, and tries to let somebody else in. */
const [absent, leaving, passing] = [7, 11, 19];

/** Lets people into events that are over, as scanners report it that were offline: most who had a ticket came. */
export async function attend(core: Core, caller: Caller, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const held = await findItem(core, caller.orgId, event, name);
    const eventId = held.event_id as number;
    const doors = (held.starts_at as Date).getTime() - 2 * 3_600_000;
    const tickets = await readGateTickets(core, caller.orgId, eventId);
    const reports = tickets.flatMap(({ barcode, gate }, place): ScanReport[] => {
      if (place % absent === absent - 1) return [];
      const scanner = `${gate ?? "Gate A"} 1`;
      const cameAt = doors + ((place * 37) % 110) * minute;
      const at = (after: number) => new Date(cameAt + after * minute);
      const one = { barcode, gate, scanner, offline: true, direction: "in" } as const;
      const all: ScanReport[] = [{ ...one, at: at(0), scannerRef: `${name}-${place}-1` }];
      if (place % passing === passing - 1) all.push({ ...one, at: at(4), scannerRef: `${name}-${place}-2`, admitted: false });
      if (place % leaving === leaving - 1) all.push({ ...one, at: at(160), direction: "out", scannerRef: `${name}-${place}-3` });
      return all;
    });
    await recordScans(core, caller, { eventId, reports });
  }
}
