import { statement } from "../../platform/database/statement.ts";
import type { ApiKey, ClientCertificate, Organisation, Protocol, User } from "./organisation.ts";

// The directory: these statements find the organisation, so not all of them can be bound to one.

export const directoryVersion = statement<{ version: number }>("directory-version", "SELECT version FROM directory_version");

export const raiseDirectoryVersion = statement("raise-directory-version", "UPDATE directory_version SET version = version + 1");

export const takeOrgId = statement<{ org_id: number }>(
  "take-org-id",
  "UPDATE directory_version SET next_org_id = next_org_id + 1, version = version + 1 RETURNING next_org_id - 1 AS org_id",
);

const apiKey = `key_id AS "keyId", org_id AS "orgId", label, protocol, products, names, commands, branch, networks,
  calls_per_minute AS "callsPerMinute", calls_per_day AS "callsPerDay", expires_at AS "expiresAt", revoked_at AS "revokedAt"`;

export const findApiKey = statement<ApiKey>("find-api-key", `SELECT ${apiKey} FROM api_keys WHERE key_hash = $1`);

export const listApiKeys = statement<ApiKey>(
  "list-api-keys",
  `SELECT ${apiKey} FROM api_keys WHERE org_id = $1 ORDER BY created_at, key_id`,
);

export const insertApiKey = statement(
  "insert-api-key",
  `INSERT INTO api_keys (key_hash, key_id, org_id, label, protocol, products, names, commands, branch, networks, calls_per_minute,
     calls_per_day, expires_at, created_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
);

/** No row: the organisation has no such key, or it is revoked already. */
export const revokeApiKey = statement<{ key_id: string }>(
  "revoke-api-key",
  "UPDATE api_keys SET revoked_at = $3 WHERE org_id = $1 AND key_id = $2 AND revoked_at IS NULL RETURNING key_id",
);

const certificate = `certificate_id AS "certificateId", org_id AS "orgId", fingerprint, label, names,
  calls_per_minute AS "callsPerMinute", calls_per_day AS "callsPerDay", not_before AS "notBefore", not_after AS "notAfter",
  revoked_at AS "revokedAt"`;

export const findCertificate = statement<ClientCertificate>(
  "find-certificate",
  `SELECT ${certificate} FROM client_certificates WHERE fingerprint = $1`,
);

export const listCertificates = statement<ClientCertificate>(
  "list-certificates",
  `SELECT ${certificate} FROM client_certificates WHERE org_id = $1 ORDER BY created_at, certificate_id`,
);

export const insertCertificate = statement(
  "insert-certificate",
  `INSERT INTO client_certificates (fingerprint, certificate_id, org_id, label, names, calls_per_minute, calls_per_day, not_before, not_after, created_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
);

/** No row: the organisation has no such certificate, or it is revoked already. */
export const revokeCertificate = statement<{ certificate_id: string }>(
  "revoke-certificate",
  `UPDATE client_certificates SET revoked_at = $3 WHERE org_id = $1 AND certificate_id = $2 AND revoked_at IS NULL
   RETURNING certificate_id`,
);

export const findName = statement<{ org_id: number; account: number }>(
  "find-name",
  "SELECT org_id, account FROM organisation_names WHERE protocol = $1 AND name = $2 AND active",
);

/** Whether anybody has the name, in use or not. */
export const nameIsTaken = statement<{ org_id: number }>(
  "name-is-taken",
  "SELECT org_id FROM organisation_names WHERE protocol = $1 AND name = $2",
);

export const listNames = statement<{ protocol: Protocol; name: string; active: boolean }>(
  "list-names",
  "SELECT protocol, name, active FROM organisation_names WHERE org_id = $1 ORDER BY protocol, name",
);

/** $5: of a loyalty name which of the organisation's accounts it is for, else 1. */
export const insertName = statement(
  "insert-name",
  "INSERT INTO organisation_names (protocol, name, org_id, active, account) VALUES ($1, $2, $3, $4, $5)",
);

/** No row: the organisation has no such company. */
export const setNameActive = statement<{ name: string }>(
  "set-name-active",
  "UPDATE organisation_names SET active = $3 WHERE org_id = $1 AND protocol = 'delivery' AND name = $2 RETURNING name",
);

/** A branch of a company that the organisation has; no row when it has not. */
export const insertBranch = statement<{ branch: number }>(
  "insert-branch",
  `INSERT INTO branches (org_id, company, branch, name, created_at)
   SELECT $1, n.name, $3, $4, $5 FROM organisation_names n WHERE n.org_id = $1 AND n.protocol = 'delivery' AND n.name = $2
   RETURNING branch`,
);

export const findBranch = statement<{ name: string }>(
  "find-branch",
  "SELECT name FROM branches WHERE org_id = $1 AND company = $2 AND branch = $3",
);

export const listBranches = statement<{ company: string; branch: number; name: string }>(
  "list-branches",
  "SELECT company, branch, name FROM branches WHERE org_id = $1 ORDER BY company, branch",
);

/** The session of a token, ended ones included, with the key that made it. */
export const findDeliverySession = statement<SessionRow>(
  "find-delivery-session",
  `SELECT s.company, s.branch AS "sessionBranch", s.expires_at AS "sessionExpiresAt", k.*
   FROM delivery_sessions s JOIN (SELECT ${apiKey} FROM api_keys) k ON k."keyId" = s.key_id WHERE s.token_hash = $1`,
);

export interface SessionRow extends ApiKey {
  readonly company: string;
  readonly sessionBranch: number;
  readonly sessionExpiresAt: Date;
}

export const insertDeliverySession = statement(
  "insert-delivery-session",
  `WITH ended AS (DELETE FROM delivery_sessions WHERE key_id = $3 AND expires_at < $7)
   INSERT INTO delivery_sessions (token_hash, org_id, key_id, company, branch, expires_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
);

/** Every organisation has one, whether it is called under a name or not. */
export const insertLoyaltyAccount = statement(
  "insert-loyalty-account",
  "INSERT INTO loyalty_accounts (org_id, created_at, updated_at) VALUES ($1, $2, $2)",
);

const organisation = `org_id AS "orgId", slug, name, time_zone AS "timeZone", currency, own_networks AS "ownNetworks",
  alternate_id_types AS "alternateIdTypes", sandbox`;

export const findOrganisation = statement<Organisation>(
  "find-organisation",
  `SELECT ${organisation} FROM organisations o WHERE org_id = $1`,
);

export const findOrganisationBySlug = statement<Organisation>(
  "find-organisation-by-slug",
  `SELECT ${organisation} FROM organisations o WHERE slug = $1`,
);

export const listOrganisations = statement<Organisation>(
  "list-organisations",
  `SELECT ${organisation} FROM organisations o ORDER BY slug`,
);

/** Organisations that no key of theirs opens to a vendor at the time $1; the native API's keys are not for vendors. */
export const organisationsWithoutKey = statement<{ slug: string }>(
  "organisations-without-key",
  `SELECT slug FROM organisations o WHERE NOT EXISTS (
     SELECT 1 FROM api_keys k WHERE k.org_id = o.org_id AND k.protocol <> 'native' AND k.revoked_at IS NULL
       AND (k.expires_at IS NULL OR k.expires_at > $1))
   ORDER BY slug`,
);

export const insertOrganisation = statement(
  "insert-organisation",
  `INSERT INTO organisations (org_id, slug, name, time_zone, currency, own_networks, alternate_id_types, created_at, sandbox)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
);

export const insertChangeCounter = statement(
  "insert-change-counter",
  "INSERT INTO change_counters (org_id, last_seq, sealed_seq) VALUES ($1, 0, 0)",
);

// Users belong to an organisation.

export const findUser = statement<User>(
  "find-user",
  `SELECT user_name AS "userName", names, password_hash AS "passwordHash", password_required AS "passwordRequired"
   FROM users WHERE org_id = $1 AND user_name = $2`,
);

export const insertUser = statement(
  "insert-user",
  "INSERT INTO users (org_id, user_name, names, password_hash, password_required, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
);

// Numbers that vendors show.

export const insertCounter = statement("insert-counter", "INSERT INTO counters (org_id, counter, last) VALUES ($1, $2, $3)");

/**
 * One more of each of the kinds $2; a kind that has no row has none left. None is taken when a customer on an account has the
 * e-mail $3 (its key, or NULL): who is about to add one learns that in the same round trip. The rows are locked in the order of their key, so that
 * callers can't wait for each other. Nothing waits for the disk: the write that uses a number comes later in the same log, so
 * where that one is kept this one is, and where it is lost the number may be given out again.
 */
export const takeNumbers = statement<{ counter: "customer" | "account" | "delivery"; last: number }>(
  "take-numbers",
  `WITH mine AS (
     SELECT counter, set_config('synchronous_commit', 'off', true) FROM counters
     WHERE org_id = $1 AND counter = ANY ($2::text[])
       AND NOT EXISTS (SELECT 1 FROM identifiers WHERE org_id = $1 AND kind = 'email' AND value_key = $3::text AND exclusive)
     ORDER BY counter FOR UPDATE)
   UPDATE counters c SET last = c.last + 1 FROM mine
   WHERE c.org_id = $1 AND c.counter = mine.counter AND c.last < 2147483647 RETURNING c.counter, c.last`,
);

/** $3 more of the kind $2, in a row; `last` is the highest of them. None is above 2147483647, but of the kinds whose columns hold more. Kept on disk before any is used: a process may outlive the database that gave them. */
export const takeBlock = statement<{ last: number }>(
  "take-block",
  `UPDATE counters SET last = last + $3::int WHERE org_id = $1 AND counter = $2
     AND (last + $3::int <= 2147483647 OR counter IN ('transaction', 'seat-move', 'scan')) RETURNING last`,
);

/** Moves a counter to the end of the run of used numbers that begins at $2. */
export const skipUsedCustomers = statement(
  "skip-used-customers",
  `UPDATE counters SET last = GREATEST(last, (
     SELECT c.customer_id FROM customers c WHERE c.org_id = $1 AND c.customer_id >= $2
       AND NOT EXISTS (SELECT 1 FROM customers d WHERE d.org_id = $1 AND d.customer_id = c.customer_id::bigint + 1)
     ORDER BY c.customer_id LIMIT 1)) WHERE org_id = $1 AND counter = 'customer'`,
);

export const skipUsedAccounts = statement(
  "skip-used-accounts",
  `UPDATE counters SET last = GREATEST(last, (
     SELECT c.account_id FROM accounts c WHERE c.org_id = $1 AND c.account_id >= $2
       AND NOT EXISTS (SELECT 1 FROM accounts d WHERE d.org_id = $1 AND d.account_id = c.account_id::bigint + 1)
     ORDER BY c.account_id LIMIT 1)) WHERE org_id = $1 AND counter = 'account'`,
);

export const skipUsedDeliveries = statement(
  "skip-used-deliveries",
  `UPDATE counters SET last = GREATEST(last, (
     SELECT d.delivery_id FROM deliveries d WHERE d.org_id = $1 AND d.delivery_id >= $2
       AND NOT EXISTS (SELECT 1 FROM deliveries e WHERE e.org_id = $1 AND e.delivery_id = d.delivery_id::bigint + 1)
     ORDER BY d.delivery_id LIMIT 1)) WHERE org_id = $1 AND counter = 'delivery'`,
);

// The pepper.

export const findPepperProofs = statement<{ pepper_version: number; proof: Buffer }>(
  "find-pepper-proofs",
  "SELECT pepper_version, proof FROM pepper_proofs ORDER BY pepper_version",
);

export const insertPepperProof = statement(
  "insert-pepper-proof",
  "INSERT INTO pepper_proofs (pepper_version, proof) VALUES ($1, $2) ON CONFLICT DO NOTHING",
);
