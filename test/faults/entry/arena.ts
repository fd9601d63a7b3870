import type { Caller, Core } from "../../../src/core/core.ts";
import { readGateTickets } from "../../../src/core/ticketing/access/attendance.ts";
import { event } from "../../../src/core/ticketing/catalogue/kinds/events.ts";
import { price, ticketType } from "../../../src/core/ticketing/catalogue/kinds/prices.ts";
import { manifest, venue } from "../../../src/core/ticketing/catalogue/kinds/venues.ts";
import { findItem } from "../../../src/core/ticketing/catalogue/read.ts";
import { createItem } from "../../../src/core/ticketing/catalogue/store.ts";
import { publishEvent } from "../../../src/core/ticketing/events/status.ts";
import { importManifest } from "../../../src/core/ticketing/import/manifest.ts";
import { findRuns } from "../../../src/core/ticketing/inventory/find-run.ts";
import { sell } from "../../../src/core/ticketing/inventory/sell.ts";

const [inRow, rowsInSection] = [50, 20];

export interface SoldOut {
  readonly eventId: number;
  readonly doors: Date;
  /** One for each seat. */
  readonly barcodes: readonly number[];
}

/** Makes an event with re-entry whose seats are all sold. */
export async function soldOut(core: Core, caller: Caller, name: string, seats: number): Promise<SoldOut> {
  const { orgId } = caller;
  const rows = Array.from({ length: Math.ceil(seats / inRow) }, (_, index) => ({
    ...{ section: `N${Math.floor(index / rowsInSection)}`, row: `R${index % rowsInSection}`, firstSeat: 1 },
    seats: Math.min(inRow, seats - index * inRow),
  }));
  const [place, type] = await Promise.all([
    findItem(core, orgId, venue, "Great Widgets Arena"),
    findItem(core, orgId, ticketType, "_A"),
  ]);
  const manifestId = await createItem(core, caller, manifest, { venue_id: place.venue_id, name });
  const lines = rows.map((one) => `${one.section},${one.row},1,${one.seats},C`);
  await importManifest(
    core,
    caller,
    manifestId,
    ["section_name,row_name,seat_num,num_seats,def_price_code", ...lines].join("\n"),
  );
  const startsAt = new Date(core.clock.now().getTime() + 10 * 86_400_000);
  const eventId = await createItem(core, caller, event, { name, manifest_id: manifestId, starts_at: startsAt, re_entry: true });
  const ticketTypeId = type.ticket_type_id as number;
  await createItem(core, caller, price, { event_id: eventId, price_code: "C", ticket_type_id: ticketTypeId, ticket: 10_00 });
  await publishEvent(core, caller, eventId);
  const runs = await findRuns(core, orgId, eventId, rows);
  await sell(core, caller, { accountId: 6, lines: runs.map((run) => ({ run, priceCode: "C", ticketTypeId })) });
  const barcodes = (await readGateTickets(core, orgId, eventId)).map((one) => one.barcode);
  return { eventId, doors: new Date(startsAt.getTime() - 2 * 3_600_000), barcodes };
}
