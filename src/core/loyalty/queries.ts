import { statement } from "../../platform/database/statement.ts";
import type { LoyaltyAccount, LoyaltyUser, UserWithKeys } from "./account.ts";
import type { CustomField } from "./fields.ts";

// The account and who calls for it.

export const loyaltyAccount = statement<LoyaltyAccount>(
  "loyalty-account",
  `SELECT language, owner_email AS "ownerEmail", get_allowed AS "getAllowed", suspended, details, version, created_at AS "createdAt",
     (SELECT count(DISTINCT n.account) FROM organisation_names n WHERE n.org_id = $1 AND n.protocol = 'loyalty' AND n.active) AS accounts
   FROM loyalty_accounts WHERE org_id = $1`,
);

/** Whether calls may carry their secrets in a URL; set when the account is made. */
export const openAccount = statement("open-loyalty-account", "UPDATE loyalty_accounts SET get_allowed = $2 WHERE org_id = $1");

/** A LoyaltyUser. */
export const userColumns = `user_name AS "userName", user_key_id AS "userKeyId", role, names, given_name AS "givenName", family_name AS "familyName",
  additional_info AS "additionalInfo", language, time_zone AS "timeZone", allowed_campaigns AS "allowedCampaigns", suppressed,
  calls_per_minute AS "callsPerMinute", ends_on AS "endsOn", password_hash IS NOT NULL AS "hasPassword", pin_hash IS NOT NULL AS "hasPin"`;

export const userWithKeys = statement<UserWithKeys>(
  "loyalty-user-with-keys",
  `SELECT ${userColumns}, COALESCE((SELECT array_agg(k.key_hash) FROM loyalty_keys k WHERE k.org_id = $1 AND k.user_name = u.user_name), '{}') AS "keyHashes"
   FROM loyalty_users u WHERE u.org_id = $1 AND u.user_name = $2`,
);

export const userPassword = statement<{ password_hash: string | null }>(
  "loyalty-user-password",
  "SELECT password_hash FROM loyalty_users WHERE org_id = $1 AND user_name = $2",
);

/** Where users of a name may log in, by an account_id of each organisation; two are enough to know that it is not one. */
export const loginsOf = statement<{ account_id: string }>(
  "loyalty-logins-of",
  `SELECT (SELECT min(n.name) FROM organisation_names n WHERE n.org_id = l.org_id AND n.protocol = 'loyalty' AND n.active) AS account_id
   FROM loyalty_logins l WHERE l.user_name = $1 LIMIT 2`,
);

export const listUsers = statement<LoyaltyUser>(
  "loyalty-users",
  `SELECT ${userColumns} FROM loyalty_users u WHERE u.org_id = $1 ORDER BY u.user_name`,
);

export const insertUser = statement(
  "insert-loyalty-user",
  `WITH login AS (INSERT INTO loyalty_logins (user_name, org_id) VALUES ($2, $1) ON CONFLICT DO NOTHING)
   INSERT INTO loyalty_users (org_id, user_name, user_key_id, role, names, given_name, family_name, password_hash, pin_hash, pin_mark,
     additional_info, language, time_zone, allowed_campaigns, suppressed, calls_per_minute, ends_on, created_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
);

/** A key of a user; $5: a log-in gives it out. One that is there stays, and for good if it comes from elsewhere as well. */
export const insertKey = statement(
  "insert-loyalty-key",
  `INSERT INTO loyalty_keys (org_id, user_name, key_hash, created_at, given_at_login) VALUES ($1, $2, $3, $4, $5)
   ON CONFLICT (org_id, user_name, key_hash) DO UPDATE SET given_at_login = loyalty_keys.given_at_login AND excluded.given_at_login`,
);

// Cards and codes.

/** Holds the row of a card number until the transaction ends, made if there was none: who gives a number out or retires it comes one after the other. */
export const holdCardNumber = statement(
  "hold-card-number",
  `INSERT INTO card_numbers (org_id, card_number) VALUES ($1, $2)
   ON CONFLICT (org_id, card_number) DO UPDATE SET card_number = excluded.card_number`,
);

/** A row when the number was on file nowhere, and now is this transaction's. */
export const claimCardNumber = statement<{ card_number: string }>(
  "claim-card-number",
  "INSERT INTO card_numbers (org_id, card_number) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING card_number",
);

/** Those of the numbers $2 that are or were on file. */
export const knownCardNumbers = statement<{ card_number: string }>(
  "known-card-numbers",
  "SELECT card_number FROM card_numbers WHERE org_id = $1 AND card_number = ANY ($2::text[])",
);

export interface BearerRow {
  readonly kind: "loyalty-code" | "card-number";
  readonly value: string;
  readonly customer_id: number;
  readonly retired: boolean;
  /** Whose it was before that one was merged into the customer. */
  readonly came_from: number | null;
}

/** Who bears one of the codes $2 or the cards $3, retired ones too; of a card at most a few, for one is right and two are too many. */
export const bearers = statement<BearerRow>(
  "loyalty-bearers",
  `SELECT kind, value_key AS value, customer_id, retired, came_from FROM identifiers
   WHERE org_id = $1 AND kind = 'loyalty-code' AND value_key = ANY ($2::text[]) AND exclusive
   UNION ALL
   (SELECT kind, value_key AS value, customer_id, retired, came_from FROM identifiers
    WHERE org_id = $1 AND kind = 'card-number' AND value_key = ANY ($3::text[]) ORDER BY retired, customer_id LIMIT 100)`,
);

/** Who bears an exclusive identifier of the kind $2 with the key $3. */
export const exclusiveBearer = statement<{ customer_id: number }>(
  "exclusive-bearer",
  "SELECT customer_id FROM identifiers WHERE org_id = $1 AND kind = $2 AND value_key = $3 AND exclusive",
);

// Fields of the organisation's own.

export const customFields = statement<CustomField>(
  "custom-fields",
  `SELECT number, label, shown, type, choices, searchable, is_unique AS "unique", required
   FROM custom_fields WHERE org_id = $1 AND subject = $2 AND deleted_at IS NULL ORDER BY number`,
);

export const insertField = statement(
  "insert-custom-field",
  `INSERT INTO custom_fields (org_id, subject, number, label, shown, type, choices, searchable, is_unique, required, created_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
);

// The account's version: what is set about it, its users and its fields is one history.

export const lockAccount = statement<{ version: number }>(
  "lock-loyalty-account",
  "SELECT version FROM loyalty_accounts WHERE org_id = $1 FOR UPDATE",
);

export const raiseAccountVersion = statement(
  "raise-loyalty-account-version",
  "UPDATE loyalty_accounts SET version = $2, updated_at = $3 WHERE org_id = $1",
);
