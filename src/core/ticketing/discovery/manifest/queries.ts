import { statement } from "../../../../platform/database/statement.ts";

/** Which manifest it is: of the event $2 that is no draft, or the one of the name $3 itself. */
export interface SeatedManifest {
  readonly manifestId: number;
  readonly manifest: string;
  readonly venueId: number;
  readonly venue: string;
  readonly eventId: number | null;
  readonly eventName: string | null;
}
const seated = `m.manifest_id AS "manifestId", m.name AS manifest, a.venue_id AS "venueId", a.name AS venue`;
export const manifestOfEvent = statement<SeatedManifest>(
  "manifest-of-event",
  `SELECT ${seated}, v.event_id AS "eventId", v.name AS "eventName" FROM events v JOIN manifests m ON m.org_id = $1 AND m.manifest_id = v.manifest_id
   JOIN venues a ON a.org_id = $1 AND a.venue_id = m.venue_id WHERE v.org_id = $1 AND v.name = $2 AND v.status <> 'draft'`,
);
export const manifestNamed = statement<SeatedManifest>(
  "manifest-named",
  `SELECT ${seated}, NULL::int AS "eventId", NULL AS "eventName" FROM manifests m JOIN venues a ON a.org_id = $1 AND a.venue_id = m.venue_id
   WHERE m.org_id = $1 AND upper(m.name) = $2`,
);

/** A section as it is shown. */
export interface SeatedSection {
  readonly sectionId: number;
  readonly name: string;
  readonly description: string | null;
  readonly type: "standard" | "suite" | "club";
  readonly seating: "reserved" | "standing" | "general";
  readonly gate: string | null;
  readonly hostName: string | null;
  readonly info: readonly (string | null)[];
}

/** The sections of the manifest $2. */
export const sectionsOfManifest = statement<SeatedSection>(
  "sections-of-manifest",
  `SELECT n.section_id AS "sectionId", n.name, n.description, n.type, n.seating, n.gate, n.host_name AS "hostName",
     ARRAY[n.info_1, n.info_2, n.info_3, n.info_4, n.info_5] AS info
   FROM sections n WHERE n.org_id = $1 AND n.manifest_id = $2`,
);

/** The rows of the manifest $2 in the order in which they are shown, each with how many seats the manifest has in it now. */
export const seatedRows = statement<{ rowId: number; seats: number }>(
  "seated-rows",
  `SELECT r.row_id AS "rowId", b.seats FROM sections n JOIN seat_rows r ON r.org_id = $1 AND r.section_id = n.section_id
   CROSS JOIN LATERAL (SELECT COALESCE(sum(a.seats), 0)::int AS seats FROM seat_blocks a WHERE a.org_id = $1 AND a.row_id = r.row_id) b
   WHERE n.org_id = $1 AND n.manifest_id = $2 ORDER BY n.sort, n.section_id, r.sort, r.row_id`,
);

/** A row of seats. */
export interface SeatedRow {
  readonly rowId: number;
  readonly sectionId: number;
  readonly row: string;
  readonly rowDescription: string | null;
  readonly rowHostName: string | null;
  /** Null when there is none. */
  readonly rowInfo: readonly (string | null)[] | null;
  readonly increment: number;
}

/** What is said of the rows $2. */
export const rowFacts = statement<SeatedRow>(
  "row-facts",
  `SELECT r.row_id AS "rowId", r.section_id AS "sectionId", r.name AS row, r.description AS "rowDescription", r.host_name AS "rowHostName",
     CASE WHEN COALESCE(r.info_1, r.info_2, r.info_3, r.info_4, r.info_5) IS NOT NULL THEN ARRAY[r.info_1, r.info_2, r.info_3, r.info_4, r.info_5] END AS "rowInfo",
     r.seat_increment AS increment
   FROM unnest($2::int[]) w(id) CROSS JOIN LATERAL (SELECT * FROM seat_rows a WHERE a.org_id = $1 AND a.row_id = w.id LIMIT 1) r`,
);

/** Seats of one block of the manifest that an event has under one class and price code. */
export interface SeatedPart {
  readonly rowId: number;
  readonly firstSeat: number;
  readonly lastSeat: number;
  readonly seats: number;
  /** All of them, in no order, when others lie between them. */
  readonly listed: readonly number[] | null;
  readonly classId: number;
  readonly priceCode: string | null;
  /** Of the block, null where a seat is in the manifest no more. */
  readonly blockFirst: number | null;
  readonly blockSeats: number | null;
  readonly defaultClassId: number | null;
  readonly defaultPriceCode: string | null;
  readonly aisle: number | null;
  readonly attributes: readonly string[] | null;
}

/** For each of the rows $2 what `parts`, a query about `q`, finds of it: look-ups by key, whatever the planner takes the tables to be. */
const ofRows = (
  parts: string,
): string => `SELECT q.row_id AS "rowId", z.low AS "firstSeat", z.high AS "lastSeat", z.seats, z.listed, z.class_id AS "classId",
     z.price_code AS "priceCode", b.first_seat AS "blockFirst", b.seats AS "blockSeats", b.class_id AS "defaultClassId", b.price_code AS "defaultPriceCode", b.aisle,
     NULLIF(b.attributes, '{}') AS attributes
   FROM unnest($2::int[]) WITH ORDINALITY AS w(id, place)
   CROSS JOIN LATERAL (SELECT * FROM seat_rows a WHERE a.org_id = $1 AND a.row_id = w.id LIMIT 1) q
   CROSS JOIN LATERAL (${parts}) z
   LEFT JOIN LATERAL (SELECT * FROM seat_blocks a WHERE a.org_id = $1 AND a.row_id = q.row_id AND a.first_seat = z.first_seat LIMIT 1) b ON true
   ORDER BY w.place, z.low`;

/** The rows $2 as the event $3 has them, in the order of the list. */
export const partsOfEvent = statement<SeatedPart>(
  "parts-of-event",
  ofRows(`SELECT e.first_seat, e.class_id, e.price_code, min(e.seat) AS low, max(e.seat) AS high, count(*)::int AS seats,
       CASE WHEN max(e.seat) - min(e.seat) > (count(*) - 1) * q.seat_increment THEN array_agg(e.seat) END AS listed
     FROM event_seats e WHERE e.org_id = $1 AND e.event_id = $3 AND e.row_id = q.row_id GROUP BY e.first_seat, e.class_id, e.price_code`),
);

/** The same of the manifest itself. */
export const partsOfManifest = statement<SeatedPart>(
  "parts-of-manifest",
  ofRows(`SELECT e.first_seat, e.class_id, e.price_code, e.first_seat AS low, e.first_seat + (e.seats - 1) * q.seat_increment AS high, e.seats, NULL::int[] AS listed
     FROM seat_blocks e WHERE e.org_id = $1 AND e.row_id = q.row_id OFFSET 0`),
);
