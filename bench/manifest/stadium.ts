import { connect } from "../../src/platform/database/connection.ts";
import type { Bench } from "../support/bench.ts";

/** The event whose manifest is told, and how many seats it has. */
export const stadium = { event: "STADIUM", eventId: 100, sections: 100, rows: 40, seats: 20 } as const;

/** A stadium of 80,000 seats, in rows with an aisle at both ends and in places with another class and price, and one published event there. */
export async function fillStadium({ database, orgId }: Bench): Promise<void> {
  const client = await connect(database, "bench", { statement_timeout: 0, query_timeout: 0 });
  const { event, eventId, sections, rows, seats } = stadium;
  const each = `FROM generate_series(1, ${sections}) s CROSS JOIN generate_series(1, ${rows}) r`;
  const stamps = "1, now(), now()";
  try {
    await client.query(
      `INSERT INTO hold_classes (org_id, hold_class_id, name, version, created_at, updated_at) VALUES (${orgId}, 1, 'STANDARD', ${stamps}), (${orgId}, 2, 'PREFERRED', ${stamps})`,
    );
    await client.query(
      `INSERT INTO venues (org_id, venue_id, name, version, created_at, updated_at) VALUES (${orgId}, 3, 'Football ground', ${stamps})`,
    );
    await client.query(
      `INSERT INTO manifests (org_id, manifest_id, venue_id, name, version, created_at, updated_at) VALUES (${orgId}, 4, 3, 'FOOTBALL', ${stamps})`,
    );
    await client.query(
      `INSERT INTO sections (org_id, section_id, manifest_id, name, description, type, seating, gate, sort, version, created_at, updated_at)
       SELECT ${orgId}, 1000 + s, 4, s::text, 'Section ' || s, 'standard', 'reserved', 'Gate ' || s % 12, s, ${stamps} FROM generate_series(1, ${sections}) s`,
    );
    await client.query(
      `INSERT INTO seat_rows (org_id, row_id, section_id, name, description, sort, version, created_at, updated_at)
       SELECT ${orgId}, 10000 + s * 100 + r, 1000 + s, r::text, 'Row ' || r, r, ${stamps} ${each}`,
    );
    await client.query(
      `INSERT INTO seat_blocks (org_id, row_id, first_seat, seats, class_id, price_code, aisle)
       SELECT ${orgId}, 10000 + s * 100 + r, b.first, b.seats, 1 + (r % 4 = 0)::int, chr(65 + s % 6), b.aisle ${each}
       CROSS JOIN (VALUES (1, 1, 1), (2, ${seats - 2}, 0), (${seats}, 1, 2)) b(first, seats, aisle)`,
    );
    await client.query(
      `INSERT INTO events (org_id, event_id, name, plan_type, venue_id, manifest_id, status, category, starts_at, version, created_at, updated_at)
       VALUES (${orgId}, ${eventId}, '${event}', 'single', 3, 4, 'published', 'event', now() + interval '30 days', ${stamps})`,
    );
    // Every tenth row has seats in its middle that the event has under another class.
    await client.query(
      `INSERT INTO event_seats (org_id, event_id, row_id, seat, first_seat, class_id, price_code)
       SELECT ${orgId}, ${eventId}, b.row_id, b.first_seat + n, b.first_seat, CASE WHEN b.row_id % 10 = 0 AND n BETWEEN 6 AND 9 THEN 2 ELSE b.class_id END, b.price_code
       FROM seat_blocks b CROSS JOIN LATERAL generate_series(0, b.seats - 1) n WHERE b.org_id = ${orgId} ORDER BY b.row_id, b.first_seat, n`,
    );
    await client.query("VACUUM (ANALYZE) sections, seat_rows, seat_blocks, event_seats");
    await client.query("CHECKPOINT");
  } finally {
    await client.end();
  }
}
