import { statement } from "../../../../platform/database/statement.ts";

/** A sale or a return: of which event, and whose seats they became or were. */
export interface MovedRow {
  readonly seq: number;
  readonly numbered_at: Date;
  readonly eventId: number;
  readonly eventName: string;
  readonly accountId: number;
  readonly recordedAt: Date;
}

/** Sales and returns behind the time $2 and the number $3, $4 of them after $5 others; of the events $6 and of the account $7, each unless it is NULL. */
export const movesOfSales = statement<MovedRow>(
  "moves-of-sales",
  `SELECT m.seq, m.numbered_at, m.event_id AS "eventId", v.name AS "eventName", m.account_id AS "accountId", m.recorded_at AS "recordedAt" FROM (
     SELECT * FROM seat_moves z WHERE z.org_id = $1 AND z.seq IS NOT NULL AND z.kind IN ('sale', 'return') AND (z.numbered_at, z.seq) > ($2, $3)
       AND ($6::int[] IS NULL OR z.event_id = ANY ($6)) AND ($7::int IS NULL OR z.account_id = $7) ORDER BY z.numbered_at, z.seq LIMIT $4 OFFSET $5) m
   CROSS JOIN LATERAL (SELECT * FROM events a WHERE a.org_id = $1 AND a.event_id = m.event_id LIMIT 1) v ORDER BY m.numbered_at, m.seq`,
);

/** A change of a customer or an account. */
export interface ChangedRow {
  readonly seq: number;
  readonly numbered_at: Date;
  /** Those of the customer, or the one that was changed. */
  readonly accounts: readonly number[];
  /** Of an account: its primary one. */
  readonly customerId: number;
  readonly occurredAt: Date;
  readonly userName: string | null;
}

/** What changes have that were numbered before it was known when. */
const unknown = "timestamptz '1970-01-01T00:00:00Z'";
const ofAccounts = (z: string): string => `${z}.org_id = $1 AND ${z}.seq IS NOT NULL AND ${z}.entity IN ('account', 'customer')`;
/** A customer who is on no account concerns nobody here. */
const onAccount = `(z.entity = 'account' OR EXISTS (SELECT 1 FROM account_names n WHERE n.org_id = $1 AND n.customer_id = z.entity_id))`;
const chosen = `SELECT z.seq, z.numbered_at, z.entity, z.entity_id, z.occurred_at, z.write_id FROM changes z`;

/**
 * Changes of customers who are on an account, and of accounts, behind the time $2 and the number $3, $4 of them after $5 others. Who goes by time ($3 is -1) meets those too that were numbered before it was known when, and happened since: they are
 * looked for only when one could have happened so late, before the first whose time is known.
 */
export const changesOfAccounts = statement<ChangedRow>(
  "changes-of-accounts",
  `SELECT c.seq, c.numbered_at, CASE WHEN c.entity = 'account' THEN ARRAY[c.entity_id::int]
       ELSE ARRAY(SELECT n.account_id FROM account_names n WHERE n.org_id = $1 AND n.customer_id = c.entity_id ORDER BY n.account_id) END AS accounts,
     COALESCE(a.primary_customer_id, c.entity_id) AS "customerId", c.occurred_at AS "occurredAt", w.user_name AS "userName"
   FROM (
     SELECT * FROM (
       (${chosen} WHERE ${ofAccounts("z")} AND (z.numbered_at, z.seq) > ($2, $3) AND ${onAccount} ORDER BY z.numbered_at, z.seq LIMIT $4::bigint + $5::bigint)
       UNION ALL
       (${chosen} WHERE ${ofAccounts("z")} AND z.numbered_at = ${unknown} AND z.occurred_at >= $2 AND ${onAccount} AND $3::bigint = -1 AND $2 > ${unknown}
         AND $2 <= COALESCE((SELECT f.numbered_at FROM changes f WHERE ${ofAccounts("f")} AND f.numbered_at > ${unknown} ORDER BY f.numbered_at LIMIT 1), 'infinity')
        ORDER BY z.numbered_at, z.seq LIMIT $4::bigint + $5::bigint)) b
     ORDER BY numbered_at, seq LIMIT $4 OFFSET $5) c
   CROSS JOIN LATERAL (SELECT * FROM writes x WHERE x.org_id = $1 AND x.write_id = c.write_id LIMIT 1) w
   LEFT JOIN LATERAL (SELECT * FROM accounts x WHERE x.org_id = $1 AND c.entity = 'account' AND x.account_id = c.entity_id LIMIT 1) a ON true
   ORDER BY c.numbered_at, c.seq`,
);

/** A change of a price that is still there. */
export interface RepricedRow {
  readonly seq: number;
  readonly numbered_at: Date;
  readonly eventId: number;
  readonly eventName: string;
  readonly priceCode: string;
  readonly occurredAt: Date;
  readonly userName: string | null;
}

/** Changes of prices behind the time $2 and the number $3, $4 of them after $5 others; of the events and plans $6 unless they are NULL. Those of prices that are there no more are left out. */
export const changesOfPrices = statement<RepricedRow>(
  "changes-of-prices",
  `SELECT c.seq, c.numbered_at, p.event_id AS "eventId", v.name AS "eventName", p.price_code AS "priceCode", c.occurred_at AS "occurredAt", w.user_name AS "userName"
   FROM changes c
   CROSS JOIN LATERAL (SELECT * FROM prices x WHERE x.org_id = $1 AND x.price_id = c.entity_id LIMIT 1) p
   CROSS JOIN LATERAL (SELECT * FROM events x WHERE x.org_id = $1 AND x.event_id = p.event_id LIMIT 1) v
   CROSS JOIN LATERAL (SELECT * FROM writes x WHERE x.org_id = $1 AND x.write_id = c.write_id LIMIT 1) w
   WHERE c.org_id = $1 AND c.seq IS NOT NULL AND c.entity = 'price' AND (c.numbered_at, c.seq) > ($2, $3) AND ($6::int[] IS NULL OR p.event_id = ANY ($6))
   ORDER BY c.numbered_at, c.seq LIMIT $4 OFFSET $5`,
);
