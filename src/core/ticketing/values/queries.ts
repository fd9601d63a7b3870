import { statement } from "../../../platform/database/statement.ts";

/** A ticket that can carry value: one that is sold and has a barcode. */
export interface ValueTicket {
  readonly eventId: number;
  readonly eventName: string;
  readonly rowId: number;
  readonly section: string;
  readonly row: string;
  readonly seat: number;
  readonly barcode: number;
  readonly accountId: number;
}

const ticketColumns = `e.event_id AS "eventId", v.name AS "eventName", e.row_id AS "rowId", s.name AS section, r.name AS row, e.seat, e.barcode, e.account_id AS "accountId"`;
const besideTicket = `
   CROSS JOIN LATERAL (SELECT * FROM events a WHERE a.org_id = $1 AND a.event_id = e.event_id LIMIT 1) v
   CROSS JOIN LATERAL (SELECT * FROM seat_rows a WHERE a.org_id = $1 AND a.row_id = e.row_id LIMIT 1) r
   CROSS JOIN LATERAL (SELECT * FROM sections a WHERE a.org_id = $1 AND a.section_id = r.section_id LIMIT 1) s`;

/** The ticket with the barcode $2. */
export const valueTicketOfBarcode = statement<ValueTicket>(
  "value-ticket-of-barcode",
  `SELECT ${ticketColumns} FROM (SELECT * FROM event_seats x WHERE x.org_id = $1 AND x.barcode = $2 LIMIT 1) e${besideTicket}`,
);

/** The ticket for the seat $5 of the section $3 and row $4 at the event $2, by their names. */
export const valueTicketOfSeat = statement<ValueTicket>(
  "value-ticket-of-seat",
  `SELECT ${ticketColumns} FROM events w JOIN sections c ON c.org_id = $1 AND c.manifest_id = w.manifest_id AND upper(c.name) = upper($3)
   JOIN seat_rows d ON d.org_id = $1 AND d.section_id = c.section_id AND upper(d.name) = upper($4)
   CROSS JOIN LATERAL (SELECT * FROM event_seats x WHERE x.org_id = $1 AND x.event_id = w.event_id AND x.row_id = d.row_id AND x.seat = $5 AND x.barcode IS NOT NULL LIMIT 1) e${besideTicket}
   WHERE w.org_id = $1 AND w.name = $2`,
);

/** Locks the ticket: the seat $2, $3, $4 while it is sold under the barcode $5. Whoever gives it back waits. */
const ticket = `SELECT e.event_id, e.row_id, e.seat, e.barcode FROM event_seats e
     WHERE e.org_id = $1 AND e.event_id = $2 AND e.row_id = $3 AND e.seat = $4 AND e.barcode = $5 AND e.state = 'sold' FOR SHARE`;

/** Puts $7 of the item $6 on a ticket at the time $8, beginning at nothing when what is there is of an earlier ticket for the seat; gives what it then has, up to $9. No row: no such ticket any more, or it would have more. */
export const addToTicket = statement<{ balance: number }>(
  "add-to-ticket",
  `WITH ticket AS MATERIALIZED (${ticket})
   INSERT INTO ticket_values (org_id, event_id, row_id, seat, barcode, item, balance, version, updated_at)
   SELECT $1, t.event_id, t.row_id, t.seat, t.barcode, $6, $7, 1, $8 FROM ticket t
   ON CONFLICT (org_id, event_id, row_id, seat, item) DO UPDATE
     SET balance = CASE WHEN ticket_values.barcode = excluded.barcode THEN ticket_values.balance ELSE 0 END + excluded.balance, barcode = excluded.barcode, version = ticket_values.version + 1, updated_at = $8
     WHERE CASE WHEN ticket_values.barcode = excluded.barcode THEN ticket_values.balance ELSE 0 END + excluded.balance <= $9
   RETURNING ticket_values.balance`,
);

/** Takes $7 of the item $6 off a ticket at the time $8; gives what it has left. No row: no such ticket any more, or it has less. */
export const takeFromTicket = statement<{ balance: number }>(
  "take-from-ticket",
  `WITH ticket AS MATERIALIZED (${ticket})
   UPDATE ticket_values v SET balance = v.balance - $7, version = v.version + 1, updated_at = $8 FROM ticket t
   WHERE v.org_id = $1 AND v.event_id = t.event_id AND v.row_id = t.row_id AND v.seat = t.seat AND v.item = $6 AND v.barcode = t.barcode AND v.balance >= $7
   RETURNING v.balance`,
);

/** What was done: the entry $2 of the ticket $3 to $6, the item $7, the amount $8, in words $9, under the reference $10, by the write $11 at $12. */
export const insertValueEntry = statement(
  "insert-value-entry",
  `INSERT INTO ticket_value_entries (org_id, entry_id, event_id, row_id, seat, barcode, item, amount, description, reference, write_id, recorded_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
);

/** What was done under the reference $2, and what its ticket has now. */
export const valueEntryOf = statement<{ entryId: number; barcode: number; item: string; amount: number; balance: number }>(
  "value-entry-of",
  `SELECT n.entry_id AS "entryId", n.barcode, n.item, n.amount, COALESCE(v.balance, 0) AS balance
   FROM (SELECT * FROM ticket_value_entries x WHERE x.org_id = $1 AND x.reference = $2 LIMIT 1) n
   LEFT JOIN LATERAL (SELECT * FROM ticket_values a WHERE a.org_id = $1 AND a.event_id = n.event_id AND a.row_id = n.row_id AND a.seat = n.seat AND a.item = n.item
     AND a.barcode = n.barcode LIMIT 1) v ON true`,
);

/** A ticket with what is on it. */
export interface ValuedTicket extends ValueTicket {
  /** Empty: money. */
  readonly item: string;
  readonly balance: number;
}

const valued = (from: string): string =>
  `SELECT ${ticketColumns}, e.item, e.balance FROM (${from}) e${besideTicket} ORDER BY e.event_id, e.row_id, e.seat, e.item`;

/** Tickets with value, of the events $2 and with the barcode $3 unless these are NULL, $4 of them after $5 others. */
export const valuedTickets = statement<ValuedTicket>(
  "valued-tickets",
  valued(`SELECT z.event_id, z.row_id, z.seat, z.barcode, z.item, z.balance, x.account_id FROM ticket_values z
     CROSS JOIN LATERAL (SELECT * FROM event_seats a WHERE a.org_id = $1 AND a.event_id = z.event_id AND a.row_id = z.row_id AND a.seat = z.seat AND a.barcode = z.barcode LIMIT 1) x
     WHERE z.org_id = $1 AND z.balance > 0 AND ($2::int[] IS NULL OR z.event_id = ANY ($2)) AND ($3::bigint IS NULL OR z.barcode = $3)
     ORDER BY z.event_id, z.row_id, z.seat, z.item LIMIT $4 OFFSET $5`),
);

/** The same of the account $6. */
export const valuedTicketsOfAccount = statement<ValuedTicket>(
  "valued-tickets-of-account",
  valued(`SELECT x.event_id, x.row_id, x.seat, x.barcode, z.item, z.balance, x.account_id FROM event_seats x
     CROSS JOIN LATERAL (SELECT * FROM ticket_values a WHERE a.org_id = $1 AND a.event_id = x.event_id AND a.row_id = x.row_id AND a.seat = x.seat AND a.barcode = x.barcode AND a.balance > 0 OFFSET 0) z
     WHERE x.org_id = $1 AND x.account_id = $6 AND ($2::int[] IS NULL OR x.event_id = ANY ($2)) AND ($3::bigint IS NULL OR x.barcode = $3)
     ORDER BY x.event_id, x.row_id, x.seat, z.item LIMIT $4 OFFSET $5`),
);
