import { statement } from "../../../platform/database/statement.ts";

/** A seat that an account has or that is kept for it, with all that is known of its ticket. Prices are those of one seat, in minor units. */
export interface TicketRow {
  /** The account's main customer. */
  readonly customerId: number;
  readonly restricted: boolean;
  readonly eventId: number;
  readonly eventName: string;
  readonly eventStatus: string;
  readonly startsAt: Date | null;
  readonly durationMinutes: number | null;
  readonly barcoded: boolean;
  readonly mobile: boolean;
  readonly hideMobileBarcode: boolean;
  readonly freeOfFees: boolean;
  readonly returnable: boolean;
  readonly exchangeOption: string;
  readonly transferMinutes: number;
  readonly delayHours: number | null;
  /** Of the item sets that were named, those that the event is in. */
  readonly inSets: readonly string[];
  readonly section: string;
  readonly sectionType: "standard" | "suite" | "club";
  readonly seating: "reserved" | "standing" | "general";
  readonly gate: string | null;
  readonly portal: string | null;
  readonly row: string;
  readonly rowId: number;
  readonly seat: number;
  readonly increment: number;
  readonly className: string | null;
  /** Abbreviations of the seat's attributes. */
  readonly attributes: readonly string[];
  readonly barcode: number | null;
  readonly orderId: number;
  readonly line: number;
  readonly planName: string | null;
  readonly priceCode: string;
  readonly ticketTypeCode: string | null;
  readonly ticketTypeName: string | null;
  readonly complimentary: boolean;
  readonly notAllowed: readonly string[];
  readonly fullPrice: number;
  readonly purchasePrice: number;
  readonly paid: number;
  readonly market: "primary" | "secondary" | "host";
  readonly userFlag: boolean;
  readonly soldAt: Date;
  readonly reservedUntil: Date | null;
  readonly sellLocation: string | null;
  readonly deliveryOnline: boolean | null;
  readonly printCount: number;
  readonly printedVia: string | null;
  readonly printedAt: Date | null;
  readonly attended: boolean;
  readonly hasValue: boolean;
  /** Of the value on it, the money. */
  readonly money: number | null;
  /** Of a reservation: who made it. */
  readonly userName: string | null;
}

const place = `v.name COLLATE "C", s.name COLLATE "C", r.name COLLATE "C", e.seat`;

/**
 * Seats of the account $2 in the state $3, in the order of event, section, row and seat, behind that place $4 to $7; $8 of them. Narrowed, where it is not NULL, to the item set $9, to events from $10 on and before $11, to the events
 * $12, the plan $13, and with $14 to tickets for printing that nobody has printed; and to what is of the events $15, the sections $16, or the rows $17, or in a row with a seat of the account numbered as in $18, if any of these four is
 * not NULL. $19: the names of the item sets that are asked about.
 *
 * What narrows comes first and each look-up takes one row by its key, so that it costs as much as the account has seats, however many the venue sells.
 */
export const seatsOfAccount = statement<TicketRow>(
  "seats-of-account",
  `WITH sets AS MATERIALIZED (
     SELECT i.name, i.all_events, ARRAY(SELECT DISTINCT COALESCE(p.event_id, m.event_id) FROM item_set_events m
         LEFT JOIN plan_events p ON p.org_id = $1 AND p.plan_id = m.event_id WHERE m.org_id = $1 AND m.item_set_id = i.item_set_id) AS events
     FROM item_sets i WHERE i.org_id = $1 AND (i.name = ANY ($19::text[]) OR i.name = $9)
   ), owner AS MATERIALIZED (
     SELECT a.primary_customer_id, (a.locked OR a.status <> 'active' OR c.access_level = 'restricted') AS restricted
     FROM accounts a JOIN customers c ON c.org_id = $1 AND c.customer_id = a.primary_customer_id WHERE a.org_id = $1 AND a.account_id = $2
   ), mine AS MATERIALIZED (
     SELECT e.event_id, e.row_id, e.seat, e.first_seat, e.class_id, e.state, e.order_id, e.line, e.barcode,
       row_number() OVER (ORDER BY ${place}) AS nth
     FROM event_seats e
     CROSS JOIN LATERAL (SELECT * FROM events a WHERE a.org_id = $1 AND a.event_id = e.event_id LIMIT 1) v
     CROSS JOIN LATERAL (SELECT * FROM seat_rows a WHERE a.org_id = $1 AND a.row_id = e.row_id LIMIT 1) r
     CROSS JOIN LATERAL (SELECT * FROM sections a WHERE a.org_id = $1 AND a.section_id = r.section_id LIMIT 1) s
     WHERE e.org_id = $1 AND e.account_id = $2 AND e.state = $3 AND (${place}) > ($4::text, $5::text, $6::text, $7::int)
       AND ($9::text IS NULL OR EXISTS (SELECT 1 FROM sets z WHERE z.name = $9 AND (z.all_events OR e.event_id = ANY (z.events))))
       AND ($10::timestamptz IS NULL OR v.starts_at >= $10) AND ($11::timestamptz IS NULL OR v.starts_at < $11)
       AND ($12::int[] IS NULL OR e.event_id = ANY ($12))
       AND ($13::int IS NULL OR EXISTS (SELECT 1 FROM order_lines l WHERE l.org_id = $1 AND l.order_id = e.order_id AND l.line = e.line AND l.plan_id = $13))
       AND (NOT $14::boolean OR (EXISTS (SELECT 1 FROM order_lines l JOIN delivery_methods d ON d.org_id = $1 AND d.delivery_method_id = l.delivery_method_id
           WHERE l.org_id = $1 AND l.order_id = e.order_id AND l.line = e.line AND d.type = 'print')
         AND NOT EXISTS (SELECT 1 FROM ticket_prints t WHERE t.org_id = $1 AND t.event_id = e.event_id AND t.row_id = e.row_id AND t.seat = e.seat
           AND t.barcode = e.barcode AND t.count > 0)))
       AND (num_nonnulls($15::text[], $16::text[], $17::text[], $18::int[]) = 0 OR v.name = ANY ($15) OR upper(s.name) IN (SELECT upper(w) FROM unnest($16) w) OR upper(r.name) IN (SELECT upper(w) FROM unnest($17) w)
         OR EXISTS (SELECT 1 FROM unnest($18) w CROSS JOIN LATERAL (SELECT 1 FROM event_seats o
           WHERE o.org_id = $1 AND o.event_id = e.event_id AND o.row_id = e.row_id AND o.seat = w AND o.account_id = $2 LIMIT 1) x))
     ORDER BY ${place} LIMIT $8)
   SELECT o.primary_customer_id AS "customerId", o.restricted, e.event_id AS "eventId", v.name AS "eventName", v.status AS "eventStatus", v.starts_at AS "startsAt",
     v.duration_minutes AS "durationMinutes", v.barcoded, v.mobile, v.hide_mobile_barcode AS "hideMobileBarcode", v.free_of_fees AS "freeOfFees", v.returnable,
     v.exchange_option AS "exchangeOption", v.transfer_minutes AS "transferMinutes", v.delivery_delay_hours AS "delayHours",
     ARRAY(SELECT z.name FROM sets z WHERE z.all_events OR e.event_id = ANY (z.events)) AS "inSets",
     s.name AS section, s.type AS "sectionType", s.seating, s.gate, s.portal, r.name AS row, e.row_id AS "rowId", e.seat, r.seat_increment AS increment, c.name AS "className",
     ARRAY(SELECT a.abbreviation FROM class_attributes a WHERE a.org_id = $1 AND (a.attribute = ANY (b.attributes) OR (a.attribute = 'aisle' AND b.aisle > 0))
       ORDER BY a.abbreviation) AS attributes,
     e.barcode, e.order_id AS "orderId", e.line, p.name AS "planName", l.price_code AS "priceCode", t.code AS "ticketTypeCode", t.name AS "ticketTypeName",
     COALESCE(t.complimentary, false) AS complimentary, COALESCE(x.not_allowed, '{}') AS "notAllowed", l.full_price AS "fullPrice", l.purchase_price AS "purchasePrice", l.paid,
     l.market, l.user_flag AS "userFlag", l.sold_at AS "soldAt", l.reserved_until AS "reservedUntil", q.sell_location AS "sellLocation", d.online AS "deliveryOnline",
     COALESCE(i.count, 0) AS "printCount", i.via AS "printedVia", i.printed_at AS "printedAt", g.seat IS NOT NULL AS attended,
     w.balance IS NOT NULL AS "hasValue", w.money, u.user_name AS "userName"
   FROM mine e CROSS JOIN owner o
   CROSS JOIN LATERAL (SELECT * FROM events a WHERE a.org_id = $1 AND a.event_id = e.event_id LIMIT 1) v
   CROSS JOIN LATERAL (SELECT * FROM seat_rows a WHERE a.org_id = $1 AND a.row_id = e.row_id LIMIT 1) r
   CROSS JOIN LATERAL (SELECT * FROM sections a WHERE a.org_id = $1 AND a.section_id = r.section_id LIMIT 1) s
   CROSS JOIN LATERAL (SELECT * FROM order_lines a WHERE a.org_id = $1 AND a.order_id = e.order_id AND a.line = e.line LIMIT 1) l
   CROSS JOIN LATERAL (SELECT * FROM orders a WHERE a.org_id = $1 AND a.order_id = e.order_id LIMIT 1) q
   LEFT JOIN LATERAL (SELECT * FROM events a WHERE a.org_id = $1 AND a.event_id = l.plan_id LIMIT 1) p ON true
   LEFT JOIN LATERAL (SELECT * FROM ticket_types a WHERE a.org_id = $1 AND a.ticket_type_id = l.ticket_type_id LIMIT 1) t ON true
   LEFT JOIN LATERAL (SELECT * FROM prices a WHERE a.org_id = $1 AND a.event_id = e.event_id AND a.price_code = l.price_code AND a.ticket_type_id = l.ticket_type_id LIMIT 1) x ON true
   LEFT JOIN LATERAL (SELECT * FROM hold_classes a WHERE a.org_id = $1 AND a.hold_class_id = e.class_id LIMIT 1) c ON true
   LEFT JOIN LATERAL (SELECT * FROM seat_blocks a WHERE a.org_id = $1 AND a.row_id = e.row_id AND a.first_seat = e.first_seat LIMIT 1) b ON true
   LEFT JOIN LATERAL (SELECT * FROM delivery_methods a WHERE a.org_id = $1 AND a.delivery_method_id = l.delivery_method_id LIMIT 1) d ON true
   LEFT JOIN LATERAL (SELECT * FROM ticket_prints a WHERE a.org_id = $1 AND a.event_id = e.event_id AND a.row_id = e.row_id AND a.seat = e.seat
     AND a.barcode = e.barcode LIMIT 1) i ON true
   LEFT JOIN LATERAL (SELECT * FROM admissions a WHERE a.org_id = $1 AND a.event_id = e.event_id AND a.row_id = e.row_id AND a.seat = e.seat
     AND a.barcode = e.barcode LIMIT 1) g ON true
   LEFT JOIN LATERAL (SELECT sum(a.balance) AS balance, (sum(a.balance) FILTER (WHERE a.item = ''))::bigint AS money FROM ticket_values a
     WHERE a.org_id = $1 AND a.event_id = e.event_id AND a.row_id = e.row_id AND a.seat = e.seat AND a.barcode = e.barcode AND a.balance > 0) w ON true
   LEFT JOIN LATERAL (SELECT k.user_name FROM changes h JOIN writes k ON k.org_id = $1 AND k.write_id = h.write_id
     WHERE h.org_id = $1 AND h.entity = 'order' AND h.entity_id = e.order_id AND e.state = 'reserved' ORDER BY h.version LIMIT 1) u ON true
   ORDER BY e.nth`,
);
