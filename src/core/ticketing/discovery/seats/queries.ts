import { statement } from "../../../../platform/database/statement.ts";
import { isOpenAt } from "../../inventory/queries.ts";

/**
 * For each row `q` the longest runs of neighbours among its `seats`, a query of seat, aisle and the columns of `alike`, in which neighbours must not differ. A run's aisle is at its low end 1, at its high end 2, at both 3. The windows keep
 * the planner to one look-up by key per row, whatever it takes the tables to be.
 */
const runsOfRow = (seats: string, alike: readonly string[], more: readonly string[]): string => {
  const of = (name: string) => alike.map((one) => `${name}.${one}`).join(", ");
  const before = alike.map((one) => `lag(s.${one}) OVER w`).join(", ");
  return `CROSS JOIN LATERAL (
     SELECT min(y.seat) AS first_seat, count(*)::int AS seats, (min(y.seat * 4 + y.aisle) & 1) | (max(y.seat * 4 + y.aisle) & 2) AS aisle, ${[of("y"), ...more].join(", ")}
     FROM (SELECT x.*, count(*) FILTER (WHERE x.begins) OVER (ORDER BY x.seat) AS run
       FROM (SELECT s.*, NOT COALESCE(lag(s.seat) OVER w + q.increment = s.seat AND ROW(${before}) IS NOT DISTINCT FROM ROW(${of("s")}), false) AS begins
         FROM (${seats}) s WINDOW w AS (ORDER BY s.seat)) x) y
     GROUP BY y.run, ${of("y")}) z`;
};

/** What an event that seats are looked for at must tell; a plan has no seats of its own, and of what is cancelled nothing is to be had. */
export interface SoldEvent {
  readonly eventId: number;
  readonly name: string;
  readonly startsAt: Date | null;
  readonly seasonId: number | null;
  readonly season: string | null;
  readonly organization: string | null;
  readonly sellable: boolean;
  readonly onSaleAt: Date | null;
  readonly offSaleAt: Date | null;
  readonly hostName: string | null;
  readonly manifestId: number | null;
}

/** The event $2. */
export const soldEvent = statement<SoldEvent>(
  "sold-event",
  `SELECT v.event_id AS "eventId", v.name, v.starts_at AS "startsAt", v.season_id AS "seasonId", s.name AS season, COALESCE(v.organization, s.organization) AS organization,
     v.sellable, v.on_sale_at AS "onSaleAt", v.off_sale_at AS "offSaleAt", v.host_event_name AS "hostName", v.manifest_id AS "manifestId"
   FROM events v LEFT JOIN seasons s ON s.org_id = $1 AND s.season_id = v.season_id
   WHERE v.org_id = $1 AND v.name = $2 AND v.plan_type = 'single' AND v.status IN ('published', 'postponed')`,
);

/** Rows of the event's manifest $4, in the order in which they are shown; of the section $5, in capitals, unless it is NULL. */
const rows = `(SELECT r.row_id, r.seat_increment AS increment, n.section_id, row_number() OVER (ORDER BY n.sort, n.section_id, r.sort, r.row_id) AS place
     FROM sections n JOIN seat_rows r ON r.org_id = $1 AND r.section_id = n.section_id
     WHERE n.org_id = $1 AND n.manifest_id = $4 AND ($5::text IS NULL OR upper(n.name) = $5) ORDER BY place) q`;

/** Seats of a row at the event $2 that are to be had at the time $3: of the price code $6, in capitals, unless it is NULL, and of the classes $7. */
const open = `FROM event_seats e WHERE e.org_id = $1 AND e.event_id = $2 AND e.row_id = q.row_id AND ${isOpenAt("e", "$3")}
         AND ($6::text IS NULL OR upper(e.price_code) = $6) AND e.class_id = ANY ($7::int[])`;

const openRuns = runsOfRow(
  `SELECT o.seat, o.class_id, o.price_code, COALESCE(b.aisle, 0) & 3 AS aisle, COALESCE(b.quality, 0) AS quality, COALESCE(b.attributes, '{}') AS attributes
     FROM (SELECT e.row_id, e.seat, e.first_seat, e.class_id, e.price_code ${open}) o
     LEFT JOIN LATERAL (SELECT * FROM seat_blocks a WHERE a.org_id = $1 AND a.row_id = o.row_id AND a.first_seat = o.first_seat LIMIT 1) b ON true`,
  ["class_id", "price_code", "attributes"],
  ["min(y.quality) AS quality"],
);

/** The price that is shown: of the types of ticket that are not given away the dearest. */
const fullPrice = (code: string): string => `LEFT JOIN LATERAL (SELECT p.*, t.code AS type_code, t.name AS type_name,
       p.ticket + p.tax + p.licence_fee + p.other_1 + p.other_2 + p.other_3 + p.other_4 + p.other_5 + p.other_6 + p.other_7 + p.other_8 AS price
     FROM prices p JOIN ticket_types t ON t.org_id = $1 AND t.ticket_type_id = p.ticket_type_id
     WHERE p.org_id = $1 AND p.event_id = $2 AND p.price_code = ${code} ORDER BY t.complimentary, price DESC, p.ticket_type_id LIMIT 1) p ON true`;

/** Neighbouring seats that are to be had and are alike. */
export interface AvailableRun {
  readonly sectionId: number;
  readonly section: string;
  readonly sectionType: "standard" | "suite" | "club";
  readonly seating: "reserved" | "standing" | "general";
  readonly sectionSort: number;
  readonly sectionHostName: string | null;
  readonly sectionInfo: readonly (string | null)[];
  readonly rowId: number;
  readonly row: string;
  readonly rowSort: number;
  readonly rowHostName: string | null;
  readonly rowInfo: readonly (string | null)[];
  readonly firstSeat: number;
  readonly seats: number;
  readonly increment: number;
  readonly aisle: number;
  /** Of the worst of its seats. */
  readonly quality: number;
  readonly attributes: readonly string[];
  readonly classId: number;
  readonly className: string;
  readonly letter: string | null;
  readonly classColor: string | null;
  readonly kill: boolean;
  readonly open: boolean;
  readonly distributionStatus: string | null;
  readonly distributionName: string | null;
  readonly unsoldType: string | null;
  readonly priceCode: string | null;
  readonly description: string | null;
  readonly codeGroup: string | null;
  readonly hostPriceLevel: string | null;
  readonly color: string | null;
  readonly typeCode: string | null;
  readonly typeName: string | null;
  /** Of one seat; null when the code has no price. */
  readonly price: number | null;
  readonly printedPrice: number | null;
  readonly ticket: number | null;
  readonly tax: number | null;
  readonly licenceFee: number | null;
  readonly others: readonly number[];
  readonly taxRateA: number | null;
  readonly taxRateB: number | null;
  readonly taxRateC: number | null;
  readonly priceSellable: boolean | null;
  readonly onSaleAt: Date | null;
  readonly offSaleAt: Date | null;
}

/** Seats that are to be had: $8 runs behind $9 others, in the order in which they are shown. */
export const availableRuns = statement<AvailableRun>(
  "available-runs",
  `SELECT n.section_id AS "sectionId", n.name AS section, n.type AS "sectionType", n.seating, n.sort AS "sectionSort", n.host_name AS "sectionHostName",
     ARRAY[n.info_1, n.info_2, n.info_3, n.info_4, n.info_5] AS "sectionInfo", r.row_id AS "rowId", r.name AS row, r.sort AS "rowSort", r.host_name AS "rowHostName",
     ARRAY[r.info_1, r.info_2, r.info_3, r.info_4, r.info_5] AS "rowInfo", b.first_seat AS "firstSeat", b.seats, b.increment, b.aisle, b.quality, b.attributes,
     c.hold_class_id AS "classId", c.name AS "className", c.letter, c.color AS "classColor", c.kill, c.open, c.distribution_status AS "distributionStatus",
     c.distribution_name AS "distributionName", c.unsold_type AS "unsoldType", b.price_code AS "priceCode", p.description, p.code_group AS "codeGroup",
     p.host_price_level AS "hostPriceLevel", p.color, p.type_code AS "typeCode", p.type_name AS "typeName", p.price, COALESCE(p.printed_price, p.price) AS "printedPrice",
     p.ticket, p.tax, p.licence_fee AS "licenceFee", ARRAY[p.other_1, p.other_2, p.other_3, p.other_4, p.other_5, p.other_6, p.other_7, p.other_8]::float8[] AS others,
     p.tax_rate_a::float8 AS "taxRateA", p.tax_rate_b::float8 AS "taxRateB", p.tax_rate_c::float8 AS "taxRateC", p.sellable AS "priceSellable",
     p.on_sale_at AS "onSaleAt", p.off_sale_at AS "offSaleAt"
   FROM (SELECT q.row_id, q.section_id, q.place, q.increment, z.* FROM ${rows} ${openRuns} ORDER BY q.place, z.first_seat LIMIT $8 OFFSET $9) b
   CROSS JOIN LATERAL (SELECT * FROM seat_rows a WHERE a.org_id = $1 AND a.row_id = b.row_id LIMIT 1) r
   CROSS JOIN LATERAL (SELECT * FROM sections a WHERE a.org_id = $1 AND a.section_id = b.section_id LIMIT 1) n
   CROSS JOIN LATERAL (SELECT * FROM hold_classes a WHERE a.org_id = $1 AND a.hold_class_id = b.class_id LIMIT 1) c
   ${fullPrice("b.price_code")}
   ORDER BY b.place, b.first_seat`,
);

/** The same seats, how many there are of each section, class and price code. */
export const availableSums = statement<{
  section: string;
  className: string;
  priceCode: string | null;
  price: number | null;
  seats: number;
}>(
  "available-sums",
  `SELECT n.name AS section, c.name AS "className", b.price_code AS "priceCode", p.price, b.seats
   FROM (SELECT q.section_id, z.class_id, z.price_code, sum(z.seats)::int AS seats, min(q.place) AS place FROM ${rows}
       CROSS JOIN LATERAL (SELECT e.class_id, e.price_code, count(*) AS seats ${open} GROUP BY e.class_id, e.price_code) z
     GROUP BY q.section_id, z.class_id, z.price_code) b
   CROSS JOIN LATERAL (SELECT * FROM sections a WHERE a.org_id = $1 AND a.section_id = b.section_id LIMIT 1) n
   CROSS JOIN LATERAL (SELECT * FROM hold_classes a WHERE a.org_id = $1 AND a.hold_class_id = b.class_id LIMIT 1) c
   ${fullPrice("b.price_code")}
   ORDER BY n.sort, n.section_id, c.name, b.price_code`,
);
