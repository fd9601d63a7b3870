import { connect } from "../../src/platform/database/connection.ts";
import type { Bench } from "../support/bench.ts";

/** An event of 80,000 seats: 2,000 rows of 40. */
export const eventId = 900_000_001;
export const rows = { first: 900_100_001, count: 2_000 };
export const seatsInRow = 40;
export const connections = 16;
/** How many seats are held at once, in the two runs of the bench. */
export const together = [1, 2] as const;

const classId = 900_000_001;

/** Makes it; a second call changes nothing. */
export async function fillStadium({ database, orgId }: Bench): Promise<void> {
  const client = await connect(database, "bench", { statement_timeout: 0, query_timeout: 0 });
  const now = "now(), now()";
  try {
    await client.query(
      `INSERT INTO venues (org_id, venue_id, name, version, created_at, updated_at) VALUES (${orgId}, 900000001, 'Stadium', 1, ${now})`,
    );
    await client.query(
      `INSERT INTO manifests (org_id, manifest_id, venue_id, name, version, created_at, updated_at) VALUES (${orgId}, 900000001, 900000001, 'Stadium', 1, ${now})`,
    );
    await client.query(
      `INSERT INTO hold_classes (org_id, hold_class_id, name, open, version, created_at, updated_at) VALUES (${orgId}, ${classId}, 'OPEN', true, 1, ${now})`,
    );
    await client.query(`INSERT INTO events (org_id, event_id, name, plan_type, status, category, manifest_id, venue_id, starts_at, version, created_at, updated_at)
      VALUES (${orgId}, ${eventId}, 'BENCH', 'single', 'published', 'event', 900000001, 900000001, now() + interval '30 days', 1, ${now})`);
    await client.query(`INSERT INTO event_seats (org_id, event_id, row_id, seat, first_seat, class_id, price_code)
      SELECT ${orgId}, ${eventId}, ${rows.first} + r, s, 1, ${classId}, 'A' FROM generate_series(0, ${rows.count - 1}) r, generate_series(1, ${seatsInRow}) s`);
    await client.query("VACUUM (ANALYZE) event_seats");
    await client.query("CHECKPOINT");
  } finally {
    await client.end();
  }
}

/** `count` neighbouring seats, anywhere. */
export function anywhere(count: number): { rowId: number; firstSeat: number; seats: number; increment: number } {
  const rowId = rows.first + Math.floor(Math.random() * rows.count);
  const firstSeat = 1 + count * Math.floor(Math.random() * Math.floor(seatsInRow / count));
  return { rowId, firstSeat, seats: count, increment: 1 };
}

/** Holds end so soon that a seat is open again when it is drawn again. */
export const holdMs = 20;

/** How often a second something is done on all connections. */
export async function perSecond(work: () => Promise<unknown>, seconds: number): Promise<number> {
  const began = performance.now();
  const end = began + seconds * 1_000;
  let done = 0;
  const one = async () => {
    for (; performance.now() < end; done++) await work();
  };
  await Promise.all(Array.from({ length: connections }, one));
  return (done * 1_000) / (performance.now() - began);
}
