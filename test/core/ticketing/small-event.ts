import type { Caller, Core } from "../../../src/core/core.ts";
import { event, season } from "../../../src/core/ticketing/catalogue/kinds/events.ts";
import { holdClass, price, ticketType } from "../../../src/core/ticketing/catalogue/kinds/prices.ts";
import { manifest, venue } from "../../../src/core/ticketing/catalogue/kinds/venues.ts";
import { findItem } from "../../../src/core/ticketing/catalogue/read.ts";
import { createItem } from "../../../src/core/ticketing/catalogue/store.ts";
import { publishEvent } from "../../../src/core/ticketing/events/status.ts";
import { importManifest } from "../../../src/core/ticketing/import/manifest.ts";
import { findRun } from "../../../src/core/ticketing/inventory/find-run.ts";
import type { EventRun } from "../../../src/core/ticketing/inventory/seat.ts";

/** Two rows of ten seats, one of them with even numbers, and standing room for six. */
export const smallRows = [
  { section: "T1", row: "A", firstSeat: 1, seats: 10, increment: 1 },
  { section: "T1", row: "B", firstSeat: 2, seats: 10, increment: 2 },
  { section: "TSRO", row: "S", firstSeat: 1, seats: 6, increment: 1 },
] as const;

const seats = `section_name,row_name,seat_num,num_seats,seat_increment,ga,default_class,def_price_code
T1,A,1,10,1,,OPEN,C
T1,B,2,10,2,,OPEN,C
TSRO,S,1,6,1,S,OPEN,C
`;

export interface SmallEvent {
  readonly eventId: number;
  readonly name: string;
  readonly ticketTypeId: number;
  /** Classes by name. */
  readonly classes: Readonly<Record<string, number>>;
  /** Seats of the row `row` from its seat number `first` on, counted from 0. */
  run(row: number, first: number, count: number): Promise<EventRun>;
}

let made = 0;

/** Makes an event of a few seats with a manifest of its own, in the sandbox. */
export async function smallEvent(core: Core, caller: Caller): Promise<SmallEvent> {
  const { orgId } = caller;
  const name = `SMALL${++made}`;
  const number = async (kind: Parameters<typeof findItem>[2], key: string) => {
    const item = await findItem(core, orgId, kind, key);
    return item[kind.id] as number;
  };
  const venueId = await number(venue, "Great Widgets Arena");
  const manifestId = await createItem(core, caller, manifest, { venue_id: venueId, name });
  await importManifest(core, caller, manifestId, seats);
  const ticketTypeId = await number(ticketType, "_A");
  const eventId = await createItem(core, caller, event, {
    ...{ name, manifest_id: manifestId, season_id: await number(season, "Current Season"), returnable: true },
    starts_at: new Date(core.clock.now().getTime() + 30 * 86_400_000),
    on_sale_at: new Date(core.clock.now().getTime() - 86_400_000),
  });
  await createItem(core, caller, price, { event_id: eventId, price_code: "C", ticket_type_id: ticketTypeId, ticket: 45_00 });
  await publishEvent(core, caller, eventId);
  const classes: Record<string, number> = {};
  for (const one of ["OPEN", "PREFERRED", "OUTHOLD", "KILL"]) classes[one] = await number(holdClass, one);
  // One that is killed and, unlike KILL, may be entered and left.
  classes.GONE = await number(holdClass, "GONE").catch(() => createItem(core, caller, holdClass, { name: "GONE", kill: true }));
  const rows = await Promise.all(
    smallRows.map(({ section, row }) => findRun(core, orgId, eventId, { section, row, firstSeat: 1, seats: 1 })),
  );
  return {
    eventId,
    name,
    ticketTypeId,
    classes,
    run: async (row, first, count) => {
      const { firstSeat, increment } = smallRows[row]!;
      return { ...rows[row]!, firstSeat: firstSeat + first * increment, seats: count, increment };
    },
  };
}
