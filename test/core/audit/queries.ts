import { statement } from "../../../src/platform/database/statement.ts";

/** An account that only exists to be written to. */
export const makeEntity = statement(
  "test-make-entity",
  `INSERT INTO accounts (org_id, account_id, primary_customer_id, type, status, version, created_at, updated_at)
   VALUES ($1, $2, 4444, 'personal', 'active', 0, '2026-01-01', '2026-01-01')`,
);

export const lockEntity = statement<{ version: number }>(
  "test-lock-entity",
  "UPDATE accounts SET version = version + 1 WHERE org_id = $1 AND account_id = $2 RETURNING version",
);

/** What the sandbox wrote is not this test's. */
export const emptyLog = statement(
  "test-empty-log",
  `WITH values AS (DELETE FROM change_values WHERE org_id = $1) DELETE FROM changes WHERE org_id = $1`,
);

/** Every customer as the audit should tell it, secrets apart. */
export const allCustomers = "SELECT * FROM customers WHERE org_id = $1";
export const allIdentifiers =
  "SELECT customer_id, kind, type, value, comment, valid, retired FROM identifiers WHERE org_id = $1 ORDER BY created_at, type, value_key";
export const allAccounts = "SELECT * FROM accounts WHERE org_id = $1";
export const allNames =
  "SELECT account_id, customer_id, nickname, nickname_order FROM account_names WHERE org_id = $1 ORDER BY nickname_order, customer_id";
export const allGroups = "SELECT account_id, group_id FROM account_group_members WHERE org_id = $1 ORDER BY group_id";

// What tampering would do.
export const eraseValues = "DELETE FROM change_values WHERE org_id = $1 AND entity = 'customer' AND entity_id = $2";
export const alterValues =
  "UPDATE change_values SET field_values = replace(field_values, 'Peart', 'Smart') WHERE org_id = $1 AND entity = 'customer' AND entity_id = $2";
export const dropChange = `WITH gone AS (DELETE FROM change_values WHERE org_id = $1 AND (write_id, part) = (SELECT write_id, part FROM changes WHERE org_id = $1 AND seq = 3))
  DELETE FROM changes WHERE org_id = $1 AND seq = 3`;
