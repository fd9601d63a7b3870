import { statement } from "../../../platform/database/statement.ts";

/** What an event is at. */
export const eventStatus = statement<{ status: string; manifest_id: number | null }>(
  "event-status",
  "SELECT status, manifest_id FROM events WHERE org_id = $1 AND event_id = $2",
);

/** The event $2 gets the status $3 with its version $4 at the time $5; where it is and how it is seated ($6, $7), where that was not said. */
export const setEventStatus = statement(
  "set-event-status",
  `UPDATE events SET status = $3, version = $4, updated_at = $5, venue_id = COALESCE(venue_id, $6), manifest_id = COALESCE(manifest_id, $7)
   WHERE org_id = $1 AND event_id = $2`,
);

/** Where a manifest's seats are, and how many it has. */
export const manifestSeats = statement<{ venue_id: number; seats: number }>(
  "manifest-seats",
  `SELECT m.venue_id, (SELECT COALESCE(sum(b.seats), 0)::int FROM sections s JOIN seat_rows r ON r.org_id = $1 AND r.section_id = s.section_id
     JOIN seat_blocks b ON b.org_id = $1 AND b.row_id = r.row_id WHERE s.org_id = $1 AND s.manifest_id = m.manifest_id) AS seats
   FROM manifests m WHERE m.org_id = $1 AND m.manifest_id = $2`,
);

/** Of names as events have them, those that are taken. */
export const namesTaken = statement<{ name: string }>(
  "event-names-taken",
  "SELECT v.name FROM events v WHERE v.org_id = $1 AND v.name = ANY($2::text[]) ORDER BY v.name LIMIT 1",
);
