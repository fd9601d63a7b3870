import { statement } from "../../../../../src/platform/database/statement.ts";

export const waitingForLocks = statement<{ count: number }>(
  "test-ledger-waiting-for-locks",
  "SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
);
export const entriesOf = statement<{ entry_id: number; amount: number; customer_id: number; description: string | null }>(
  "test-ledger-entries-of",
  "SELECT entry_id, amount, customer_id, description FROM ledger_entries WHERE org_id = $1 AND customer_id = $2 AND kind <> 'enrolment'",
);
export const customerBy = statement<{ customer_id: number }>(
  "test-ledger-customer-by",
  "SELECT customer_id FROM identifiers WHERE org_id = $1 AND kind = 'loyalty-code' AND value = $2",
);
export const mailsTo = statement<{ recipient: string; body_text: string | null; state: string }>(
  "test-ledger-mails-to",
  "SELECT recipient, body_text, state FROM mails WHERE org_id = $1 AND recipient = $2",
);
