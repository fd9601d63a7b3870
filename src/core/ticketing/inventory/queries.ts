import { statement } from "../../../platform/database/statement.ts";
import { tell } from "../../audit/queries.ts";
import type { HeldSeat } from "./seat.ts";

/** What the digest of a move `m` stands for, as text: the change log has the digest, and the move itself is what it tells. */
export const movedOf = (m: string): string =>
  `json_build_array(${[
    ...[
      "move_id",
      "event_id",
      "row_id",
      "first_seat",
      "seats",
      "kind",
      "order_id",
      "line",
      "account_id",
      "class_id",
      "price_code",
    ],
    "reason",
  ]
    .map((column) => `${m}.${column}`)
    .join(", ")}, (extract(epoch FROM ${m}.held_until) * 1000000)::bigint, ${m}.turn)::text`;

/** The digest of a move `m`. */
export const moveDigest = (m: string): string => `sha256(${m}.salt || convert_to(${movedOf(m)}, 'UTF8'))`;

/** Tells moves that the change log does not tell of yet; see tell(). A seat's later move has the higher turn, so it never comes first. */
export const tellMoves = statement<{ seq: number }>(
  "tell-moves",
  tell({
    table: "seat_moves",
    key: "move_id",
    order: "turn, move_id",
    entity: "seats",
    action: "t.kind",
    fields: "ARRAY['event-' || t.event_id, 'row-' || t.row_id]",
    digest: moveDigest("t"),
    meantFor: "NULL",
  }),
);

const moveColumns = `org_id, move_id, event_id, row_id, first_seat, seats, kind, order_id, line, account_id, class_id, price_code, held_until, reason, turn,
     write_id, part, recorded_at, key_id, user_name, protocol, call, request_id, salt`;

/** Whether a seat `e` is there to be had at the time of a parameter: seat.ts has the same rule for rows that were read. */
export const isOpenAt = (e: string, now: string): string =>
  `(${e}.state = 'open' OR (${e}.state IN ('held', 'reserved') AND ${e}.held_until <= ${now}))`;

/**
 * Holds seats of the event $2 for the order $3 until $4, all of them or none; the time is $5. The seats: rows $6 and numbers $7, in the order of their key. Then the moves, a list per column: $8 numbers, $9 rows, $10 first seats, $11
 * how many, $12 salts. $13 the account that it is for; $14 write, $15 key, $16 user, $17 protocol, $18 call, $19 request. Gives a row when it is done; what is not open, is killed, or is of an event that is not on, is why it is not. The lists stand in SELECTs so that the planner can't look into them: it would plan the statement anew each time,
 * which takes longer than the rest (bench/hold).
 */
export const holdSeats = statement<{ held: number }>(
  "hold-seats",
  `WITH open AS MATERIALIZED (
     SELECT x.row_id, x.seat, x.turn FROM unnest((SELECT $6::int[])::int[], (SELECT $7::int[])::int[]) w(r, s) CROSS JOIN LATERAL (
       SELECT e.row_id, e.seat, e.turn FROM event_seats e WHERE e.org_id = $1 AND e.event_id = $2 AND e.row_id = w.r AND e.seat = w.s AND ${isOpenAt("e", "$5")}
         AND e.class_id IN (SELECT c.hold_class_id FROM hold_classes c WHERE c.org_id = $1 AND NOT c.kill) LIMIT 1 FOR UPDATE OF e) x
   ), all_open AS MATERIALIZED (
     SELECT max(turn) + 1 AS turn FROM open HAVING count(*) = cardinality($7::int[])
       AND EXISTS (SELECT 1 FROM events v WHERE v.org_id = $1 AND v.event_id = $2 AND v.status IN ('published', 'postponed'))
   ), held AS (
     UPDATE event_seats e SET state = 'held', order_id = $3, line = NULL, account_id = NULL, held_until = $4, turn = a.turn FROM all_open a, open o
     WHERE e.org_id = $1 AND e.event_id = $2 AND e.row_id = o.row_id AND e.seat = o.seat)
   INSERT INTO seat_moves (${moveColumns})
   SELECT $1, m.id, $2, m.r, m.f, m.n, 'hold', $3, NULL, $13, NULL, NULL, $4, NULL, a.turn, $14, m.part, $5, $15, $16, $17, $18, $19, m.salt
   FROM all_open a CROSS JOIN unnest($8::bigint[], $9::int[], $10::int[], $11::int[], $12::bytea[]) WITH ORDINALITY AS m(id, r, f, n, salt, part)
   RETURNING seats AS held`,
);

/** The same of the one seat $7 of the row $6, under the move $8 with the salt $9; $10 the account, $11 write, $12 key, $13 user, $14 protocol, $15 call, $16 request. */
export const holdSeat = statement<{ held: number }>(
  "hold-seat",
  `WITH held AS (
     UPDATE event_seats e SET state = 'held', order_id = $3, line = NULL, account_id = NULL, held_until = $4, turn = e.turn + 1
     WHERE e.org_id = $1 AND e.event_id = $2 AND e.row_id = $6 AND e.seat = $7 AND ${isOpenAt("e", "$5")}
       AND e.class_id IN (SELECT c.hold_class_id FROM hold_classes c WHERE c.org_id = $1 AND NOT c.kill)
       AND EXISTS (SELECT 1 FROM events v WHERE v.org_id = $1 AND v.event_id = $2 AND v.status IN ('published', 'postponed'))
     RETURNING e.turn)
   INSERT INTO seat_moves (${moveColumns})
   SELECT $1, $8, $2, $6, $7, 1, 'hold', $3, NULL, $10, NULL, NULL, $4, NULL, h.turn, $11, 1, $5, $12, $13, $14, $15, $16, $9 FROM held h
   RETURNING seats AS held`,
);

/** Which of the seats (events $2, rows $3, numbers $4) are there, and what they are; nothing is locked. */
const seatColumns = `x.event_id AS "eventId", x.row_id AS "rowId", x.seat, x.state, x.class_id AS "classId", x.price_code AS "priceCode",
     x.order_id AS "orderId", x.line, x.account_id AS "accountId", x.held_until AS "heldUntil", x.barcode, x.turn`;
const seatsOfKey = (
  lock: string,
) => `SELECT x.at, ${seatColumns} FROM unnest($2::int[], $3::int[], $4::int[]) w(v, r, s) CROSS JOIN LATERAL (
     SELECT e.ctid AS at, e.* FROM event_seats e WHERE e.org_id = $1 AND e.event_id = w.v AND e.row_id = w.r AND e.seat = w.s LIMIT 1${lock}) x`;
export const findSeats = statement<HeldSeat>("find-seats", seatsOfKey(""));

/** The same, locked in the order of the lists; `at` is where each lies for as long as it is locked. */
export const lockSeats = statement<HeldSeat>("lock-seats", seatsOfKey(" FOR UPDATE OF e"));

/** What a sale must know of its events ($2), which can't be cancelled while it goes on. */
export const shareEvents = statement<{ eventId: number; status: string; barcoded: boolean }>(
  "share-events",
  'SELECT event_id AS "eventId", status, barcoded FROM events WHERE org_id = $1 AND event_id = ANY ($2::int[]) ORDER BY event_id FOR SHARE',
);

/** What locked seats ($2: where they lie) are from now on, a list per column; a barcode, or NULL. */
export const putSeats = statement(
  "put-seats",
  `UPDATE event_seats e SET state = w.state, order_id = w.order_id, line = w.line, account_id = w.account_id, held_until = w.held_until, class_id = w.class_id,
     price_code = w.price_code, barcode = w.barcode, turn = w.turn
   FROM unnest($2::tid[], $3::text[], $4::int[], $5::int[], $6::int[], $7::timestamptz[], $8::int[], $9::text[], $10::bigint[], $11::int[])
     AS w(at, state, order_id, line, account_id, held_until, class_id, price_code, barcode, turn)
   WHERE e.org_id = $1 AND e.ctid = w.at`,
);

/** Moves of the write $2 at the time $3 by $4 key, $5 user, $6 protocol, $7 call, $8 request: a list per column, in the order of their parts, which begin at $9. */
export const insertMoves = statement(
  "insert-moves",
  `INSERT INTO seat_moves (${moveColumns})
   SELECT $1, m.id, m.event_id, m.row_id, m.first_seat, m.seats, m.kind, m.order_id, m.line, m.account_id, m.class_id, m.price_code, m.held_until, m.reason, m.turn,
     $2, $9 + m.part, $3, $4, $5, $6, $7, $8, m.salt
   FROM unnest($10::bigint[], $11::int[], $12::int[], $13::int[], $14::int[], $15::text[], $16::int[], $17::int[], $18::int[], $19::int[], $20::text[], $21::timestamptz[],
     $22::text[], $23::int[], $24::bytea[]) WITH ORDINALITY
     AS m(id, event_id, row_id, first_seat, seats, kind, order_id, line, account_id, class_id, price_code, held_until, reason, turn, salt, part)`,
);

export const insertOrder = statement(
  "insert-order",
  `INSERT INTO orders (org_id, order_id, account_id, status, sell_location, sales_source, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $7)`,
);

/** Lines of the order $2, sold at $3: a list per column, in the order of their numbers. */
export const insertOrderLines = statement(
  "insert-order-lines",
  `INSERT INTO order_lines (org_id, order_id, line, event_id, plan_id, row_id, first_seat, seats, price_code, ticket_type_id, full_price, purchase_price, paid,
     discount_code, discount, surcharge_code, surcharge, comp_code, comp_name, promotion_code, renewal, delivery_method_id, market, user_flag, reserved_until, sold_at, updated_at)
   SELECT $1, $2, l.line, l.event_id, l.plan_id, l.row_id, l.first_seat, l.seats, l.price_code, l.ticket_type_id, l.full_price, l.purchase_price, l.paid,
     l.discount_code, l.discount, l.surcharge_code, l.surcharge, l.comp_code, l.comp_name, l.promotion_code, l.renewal, l.delivery_method_id, l.market, l.user_flag, $26, $3, $3
   FROM unnest($4::int[], $5::int[], $6::int[], $7::int[], $8::int[], $9::text[], $10::int[], $11::bigint[], $12::bigint[], $13::bigint[], $14::text[], $15::bigint[],
     $16::text[], $17::bigint[], $18::text[], $19::text[], $20::text[], $21::boolean[], $22::int[], $23::text[], $24::boolean[], $25::int[])
     AS l(event_id, plan_id, row_id, first_seat, seats, price_code, ticket_type_id, full_price, purchase_price, paid, discount_code, discount, surcharge_code, surcharge,
       comp_code, comp_name, promotion_code, renewal, delivery_method_id, market, user_flag, line)`,
);

/** What one seat costs at the events $2 under the codes $3 and types of ticket $4, which are lists that belong together. */
export const pricesOf = statement<{ eventId: number; priceCode: string; ticketTypeId: number; price: number }>(
  "prices-of",
  `SELECT p.event_id AS "eventId", p.price_code AS "priceCode", p.ticket_type_id AS "ticketTypeId",
     p.ticket + p.tax + p.licence_fee + p.other_1 + p.other_2 + p.other_3 + p.other_4 + p.other_5 + p.other_6 + p.other_7 + p.other_8 AS price
   FROM unnest($2::int[], $3::text[], $4::int[]) w(v, c, t)
   CROSS JOIN LATERAL (SELECT * FROM prices x WHERE x.org_id = $1 AND x.event_id = w.v AND x.price_code = w.c AND x.ticket_type_id = w.t LIMIT 1) p`,
);

/** Barcodes that open no gate any more, a list per column; $7 why, $8 when. */
export const retireBarcodes = statement(
  "retire-barcodes",
  `INSERT INTO retired_barcodes (org_id, barcode, event_id, row_id, seat, account_id, reason, retired_at)
   SELECT $1, b.*, $7, $8 FROM unnest($2::bigint[], $3::int[], $4::int[], $5::int[], $6::int[]) b(barcode, event_id, row_id, seat, account_id)
   ON CONFLICT (org_id, barcode) DO NOTHING`,
);

/** What was printed for tickets that are given up: events $2, rows $3, seats $4. */
export const forgetPrints = statement(
  "forget-prints",
  `DELETE FROM ticket_prints p USING unnest($2::int[], $3::int[], $4::int[]) w(v, r, s)
   WHERE p.org_id = $1 AND p.event_id = w.v AND p.row_id = w.r AND p.seat = w.s`,
);

/** Classes of seats, and where theirs go when they are given back. */
export const classRules = statement<{ classId: number; returnClassId: number | null; kill: boolean; validForReclass: boolean }>(
  "class-rules",
  `SELECT hold_class_id AS "classId", return_class_id AS "returnClassId", kill, valid_for_reclass AS "validForReclass" FROM hold_classes WHERE org_id = $1`,
);

/** Rows by name in the manifest $2: sections $3 and rows $4, which are lists that belong together. */
export const findRows = statement<{ section: string; row: string; rowId: number; increment: number }>(
  "find-rows",
  `SELECT w.s AS section, w.r AS row, x.row_id AS "rowId", x.seat_increment AS increment FROM unnest($3::text[], $4::text[]) w(s, r)
   JOIN sections s ON s.org_id = $1 AND s.manifest_id = $2 AND upper(s.name) = upper(w.s)
   JOIN seat_rows x ON x.org_id = $1 AND x.section_id = s.section_id AND upper(x.name) = upper(w.r)`,
);

/** The seats of a manifest as those of a new event. */
export const insertEventSeats = statement(
  "insert-event-seats",
  `INSERT INTO event_seats (org_id, event_id, row_id, seat, first_seat, class_id, price_code)
   SELECT $1, $2, b.row_id, b.first_seat + n * r.seat_increment, b.first_seat, b.class_id, b.price_code
   FROM sections s JOIN seat_rows r ON r.org_id = $1 AND r.section_id = s.section_id JOIN seat_blocks b ON b.org_id = $1 AND b.row_id = r.row_id
   CROSS JOIN LATERAL generate_series(0, b.seats - 1) n
   WHERE s.org_id = $1 AND s.manifest_id = $3
   ORDER BY b.row_id, b.first_seat, n`,
);

/** The account $2, which stays while tickets become its. */
export const lockAccount = statement<{ account_id: number }>(
  "lock-ticket-account",
  "SELECT account_id FROM accounts WHERE org_id = $1 AND account_id = $2 FOR KEY SHARE",
);

/** Which of the seats (events $2, rows $3, numbers $4) somebody is in on by the ticket of the barcode $5, or whose ticket has value on it. */
export const ticketsInUse = statement<{ eventId: number; rowId: number; seat: number }>(
  "tickets-in-use",
  `SELECT w.v AS "eventId", w.r AS "rowId", w.s AS seat FROM unnest($2::int[], $3::int[], $4::int[], $5::bigint[]) w(v, r, s, b)
   WHERE EXISTS (SELECT 1 FROM admissions a WHERE a.org_id = $1 AND a.event_id = w.v AND a.row_id = w.r AND a.seat = w.s AND a.barcode = w.b AND a.inside)
     OR EXISTS (SELECT 1 FROM ticket_values t WHERE t.org_id = $1 AND t.event_id = w.v AND t.row_id = w.r AND t.seat = w.s AND t.barcode = w.b AND t.balance > 0)`,
);
