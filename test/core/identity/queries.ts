/** Customers as they are, but for what every write moves. */
export const customers = `SELECT to_jsonb(c) - 'version' - 'updated_at' - 'search_grams' AS row, search_grams AS grams FROM customers c
  WHERE org_id = $1 AND customer_id = ANY ($2) ORDER BY customer_id`;
export const identifiers =
  "SELECT to_jsonb(i) AS row FROM identifiers i WHERE org_id = $1 AND customer_id = ANY ($2) ORDER BY customer_id, kind, type, value_key";
export const names =
  "SELECT to_jsonb(n) AS row FROM account_names n WHERE org_id = $1 AND customer_id = ANY ($2) ORDER BY account_id, customer_id";
export const accounts = `SELECT to_jsonb(a) - 'version' - 'updated_at' AS row FROM accounts a
  WHERE org_id = $1 AND account_id IN (SELECT account_id FROM account_names WHERE org_id = $1 AND customer_id = ANY ($2)) ORDER BY account_id`;
export const deliveries =
  "SELECT to_jsonb(d) AS row FROM deliveries d WHERE org_id = $1 AND customer_id = ANY ($2) ORDER BY delivery_id";

export const eraseMerge = "UPDATE merges SET before = NULL WHERE org_id = 1 AND merge_id = $1";
/** As if what a customer's changes said had been taken out of the log, and the merge left. */
export const eraseChanges = `DELETE FROM change_values v USING changes c
  WHERE c.org_id = 1 AND c.entity = 'customer' AND c.entity_id = $1 AND v.org_id = 1 AND v.write_id = c.write_id AND v.part = c.part`;
export const makeUniqueField = `INSERT INTO custom_fields (org_id, subject, number, label, type, is_unique, created_at)
  VALUES (1, 'customer', 904, 'Locker', 'text', true, '2026-01-01') ON CONFLICT DO NOTHING`;
/** As a bug would leave them behind. */
export const leadOn = "UPDATE customers SET merged_into = $2 WHERE org_id = 1 AND customer_id = $1";
export const standing = "SELECT merge_id FROM merges WHERE undone_at IS NULL";
/** Who has a loyalty code for their own, or had it. */
export const bearerOf = "SELECT customer_id FROM identifiers WHERE org_id = 1 AND kind = 'loyalty-code' AND value = $1";
export const lastMerge = "SELECT merge_id FROM merges WHERE org_id = 1 AND undone_at IS NULL ORDER BY merge_id DESC LIMIT 1";

/** As who is given an e-mail or a user name that is theirs alone. */
export const takeIdentifier = `INSERT INTO identifiers (org_id, customer_id, kind, value_key, value, exclusive, created_at)
  VALUES (1, $1, $2, $3, $3, true, '2026-01-01')`;

/** As who gives a card number out or retires it. */
export const holdCard = `INSERT INTO card_numbers (org_id, card_number) VALUES (1, $1)
  ON CONFLICT (org_id, card_number) DO UPDATE SET card_number = excluded.card_number`;
export const lockWithoutWaiting = "SELECT 1 FROM customers WHERE org_id = 1 AND customer_id = $1 FOR UPDATE NOWAIT";
/** Who waits for this connection. */
export const waiting = "SELECT pid FROM pg_stat_activity WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))";
