import { statement } from "../../../platform/database/statement.ts";

/** Whether a move `z` makes seats an account's, or takes them from it. A transfer does both, in two moves. */
export const isSale = (z: string): string => `${z}.kind IN ('sale', 'return', 'transfer-out', 'transfer-in')`;

/** A sale or a return, with what was sold. Prices are those of one seat, in minor units. */
export interface SoldRow {
  readonly seq: number;
  readonly numbered_at: Date;
  readonly moveId: number;
  readonly kind: "sale" | "return" | "transfer-out" | "transfer-in";
  readonly eventId: number;
  readonly eventName: string;
  readonly eventDate: Date | null;
  readonly section: string;
  readonly row: string;
  readonly sectionId: number;
  readonly rowId: number;
  readonly firstSeat: number;
  readonly seats: number;
  readonly increment: number;
  readonly accountId: number;
  readonly orderId: number;
  readonly line: number;
  readonly planId: number | null;
  readonly planName: string | null;
  readonly priceCode: string;
  readonly priceCodeName: string | null;
  readonly ticketTypeCode: string;
  readonly ticketTypeName: string;
  readonly fullPrice: number;
  readonly purchasePrice: number;
  readonly paid: number;
  readonly compCode: string | null;
  readonly compName: string | null;
  readonly discountCode: string | null;
  readonly discount: number;
  readonly surchargeCode: string | null;
  readonly surcharge: number;
  readonly promotionCode: string | null;
  readonly renewal: boolean;
  readonly className: string | null;
  readonly sellLocation: string | null;
  readonly salesSource: string | null;
  readonly deliveryMethod: string | null;
  readonly deliveryMethodName: string | null;
  readonly reason: string | null;
  readonly soldAt: Date;
  readonly recordedAt: Date;
  readonly userName: string | null;
}

const sold = `m.seq, m.numbered_at, m.move_id AS "moveId", m.kind, m.event_id AS "eventId", v.name AS "eventName", v.starts_at AS "eventDate",
     s.name AS section, r.name AS row, s.section_id AS "sectionId", r.row_id AS "rowId", m.first_seat AS "firstSeat", m.seats, r.seat_increment AS increment, m.account_id AS "accountId",
     m.order_id AS "orderId", m.line, l.plan_id AS "planId", p.name AS "planName", l.price_code AS "priceCode", x.description AS "priceCodeName",
     t.code AS "ticketTypeCode", t.name AS "ticketTypeName", l.full_price AS "fullPrice", l.purchase_price AS "purchasePrice", l.paid, l.comp_code AS "compCode", l.comp_name AS "compName",
     l.discount_code AS "discountCode", l.discount, l.surcharge_code AS "surchargeCode", l.surcharge, l.promotion_code AS "promotionCode", l.renewal, c.name AS "className",
     o.sell_location AS "sellLocation", o.sales_source AS "salesSource", d.code AS "deliveryMethod", d.name AS "deliveryMethodName", m.reason, l.sold_at AS "soldAt",
     m.recorded_at AS "recordedAt", m.user_name AS "userName"`;

/** Each look-up takes one row by its key: with the statistics of a young table the planner would read whole tables instead. */
const beside = `
   CROSS JOIN LATERAL (SELECT * FROM events a WHERE a.org_id = $1 AND a.event_id = m.event_id LIMIT 1) v
   CROSS JOIN LATERAL (SELECT * FROM seat_rows a WHERE a.org_id = $1 AND a.row_id = m.row_id LIMIT 1) r
   CROSS JOIN LATERAL (SELECT * FROM sections a WHERE a.org_id = $1 AND a.section_id = r.section_id LIMIT 1) s
   CROSS JOIN LATERAL (SELECT * FROM order_lines a WHERE a.org_id = $1 AND a.order_id = m.order_id AND a.line = m.line LIMIT 1) l
   CROSS JOIN LATERAL (SELECT * FROM orders a WHERE a.org_id = $1 AND a.order_id = m.order_id LIMIT 1) o
   LEFT JOIN LATERAL (SELECT * FROM events a WHERE a.org_id = $1 AND a.event_id = l.plan_id LIMIT 1) p ON true
   LEFT JOIN LATERAL (SELECT * FROM ticket_types a WHERE a.org_id = $1 AND a.ticket_type_id = l.ticket_type_id LIMIT 1) t ON true
   LEFT JOIN LATERAL (SELECT * FROM prices a WHERE a.org_id = $1 AND a.event_id = m.event_id AND a.price_code = l.price_code AND a.ticket_type_id = l.ticket_type_id LIMIT 1) x ON true
   LEFT JOIN LATERAL (SELECT * FROM event_seats a WHERE a.org_id = $1 AND a.event_id = m.event_id AND a.row_id = m.row_id AND a.seat = m.first_seat LIMIT 1) e ON true
   LEFT JOIN LATERAL (SELECT * FROM hold_classes a WHERE a.org_id = $1 AND a.hold_class_id = COALESCE(m.class_id, e.class_id) LIMIT 1) c ON true
   LEFT JOIN LATERAL (SELECT * FROM delivery_methods a WHERE a.org_id = $1 AND a.delivery_method_id = l.delivery_method_id LIMIT 1) d ON true`;

/** Sales and returns behind the time $2 and the number $3, $4 of them after $5 others; of the account $6 unless it is NULL. */
const page = (events: string): string => `SELECT ${sold} FROM (
     SELECT * FROM seat_moves z WHERE z.org_id = $1 AND z.seq IS NOT NULL AND ${isSale("z")} AND (z.numbered_at, z.seq) > ($2, $3)
       AND ($6::int IS NULL OR z.account_id = $6)${events} ORDER BY z.numbered_at, z.seq LIMIT $4 OFFSET $5) m${beside} ORDER BY m.numbered_at, m.seq`;

export const salesAfter = statement<SoldRow>("sales-after", page(""));

/** The same of the event or plan $7. */
export const salesOfEventAfter = statement<SoldRow>("sales-of-event-after", page(" AND z.event_id = $7"));

/** The same of the account $6 alone. */
export const salesOfAccountAfter = statement<SoldRow>("sales-of-account-after", page(" AND z.account_id = $6"));

/** The same of the events $7. */
export const salesOfEventsAfter = statement<SoldRow>("sales-of-events-after", page(" AND z.event_id = ANY ($7::int[])"));

/** The events of the item set $2, those of its plans too; no row when there is no such item set, and NULL for all there are. */
export const eventsOfItemSet = statement<{ events: number[] | null }>(
  "events-of-item-set",
  `SELECT CASE WHEN i.all_events THEN NULL ELSE COALESCE((SELECT array_agg(DISTINCT COALESCE(p.event_id, m.event_id)) FROM item_set_events m
       LEFT JOIN plan_events p ON p.org_id = $1 AND p.plan_id = m.event_id WHERE m.org_id = $1 AND m.item_set_id = i.item_set_id), '{}') END AS events
   FROM item_sets i WHERE i.org_id = $1 AND i.name = $2`,
);

/** What a name means among events and plans: the event itself, or those of the plan. */
export const eventsNamed = statement<{ eventId: number; planType: "single" | "plan"; members: number[] }>(
  "events-named",
  `SELECT v.event_id AS "eventId", v.plan_type AS "planType", ARRAY(SELECT p.event_id FROM plan_events p WHERE p.org_id = $1 AND p.plan_id = v.event_id) AS members
   FROM events v WHERE v.org_id = $1 AND v.name = $2 AND v.status <> 'draft'`,
);
