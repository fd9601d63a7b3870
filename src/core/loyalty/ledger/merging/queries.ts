import { statement } from "../../../../platform/database/statement.ts";

/** What the customer $2 had in campaigns is the customer $3's from now on. */
export const foldBalances = statement(
  "fold-balances",
  `WITH gone AS (DELETE FROM ledger_balances WHERE org_id = $1 AND customer_id = $2 RETURNING *)
   INSERT INTO ledger_balances (org_id, customer_id, campaign_id, item_id, balance, cumulative, enrolled_at, due_on)
   SELECT $1, $3, g.campaign_id, g.item_id, g.balance, g.cumulative, g.enrolled_at, g.due_on FROM gone g
   ON CONFLICT (org_id, customer_id, campaign_id, item_id) DO UPDATE SET balance = ledger_balances.balance + excluded.balance,
     cumulative = ledger_balances.cumulative + excluded.cumulative, enrolled_at = LEAST(ledger_balances.enrolled_at, excluded.enrolled_at), due_on = LEAST(ledger_balances.due_on, excluded.due_on)`,
);

/** Locks what the customer $2 has. */
export const lockBalances = statement<{ campaign_id: number; item_id: number; balance: number }>(
  "lock-balances",
  "SELECT campaign_id, item_id, balance FROM ledger_balances WHERE org_id = $1 AND customer_id = $2 ORDER BY campaign_id, item_id FOR UPDATE",
);

const deleted = "(SELECT c.campaign_id FROM campaigns c WHERE c.org_id = $1 AND c.deleted_at IS NOT NULL)";

/** Takes what customers of the numbers $2 have in campaigns that are being deleted; then, in a statement of its own that sees what was written until the balances went, their entries. */
export const deleteBalancesOfDeleted = statement(
  "delete-balances-of-deleted-campaigns",
  `DELETE FROM ledger_balances WHERE org_id = $1 AND customer_id = ANY ($2::int[]) AND campaign_id IN ${deleted}`,
);

export const deleteEntriesOfDeleted = statement(
  "delete-entries-of-deleted-campaigns",
  `WITH entries AS (DELETE FROM ledger_entries e WHERE e.org_id = $1 AND e.customer_id = ANY ($2::int[]) AND e.campaign_id IN ${deleted} RETURNING e.entry_id)
   DELETE FROM ledger_undone u USING entries t WHERE u.org_id = $1 AND u.entry_id = t.entry_id`,
);

/** Locks what the customers $2 have, in the order that every write of many keeps to. */
export const lockBalancesOf = statement(
  "lock-balances-of",
  "SELECT 1 FROM ledger_balances WHERE org_id = $1 AND customer_id = ANY ($2::int[]) ORDER BY customer_id, campaign_id, item_id FOR UPDATE",
);

const parts = `SELECT e.campaign_id, e.item_id, sum(e.amount)::bigint AS balance, COALESCE(sum(e.amount) FILTER (WHERE e.kind = 'activity'), 0)::bigint AS cumulative,
    min(e.occurred_at) AS since
  FROM ledger_entries e WHERE e.org_id = $1 AND e.customer_id = ANY ($2::int[]) GROUP BY e.campaign_id, e.item_id`;

/** What the entries of the numbers $2 come to. */
export const sumsOf = statement<{ campaign_id: number; item_id: number; balance: number; cumulative: number }>(
  "ledger-sums-of",
  parts,
);

/** What the entries of the numbers $2 come to is no more the customer $3's, but the customer $4's; from the day $5 on rules may be due to both. */
export const partBalances = statement(
  "part-balances",
  `WITH part AS (${parts}), taken AS (
     UPDATE ledger_balances b SET balance = b.balance - p.balance, cumulative = b.cumulative - p.cumulative, due_on = CASE WHEN b.due_on IS NOT NULL THEN $5::date END
     FROM part p WHERE b.org_id = $1 AND b.customer_id = $3 AND b.campaign_id = p.campaign_id AND b.item_id = p.item_id
   ), rows AS (
     SELECT campaign_id, item_id, balance, cumulative FROM part
     UNION ALL SELECT DISTINCT campaign_id, 0, 0, 0 FROM part q WHERE NOT EXISTS (SELECT 1 FROM part z WHERE z.campaign_id = q.campaign_id AND z.item_id = 0))
   INSERT INTO ledger_balances (org_id, customer_id, campaign_id, item_id, balance, cumulative, enrolled_at, due_on)
   SELECT $1, $4, r.campaign_id, r.item_id, r.balance, r.cumulative, (SELECT min(p.since) FROM part p WHERE p.campaign_id = r.campaign_id),
     CASE WHEN EXISTS (SELECT 1 FROM campaigns c WHERE c.org_id = $1 AND c.campaign_id = r.campaign_id AND c.shortest_days IS NOT NULL) THEN $5::date END
   FROM rows r`,
);

/** Rows of the customer $2, whose numbers are $3, that nothing was ever recorded for: they came with another. */
export const dropForeignBalances = statement(
  "drop-foreign-balances",
  `DELETE FROM ledger_balances b WHERE b.org_id = $1 AND b.customer_id = $2 AND NOT EXISTS (
     SELECT 1 FROM ledger_entries e WHERE e.org_id = $1 AND e.customer_id = ANY ($3::int[]) AND e.campaign_id = b.campaign_id
       AND (b.item_id = 0 OR e.item_id = b.item_id))`,
);

/** Campaigns in which the customer $2, whose numbers are $3, has a balance and no entry of having joined. */
export const notEnrolled = statement<{ campaign_id: number }>(
  "ledger-not-enrolled",
  `SELECT b.campaign_id FROM ledger_balances b WHERE b.org_id = $1 AND b.customer_id = $2 AND b.item_id = 0 AND NOT EXISTS (
     SELECT 1 FROM ledger_entries e WHERE e.org_id = $1 AND e.customer_id = ANY ($3::int[]) AND e.campaign_id = b.campaign_id AND e.kind = 'enrolment')
   ORDER BY b.campaign_id`,
);

/** The ledger of the customers $2, who are erased. */
export const eraseEntries = statement(
  "erase-ledger-entries",
  `WITH entries AS (DELETE FROM ledger_entries e WHERE e.org_id = $1 AND e.customer_id = ANY ($2::int[]) RETURNING e.entry_id)
   DELETE FROM ledger_undone u USING entries t WHERE u.org_id = $1 AND u.entry_id = t.entry_id`,
);

export const eraseBalances = statement(
  "erase-ledger-balances",
  "DELETE FROM ledger_balances WHERE org_id = $1 AND customer_id = ANY ($2::int[])",
);
