import { statement } from "../../platform/database/statement.ts";

/** Who of those on an account has an e-mail, and on which account: the main one, else the first in nickname order. */
export const emailOwner = statement<{ customer_id: number; account_id: number }>(
  "email-owner",
  `SELECT i.customer_id, n.account_id
   FROM identifiers i
   JOIN account_names n ON n.org_id = $1 AND n.customer_id = i.customer_id
   JOIN accounts a ON a.org_id = $1 AND a.account_id = n.account_id
   WHERE i.org_id = $1 AND i.kind = 'email' AND i.value_key = $2 AND i.exclusive
   ORDER BY (a.primary_customer_id = i.customer_id) DESC, n.nickname_order, n.account_id LIMIT 1`,
);

/** Who bears an external reference, by its key. */
export const referenceBearer = statement<{ customer_id: number }>(
  "reference-bearer",
  "SELECT customer_id FROM identifiers WHERE org_id = $1 AND kind = 'external-reference' AND value_key = $2 AND exclusive",
);

/** The customers on an account who bear an alternate id, with all accounts of each in nickname order; $3 NULL: of any type. */
export const alternateIdBearers = statement<{ customer_id: number; account_ids: number[] }>(
  "alternate-id-bearers",
  `SELECT b.customer_id, json_agg(n.account_id ORDER BY (a.primary_customer_id = b.customer_id) DESC, n.nickname_order, n.account_id) AS account_ids
   FROM (SELECT DISTINCT org_id, customer_id FROM identifiers
         WHERE org_id = $1 AND kind = 'alternate-id' AND value_key = $2 AND ($3::text IS NULL OR type = $3)) b
   JOIN account_names n ON n.org_id = $1 AND n.customer_id = b.customer_id
   JOIN accounts a ON a.org_id = $1 AND a.account_id = n.account_id
   GROUP BY b.customer_id ORDER BY b.customer_id LIMIT 1000`,
);

export type IdentifierKind =
  | "email"
  | "alternate-id"
  | "loyalty-code"
  | "external-reference"
  | "card-number"
  | "user-name"
  | "custom-field";

export interface IdentifierRow {
  readonly kind: IdentifierKind;
  readonly type: string;
  readonly value_key: string;
  readonly value: string;
  readonly comment: string | null;
  readonly exclusive: boolean;
  readonly valid: boolean;
  readonly retired: boolean;
}

export const identifiersOf = statement<IdentifierRow>(
  "identifiers-of",
  `SELECT kind, type, value_key, value, comment, exclusive, valid, retired FROM identifiers
   WHERE org_id = $1 AND customer_id = $2 ORDER BY kind, created_at, type, value_key`,
);

export const identifierColumns = ["kind", "type", "value_key", "value", "comment", "exclusive", "valid", "retired"] as const;

const flags: readonly string[] = ["exclusive", "valid", "retired"];

/** The rows that a list per column makes, from the parameter `first` on. */
export const identifierLists = (first: number): string =>
  `unnest(${identifierColumns.map((name, i) => `$${first + i}::${flags.includes(name) ? "boolean" : "text"}[]`).join(", ")})`;

/** For the customer $2, at the time $3, as many as there are: then comes a list per column. */
export const insertIdentifiers = statement(
  "insert-identifiers",
  `INSERT INTO identifiers (org_id, customer_id, created_at, ${identifierColumns.join(", ")})
   SELECT $1, $2, $3, i.* FROM ${identifierLists(4)} AS i`,
);

export const updateIdentifier = statement(
  "update-identifier",
  `UPDATE identifiers SET value = $6, comment = $7, exclusive = $8, valid = $9, retired = $10
   WHERE org_id = $1 AND customer_id = $2 AND kind = $3 AND type = $4 AND value_key = $5`,
);

export const deleteIdentifier = statement(
  "delete-identifier",
  "DELETE FROM identifiers WHERE org_id = $1 AND customer_id = $2 AND kind = $3 AND type = $4 AND value_key = $5",
);
