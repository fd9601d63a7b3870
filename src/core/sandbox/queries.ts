import { statement } from "../../platform/database/statement.ts";
import type { Behaviour } from "./behaviour.ts";

export interface SandboxStateRow {
  readonly ahead_ms: number | null;
  readonly behaviour: Behaviour | null;
  readonly times_left: number | null;
}

/** How the organisation's clock stands, and what is set for the key $2: always one row. */
export const sandboxState = statement<SandboxStateRow>(
  "sandbox-state",
  `SELECT c.ahead_ms, b.behaviour, b.times_left
   FROM (SELECT $1::int AS org_id) o
   LEFT JOIN sandbox_clocks c ON c.org_id = $1
   LEFT JOIN sandbox_behaviours b ON b.org_id = $1 AND b.key_id = $2`,
);

export const turnClock = statement(
  "turn-clock",
  "INSERT INTO sandbox_clocks (org_id, ahead_ms) VALUES ($1, $2) ON CONFLICT (org_id) DO UPDATE SET ahead_ms = excluded.ahead_ms",
);

export const setBehaviour = statement(
  "set-behaviour",
  `INSERT INTO sandbox_behaviours (org_id, key_id, behaviour, times_left, set_at) VALUES ($1, $2, $3, $4, $5)
   ON CONFLICT (org_id, key_id) DO UPDATE SET behaviour = excluded.behaviour, times_left = excluded.times_left, set_at = excluded.set_at`,
);

export const deleteBehaviour = statement("delete-behaviour", "DELETE FROM sandbox_behaviours WHERE org_id = $1 AND key_id = $2");

/** A row when there was one time left. */
export const spendBehaviour = statement<{ times_left: number }>(
  "spend-behaviour",
  `UPDATE sandbox_behaviours SET times_left = times_left - 1 WHERE org_id = $1 AND key_id = $2 AND times_left > 0 RETURNING times_left`,
);

/** A row when the mark $3 has been had fewer than $4 times by the time $5; it then counts from anew after $6. */
export const countMark = statement<{ times: number }>(
  "count-mark",
  `INSERT INTO sandbox_counts (org_id, key_id, mark, times, ends_at) VALUES ($1, $2, $3, 1, $6)
   ON CONFLICT (org_id, key_id, mark) DO UPDATE
     SET times = CASE WHEN sandbox_counts.ends_at <= $5 THEN 1 ELSE sandbox_counts.times + 1 END, ends_at = $6
     WHERE sandbox_counts.ends_at <= $5 OR sandbox_counts.times < $4
   RETURNING times`,
);

export const deleteOldMarks = statement("delete-old-marks", "DELETE FROM sandbox_counts WHERE org_id = $1 AND ends_at <= $2");

// The calls of a key. Their log need not survive a crash of the database that the moment it is written in falls into.

export const insertCall = statement(
  "insert-call",
  `WITH quick AS (SELECT set_config('synchronous_commit', 'off', true))
   INSERT INTO sandbox_calls (org_id, key_id, call_id, call) SELECT $1, $2, $3, $4 FROM quick`,
);

/** Deletes all but the last $3 calls. */
export const trimCalls = statement(
  "trim-calls",
  `DELETE FROM sandbox_calls WHERE org_id = $1 AND key_id = $2 AND call_id <= (
     SELECT call_id FROM sandbox_calls WHERE org_id = $1 AND key_id = $2 ORDER BY call_id DESC OFFSET $3 LIMIT 1)`,
);

/** The calls before $3 (NULL: from the last one on), the newest first. */
export const callsBefore = statement<{ call_id: string; call: string }>(
  "calls-before",
  `SELECT call_id, call FROM sandbox_calls WHERE org_id = $1 AND key_id = $2 AND ($3::uuid IS NULL OR call_id < $3)
   ORDER BY call_id DESC LIMIT $4`,
);

export const deleteCalls = statement<{ call_id: string }>(
  "delete-calls",
  "DELETE FROM sandbox_calls WHERE org_id = $1 AND key_id = $2 RETURNING call_id",
);
