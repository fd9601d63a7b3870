import { statement } from "../../../platform/database/statement.ts";

/** The rows of the manifest $2, with the sections that they are in. */
export const rowsOfManifest = statement<{
  sectionId: number;
  section: string;
  rowId: number | null;
  row: string | null;
  increment: number | null;
}>(
  "rows-of-manifest",
  `SELECT s.section_id AS "sectionId", s.name AS section, r.row_id AS "rowId", r.name AS row, r.seat_increment AS increment
   FROM sections s LEFT JOIN seat_rows r ON r.org_id = $1 AND r.section_id = s.section_id WHERE s.org_id = $1 AND s.manifest_id = $2`,
);

/** The rows $2 have these blocks from now on, and no others: a list per column; attributes with commas between. */
export const putBlocks = statement(
  "put-seat-blocks",
  `WITH gone AS (DELETE FROM seat_blocks WHERE org_id = $1 AND row_id = ANY ($2::int[]) AND NOT (row_id, first_seat) IN (SELECT * FROM unnest($3::int[], $4::int[])))
   INSERT INTO seat_blocks (org_id, row_id, first_seat, seats, class_id, price_code, aisle, quality, attributes)
   SELECT $1, b.row_id, b.first_seat, b.seats, b.class_id, b.price_code, b.aisle, b.quality, COALESCE(string_to_array(NULLIF(b.attributes, ''), ','), '{}')
   FROM unnest($3::int[], $4::int[], $5::int[], $6::int[], $7::text[], $8::int[], $9::int[], $10::text[])
     AS b(row_id, first_seat, seats, class_id, price_code, aisle, quality, attributes)
   ON CONFLICT (org_id, row_id, first_seat) DO UPDATE SET seats = excluded.seats, class_id = excluded.class_id, price_code = excluded.price_code,
     aisle = excluded.aisle, quality = excluded.quality, attributes = excluded.attributes`,
);

/** Seats of events in the rows $2 belong to the blocks that these have now. */
export const pointToBlocks = statement(
  "point-to-blocks",
  `UPDATE event_seats e SET first_seat = b.first_seat
   FROM seat_blocks b JOIN seat_rows r ON r.org_id = $1 AND r.row_id = b.row_id
   WHERE e.org_id = $1 AND b.org_id = $1 AND b.row_id = ANY ($2::int[]) AND e.row_id = b.row_id AND e.event_id = ANY ($3::int[])
     AND e.seat BETWEEN b.first_seat AND b.first_seat + (b.seats - 1) * r.seat_increment AND e.first_seat <> b.first_seat`,
);

/** Events that have the seats of the manifest $2. */
export const seatedEvents = statement<{ event_id: number }>(
  "seated-events",
  "SELECT event_id FROM events WHERE org_id = $1 AND manifest_id = $2 AND status <> 'draft'",
);

/** The blocks of the manifest $2 behind the row $3, of $4 rows that have seats, in the order of their rows' numbers. */
export const blocksOfManifest = statement<{
  section: string;
  row: string;
  rowId: number;
  firstSeat: number;
  seats: number;
  increment: number;
  classId: number;
  priceCode: string | null;
  aisle: number;
  quality: number;
  attributes: string[];
}>(
  "blocks-of-manifest",
  `SELECT s.name AS section, r.name AS row, r.row_id AS "rowId", b.first_seat AS "firstSeat", b.seats, r.seat_increment AS increment, b.class_id AS "classId",
     b.price_code AS "priceCode", b.aisle, b.quality, b.attributes
   FROM (SELECT r.* FROM seat_rows r JOIN sections s ON s.org_id = $1 AND s.section_id = r.section_id
         WHERE r.org_id = $1 AND s.manifest_id = $2 AND r.row_id > $3
           AND EXISTS (SELECT 1 FROM seat_blocks b WHERE b.org_id = $1 AND b.row_id = r.row_id) ORDER BY r.row_id LIMIT $4) r
   JOIN sections s ON s.org_id = $1 AND s.section_id = r.section_id JOIN seat_blocks b ON b.org_id = $1 AND b.row_id = r.row_id
   ORDER BY r.row_id, b.first_seat`,
);
