import { statement } from "../../../../platform/database/statement.ts";
import type { KnownEntry } from "./read-entries.ts";

/** What was looked for over all organisations is then done in one at a time. */
export const organisationsWithDue = statement<{ orgId: number; timeZone: string; aheadMs: number; dueOn: string }>(
  "organisations-with-due",
  `SELECT o.org_id AS "orgId", o.time_zone AS "timeZone", COALESCE(s.ahead_ms, 0) AS "aheadMs", d.due_on AS "dueOn"
   FROM organisations o LEFT JOIN sandbox_clocks s ON s.org_id = o.org_id
   CROSS JOIN LATERAL (SELECT LEAST(
     (SELECT b.due_on FROM ledger_balances b WHERE b.org_id = o.org_id AND b.due_on IS NOT NULL ORDER BY b.due_on LIMIT 1),
     (SELECT min(c.rules_changed_on) FROM campaigns c WHERE c.org_id = o.org_id AND c.deleted_at IS NULL)) AS due_on) d
   WHERE d.due_on IS NOT NULL`,
);

/** Whose balance of what. */
export interface BalanceKey {
  readonly customerId: number;
  readonly campaignId: number;
  readonly itemId: number;
}

/** Balances for which something may be due on the day $2 or before it, but those of the customers $3; the earliest days first, $4 of them. */
export const dueBalances = statement<BalanceKey>(
  "due-balances",
  `SELECT customer_id AS "customerId", campaign_id AS "campaignId", item_id AS "itemId" FROM ledger_balances
   WHERE org_id = $1 AND due_on <= $2::date AND customer_id <> ALL ($3::int[]) ORDER BY due_on LIMIT $4`,
);

/** $2 the customers, $3 the campaigns and $4 the items of some balances, by their place among them. */
const wanted = "unnest($2::int[], $3::bigint[], $4::int[]) WITH ORDINALITY AS w (customer_id, campaign_id, item_id, place)";

/** Locks those of the balances for which something may still be due on the day $5 or before it, in the order of their keys, like whoever locks several. */
export const holdDueBalances = statement<{ place: number; enrolledAt: Date }>(
  "hold-due-balances",
  `SELECT w.place, b.enrolled_at AS "enrolledAt" FROM ${wanted}
   JOIN ledger_balances b ON b.org_id = $1 AND b.customer_id = w.customer_id AND b.campaign_id = w.campaign_id AND b.item_id = w.item_id
   WHERE b.due_on <= $5::date ORDER BY b.customer_id, b.campaign_id, b.item_id FOR UPDATE OF b`,
);

/** The entries of the balances, under all numbers that lead to their customers. */
export const entriesOfBalances = statement<KnownEntry & { place: number }>(
  "entries-of-balances",
  `SELECT w.place, e.entry_id AS "entryId", e.kind, e.amount, e.occurred_at AS "occurredAt", e.undoes, e.rule_id AS "ruleId", e.due_on AS "dueOn"
   FROM ${wanted}
   CROSS JOIN LATERAL (SELECT w.customer_id UNION ALL SELECT c.customer_id FROM customers c WHERE c.org_id = $1 AND c.merged_into = w.customer_id) n
   JOIN ledger_entries e ON e.org_id = $1 AND e.customer_id = n.customer_id AND e.campaign_id = w.campaign_id AND e.item_id = w.item_id`,
);

/** When each of the customers $2 was last merged with another, or parted; NULL: never. */
export const lastMerges = statement<{ customerId: number; at: Date | null }>(
  "last-merges",
  `SELECT w.customer_id AS "customerId", GREATEST(
     (SELECT max(GREATEST(m.merged_at, m.undone_at)) FROM merges m WHERE m.org_id = $1 AND m.survivor_id = w.customer_id),
     (SELECT max(GREATEST(l.merged_at, l.undone_at)) FROM merges l WHERE l.org_id = $1 AND l.loser_id = w.customer_id)) AS at
   FROM unnest($2::int[]) AS w (customer_id)`,
);

/** Sets, of the balances, the days $5 before which nothing is due; NULL: nothing ever is. */
export const setDueOn = statement(
  "set-due-on",
  `UPDATE ledger_balances b SET due_on = w.due_on
   FROM unnest($2::int[], $3::bigint[], $4::int[], $5::date[]) AS w (customer_id, campaign_id, item_id, due_on)
   WHERE b.org_id = $1 AND b.customer_id = w.customer_id AND b.campaign_id = w.campaign_id AND b.item_id = w.item_id`,
);
