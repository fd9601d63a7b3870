import { statement } from "../../platform/database/statement.ts";

export const findIdempotentCall = statement<{ bound_to: Buffer; outcome: Buffer; expires_at: Date }>(
  "find-idempotent-call",
  "SELECT bound_to, outcome, expires_at FROM idempotent_calls WHERE org_id = $1 AND key_id = $2 AND mark = $3",
);

/** A mark whose time is over is as one that never was. No row: it is in use. */
export const insertIdempotentCall = statement<{ mark: Buffer }>(
  "insert-idempotent-call",
  `INSERT INTO idempotent_calls (org_id, key_id, mark, bound_to, outcome, expires_at) VALUES ($1, $2, $3, $4, $5, $6)
   ON CONFLICT (org_id, key_id, mark) DO UPDATE SET bound_to = $4, outcome = $5, expires_at = $6
   WHERE idempotent_calls.org_id = $1 AND idempotent_calls.expires_at < $7 RETURNING mark`,
);

export const deleteExpiredIdempotentCalls = statement(
  "delete-expired-idempotent-calls",
  `DELETE FROM idempotent_calls WHERE org_id = $1 AND ctid IN (
     SELECT o.ctid FROM idempotent_calls o WHERE o.org_id = $1 AND o.expires_at < $2 LIMIT 100 FOR UPDATE SKIP LOCKED) AND expires_at < $2`,
);
