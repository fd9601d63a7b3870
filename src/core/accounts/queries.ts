import { statement } from "../../platform/database/statement.ts";
import type { AccountRecord } from "./record.ts";

export const accountExists = statement<{ account_id: number }>(
  "account-exists",
  "SELECT account_id FROM accounts WHERE org_id = $1 AND account_id = $2",
);

/** An account, and the name on it of its main customer $3. */
export const insertAccount = statement(
  "insert-account",
  `WITH account AS (
     INSERT INTO accounts (org_id, account_id, primary_customer_id, type, status, external_id_1, external_id_2, other_info, version, created_at, updated_at)
     VALUES ($1, $2, $3, $4, 'active', $5, $6, $7, 1, $8, $8)
     RETURNING account_id)
   INSERT INTO account_names (org_id, account_id, customer_id, nickname, nickname_order) SELECT $1, account_id, $3, NULL, 0 FROM account`,
);

export interface AccountRow {
  readonly account_id: number;
  readonly primary_customer_id: number;
  readonly external_id_1: string | null;
  readonly external_id_2: string | null;
  readonly other_info: Record<string, string>;
  readonly locked: boolean;
  readonly pin_failures: number;
  readonly pin_checks: number;
  readonly version: number;
  readonly updated_at: Date;
}

export const lockAccountRow = statement<AccountRow>(
  "lock-account-row",
  `SELECT account_id, primary_customer_id, external_id_1, external_id_2, other_info, locked, pin_failures, pin_checks, version, updated_at
   FROM accounts WHERE org_id = $1 AND account_id = $2 FOR UPDATE`,
);

export const updateAccountRow = statement(
  "update-account",
  `UPDATE accounts SET external_id_1 = $3, external_id_2 = $4, other_info = $5, version = $6, updated_at = $7 WHERE org_id = $1 AND account_id = $2`,
);

/** Sets or lifts the lock; the count of wrong PINs begins anew. */
export const setAccountLock = statement(
  "set-account-lock",
  `UPDATE accounts SET locked = $3, pin_failures = 0, pin_checks = 0, version = $4, updated_at = $5 WHERE org_id = $1 AND account_id = $2`,
);

export const touchAccount = statement(
  "touch-account",
  "UPDATE accounts SET version = $3, updated_at = $4 WHERE org_id = $1 AND account_id = $2",
);

export interface AccountNameRow {
  readonly customer_id: number;
  readonly nickname: string | null;
  readonly nickname_order: number;
  /** Who was on the account before, and has been merged into this customer. */
  readonly came_from?: number | null;
}

export const namesOnAccount = statement<AccountNameRow>(
  "names-on-account",
  "SELECT customer_id, nickname, nickname_order, came_from FROM account_names WHERE org_id = $1 AND account_id = $2 ORDER BY nickname_order, customer_id",
);

/** $6: whom it was meant for, when that one has been merged into the customer $3. */
export const insertAccountName = statement(
  "insert-account-name",
  `INSERT INTO account_names (org_id, account_id, customer_id, nickname, nickname_order, came_from) VALUES ($1, $2, $3, $4, $5, $6)`,
);

export const isOnAccount = statement<{ account_id: number }>(
  "is-on-account",
  "SELECT account_id FROM account_names WHERE org_id = $1 AND customer_id = $2 LIMIT 1",
);

// Attempts at a PIN: counted before the costly check, settled after it.

/**
 * Counts a check that begins, unless the account is locked or as many checks are under way as wrong ones are left ($3).
 * Checks that nobody ended by their time count no more: their process died, and nobody was told whether the PIN was right.
 */
export const beginPinCheck = statement<{ pin_failures: number }>(
  "begin-pin-check",
  `UPDATE accounts SET pin_checks = 1 + CASE WHEN pin_checks_until < $4 THEN 0 ELSE pin_checks END, pin_checks_until = $5
   WHERE org_id = $1 AND account_id = $2 AND NOT locked
     AND pin_failures + CASE WHEN pin_checks_until < $4 THEN 0 ELSE pin_checks END < $3
   RETURNING pin_failures`,
);

export const pinCounters = statement<{ locked: boolean; pin_failures: number }>(
  "pin-counters",
  "SELECT locked, pin_failures FROM accounts WHERE org_id = $1 AND account_id = $2",
);

export const endRightPinCheck = statement(
  "end-right-pin-check",
  "UPDATE accounts SET pin_checks = GREATEST(pin_checks - 1, 0), pin_failures = 0 WHERE org_id = $1 AND account_id = $2",
);

export const endUnknownPinCheck = statement(
  "end-unknown-pin-check",
  "UPDATE accounts SET pin_checks = GREATEST(pin_checks - 1, 0) WHERE org_id = $1 AND account_id = $2",
);

/** Of a locked row. */
export const setPinCounters = statement(
  "set-pin-counters",
  `UPDATE accounts SET pin_failures = $3, pin_checks = $4, locked = $5, version = $6, updated_at = $7 WHERE org_id = $1 AND account_id = $2`,
);

export const insertGroup = statement(
  "insert-group",
  "INSERT INTO account_groups (org_id, group_id, name) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
);

export const groupsOf = statement<{ group_id: number }>(
  "groups-of",
  "SELECT group_id FROM account_group_members WHERE org_id = $1 AND account_id = $2 ORDER BY group_id",
);

export const insertGroupMember = statement(
  "insert-group-member",
  "INSERT INTO account_group_members (org_id, account_id, group_id) VALUES ($1, $2, $3)",
);

// Accounts as they are told, whole.

export const customerExists = statement<{ customer_id: number }>(
  "customer-exists",
  "SELECT customer_id FROM customers WHERE org_id = $1 AND customer_id = $2",
);

const recordColumns = `a.account_id AS "accountId", a.primary_customer_id AS "primaryCustomerId", a.type, a.status, a.locked,
  a.external_id_1 AS "externalId1", a.external_id_2 AS "externalId2", a.other_info AS "otherInfo", a.version,
  a.created_at AS "createdAt", a.updated_at AS "updatedAt",
  COALESCE((SELECT json_agg(json_build_object('groupId', g.group_id, 'name', g.name) ORDER BY g.group_id)
    FROM account_group_members m JOIN account_groups g ON g.org_id = $1 AND g.group_id = m.group_id
    WHERE m.org_id = $1 AND m.account_id = a.account_id), '[]') AS groups,
  COALESCE((SELECT json_agg(json_build_object('customerId', n.customer_id, 'nickname', n.nickname, 'order', n.nickname_order)
                            ORDER BY n.nickname_order, n.customer_id)
    FROM account_names n WHERE n.org_id = $1 AND n.account_id = a.account_id), '[]') AS names`;

export const accountRecord = statement<AccountRecord>(
  "account-record",
  `SELECT ${recordColumns} FROM accounts a WHERE a.org_id = $1 AND a.account_id = $2`,
);

/** Of the customer that the number $2 leads to, those numbered above $3, $4 of them. */
export const accountRecordsOf = statement<AccountRecord>(
  "account-records-of",
  `SELECT ${recordColumns}
   FROM (SELECT o.account_id FROM account_names o WHERE o.org_id = $1 AND o.account_id > $3 AND o.customer_id = COALESCE(
           (SELECT c.merged_into FROM customers c WHERE c.org_id = $1 AND c.customer_id = $2::int), $2::int)
         ORDER BY o.account_id LIMIT $4) own
   JOIN LATERAL (SELECT x.* FROM accounts x WHERE x.org_id = $1 AND x.account_id = own.account_id LIMIT 1) a ON true
   ORDER BY a.account_id`,
);
