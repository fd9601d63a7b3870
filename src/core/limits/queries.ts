import { statement } from "../../platform/database/statement.ts";

/** A key's windows after the statement, and whether it took what was asked for or found one of them full. */
export interface WindowsRow {
  readonly taken: boolean;
  readonly minute_ends_at: Date;
  readonly minute_taken: number;
  readonly day_ends_at: Date;
  readonly day_taken: number;
}

/** A window that has ended, or ends later than it could if the clock had not been turned back. */
const over = (window: string, length: string) =>
  `(key_windows.${window}_ends_at <= $3 OR key_windows.${window}_ends_at > $3::timestamptz + 2 * interval '${length}')`;
const begins = (length: string, wanted: string) =>
  `CASE WHEN ${wanted}::bigint > 0 THEN $3::timestamptz + interval '${length}' ELSE $3 END`;
const taking = (window: string, length: string, wanted: string) => `
  ${window}_ends_at = CASE WHEN ${wanted} > 0 AND ${over(window, length)} THEN excluded.${window}_ends_at ELSE key_windows.${window}_ends_at END,
  ${window}_taken = CASE WHEN ${wanted} > 0 AND ${over(window, length)} THEN ${wanted} ELSE key_windows.${window}_taken + ${wanted} END`;
const free = (window: string, length: string, limit: string, wanted: string) =>
  `(${wanted} = 0 OR ${over(window, length)} OR key_windows.${window}_taken < ${limit}::bigint)`;
const columns = "minute_ends_at, minute_taken, day_ends_at, day_taken";

/**
 * At the time $3 takes $5 calls of the minute's limit $4 and $7 of the day's limit $6 (0: none is asked for) for the key $2: both or
 * neither. The last block of a window may go beyond its limit; the excess is not the taker's (limiter.ts). When it takes nothing, the row is
 * as it was when the statement began, which may be a moment old, or not there yet.
 */
export const takeCalls = statement<WindowsRow>(
  "take-calls",
  `WITH taken AS (
     INSERT INTO key_windows (org_id, key_id, ${columns})
     VALUES ($1, $2, ${begins("1 minute", "$5")}, $5, ${begins("24 hours", "$7")}, $7)
     ON CONFLICT (org_id, key_id) DO UPDATE SET ${taking("minute", "1 minute", "$5")}, ${taking("day", "24 hours", "$7")}
       WHERE ${free("minute", "1 minute", "$4", "$5")} AND ${free("day", "24 hours", "$6", "$7")}
     RETURNING ${columns})
   SELECT true AS taken, ${columns} FROM taken
   UNION ALL
   SELECT false, ${columns} FROM key_windows WHERE org_id = $1 AND key_id = $2 AND NOT EXISTS (SELECT 1 FROM taken)`,
);
