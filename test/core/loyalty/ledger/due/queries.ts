import { statement } from "../../../../../src/platform/database/statement.ts";

/** An entry that a rule has made, as it must be wherever it was made. */
export interface DueRow {
  readonly customer: number;
  readonly campaign: number;
  readonly rule: number;
  readonly due: string;
  readonly kind: string;
  readonly amount: number;
  readonly at: Date;
  readonly description: string | null;
}

/** What the rules have made through the day $2. */
export const dueEntries = statement<DueRow>(
  "test-due-entries",
  `SELECT customer_id AS customer, campaign_id AS campaign, rule_id AS rule, due_on AS due, kind, amount, occurred_at AS at, description
   FROM ledger_entries WHERE org_id = $1 AND rule_id IS NOT NULL AND due_on <= $2::date ORDER BY customer_id, campaign_id, due_on, rule_id`,
);

export interface BalanceRow {
  readonly customer: number;
  readonly campaign: number;
  readonly item: number;
  readonly balance: number;
  readonly cumulative: number;
  readonly due: string | null;
  /** What the entries come to. */
  readonly total: number;
}

export const balances = statement<BalanceRow>(
  "test-balances",
  `SELECT b.customer_id AS customer, b.campaign_id AS campaign, b.item_id AS item, b.balance, b.cumulative, b.due_on AS due,
     (SELECT COALESCE(sum(e.amount), 0)::bigint FROM ledger_entries e JOIN customers c ON c.org_id = $1 AND c.customer_id = e.customer_id
      WHERE e.org_id = $1 AND COALESCE(c.merged_into, c.customer_id) = b.customer_id AND e.campaign_id = b.campaign_id AND e.item_id = b.item_id) AS total
   FROM ledger_balances b WHERE b.org_id = $1 ORDER BY b.customer_id, b.campaign_id, b.item_id`,
);

/** Somebody who changed a campaign. */
export const raiseCampaign = statement(
  "test-raise-campaign",
  "UPDATE campaigns SET version = version + 1 WHERE org_id = $1 AND campaign_id = $2",
);

/** A balance that a fault has made less than its entries come to. */
export const breakBalance = statement(
  "test-break-balance",
  "UPDATE ledger_balances SET balance = 0 WHERE org_id = $1 AND customer_id = $2 AND campaign_id = $3",
);

/** Connections to this database that wait for another's lock. */
export const waiting = statement<{ count: number }>(
  "test-waiting-for-locks",
  "SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
);
