import { statement } from "../../../platform/database/statement.ts";
import { isOpenAt } from "../inventory/queries.ts";

/** An event or plan that is no draft, with what belongs to it. */
export interface EventRow {
  readonly eventId: number;
  readonly name: string;
  readonly planType: "single" | "plan";
  readonly status: "published" | "postponed" | "cancelled";
  readonly category: "event" | "parking" | "other";
  readonly onlineName: string | null;
  readonly description: string | null;
  readonly onlineText: string | null;
  readonly performer: string | null;
  readonly opponent: string | null;
  readonly organization: string | null;
  readonly startsAt: Date | null;
  readonly durationMinutes: number | null;
  readonly url: string | null;
  readonly majorCategory: string | null;
  readonly minorCategory: string | null;
  readonly thumbnailImage: string | null;
  readonly smallImage: string | null;
  readonly largeImage: string | null;
  readonly hostName: string | null;
  readonly allowSingles: boolean;
  readonly onSaleAt: Date | null;
  readonly offSaleAt: Date | null;
  readonly season: string | null;
  readonly venue: string | null;
  readonly hostVenueId: string | null;
  readonly manifest: string | null;
  /** Of a plan: the names of its events. */
  readonly members: readonly string[];
}

/** Events and plans behind the name $2, $3 of them by name; of the names $4 unless they are NULL, of the numbers $5 unless they are. */
export const eventsBehind = statement<EventRow>(
  "events-behind",
  `SELECT v.event_id AS "eventId", v.name, v.plan_type AS "planType", v.status, v.category, v.online_name AS "onlineName", v.description, v.online_text AS "onlineText",
     v.performer, v.opponent, COALESCE(v.organization, s.organization) AS organization, v.starts_at AS "startsAt", v.duration_minutes AS "durationMinutes", v.url,
     v.major_category AS "majorCategory", v.minor_category AS "minorCategory", v.thumbnail_image AS "thumbnailImage", v.small_image AS "smallImage",
     v.large_image AS "largeImage", v.host_event_name AS "hostName", v.allow_singles AS "allowSingles", v.on_sale_at AS "onSaleAt", v.off_sale_at AS "offSaleAt",
     s.name AS season, n.name AS venue, n.host_venue_id AS "hostVenueId", m.name AS manifest,
     ARRAY(SELECT a.name FROM plan_events p JOIN events a ON a.org_id = $1 AND a.event_id = p.event_id AND a.status <> 'draft'
       WHERE p.org_id = $1 AND p.plan_id = v.event_id ORDER BY a.name) AS members
   FROM (SELECT * FROM events x WHERE x.org_id = $1 AND x.status <> 'draft' AND x.name > $2 AND ($4::text[] IS NULL OR x.name = ANY ($4))
     AND ($5::int[] IS NULL OR x.event_id = ANY ($5)) ORDER BY x.name LIMIT $3) v
   LEFT JOIN LATERAL (SELECT * FROM seasons a WHERE a.org_id = $1 AND a.season_id = v.season_id LIMIT 1) s ON true
   LEFT JOIN LATERAL (SELECT * FROM venues a WHERE a.org_id = $1 AND a.venue_id = COALESCE(v.venue_id, s.venue_id) LIMIT 1) n ON true
   LEFT JOIN LATERAL (SELECT * FROM manifests a WHERE a.org_id = $1 AND a.manifest_id = COALESCE(v.manifest_id, s.manifest_id) LIMIT 1) m ON true
   ORDER BY v.name`,
);

/** The numbers of the events and plans that the item set $2 names; no row when there is no such item set, and NULL for all there are. */
export const namedByItemSet = statement<{ events: number[] | null }>(
  "named-by-item-set",
  `SELECT CASE WHEN i.all_events THEN NULL ELSE ARRAY(SELECT m.event_id FROM item_set_events m WHERE m.org_id = $1 AND m.item_set_id = i.item_set_id) END AS events
   FROM item_sets i WHERE i.org_id = $1 AND i.name = $2`,
);

/**
 * Events that begin from $2 on and before $3 and are not cancelled, by their start, $4 of them; of the numbers $5, at the venue $6, of the season $7 and of the organization $8, each unless it is NULL. Names are in capitals.
 */
export const eventsBetween = statement<{ eventId: number; name: string }>(
  "events-between",
  `SELECT v.event_id AS "eventId", v.name FROM events v
   LEFT JOIN LATERAL (SELECT * FROM seasons a WHERE a.org_id = $1 AND a.season_id = v.season_id LIMIT 1) s ON true
   LEFT JOIN LATERAL (SELECT * FROM venues a WHERE a.org_id = $1 AND a.venue_id = COALESCE(v.venue_id, s.venue_id) LIMIT 1) n ON true
   WHERE v.org_id = $1 AND v.starts_at >= $2 AND v.starts_at < $3 AND v.plan_type = 'single' AND v.status IN ('published', 'postponed')
     AND ($5::int[] IS NULL OR v.event_id = ANY ($5)) AND ($6::text IS NULL OR upper(n.name) = $6) AND ($7::text IS NULL OR upper(s.name) = $7)
     AND ($8::text IS NULL OR upper(COALESCE(v.organization, s.organization)) = $8)
   ORDER BY v.starts_at, v.sort, v.name LIMIT $4`,
);

/** Classes of seats, by name. */
export const seatClasses = statement<{ classId: number; name: string; kill: boolean; open: boolean }>(
  "seat-classes",
  'SELECT hold_class_id AS "classId", name, kill, open AND NOT kill AS open FROM hold_classes WHERE org_id = $1 ORDER BY name',
);

/**
 * Of the events $2 and the classes $3, each pair for which there are $4 neighbouring seats at the time $5. The window runs along the key, so that the look ends with the first seats that fit.
 */
export const classesWithSeats = statement<{ eventId: number; classId: number }>(
  "classes-with-seats",
  `SELECT v AS "eventId", c AS "classId" FROM unnest($2::int[]) v CROSS JOIN unnest($3::int[]) c
   CROSS JOIN LATERAL (SELECT 1 FROM (
       SELECT e.row_id, e.seat, lag(e.seat, $4::int - 1) OVER (PARTITION BY e.row_id ORDER BY e.seat) AS first FROM event_seats e
       WHERE e.org_id = $1 AND e.event_id = v AND e.class_id = c AND ${isOpenAt("e", "$5")}) x
     CROSS JOIN LATERAL (SELECT a.seat_increment FROM seat_rows a WHERE a.org_id = $1 AND a.row_id = x.row_id LIMIT 1) r
     WHERE x.seat - x.first = ($4::int - 1) * r.seat_increment LIMIT 1) found`,
);

/** What seats of an event or plan cost under a price code, as a type of ticket. Money is in minor units. */
export interface PriceRow {
  readonly priceId: number;
  readonly eventId: number;
  readonly eventName: string;
  readonly eventSellable: boolean;
  readonly priceCode: string;
  readonly description: string | null;
  readonly codeGroup: string | null;
  readonly parentCode: string | null;
  readonly typeCode: string;
  readonly typeName: string;
  readonly typeDescription: string | null;
  readonly typeCategory: string | null;
  readonly complimentary: boolean;
  readonly price: number;
  readonly printedPrice: number;
  readonly ticket: number;
  readonly tax: number;
  readonly licenceFee: number;
  readonly others: readonly number[];
  readonly taxRateA: number | null;
  readonly taxRateB: number | null;
  readonly taxRateC: number | null;
  readonly pricingMethod: string | null;
  readonly hostPriceLevel: string | null;
  readonly color: string | null;
  readonly sellable: boolean;
  readonly onSaleAt: Date | null;
  readonly offSaleAt: Date | null;
  readonly onlineSellable: boolean;
  readonly onlineOnSaleAt: Date | null;
  readonly onlineOffSaleAt: Date | null;
  readonly onlineName: string | null;
  readonly onlineText: string | null;
  readonly onlineFullPrice: number | null;
  readonly onlineLeast: number | null;
  readonly onlineMost: number | null;
  readonly memberships: string | null;
  readonly info: readonly (string | null)[];
}

const parts = ["ticket", "tax", "licence_fee", ...[1, 2, 3, 4, 5, 6, 7, 8].map((one) => `other_${one}`)];
const whole = parts.map((one) => `p.${one}`).join(" + ");

/** The prices of the event or plan $2, by code and type, $3 of them behind $4 others. */
export const pricesOfEvent = statement<PriceRow>(
  "prices-of-event",
  `SELECT p.price_id AS "priceId", v.event_id AS "eventId", v.name AS "eventName", v.sellable AS "eventSellable", p.price_code AS "priceCode", p.description,
     p.code_group AS "codeGroup", p.parent_code AS "parentCode", t.code AS "typeCode", t.name AS "typeName", t.description AS "typeDescription", t.category AS "typeCategory",
     t.complimentary, ${whole} AS price, COALESCE(p.printed_price, ${whole}) AS "printedPrice", p.ticket, p.tax, p.licence_fee AS "licenceFee",
     ARRAY[p.other_1, p.other_2, p.other_3, p.other_4, p.other_5, p.other_6, p.other_7, p.other_8]::float8[] AS others,
     p.tax_rate_a::float8 AS "taxRateA", p.tax_rate_b::float8 AS "taxRateB", p.tax_rate_c::float8 AS "taxRateC", p.pricing_method AS "pricingMethod",
     p.host_price_level AS "hostPriceLevel", p.color, p.sellable, COALESCE(p.on_sale_at, v.on_sale_at) AS "onSaleAt", COALESCE(p.off_sale_at, v.off_sale_at) AS "offSaleAt",
     p.online_sellable AS "onlineSellable", p.online_on_sale_at AS "onlineOnSaleAt", p.online_off_sale_at AS "onlineOffSaleAt", p.online_name AS "onlineName",
     p.online_text AS "onlineText", p.online_full_price AS "onlineFullPrice", p.online_least AS "onlineLeast", p.online_most AS "onlineMost", p.memberships,
     ARRAY[p.info_1, p.info_2, p.info_3, p.info_4, p.info_5] AS info
   FROM events v JOIN prices p ON p.org_id = $1 AND p.event_id = v.event_id JOIN ticket_types t ON t.org_id = $1 AND t.ticket_type_id = p.ticket_type_id
   WHERE v.org_id = $1 AND v.name = $2 AND v.status <> 'draft' ORDER BY p.price_code, t.code, p.price_id LIMIT $3 OFFSET $4`,
);
