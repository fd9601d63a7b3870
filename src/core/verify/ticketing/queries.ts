import { statement } from "../../../platform/database/statement.ts";

export const ordersMissing = statement<{ id: number }>(
  "verify-orders-missing",
  "SELECT id FROM unnest($2::bigint[]) AS id WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.org_id = $1 AND o.order_id = id)",
);

export const movesMissing = statement<{ id: number }>(
  "verify-moves-missing",
  "SELECT id FROM unnest($2::bigint[]) AS id WHERE NOT EXISTS (SELECT 1 FROM seat_moves m WHERE m.org_id = $1 AND m.move_id = id)",
);

export const scansMissing = statement<{ id: number }>(
  "verify-scans-missing",
  "SELECT id FROM unnest($2::bigint[]) AS id WHERE NOT EXISTS (SELECT 1 FROM scans s WHERE s.org_id = $1 AND s.scan_id = id)",
);

export const valueEntriesMissing = statement<{ id: number }>(
  "verify-value-entries-missing",
  "SELECT id FROM unnest($2::bigint[]) AS id WHERE NOT EXISTS (SELECT 1 FROM ticket_value_entries e WHERE e.org_id = $1 AND e.entry_id = id)",
);
