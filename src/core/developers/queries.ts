import { statement } from "../../platform/database/statement.ts";
import type { Developer, DeveloperKey } from "./developer.ts";

const developer = 'd.developer_id AS "developerId", d.email, d.name, d.app';

export const findDeveloperByEmail = statement<Developer>(
  "find-developer-by-email",
  `SELECT ${developer} FROM developers d WHERE d.org_id = $1 AND d.email = $2`,
);

/** Holds the developer's row to the end of the transaction, so that what they do with their keys happens one after the other. */
export const lockDeveloper = statement<Developer>(
  "lock-developer",
  `SELECT ${developer} FROM developers d WHERE d.org_id = $1 AND d.developer_id = $2 FOR UPDATE`,
);

export const insertDeveloper = statement(
  "insert-developer",
  "INSERT INTO developers (org_id, developer_id, email, name, app, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
);

// Links.

export const insertLink = statement(
  "insert-developer-link",
  "INSERT INTO developer_links (org_id, token_hash, email, name, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)",
);

/** A link that can still be used at $3, and whether its e-mail is a developer's. */
export const findLink = statement<{ email: string; name: string | null; known: boolean }>(
  "find-developer-link",
  `SELECT l.email, l.name,
     EXISTS (SELECT 1 FROM developers d WHERE d.org_id = $1 AND d.email = l.email) AS known
   FROM developer_links l WHERE l.org_id = $1 AND l.token_hash = $2 AND l.used_at IS NULL AND l.expires_at > $3`,
);

/** A row once: the link is used up. */
export const useLinkOnce = statement<{ email: string; name: string | null }>(
  "use-developer-link",
  `UPDATE developer_links SET used_at = $3
   WHERE org_id = $1 AND token_hash = $2 AND used_at IS NULL AND expires_at > $3 RETURNING email, name`,
);

export const deleteExpiredLinks = statement(
  "delete-expired-developer-links",
  "DELETE FROM developer_links WHERE org_id = $1 AND expires_at < $2",
);

// Sessions.

export const insertSession = statement(
  "insert-developer-session",
  "INSERT INTO developer_sessions (org_id, token_hash, developer_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)",
);

export const findSession = statement<Developer>(
  "find-developer-session",
  `SELECT ${developer} FROM developer_sessions s JOIN developers d ON d.org_id = s.org_id AND d.developer_id = s.developer_id
   WHERE s.org_id = $1 AND s.token_hash = $2 AND s.expires_at > $3`,
);

export const deleteSession = statement(
  "delete-developer-session",
  "DELETE FROM developer_sessions WHERE org_id = $1 AND token_hash = $2",
);

export const deleteExpiredSessions = statement(
  "delete-expired-developer-sessions",
  "DELETE FROM developer_sessions WHERE org_id = $1 AND expires_at < $2",
);

// Keys. The directory has the keys themselves.

export const insertDeveloperKey = statement(
  "insert-developer-key",
  "INSERT INTO developer_keys (org_id, key_id, developer_id) VALUES ($1, $2, $3)",
);

/** A developer's keys that work at $3, newest first. One with an end is a rotated one. */
export const liveDeveloperKeys = statement<DeveloperKey>(
  "live-developer-keys",
  `SELECT k.key_id AS "keyId", a.created_at AS "createdAt", a.expires_at AS "expiresAt",
     (SELECT max(u.last_at) FROM key_use u WHERE u.org_id = $1 AND u.key_id = k.key_id) AS "lastUsedAt"
   FROM developer_keys k JOIN api_keys a ON a.org_id = k.org_id AND a.key_id = k.key_id
   WHERE k.org_id = $1 AND k.developer_id = $2 AND a.revoked_at IS NULL AND (a.expires_at IS NULL OR a.expires_at > $3)
   ORDER BY a.expires_at DESC NULLS FIRST, a.created_at DESC`,
);

/** Ends a live key at $4 that would go on without an end. */
export const endDeveloperKeyLater = statement<{ key_id: string }>(
  "end-developer-key-later",
  `UPDATE api_keys SET expires_at = $4
   WHERE org_id = $1 AND key_id = $3 AND revoked_at IS NULL AND expires_at IS NULL
     AND EXISTS (SELECT 1 FROM developer_keys k WHERE k.org_id = $1 AND k.developer_id = $2 AND k.key_id = $3)
   RETURNING key_id`,
);

export const revokeDeveloperKey = statement<{ key_id: string }>(
  "revoke-developer-key",
  `UPDATE api_keys SET revoked_at = $4
   WHERE org_id = $1 AND key_id = $3 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $4)
     AND EXISTS (SELECT 1 FROM developer_keys k WHERE k.org_id = $1 AND k.developer_id = $2 AND k.key_id = $3)
   RETURNING key_id`,
);

/** Calls per day of all of a developer's keys, revoked ones too, since the day $3; newest first. */
export const developerUse = statement<{ day: string; calls: number }>(
  "developer-use",
  `SELECT u.day, sum(u.calls)::bigint AS calls
   FROM developer_keys k JOIN key_use u ON u.org_id = k.org_id AND u.key_id = k.key_id
   WHERE k.org_id = $1 AND k.developer_id = $2 AND u.day >= $3 GROUP BY u.day ORDER BY u.day DESC`,
);

// What they did.

export const insertDeveloperEvent = statement(
  "insert-developer-event",
  `INSERT INTO developer_events (org_id, event_id, developer_id, action, key_id, request_id, occurred_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7)`,
);

export const developerEvents = statement<{ action: string; key_id: string | null; occurred_at: Date }>(
  "developer-events",
  `SELECT action, key_id, occurred_at FROM developer_events
   WHERE org_id = $1 AND developer_id = $2 ORDER BY occurred_at DESC, action LIMIT 10`,
);

// Limits.

/** Counts one more, in a new window that ends at $4 when the last one has ended by $3. */
export const countTowardsLimit = statement<{ count: number; window_ends_at: Date }>(
  "count-towards-developer-limit",
  `INSERT INTO developer_limits (org_id, subject, count, window_ends_at) VALUES ($1, $2, 1, $4)
   ON CONFLICT (org_id, subject) DO UPDATE SET
     count = CASE WHEN developer_limits.window_ends_at <= $3 THEN 1 ELSE developer_limits.count + 1 END,
     window_ends_at = CASE WHEN developer_limits.window_ends_at <= $3 THEN excluded.window_ends_at ELSE developer_limits.window_ends_at END
   RETURNING count, window_ends_at`,
);

export const deleteEndedLimits = statement(
  "delete-ended-developer-limits",
  "DELETE FROM developer_limits WHERE org_id = $1 AND window_ends_at < $2",
);
