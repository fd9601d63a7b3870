import type { Core } from "../../../src/core/core.ts";
import { event } from "../../../src/core/ticketing/catalogue/kinds/events.ts";
import { manifest, venue } from "../../../src/core/ticketing/catalogue/kinds/venues.ts";
import { findItem } from "../../../src/core/ticketing/catalogue/read.ts";
import { createItem } from "../../../src/core/ticketing/catalogue/store.ts";
import { publishEvent } from "../../../src/core/ticketing/events/status.ts";
import { importManifest } from "../../../src/core/ticketing/import/manifest.ts";
import { caller } from "./support.ts";

/** The free texts of a section or a row, as the wire has them. */
export const info = (of: "section" | "row") =>
  Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`${of}_info${n}`, `${of} info ${n}`]));

const infos = { ...info("section"), ...info("row") };

/** A row of everything that can be said, a row of odd numbers, a row whose seats differ and that has an aisle in it, and standing places. */
const lines = `section_name,row_name,seat_num,num_seats,seat_increment,default_class,def_price_code,aisle,attribute,quality,section_desc,section_type,ga,gate,tm_section_name,row_desc,tm_row_name,${Object.keys(infos)}
B,1,1,1,1,PREFERRED,Z,1,obstructed,7,Balcony,C,N,G1,HB,Row one,H1,${Object.values(infos)}
B,1,2,2,1,PREFERRED,Z,0,obstructed,5
B,1,4,1,1,PREFERRED,Z,2,obstructed,6
B,2,1,4,2,OPEN,Y,0
A,1,10,2,1,OPEN,Y,0
A,1,12,1,1,KILL,Y,0
A,1,13,1,1,OPEN,Y,2
A,1,14,1,1,OPEN,Y,0
S,S,1,20,1,SUITES,,0,,0,,S,S
`;

/** A hall with a manifest CONCERT, and the events HALL and OFF there, published, and DRAFT, which is not; gives their numbers. */
export async function makeHall(core: Core): Promise<Record<"HALL" | "OFF" | "DRAFT", number>> {
  const venue_id = await createItem(core, caller, venue, { name: "Great Hall" });
  const manifest_id = await createItem(core, caller, manifest, { venue_id, name: "CONCERT" });
  await importManifest(core, caller, manifest_id, lines);
  const { season_id } = await findItem(core, 1, event, "GAME01");
  const values = {
    ...{ season_id, venue_id, manifest_id, starts_at: new Date("2031-03-05T23:30:00Z"), host_event_name: "HH" },
    ...{ on_sale_at: new Date("2030-01-01T15:00:00Z"), off_sale_at: new Date("2031-03-05T15:00:00Z") },
  };
  const make = (name: string) => createItem(core, caller, event, { ...values, name });
  const [HALL, OFF, DRAFT] = await Promise.all([make("HALL"), make("OFF"), make("DRAFT")]);
  await Promise.all([HALL, OFF].map((id) => publishEvent(core, caller, id)));
  return { HALL, OFF, DRAFT };
}
