import { statement } from "../../../platform/database/statement.ts";

/** Events and plans by their names $2, in capitals. */
export const eventsByName = statement<{ name: string; event_id: number; manifest_id: number | null; plan_type: string }>(
  "events-by-name",
  "SELECT name, event_id, manifest_id, plan_type FROM events WHERE org_id = $1 AND name = ANY ($2::text[])",
);

/** Prices at the events $2 under the codes $3 and types $4, which are lists that belong together. */
export const pricesByKey = statement<{ price_id: number; event_id: number; price_code: string; ticket_type_id: number }>(
  "prices-by-key",
  `SELECT p.price_id, p.event_id, p.price_code, p.ticket_type_id FROM unnest($2::int[], $3::text[], $4::int[]) w(v, c, t)
   CROSS JOIN LATERAL (SELECT * FROM prices x WHERE x.org_id = $1 AND x.event_id = w.v AND x.price_code = w.c AND x.ticket_type_id = w.t LIMIT 1) p`,
);

/** Rows of the manifests $2 with their names in capitals. */
export const rowNames = statement<{ manifestId: number; section: string; row: string; rowId: number; increment: number }>(
  "row-names",
  `SELECT s.manifest_id AS "manifestId", upper(s.name) AS section, upper(r.name) AS row, r.row_id AS "rowId", r.seat_increment AS increment
   FROM sections s JOIN seat_rows r ON r.org_id = $1 AND r.section_id = s.section_id WHERE s.org_id = $1 AND s.manifest_id = ANY ($2::int[])`,
);

/** Whose seats are at the events $2 (rows $3, seats $4): lists that belong together. */
export const ownersOf = statement<{ event_id: number; row_id: number; seat: number; account_id: number | null; state: string }>(
  "owners-of",
  `SELECT e.event_id, e.row_id, e.seat, e.account_id, e.state FROM unnest($2::int[], $3::int[], $4::int[]) w(v, r, s)
   CROSS JOIN LATERAL (SELECT * FROM event_seats x WHERE x.org_id = $1 AND x.event_id = w.v AND x.row_id = w.r AND x.seat = w.s LIMIT 1) e`,
);
