import { statement } from "../../../../platform/database/statement.ts";
import { isSale } from "../queries.ts";

/** What each row of these feeds has beside what it tells: how far the whole range goes, when somebody goes by time. */
interface Ranged {
  readonly seq: number;
  readonly numbered_at: Date;
  readonly newest_at: Date;
  readonly newest_seq: number;
}

/**
 * The rows of `range` (with seq, numbered_at and told_at, when it happened), each `key` once: $4 of them after $5 others, in the order of the change log. Who goes by cursor gets each by its latest change ("last"): what is changed again comes
 * again, behind the cursor. Who goes by time, in pages, gets each by its first since then ("first"), so that no place moves while changes are being made; told_at is the latest in both. A walk by time goes on behind the
 * row of the parameters `behind`.
 */
const once = (range: string, key: string, by: "first" | "last", [at, seq]: readonly [string, string]): string => {
  const order = by === "last" ? "DESC" : "ASC";
  const behind = by === "last" ? "" : `WHERE (numbered_at, seq) > (${at}::timestamptz, ${seq}::bigint) `;
  return `WITH ranged AS MATERIALIZED (${range}),
   each AS (SELECT DISTINCT ON (${key}) z.*, max(z.told_at) OVER (PARTITION BY ${key}) AS last_at FROM ranged z ORDER BY ${key}, z.numbered_at ${order}, z.seq ${order}),
   newest AS (SELECT n.numbered_at AS newest_at, n.seq AS newest_seq FROM ranged n ORDER BY n.numbered_at DESC, n.seq DESC LIMIT 1),
   page AS (SELECT * FROM each ${behind}ORDER BY numbered_at, seq LIMIT $4 OFFSET $5)`;
};

/** A sale or a return: of which event, and whose seats they became or were. */
export interface MovedRow extends Ranged {
  readonly eventId: number;
  readonly eventName: string;
  readonly accountId: number;
  readonly recordedAt: Date;
}

/** Sales and returns behind the time $2 and the number $3, of the events $6 and of the account $7, each unless it is NULL. */
const moves = `SELECT z.seq, z.numbered_at, z.event_id, z.account_id, z.recorded_at AS told_at FROM seat_moves z
     WHERE z.org_id = $1 AND z.seq IS NOT NULL AND ${isSale("z")} AND (z.numbered_at, z.seq) > ($2, $3)
       AND ($6::int[] IS NULL OR z.event_id = ANY ($6)) AND ($7::int IS NULL OR z.account_id = $7)`;
const movedOnce = (key: string, by: "first" | "last"): string => `${once(moves, key, by, ["$8", "$9"])}
   SELECT m.seq, m.numbered_at, w.newest_at, w.newest_seq, m.event_id AS "eventId", v.name AS "eventName", m.account_id AS "accountId", m.last_at AS "recordedAt"
   FROM page m CROSS JOIN newest w
   CROSS JOIN LATERAL (SELECT * FROM events a WHERE a.org_id = $1 AND a.event_id = m.event_id LIMIT 1) v ORDER BY m.numbered_at, m.seq`;

/** Events with sales or returns; see once(). */
export const eventsMovedFirst = statement<MovedRow>("events-moved-first", movedOnce("z.event_id", "first"));
export const eventsMovedLast = statement<MovedRow>("events-moved-last", movedOnce("z.event_id", "last"));

/** Accounts at events. */
export const accountsMovedFirst = statement<MovedRow>("accounts-moved-first", movedOnce("z.account_id, z.event_id", "first"));
export const accountsMovedLast = statement<MovedRow>("accounts-moved-last", movedOnce("z.account_id, z.event_id", "last"));

/** A change of an account, or of a customer who is on it. */
export interface ChangedRow extends Ranged {
  readonly accountId: number;
  /** Of an account: its primary one. */
  readonly customerId: number;
  readonly occurredAt: Date;
  readonly userName: string | null;
}

/** What changes have that were numbered before it was known when. */
const unknown = "timestamptz '1970-01-01T00:00:00Z'";
const ofAccounts = (z: string): string => `${z}.org_id = $1 AND ${z}.seq IS NOT NULL AND ${z}.entity IN ('account', 'customer')`;
/** A customer's change is told for each of their accounts; who is on none concerns nobody here. */
const accountsChanged = (z: string): string => `CROSS JOIN LATERAL (
       SELECT a.account_id, a.primary_customer_id AS customer_id FROM accounts a WHERE ${z}.entity = 'account' AND a.org_id = $1 AND a.account_id = ${z}.entity_id
       UNION ALL SELECT n.account_id, n.customer_id FROM account_names n WHERE ${z}.entity = 'customer' AND n.org_id = $1 AND n.customer_id = ${z}.entity_id) k`;
const changed = "SELECT z.seq, z.numbered_at, z.occurred_at AS told_at, z.write_id, k.account_id, k.customer_id FROM changes z";

/**
 * Changes of accounts and of customers on them behind the time $2 and the number $3; of the account $6 unless it is NULL. Who goes by time ($3 is -1) meets those too that were numbered before it was known when, and happened since: they are
 * looked for only when one could have happened so late, before the first whose time is known.
 */
const changedAccounts = `
     (${changed} ${accountsChanged("z")} WHERE ${ofAccounts("z")} AND (z.numbered_at, z.seq) > ($2, $3) AND ($6::int IS NULL OR k.account_id = $6))
     UNION ALL
     (${changed} ${accountsChanged("z")} WHERE ${ofAccounts("z")} AND z.numbered_at = ${unknown} AND z.occurred_at >= $2 AND $3::bigint = -1 AND $2 > ${unknown}
       AND ($6::int IS NULL OR k.account_id = $6)
       AND $2 <= COALESCE((SELECT f.numbered_at FROM changes f WHERE ${ofAccounts("f")} AND f.numbered_at > ${unknown} ORDER BY f.numbered_at LIMIT 1), 'infinity'))`;
const changedOnce = (by: "first" | "last"): string => `${once(changedAccounts, "z.account_id, z.customer_id", by, ["$7", "$8"])}
   SELECT c.seq, c.numbered_at, m.newest_at, m.newest_seq, c.account_id AS "accountId", c.customer_id AS "customerId", c.last_at AS "occurredAt", w.user_name AS "userName"
   FROM page c CROSS JOIN newest m CROSS JOIN LATERAL (SELECT * FROM writes x WHERE x.org_id = $1 AND x.write_id = c.write_id LIMIT 1) w ORDER BY c.numbered_at, c.seq`;

/** Accounts with changes; see once(). */
export const accountsChangedFirst = statement<ChangedRow>("accounts-changed-first", changedOnce("first"));
export const accountsChangedLast = statement<ChangedRow>("accounts-changed-last", changedOnce("last"));

/** A change of a price that is still there. */
export interface RepricedRow extends Ranged {
  readonly eventId: number;
  readonly eventName: string;
  readonly priceCode: string;
  readonly occurredAt: Date;
  readonly userName: string | null;
}

/** Changes of prices behind the time $2 and the number $3; of the events and plans $6 unless they are NULL. Those of prices that are there no more are left out. */
const repriced = `SELECT c.seq, c.numbered_at, c.occurred_at AS told_at, c.write_id, p.event_id, p.price_code FROM changes c
   CROSS JOIN LATERAL (SELECT * FROM prices x WHERE x.org_id = $1 AND x.price_id = c.entity_id LIMIT 1) p
   WHERE c.org_id = $1 AND c.seq IS NOT NULL AND c.entity = 'price' AND (c.numbered_at, c.seq) > ($2, $3) AND ($6::int[] IS NULL OR p.event_id = ANY ($6))`;
const repricedOnce = (by: "first" | "last"): string => `${once(repriced, "z.event_id, z.price_code", by, ["$7", "$8"])}
   SELECT c.seq, c.numbered_at, m.newest_at, m.newest_seq, c.event_id AS "eventId", v.name AS "eventName", c.price_code AS "priceCode", c.last_at AS "occurredAt", w.user_name AS "userName"
   FROM page c CROSS JOIN newest m
   CROSS JOIN LATERAL (SELECT * FROM events x WHERE x.org_id = $1 AND x.event_id = c.event_id LIMIT 1) v
   CROSS JOIN LATERAL (SELECT * FROM writes x WHERE x.org_id = $1 AND x.write_id = c.write_id LIMIT 1) w ORDER BY c.numbered_at, c.seq`;

/** Price codes with changes; see once(). */
export const pricesChangedFirst = statement<RepricedRow>("prices-changed-first", repricedOnce("first"));
export const pricesChangedLast = statement<RepricedRow>("prices-changed-last", repricedOnce("last"));
