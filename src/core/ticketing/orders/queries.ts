import { statement } from "../../../platform/database/statement.ts";
import { isOpenAt } from "../inventory/queries.ts";
import type { SeatState } from "../inventory/seat.ts";

/** Whether the number $2 may be a cart's: it has been given out, and no order bears it. */
export const cartNumber = statement<{ order_id: number }>(
  "cart-number",
  `SELECT $2::int AS order_id FROM counters c WHERE c.org_id = $1 AND c.counter = 'order' AND c.last >= $2
     AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.org_id = $1 AND o.order_id = $2)`,
);

export const readOrder = statement<{
  orderId: number;
  accountId: number;
  status: "reserved" | "sold";
  sellLocation: string | null;
  salesSource: string | null;
  createdAt: Date;
}>(
  "read-order",
  `SELECT order_id AS "orderId", account_id AS "accountId", status, sell_location AS "sellLocation", sales_source AS "salesSource", created_at AS "createdAt"
   FROM orders WHERE org_id = $1 AND order_id = $2`,
);

/** A line of an order, with the names that its tickets bear. */
export interface OrderLine {
  readonly line: number;
  readonly eventId: number;
  readonly eventName: string;
  readonly planId: number | null;
  readonly section: string;
  readonly row: string;
  readonly firstSeat: number;
  readonly seats: number;
  readonly increment: number;
  readonly priceCode: string;
  readonly ticketTypeCode: string;
  readonly fullPrice: number;
  readonly purchasePrice: number;
  readonly paid: number;
  readonly deliveryMethod: string | null;
  readonly reservedUntil: Date | null;
  /** How many of its seats are the order's now. */
  readonly kept: number;
}

/** The lines of the order $2. Each look-up takes one row by its key. */
export const linesOfOrder = statement<OrderLine>(
  "lines-of-order",
  `SELECT l.line, l.event_id AS "eventId", v.name AS "eventName", l.plan_id AS "planId", s.name AS section, r.name AS row, l.first_seat AS "firstSeat", l.seats,
     r.seat_increment AS increment, l.price_code AS "priceCode", t.code AS "ticketTypeCode", l.full_price AS "fullPrice", l.purchase_price AS "purchasePrice", l.paid,
     d.code AS "deliveryMethod", l.reserved_until AS "reservedUntil", k.kept
   FROM order_lines l
   CROSS JOIN LATERAL (SELECT * FROM events a WHERE a.org_id = $1 AND a.event_id = l.event_id LIMIT 1) v
   CROSS JOIN LATERAL (SELECT * FROM seat_rows a WHERE a.org_id = $1 AND a.row_id = l.row_id LIMIT 1) r
   CROSS JOIN LATERAL (SELECT * FROM sections a WHERE a.org_id = $1 AND a.section_id = r.section_id LIMIT 1) s
   CROSS JOIN LATERAL (SELECT * FROM ticket_types a WHERE a.org_id = $1 AND a.ticket_type_id = l.ticket_type_id LIMIT 1) t
   LEFT JOIN LATERAL (SELECT * FROM delivery_methods a WHERE a.org_id = $1 AND a.delivery_method_id = l.delivery_method_id LIMIT 1) d ON true
   CROSS JOIN LATERAL (SELECT count(*)::int AS kept FROM event_seats e WHERE e.org_id = $1 AND e.event_id = l.event_id AND e.row_id = l.row_id
     AND e.order_id = l.order_id AND e.line = l.line) k
   WHERE l.org_id = $1 AND l.order_id = $2 ORDER BY l.line`,
);

/** What a seat of an event is at some time: one whose hold is over is open, and nobody's. */
const seen = `CASE WHEN ${isOpenAt("e", "$5")} THEN 'open' ELSE e.state END`;
const wanted = `($6::text IS NULL OR ${seen} = $6) AND ($7::int IS NULL OR (e.account_id = $7 AND ${seen} <> 'open')) AND ($8::int IS NULL OR (e.order_id = $8 AND ${seen} <> 'open'))`;

/** A seat of an event as staff see it. */
export interface ListedSeat {
  readonly eventId: number;
  readonly rowId: number;
  readonly section: string;
  readonly row: string;
  readonly increment: number;
  readonly seat: number;
  readonly state: SeatState;
  readonly classId: number;
  readonly priceCode: string | null;
  readonly accountId: number | null;
  readonly orderId: number | null;
  readonly heldUntil: Date | null;
}

/**
 * Seats of the event $2, row by row: $4 rows of its manifest $9 behind the row $3, only those with a seat that is wanted. The time is $5; only seats of the state $6, the account $7, the order or
 * cart $8, and of the section $10, unless these are NULL.
 */
export const seatsOfEvent = statement<ListedSeat>(
  "seats-of-event",
  `WITH listed AS MATERIALIZED (
     SELECT r.row_id, r.name, r.seat_increment, s.name AS section FROM seat_rows r JOIN sections s ON s.org_id = $1 AND s.section_id = r.section_id
     WHERE r.org_id = $1 AND s.manifest_id = $9 AND r.row_id > $3 AND ($10::text IS NULL OR upper(s.name) = upper($10))
       AND EXISTS (SELECT 1 FROM event_seats e WHERE e.org_id = $1 AND e.event_id = $2 AND e.row_id = r.row_id AND ${wanted})
     ORDER BY r.row_id LIMIT $4)
   SELECT e.event_id AS "eventId", e.row_id AS "rowId", r.section, r.name AS row, r.seat_increment AS increment, e.seat, ${seen} AS state, e.class_id AS "classId",
     e.price_code AS "priceCode", CASE WHEN ${seen} = 'open' THEN NULL ELSE e.account_id END AS "accountId", CASE WHEN ${seen} = 'open' THEN NULL ELSE e.order_id END AS "orderId",
     CASE WHEN ${seen} = 'open' THEN NULL ELSE e.held_until END AS "heldUntil"
   FROM listed r CROSS JOIN LATERAL (SELECT * FROM event_seats e WHERE e.org_id = $1 AND e.event_id = $2 AND e.row_id = r.row_id AND ${wanted} LIMIT 1000000) e
   ORDER BY e.row_id, e.seat`,
);
