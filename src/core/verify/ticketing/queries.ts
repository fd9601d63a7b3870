import { statement } from "../../../platform/database/statement.ts";
import { scanDigest } from "../../ticketing/access/queries.ts";
import { moveDigest } from "../../ticketing/inventory/queries.ts";

export const ordersMissing = statement<{ id: number }>(
  "verify-orders-missing",
  "SELECT id FROM unnest($2::bigint[]) AS id WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.org_id = $1 AND o.order_id = id)",
);

export const movesMissing = statement<{ id: number }>(
  "verify-moves-missing",
  "SELECT id FROM unnest($2::bigint[]) AS id WHERE NOT EXISTS (SELECT 1 FROM seat_moves m WHERE m.org_id = $1 AND m.move_id = id)",
);

export const scansMissing = statement<{ id: number }>(
  "verify-scans-missing",
  "SELECT id FROM unnest($2::bigint[]) AS id WHERE NOT EXISTS (SELECT 1 FROM scans s WHERE s.org_id = $1 AND s.scan_id = id)",
);

export const valueEntriesMissing = statement<{ id: number }>(
  "verify-value-entries-missing",
  "SELECT id FROM unnest($2::bigint[]) AS id WHERE NOT EXISTS (SELECT 1 FROM ticket_value_entries e WHERE e.org_id = $1 AND e.entry_id = id)",
);

/** What is wrong with one of the told rows, and how far the look went: `rows` of them up to `last`. */
export interface ToldRow {
  readonly rows: number;
  readonly last: number | null;
  readonly id: number | null;
  readonly untold: boolean;
  readonly altered: boolean;
  readonly other_write: boolean;
}

/** $3 rows behind the number $2, against the change log. What waits for its number may be untold. */
const told = (table: string, key: string, entity: string, digest: string): string => `
   WITH page AS MATERIALIZED (SELECT * FROM ${table} y WHERE y.org_id = $1 AND y.${key} > $2 ORDER BY y.${key} LIMIT $3),
   judged AS (
     SELECT e.${key} AS id, h.digest IS NULL AND e.seq IS NOT NULL AS untold, COALESCE(h.digest <> ${digest}, false) AS altered,
       COALESCE((h.write_id, h.part, h.seq) IS DISTINCT FROM (e.write_id, e.part, e.seq), false) AND e.seq IS NOT NULL
         OR (w.write_id IS NOT NULL AND (w.key_id, w.user_name, w.protocol, w.call, w.request_id) IS DISTINCT FROM (e.key_id, e.user_name, e.protocol, e.call, e.request_id)) AS other_write
     FROM page e
     LEFT JOIN LATERAL (SELECT x.digest, x.write_id, x.part, x.seq FROM changes x
       WHERE x.org_id = $1 AND x.entity = '${entity}' AND x.entity_id = e.${key} ORDER BY x.version LIMIT 1) h ON true
     LEFT JOIN LATERAL (SELECT * FROM writes j WHERE j.org_id = $1 AND j.write_id = e.write_id LIMIT 1) w ON true
   )
   SELECT t.rows, t.last, f.* FROM (SELECT count(*)::int AS rows, max(p.${key}) AS last FROM page p) t
   LEFT JOIN (SELECT * FROM judged a WHERE a.untold OR a.altered OR a.other_write) f ON true ORDER BY f.id`;

export const movesTold = statement<ToldRow>("verify-moves-told", told("seat_moves", "move_id", "seats", moveDigest("e")), {
  replanned: true,
});

export const scansTold = statement<ToldRow>("verify-scans-told", told("scans", "scan_id", "scan", scanDigest("e")), {
  replanned: true,
});

export const eventsWithSeats = statement<{ event_id: number; name: string }>(
  "verify-events-with-seats",
  "SELECT event_id, name FROM events WHERE org_id = $1 AND event_id > $2 AND plan_type = 'single' AND status <> 'draft' ORDER BY event_id LIMIT 1",
);

export interface SeatFault {
  readonly seats: number;
  readonly row_id: number | null;
  readonly seat: number | null;
  /** What the last move of the seat makes of it, as its state, order, line and account. */
  readonly differs: boolean;
  readonly no_line: boolean;
  readonly no_barcode: boolean;
  readonly early: boolean;
}

/** The seats of the event $2 against the moves that made them what they are. */
export const seatsAgainstMoves = statement<SeatFault>(
  "verify-seats-against-moves",
  `WITH moved AS (
     SELECT DISTINCT ON (m.row_id, m.first_seat + n * r.seat_increment) m.row_id, m.first_seat + n * r.seat_increment AS seat, m.kind, m.order_id, m.line, m.account_id, m.turn
     FROM seat_moves m JOIN seat_rows r ON r.org_id = $1 AND r.row_id = m.row_id CROSS JOIN LATERAL generate_series(0, m.seats - 1) n
     WHERE m.org_id = $1 AND m.event_id = $2 ORDER BY m.row_id, m.first_seat + n * r.seat_increment, m.turn DESC
   ), said AS (
     SELECT d.row_id, d.seat, d.turn, CASE WHEN d.kind IN ('sale', 'transfer-in') THEN 'sold' WHEN d.kind = 'reserve' THEN 'reserved' WHEN d.kind = 'hold' THEN 'held' ELSE 'open' END AS state,
       CASE WHEN d.kind IN ('sale', 'transfer-in', 'reserve', 'hold') THEN d.order_id END AS order_id, CASE WHEN d.kind IN ('sale', 'transfer-in', 'reserve') THEN d.line END AS line,
       CASE WHEN d.kind IN ('sale', 'transfer-in', 'reserve') THEN d.account_id END AS account_id
     FROM moved d
   ), judged AS (
     SELECT COALESCE(e.row_id, s.row_id) AS row_id, COALESCE(e.seat, s.seat) AS seat,
       e.seat IS NULL OR (e.state, e.order_id, e.line, e.account_id) IS DISTINCT FROM (COALESCE(s.state, 'open'), s.order_id, s.line, s.account_id) AS differs,
       COALESCE(e.state IN ('sold', 'reserved') AND NOT EXISTS (SELECT 1 FROM order_lines l WHERE l.org_id = $1 AND l.order_id = e.order_id AND l.line = e.line AND l.event_id = $2
         AND l.row_id = e.row_id AND e.seat >= l.first_seat), false) AS no_line,
       COALESCE(e.state = 'sold' AND e.barcode IS NULL AND (SELECT v.barcoded FROM events v WHERE v.org_id = $1 AND v.event_id = $2), false) AS no_barcode,
       COALESCE(e.turn < s.turn, false) AS early
     FROM (SELECT * FROM event_seats q WHERE q.org_id = $1 AND q.event_id = $2) e FULL JOIN said s ON s.row_id = e.row_id AND s.seat = e.seat
   )
   SELECT t.seats, f.* FROM (SELECT count(*)::int AS seats FROM event_seats c WHERE c.org_id = $1 AND c.event_id = $2) t
   LEFT JOIN (SELECT * FROM judged a WHERE a.differs OR a.no_line OR a.no_barcode OR a.early ORDER BY a.row_id, a.seat LIMIT 1000) f ON true`,
  { replanned: true },
);
