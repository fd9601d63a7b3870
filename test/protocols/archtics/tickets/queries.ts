import { statement } from "../../../../src/platform/database/statement.ts";

/** The ticket to the seat $4 of the row $3 at the event $2 was given out in the way $5, $6 times, at $7. */
export const giveOut = statement(
  "test-give-out",
  `INSERT INTO ticket_prints (org_id, event_id, row_id, seat, barcode, count, via, printed_at)
   SELECT $1, $2, $3, $4, e.barcode, $6, $5, $7 FROM event_seats e WHERE e.org_id = $1 AND e.event_id = $2 AND e.row_id = $3 AND e.seat = $4
   ON CONFLICT (org_id, event_id, row_id, seat) DO UPDATE SET count = excluded.count, via = excluded.via, printed_at = excluded.printed_at`,
);
