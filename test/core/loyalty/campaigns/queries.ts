import { statement } from "../../../../src/platform/database/statement.ts";

/** What is held of the campaign $2: balances and entries. */
export const rowsOf = statement<{ balances: number; entries: number }>(
  "test-rows-of-campaign",
  `SELECT (SELECT count(*) FROM ledger_balances WHERE org_id = $1 AND campaign_id = $2) AS balances,
     (SELECT count(*) FROM ledger_entries WHERE org_id = $1 AND campaign_id = $2) AS entries`,
);

/** When something may be due to the customers of the campaign $2. */
export const dueOf = statement<{ due_on: string | null }>(
  "test-due-of-campaign",
  "SELECT due_on FROM ledger_balances WHERE org_id = $1 AND campaign_id = $2 ORDER BY customer_id, item_id",
);
