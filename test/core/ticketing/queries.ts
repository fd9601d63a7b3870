import { statement } from "../../../src/platform/database/statement.ts";

/** What everything that is ever done leaves behind: who refuses leaves none of it. The event's seats are those of $2. What tells of moves is left out: it comes a moment later, from elsewhere. */
export const traces = statement<Record<string, number>>(
  "test-ticketing-traces",
  `SELECT (SELECT count(*)::int FROM changes c WHERE c.org_id = $1 AND c.entity <> 'seats') AS changes,
     (SELECT count(*)::int FROM seat_moves m WHERE m.org_id = $1) AS moves, (SELECT count(*)::int FROM orders o WHERE o.org_id = $1) AS orders,
     (SELECT COALESCE(sum(e.turn), 0)::int FROM event_seats e WHERE e.org_id = $1 AND e.event_id = $2) AS turns`,
);

/** What happened to the seats of the event $2, in its order. */
export const movesOfEvent = statement<{
  kind: string;
  turn: number;
  rowId: number;
  firstSeat: number;
  seats: number;
  orderId: number | null;
  line: number | null;
  accountId: number | null;
  classId: number | null;
  priceCode: string | null;
  reason: string | null;
}>(
  "test-moves-of-event",
  `SELECT m.kind, m.turn, m.row_id AS "rowId", m.first_seat AS "firstSeat", m.seats, m.order_id AS "orderId", m.line, m.account_id AS "accountId", m.class_id AS "classId",
     m.price_code AS "priceCode", m.reason FROM seat_moves m WHERE m.org_id = $1 AND m.event_id = $2 ORDER BY m.turn, m.move_id`,
);

/** Barcodes of the event $2 that open no gate any more. */
export const retiredOfEvent = statement<{ barcode: number; seat: number; accountId: number; reason: string }>(
  "test-retired-of-event",
  `SELECT b.barcode, b.seat, b.account_id AS "accountId", b.reason FROM retired_barcodes b WHERE b.org_id = $1 AND b.event_id = $2 ORDER BY b.seat, b.retired_at`,
);

/** The lines of the order $2. */
export const linesOf = statement<Record<string, unknown>>(
  "test-lines-of-order",
  "SELECT l.* FROM order_lines l WHERE l.org_id = $1 AND l.order_id = $2 ORDER BY l.line",
);

/** The seats of the event $2 with what is said of their blocks. */
export const seatsAsSaid = statement<{ row: string; seat: number; quality: number | null }>(
  "test-seats-as-said",
  `SELECT r.name AS row, e.seat, b.quality FROM event_seats e JOIN seat_rows r ON r.org_id = $1 AND r.row_id = e.row_id
   LEFT JOIN seat_blocks b ON b.org_id = $1 AND b.row_id = e.row_id AND b.first_seat = e.first_seat
   WHERE e.org_id = $1 AND e.event_id = $2 ORDER BY r.name, e.seat`,
);

/** What the change log has last told of the thing $3 of a kind $2. */
export const lastChange = statement<{ version: number; action: string; values: string }>(
  "test-last-change",
  `SELECT c.version, c.action, v.field_values AS values FROM changes c JOIN change_values v ON v.org_id = $1 AND v.write_id = c.write_id AND v.part = c.part
   WHERE c.org_id = $1 AND c.entity = $2 AND c.entity_id = $3 ORDER BY c.version DESC LIMIT 1`,
);

/** Connections to this database that wait for another's lock. */
export const waitingForLocks = statement<{ count: number }>(
  "test-ticketing-waiting-for-locks",
  "SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
);
