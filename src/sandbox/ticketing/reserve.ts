import type { Caller, Core } from "../../core/core.ts";
import { event } from "../../core/ticketing/catalogue/kinds/events.ts";
import { holdClass, ticketType } from "../../core/ticketing/catalogue/kinds/prices.ts";
import { findItem } from "../../core/ticketing/catalogue/read.ts";
import { findRun } from "../../core/ticketing/inventory/find-run.ts";
import { reclassify } from "../../core/ticketing/inventory/reclassify.ts";
import { sell } from "../../core/ticketing/inventory/sell.ts";

/** Keeps seats of an event for an account, and some for the box office. */
export async function reserveSome(core: Core, caller: Caller, name: string): Promise<void> {
  const { orgId } = caller;
  const [held, type, outhold] = await Promise.all([
    findItem(core, orgId, event, name),
    findItem(core, orgId, ticketType, "_A"),
    findItem(core, orgId, holdClass, "OUTHOLD"),
  ]);
  const eventId = held.event_id as number;
  const run = async (section: string, row: string, firstSeat: number, seats: number) =>
    findRun(core, orgId, eventId, { section, row, firstSeat, seats });
  await sell(core, caller, {
    accountId: 12345,
    reserve: { until: null },
    lines: [{ run: await run("104", "B", 3, 2), priceCode: "A", ticketTypeId: type.ticket_type_id as number }],
  });
  await reclassify(core, caller, { runs: [await run("104", "C", 2, 10)], classId: outhold.hold_class_id as number });
}
