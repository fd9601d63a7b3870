import { statement } from "../../../platform/database/statement.ts";
import type { Language, LoyaltyUser } from "../account.ts";
import type { CustomField, FieldSubject } from "../fields.ts";
import { userColumns } from "../queries.ts";

// Settings: what is set about the account, its users and its fields.

export interface SettingsRow {
  readonly language: Language;
  readonly ownerEmail: string | null;
  readonly getAllowed: boolean;
  readonly suspended: boolean;
  readonly details: Readonly<Record<string, string>>;
  /** The names that the account is called under. */
  readonly accountIds: readonly string[];
  /** The same, by the organisation's accounts. */
  readonly accounts: readonly { readonly account: number; readonly accountIds: readonly string[] }[];
}

export const accountSettings = statement<SettingsRow>(
  "loyalty-account-settings",
  `SELECT language, owner_email AS "ownerEmail", get_allowed AS "getAllowed", suspended, details,
     COALESCE((SELECT array_agg(n.name ORDER BY n.name) FROM organisation_names n WHERE n.org_id = $1 AND n.protocol = 'loyalty'), '{}') AS "accountIds",
     (SELECT COALESCE(json_agg(json_build_object('account', a.account, 'accountIds', a.names) ORDER BY a.account), '[]') FROM (
        SELECT n.account, array_agg(n.name ORDER BY n.name) AS names FROM organisation_names n WHERE n.org_id = $1 AND n.protocol = 'loyalty' GROUP BY n.account) a) AS accounts
   FROM loyalty_accounts WHERE org_id = $1`,
);

export const allFields = statement<CustomField & { readonly subject: FieldSubject }>(
  "loyalty-account-fields",
  `SELECT subject, number, label, shown, type, choices, searchable, is_unique AS "unique", required
   FROM custom_fields WHERE org_id = $1 AND deleted_at IS NULL ORDER BY subject, number`,
);

export const allStandardFields = statement<{ name: string; label: string | null; shown: boolean | null }>(
  "loyalty-account-standard-fields",
  "SELECT name, label, shown FROM standard_fields WHERE org_id = $1 ORDER BY name",
);

export const updateAccount = statement(
  "update-loyalty-account",
  "UPDATE loyalty_accounts SET language = $2, owner_email = $3, get_allowed = $4, details = $5, suspended = $6 WHERE org_id = $1",
);

// Users.

/** $3 to $15 as they stand in the table; what is NULL is taken away. The name, the key that stands for the user and the limit stay. */
export const updateUser = statement(
  "update-loyalty-user",
  `UPDATE loyalty_users SET role = $3, names = $4, given_name = $5, family_name = $6, additional_info = $7, language = $8, time_zone = $9,
     allowed_campaigns = $10, suppressed = $11, ends_on = $12, password_hash = $13, pin_hash = $14, pin_mark = $15
   WHERE org_id = $1 AND user_name = $2`,
);

export interface HeldUser extends LoyaltyUser {
  readonly passwordHash: string | null;
  readonly pinHash: string | null;
  readonly pinMark: Buffer | null;
}

export const holdUser = statement<HeldUser>(
  "hold-loyalty-user",
  `SELECT ${userColumns}, password_hash AS "passwordHash", pin_hash AS "pinHash", pin_mark AS "pinMark"
   FROM loyalty_users WHERE org_id = $1 AND user_name = $2 FOR UPDATE`,
);

export const deleteKeys = statement("delete-loyalty-keys", "DELETE FROM loyalty_keys WHERE org_id = $1 AND user_name = $2");

/** Ends the keys that log-ins gave to the user $2, but for $3, the one just given, and the newest $4 of the others. */
export const endOlderKeys = statement<{ created_at: Date }>(
  "end-older-loyalty-keys",
  `DELETE FROM loyalty_keys WHERE org_id = $1 AND user_name = $2 AND given_at_login AND key_hash <> $3 AND key_hash NOT IN
     (SELECT k.key_hash FROM loyalty_keys k WHERE k.org_id = $1 AND k.user_name = $2 AND k.given_at_login AND k.key_hash <> $3
      ORDER BY k.created_at DESC, k.key_hash LIMIT $4)
   RETURNING created_at`,
);

/** With the row by which who logs in finds the organisation; the keys must be gone. */
export const deleteUser = statement(
  "delete-loyalty-user",
  `WITH login AS (DELETE FROM loyalty_logins WHERE org_id = $1 AND user_name = $2)
   DELETE FROM loyalty_users WHERE org_id = $1 AND user_name = $2`,
);

// Attempts at a secret: counted before the costly check, settled after it.

const locked = "secret_attempts.locked_until > $3 AND secret_attempts.locked_until <= $4";
const failed = `CASE WHEN secret_attempts.locked_until IS NULL THEN secret_attempts.failures ELSE 0 END`;
// Processes' clocks differ a little.
const running = `CASE WHEN secret_attempts.checks_until BETWEEN $3 AND $6::timestamptz + interval '1 minute' THEN secret_attempts.checks ELSE 0 END`;

/**
 * Counts a check of the subject $2 that begins at $3, unless it is locked or as many are under way as wrong ones are left ($5). A lock that is over, or ends after $4,
 * which none can if the clock has not been turned back, begins the count anew. Checks that nobody ended by their time ($6 for this one) count no more:
 * their process died.
 */
export const beginAttempt = statement<{ failures: number }>(
  "begin-secret-attempt",
  `INSERT INTO secret_attempts (org_id, subject, failures, checks, checks_until, updated_at) VALUES ($1, $2, 0, 1, $6, $3)
   ON CONFLICT (org_id, subject) DO UPDATE SET
     checks = 1 + ${running}, checks_until = $6, failures = ${failed}, locked_until = NULL, updated_at = $3
   WHERE (${locked}) IS NOT TRUE AND ${failed} + ${running} < $5
   RETURNING failures`,
);

export const attemptState = statement<{ locked: boolean }>(
  "secret-attempt-state",
  `SELECT (${locked}) IS TRUE AS locked FROM secret_attempts WHERE org_id = $1 AND subject = $2`,
);

/** What is right begins the count anew. */
export const endRightAttempt = statement(
  "end-right-secret-attempt",
  `UPDATE secret_attempts SET failures = 0, checks = GREATEST(checks - 1, 0), updated_at = $3 WHERE org_id = $1 AND subject = $2`,
);

/** What is wrong counts; the one that is too many ($4) locks until $5. */
export const endWrongAttempt = statement(
  "end-wrong-secret-attempt",
  `UPDATE secret_attempts SET failures = failures + 1, checks = GREATEST(checks - 1, 0), updated_at = $3,
     locked_until = CASE WHEN failures + 1 >= $4 THEN $5::timestamptz ELSE locked_until END
   WHERE org_id = $1 AND subject = $2`,
);

/** A check that came to nothing, right or wrong. */
export const endUnknownAttempt = statement(
  "end-unknown-secret-attempt",
  "UPDATE secret_attempts SET checks = GREATEST(checks - 1, 0), updated_at = $3 WHERE org_id = $1 AND subject = $2",
);

/** Up to a hundred rows that say nothing any more: nobody has tried since $2. It waits for nobody, so that two can't wait for each other. */
export const forgetAttempts = statement(
  "forget-secret-attempts",
  `DELETE FROM secret_attempts WHERE org_id = $1 AND subject IN
     (SELECT a.subject FROM secret_attempts a WHERE a.org_id = $1 AND a.updated_at < $2 ORDER BY a.updated_at LIMIT 100 FOR UPDATE SKIP LOCKED)`,
);

export interface ProvingRow {
  readonly customerId: number;
  readonly passwordHash: string | null;
  readonly cardPinHash: string | null;
  readonly phone: string | null;
  readonly loyaltyCode: string | null;
  readonly userName: string | null;
  readonly cardNumber: string | null;
}

const current = (kind: string) => `(SELECT x.value FROM identifiers x
  WHERE x.org_id = $1 AND x.customer_id = i.customer_id AND x.kind = '${kind}' AND NOT x.retired LIMIT 1)`;

/** Who bears the identifier of the kind $2 with the key $3 now, with what they prove themselves with; two are enough to know that it is not one. */
export const provingBearers = statement<ProvingRow>(
  "proving-bearers",
  `SELECT c.customer_id AS "customerId", c.password_hash AS "passwordHash", c.card_pin_hash AS "cardPinHash", c.phone_day AS phone,
     ${current("loyalty-code")} AS "loyaltyCode", ${current("user-name")} AS "userName", ${current("card-number")} AS "cardNumber"
   FROM (SELECT customer_id FROM identifiers WHERE org_id = $1 AND kind = $2 AND value_key = $3 AND NOT retired LIMIT 2) i
   JOIN LATERAL (SELECT d.* FROM customers d WHERE d.org_id = $1 AND d.customer_id = i.customer_id LIMIT 1) c ON true`,
);

// Tokens that stand for a customer once.

/** No row: the customer has been erased meanwhile. The customer's tokens that are over go. */
export const insertToken = statement<{ customer_id: number }>(
  "insert-customer-token",
  `WITH over AS (DELETE FROM customer_tokens WHERE org_id = $1 AND customer_id = $3 AND expires_at <= $5),
     bearer AS (SELECT customer_id FROM customers WHERE org_id = $1 AND customer_id = $3 FOR KEY SHARE)
   INSERT INTO customer_tokens (org_id, token_hash, customer_id, expires_at, created_at)
   SELECT $1, $2, b.customer_id, $4, $5 FROM bearer b RETURNING customer_id`,
);

/** Whoever deletes it has it: of many at once one gets the row. */
export const takeToken = statement<{ customer_id: number; expires_at: Date }>(
  "take-customer-token",
  "DELETE FROM customer_tokens WHERE org_id = $1 AND token_hash = $2 RETURNING customer_id, expires_at",
);
