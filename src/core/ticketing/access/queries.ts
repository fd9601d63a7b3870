import { statement } from "../../../platform/database/statement.ts";
import { tell } from "../../audit/queries.ts";

/** What the digest of a scan `s` stands for, as text: the change log has the digest, and the scan itself is what it tells. */
export const scannedOf = (s: string): string =>
  `json_build_array(${[
    ...["scan_id", "event_id", "barcode", "row_id", "seat", "account_id", "direction", "result_code", "gate", "scanner"],
    ...["scanner_ref", "offline", "conflicts_with"],
  ]
    .map((column) => `${s}.${column}`)
    .join(", ")}, (extract(epoch FROM ${s}.happened_at) * 1000000)::bigint)::text`;

/** The digest of a scan `s`. */
export const scanDigest = (s: string): string => `sha256(${s}.salt || convert_to(${scannedOf(s)}, 'UTF8'))`;

/** Tells scans that the change log does not tell of yet; see tell(). */
export const tellScans = statement<{ seq: number }>(
  "tell-scans",
  tell({
    table: "scans",
    key: "scan_id",
    order: "scan_id",
    entity: "scan",
    action: "t.direction",
    fields: "ARRAY['event-' || t.event_id]",
    digest: scanDigest("t"),
    meantFor: "NULL",
  }),
);

/** Where barcodes ($2) lead, those too that open no gate any more: a barcode is of one seat of one event for ever. */
export const placesOfBarcodes = statement<{
  barcode: number;
  eventId: number;
  rowId: number;
  seat: number;
  section: string;
  row: string;
  gate: string | null;
}>(
  "places-of-barcodes",
  `SELECT b.barcode, x.event_id AS "eventId", x.row_id AS "rowId", x.seat, s.name AS section, r.name AS row, s.gate FROM unnest($2::bigint[]) b(barcode)
   CROSS JOIN LATERAL (
     (SELECT e.event_id, e.row_id, e.seat FROM event_seats e WHERE e.org_id = $1 AND e.barcode = b.barcode LIMIT 1)
     UNION ALL (SELECT t.event_id, t.row_id, t.seat FROM retired_barcodes t WHERE t.org_id = $1 AND t.barcode = b.barcode LIMIT 1) LIMIT 1) x
   CROSS JOIN LATERAL (SELECT * FROM seat_rows a WHERE a.org_id = $1 AND a.row_id = x.row_id LIMIT 1) r
   CROSS JOIN LATERAL (SELECT * FROM sections a WHERE a.org_id = $1 AND a.section_id = r.section_id LIMIT 1) s`,
);

/** Which of the barcodes $2 open no gate any more, since when, and whose they were. */
export const retiredAmong = statement<{ barcode: number; accountId: number; reason: string; retiredAt: Date }>(
  "retired-among",
  `SELECT t.barcode, t.account_id AS "accountId", t.reason, t.retired_at AS "retiredAt" FROM unnest($2::bigint[]) b(barcode)
   CROSS JOIN LATERAL (SELECT * FROM retired_barcodes a WHERE a.org_id = $1 AND a.barcode = b.barcode LIMIT 1) t`,
);

/** What a gate must know of the event $2; drafts have no gates. */
export const gateEvent = statement<{ eventId: number; status: string; doorsAt: Date | null; reEntry: boolean }>(
  "gate-event",
  `SELECT event_id AS "eventId", status, COALESCE(doors_at, starts_at - interval '2 hours') AS "doorsAt", re_entry AS "reEntry" FROM events WHERE org_id = $1 AND event_id = $2 AND plan_type = 'single' AND status <> 'draft'`,
);

/** The number of the event that is called $2. */
export const eventOfName = statement<{ eventId: number }>(
  "gate-event-of-name",
  `SELECT event_id AS "eventId" FROM events WHERE org_id = $1 AND name = $2 AND plan_type = 'single' AND status <> 'draft'`,
);

/** Who went through gates with the tickets of seats: events $2, rows $3, numbers $4. */
export const passagesOf = statement<{
  scanId: number;
  eventId: number;
  rowId: number;
  seat: number;
  barcode: string;
  direction: "in" | "out";
  at: Date;
  scanner: string | null;
  scannerRef: string | null;
}>(
  "passages-of",
  `SELECT s.scan_id AS "scanId", s.event_id AS "eventId", s.row_id AS "rowId", s.seat, s.barcode, s.direction, s.happened_at AS at, s.scanner, s.scanner_ref AS "scannerRef"
   FROM unnest($2::int[], $3::int[], $4::int[]) w(v, r, s) CROSS JOIN LATERAL (
     SELECT * FROM scans a WHERE a.org_id = $1 AND a.event_id = w.v AND a.row_id = w.r AND a.seat = w.s AND a.result_code = 0 OFFSET 0) s`,
);

/** A scan as it was answered. */
export interface AnsweredScan {
  readonly scanId: number;
  readonly eventId: number;
  readonly scanner: string | null;
  readonly scannerRef: string | null;
  readonly barcode: string;
  readonly direction: "in" | "out";
  readonly code: number;
  readonly offline: boolean;
  readonly at: Date;
  readonly accountId: number | null;
  readonly section: string | null;
  readonly row: string | null;
  readonly seat: number | null;
  readonly conflictsWith: number | null;
}

/** Scans that were reported before: scanners $2 and their references $3, which are lists that belong together. */
export const scansReported = statement<AnsweredScan>(
  "scans-reported",
  `SELECT s.scan_id AS "scanId", s.event_id AS "eventId", s.scanner, s.scanner_ref AS "scannerRef", s.barcode, s.direction, s.result_code AS code, s.offline, s.happened_at AS at, s.account_id AS "accountId",
     c.name AS section, r.name AS row, s.seat, s.conflicts_with AS "conflictsWith"
   FROM unnest($2::text[], $3::text[]) w(s, r) CROSS JOIN LATERAL (SELECT * FROM scans a WHERE a.org_id = $1 AND a.scanner = w.s AND a.scanner_ref = w.r LIMIT 1) s
   LEFT JOIN LATERAL (SELECT * FROM seat_rows a WHERE a.org_id = $1 AND a.row_id = s.row_id LIMIT 1) r ON true
   LEFT JOIN LATERAL (SELECT * FROM sections a WHERE a.org_id = $1 AND a.section_id = r.section_id LIMIT 1) c ON true`,
);

/** Scans of the event $9 in the write $2 at the time $3 by $4 key, $5 user, $6 protocol, $7 call, $8 request: a list per column, in the order of their parts. */
export const insertScans = statement(
  "insert-scans",
  `INSERT INTO scans (org_id, scan_id, event_id, barcode, row_id, seat, account_id, direction, result_code, gate, scanner, scanner_ref, happened_at, offline, conflicts_with,
     write_id, part, recorded_at, key_id, user_name, protocol, call, request_id, salt)
   SELECT $1, m.id, $9, m.barcode, m.row_id, m.seat, m.account_id, m.direction, m.code, m.gate, m.scanner, m.scanner_ref, m.at, m.offline, m.conflict,
     $2, m.part, $3, $4, $5, $6, $7, $8, m.salt
   FROM unnest($10::bigint[], $11::text[], $12::int[], $13::int[], $14::int[], $15::text[], $16::int[], $17::text[], $18::text[], $19::text[], $20::timestamptz[], $21::boolean[],
     $22::bigint[], $23::bytea[]) WITH ORDINALITY
     AS m(id, barcode, row_id, seat, account_id, direction, code, gate, scanner, scanner_ref, at, offline, conflict, salt, part)`,
);

/** What seats of the event $2 are at, a list per column: $3 rows, $4 seats, $5 barcodes, $6 whether inside, $7 first and $8 last scans, $9 when the last was. */
export const putAdmissions = statement(
  "put-admissions",
  `INSERT INTO admissions (org_id, event_id, row_id, seat, barcode, inside, first_scan, last_scan, last_at)
   SELECT $1, $2, a.* FROM unnest($3::int[], $4::int[], $5::bigint[], $6::boolean[], $7::bigint[], $8::bigint[], $9::timestamptz[]) a(r, s, b, i, f, l, t)
   ON CONFLICT (org_id, event_id, row_id, seat) DO UPDATE
     SET barcode = excluded.barcode, inside = excluded.inside, first_scan = excluded.first_scan, last_scan = excluded.last_scan, last_at = excluded.last_at`,
);

/** The tickets of the event $2 that open a gate, seat by seat: what a scanner loads before it goes offline. */
export const ticketsOfEvent = statement<{ barcode: number; section: string; row: string; seat: number; gate: string | null }>(
  "gate-tickets-of-event",
  `SELECT e.barcode, s.name AS section, r.name AS row, e.seat, s.gate FROM event_seats e
   JOIN seat_rows r ON r.org_id = $1 AND r.row_id = e.row_id JOIN sections s ON s.org_id = $1 AND s.section_id = r.section_id
   WHERE e.org_id = $1 AND e.event_id = $2 AND e.barcode IS NOT NULL ORDER BY e.row_id, e.seat`,
);

/** How many seats of the event $2 have been admitted, and are inside. */
export const admittedSeats = statement<{ admitted: number; inside: number }>(
  "admitted-seats",
  "SELECT count(*)::int AS admitted, (count(*) FILTER (WHERE inside))::int AS inside FROM admissions WHERE org_id = $1 AND event_id = $2",
);

/** A scan with what is known of the ticket. */
export interface ScanRow {
  readonly seq: number;
  readonly numbered_at: Date;
  readonly scanId: number;
  readonly eventId: number;
  readonly eventName: string;
  readonly eventDate: Date | null;
  readonly sectionId: number | null;
  readonly section: string | null;
  readonly rowId: number | null;
  readonly row: string | null;
  readonly seat: number | null;
  readonly accountId: number | null;
  readonly buyerId: number | null;
  readonly barcode: string;
  readonly direction: "in" | "out";
  readonly code: number;
  readonly gate: string | null;
  readonly scanner: string | null;
  readonly offline: boolean;
  readonly at: Date;
  readonly recordedAt: Date;
  /** With which scan it is in conflict, as was known when it was recorded. */
  readonly conflictedWith: number | null;
  /** And as is known now. */
  readonly conflictsWith: number | null;
  readonly planId: number | null;
  readonly planName: string | null;
  readonly ticketType: string | null;
  readonly priceCode: string | null;
  readonly comp: boolean | null;
  readonly prints: number | null;
  readonly printedVia: string | null;
}

/** The order of passages, as passage.ts has it. */
const orderColumns = (s: string): string[] => [
  `${s}.happened_at`,
  `${s}.direction`,
  `COALESCE(${s}.scanner, '') COLLATE "C"`,
  `COALESCE(${s}.scanner_ref, '') COLLATE "C"`,
  `${s}.scan_id`,
];
const order = (s: string): string => orderColumns(s).join(", ");
const backwards = (s: string): string =>
  orderColumns(s)
    .map((column) => `${column} DESC`)
    .join(", ");

const scanColumns = `s.seq, s.numbered_at, s.scan_id AS "scanId", s.event_id AS "eventId", v.name AS "eventName", v.starts_at AS "eventDate", c.section_id AS "sectionId", c.name AS section,
     s.row_id AS "rowId", r.name AS row, s.seat, s.account_id AS "accountId", o.account_id AS "buyerId", s.barcode, s.direction, s.result_code AS code, s.gate, s.scanner, s.offline,
     s.happened_at AS at, s.recorded_at AS "recordedAt", s.conflicts_with AS "conflictedWith",
     CASE WHEN s.result_code <> 0 THEN s.conflicts_with WHEN b.direction = 'in' THEN b.scan_id END AS "conflictsWith", l.plan_id AS "planId", p.name AS "planName", t.name AS "ticketType",
     l.price_code AS "priceCode", l.comp_code IS NOT NULL OR t.complimentary AS comp, k.count AS prints, k.via AS "printedVia"`;

/** What is known of the ticket only while the seat is still under that barcode; b is the passage before an entry, without re-entry the entry before it. */
const besideScan = `
   CROSS JOIN LATERAL (SELECT * FROM events a WHERE a.org_id = $1 AND a.event_id = s.event_id LIMIT 1) v
   LEFT JOIN LATERAL (SELECT * FROM seat_rows a WHERE a.org_id = $1 AND a.row_id = s.row_id LIMIT 1) r ON true
   LEFT JOIN LATERAL (SELECT * FROM sections a WHERE a.org_id = $1 AND a.section_id = r.section_id LIMIT 1) c ON true
   LEFT JOIN LATERAL (SELECT * FROM event_seats a WHERE a.org_id = $1 AND a.event_id = s.event_id AND a.row_id = s.row_id AND a.seat = s.seat AND a.barcode::text = s.barcode LIMIT 1) e ON true
   LEFT JOIN LATERAL (SELECT * FROM order_lines a WHERE a.org_id = $1 AND a.order_id = e.order_id AND a.line = e.line LIMIT 1) l ON true
   LEFT JOIN LATERAL (SELECT * FROM orders a WHERE a.org_id = $1 AND a.order_id = e.order_id LIMIT 1) o ON true
   LEFT JOIN LATERAL (SELECT * FROM events a WHERE a.org_id = $1 AND a.event_id = l.plan_id LIMIT 1) p ON true
   LEFT JOIN LATERAL (SELECT * FROM ticket_types a WHERE a.org_id = $1 AND a.ticket_type_id = l.ticket_type_id LIMIT 1) t ON true
   LEFT JOIN LATERAL (SELECT * FROM ticket_prints a WHERE a.org_id = $1 AND a.event_id = s.event_id AND a.row_id = s.row_id AND a.seat = s.seat AND a.barcode::text = s.barcode LIMIT 1) k ON true
   LEFT JOIN LATERAL (SELECT a.scan_id, a.direction FROM scans a WHERE a.org_id = $1 AND a.event_id = s.event_id AND a.row_id = s.row_id AND a.seat = s.seat AND a.barcode = s.barcode
     AND s.direction = 'in' AND a.result_code = 0 AND (${order("a")}) < (${order("s")}) AND (v.re_entry OR a.direction = 'in') ORDER BY ${backwards("a")} LIMIT 1) b ON true`;

/** Scans of the events $2 and of the account $3, each unless it is NULL, $4 of them after $5 others. */
export const scansOfEvents = statement<ScanRow>(
  "scans-of-events",
  `SELECT ${scanColumns} FROM (SELECT * FROM scans z WHERE z.org_id = $1 AND ($2::int[] IS NULL OR z.event_id = ANY ($2)) AND ($3::int IS NULL OR z.account_id = $3)
     ORDER BY z.event_id, z.row_id, z.seat, z.scan_id LIMIT $4 OFFSET $5) s${besideScan} ORDER BY s.event_id, s.row_id, s.seat, s.scan_id`,
);

/** The same of the account $3, of the events $2 unless that is NULL. */
export const scansOfAccount = statement<ScanRow>(
  "scans-of-account",
  `SELECT ${scanColumns} FROM (SELECT * FROM scans z WHERE z.org_id = $1 AND z.account_id = $3 AND ($2::int[] IS NULL OR z.event_id = ANY ($2))
     ORDER BY z.event_id, z.row_id, z.seat, z.scan_id LIMIT $4 OFFSET $5) s${besideScan} ORDER BY s.event_id, s.row_id, s.seat, s.scan_id`,
);

/** Scans behind the time $2 and the number $3, $4 of them after $5 others; of the events $6 unless it is NULL. */
export const scansAfter = statement<ScanRow>(
  "scans-after",
  `SELECT ${scanColumns} FROM (SELECT * FROM scans z WHERE z.org_id = $1 AND z.seq IS NOT NULL AND (z.numbered_at, z.seq) > ($2, $3) AND ($6::int[] IS NULL OR z.event_id = ANY ($6)) AND ($7::int IS NULL OR z.account_id = $7)
     ORDER BY z.numbered_at, z.seq LIMIT $4 OFFSET $5) s${besideScan} ORDER BY s.numbered_at, s.seq`,
);

/** What a barcode ($2) stands for: the ticket that is sold under it, with what was paid. */
export const ticketOfBarcode = statement<{
  eventId: number;
  eventName: string;
  section: string;
  row: string;
  seat: number;
  accountId: number | null;
  priceCode: string | null;
  ticketType: string | null;
  fullPrice: number | null;
  purchasePrice: number | null;
  planName: string | null;
  retired: string | null;
}>(
  "ticket-of-barcode",
  `SELECT x.event_id AS "eventId", v.name AS "eventName", s.name AS section, r.name AS row, x.seat, x.account_id AS "accountId", l.price_code AS "priceCode", t.name AS "ticketType",
     l.full_price AS "fullPrice", l.purchase_price AS "purchasePrice", p.name AS "planName", x.retired
   FROM ((SELECT e.event_id, e.row_id, e.seat, e.account_id, e.order_id, e.line, NULL::text AS retired FROM event_seats e WHERE e.org_id = $1 AND e.barcode = $2 LIMIT 1)
     UNION ALL (SELECT b.event_id, b.row_id, b.seat, b.account_id, NULL, NULL, b.reason FROM retired_barcodes b WHERE b.org_id = $1 AND b.barcode = $2 LIMIT 1) LIMIT 1) x
   CROSS JOIN LATERAL (SELECT * FROM events a WHERE a.org_id = $1 AND a.event_id = x.event_id LIMIT 1) v
   CROSS JOIN LATERAL (SELECT * FROM seat_rows a WHERE a.org_id = $1 AND a.row_id = x.row_id LIMIT 1) r
   CROSS JOIN LATERAL (SELECT * FROM sections a WHERE a.org_id = $1 AND a.section_id = r.section_id LIMIT 1) s
   LEFT JOIN LATERAL (SELECT * FROM order_lines a WHERE a.org_id = $1 AND a.order_id = x.order_id AND a.line = x.line LIMIT 1) l ON true
   LEFT JOIN LATERAL (SELECT * FROM events a WHERE a.org_id = $1 AND a.event_id = l.plan_id LIMIT 1) p ON true
   LEFT JOIN LATERAL (SELECT * FROM ticket_types a WHERE a.org_id = $1 AND a.ticket_type_id = l.ticket_type_id LIMIT 1) t ON true`,
);
