import { statement } from "../../../platform/database/statement.ts";
import type { Journal, Merge } from "./journal.ts";

// Merging.

/** The accounts that the customer $2 is on; with $3 only where what it was merged in from is one of those. */
export const accountsOfCustomer = statement<{ account_id: number }>(
  "merge-accounts-of-customer",
  `SELECT account_id FROM account_names
   WHERE org_id = $1 AND customer_id = $2 AND ($3::int[] IS NULL OR came_from = ANY ($3::int[])) ORDER BY account_id`,
);

const current = `SELECT COALESCE(o.merged_into, o.customer_id) FROM customers o WHERE o.org_id = $1 AND o.customer_id = ANY ($2::int[])`;

/**
 * Locks whoever the numbers $2 lead to and all that lead there, in the order that every write keeps to: who was merged away before who they are
 * now, and each in the order of the numbers.
 */
export const lockAround = statement<{ customer_id: number }>(
  "merge-lock-around",
  `SELECT c.customer_id FROM customers c
   WHERE c.org_id = $1 AND c.customer_id = ANY (ARRAY(${current} UNION ALL
     SELECT n.customer_id FROM customers n WHERE n.org_id = $1 AND n.merged_into = ANY (ARRAY(${current}))))
   ORDER BY c.merged_into IS NULL, c.customer_id FOR UPDATE`,
);

/** The card numbers of whoever the numbers $2 lead to. */
export const cardsOf = statement<{ value: string }>(
  "merge-cards-of",
  `SELECT i.value FROM identifiers i
   WHERE i.org_id = $1 AND i.kind = 'card-number' AND NOT i.retired AND i.customer_id = ANY (ARRAY(${current}))`,
);

/** Locks those whose numbers lead to the customer $2. */
export const lockLeading = statement<{ customer_id: number; version: number }>(
  "merge-lock-leading",
  "SELECT customer_id, version FROM customers WHERE org_id = $1 AND merged_into = $2 ORDER BY customer_id FOR UPDATE",
);

const whole = (alias: string, more = ""): string => `COALESCE(jsonb_agg(to_jsonb(${alias})${more}), '[]')`;

/** Writes down the survivor $3 and the loser $4 as they are: to be run before anything of them is changed. */
export const insertMerge = statement<{ before: Journal }>(
  "insert-merge",
  `INSERT INTO merges (org_id, merge_id, survivor_id, loser_id, survivor_version, key_id, user_name, protocol, merged_at, before)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, jsonb_build_object(
     'customers', (SELECT ${whole("c", " - 'search_grams'")} FROM customers c WHERE c.org_id = $1 AND c.customer_id IN ($3, $4)),
     'identifiers', (SELECT ${whole("i")} FROM identifiers i WHERE i.org_id = $1 AND i.customer_id IN ($3, $4)),
     'names', (SELECT ${whole("n")} FROM account_names n WHERE n.org_id = $1 AND n.customer_id IN ($3, $4)),
     'primaries', (SELECT COALESCE(jsonb_agg(jsonb_build_object('account_id', a.account_id, 'customer_id', a.primary_customer_id)), '[]')
       FROM account_names m JOIN accounts a ON a.org_id = $1 AND a.account_id = m.account_id
       WHERE m.org_id = $1 AND m.customer_id = $4),
     'led', (SELECT COALESCE(jsonb_agg(d.customer_id ORDER BY d.customer_id), '[]') FROM customers d WHERE d.org_id = $1 AND d.merged_into = $4)))
   RETURNING before`,
);

/** The customer $2 is from now on the customer $3, and is found by nothing. */
export const markMergedAway = statement(
  "mark-merged-away",
  "UPDATE customers SET merged_into = $3, search_grams = '{}', version = $4, updated_at = $5 WHERE org_id = $1 AND customer_id = $2",
);

/** Those of the customers $2 that led elsewhere lead to $3; NULL: they are themselves again. */
export const leadTo = statement(
  "merge-lead-to",
  "UPDATE customers SET merged_into = $3::int, version = version + 1, updated_at = $4 WHERE org_id = $1 AND customer_id = ANY ($2::int[])",
);

/** The customer $2, whose version is written elsewhere, is itself again. */
export const clearMergedInto = statement(
  "clear-merged-into",
  "UPDATE customers SET merged_into = NULL WHERE org_id = $1 AND customer_id = $2",
);

export const deleteIdentifiersOf = statement(
  "delete-identifiers-of",
  "DELETE FROM identifiers WHERE org_id = $1 AND customer_id = $2",
);

/** Gives identifiers of the customer $2 the times of adding and the origins that belong to them: a list each of kind, type, key, time and origin. */
export const stampIdentifiers = statement(
  "stamp-identifiers",
  `UPDATE identifiers i SET created_at = s.created_at, came_from = s.came_from
   FROM unnest($3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::int[]) AS s (kind, type, value_key, created_at, came_from)
   WHERE i.org_id = $1 AND i.customer_id = $2 AND i.kind = s.kind AND i.type = s.type AND i.value_key = s.value_key`,
);

/** Who but the customers $2 has an identifier of the kinds $3 with the keys $4 exclusively. */
export const othersWith = statement<{ customer_id: number; kind: string; type: string }>(
  "others-with-identifiers",
  `SELECT i.customer_id, i.kind, i.type
   FROM unnest($3::text[], $4::text[]) AS w (kind, value_key)
   JOIN LATERAL (SELECT * FROM identifiers x
     WHERE x.org_id = $1 AND x.kind = w.kind AND x.value_key = w.value_key AND x.exclusive LIMIT 1) i ON true
   WHERE i.customer_id <> ALL ($2::int[]) LIMIT 1`,
);

// Names on accounts.

/** The name of the customer $3 on the account $2 becomes that of $4; $5: the one whom it was merged in from. */
export const handName = statement(
  "hand-account-name",
  "UPDATE account_names SET customer_id = $4, came_from = $5 WHERE org_id = $1 AND account_id = $2 AND customer_id = $3",
);

export const dropName = statement(
  "drop-account-name",
  "DELETE FROM account_names WHERE org_id = $1 AND account_id = $2 AND customer_id = $3",
);

export const setPrimary = statement(
  "set-primary-customer",
  "UPDATE accounts SET primary_customer_id = $3, version = $4, updated_at = $5 WHERE org_id = $1 AND account_id = $2",
);

// Undoing.

const shown = `merge_id AS "mergeId", survivor_id AS "survivorId", loser_id AS "loserId", merged_at AS "mergedAt", undone_at AS "undoneAt",
  key_id AS "keyId", user_name AS "userName", protocol`;

export const mergeToUndo = statement<Merge & { readonly survivorVersion: number; readonly before: Journal | null }>(
  "merge-to-undo",
  `SELECT ${shown}, survivor_version AS "survivorVersion", before FROM merges WHERE org_id = $1 AND merge_id = $2`,
);

/** Of the merges into the customer $2, one that came later than its version $3 and stands. */
export const laterMerge = statement<{ merge_id: string }>(
  "later-merge",
  "SELECT merge_id FROM merges WHERE org_id = $1 AND survivor_id = $2 AND survivor_version > $3 AND undone_at IS NULL LIMIT 1",
);

/** What it found is not used again, and would outlive the two. */
export const markUndone = statement(
  "mark-merge-undone",
  "UPDATE merges SET undone_at = $3, before = NULL WHERE org_id = $1 AND merge_id = $2",
);

export interface LaterChange {
  readonly action: string;
  readonly meant_for: number | null;
  readonly occurred_at: Date;
  readonly field_values: string | null;
}

/** What was changed of the customer $2 after its version $3, numbered or not. */
export const changesSince = statement<LaterChange>(
  "merge-changes-since",
  `SELECT c.action, c.meant_for, c.occurred_at, v.field_values FROM changes c
   LEFT JOIN LATERAL (SELECT * FROM change_values WHERE org_id = $1 AND write_id = c.write_id AND part = c.part LIMIT 1) v ON true
   WHERE c.org_id = $1 AND c.entity = 'customer' AND c.entity_id = $2 AND c.version > $3 ORDER BY c.version`,
);

export interface StampedIdentifier {
  readonly kind: string;
  readonly type: string;
  readonly value_key: string;
  /** As text, so that nothing of it is lost. */
  readonly created_at: string;
  readonly came_from: number | null;
}

export const stampsOf = statement<StampedIdentifier>(
  "identifier-stamps-of",
  "SELECT kind, type, value_key, created_at::text, came_from FROM identifiers WHERE org_id = $1 AND customer_id = $2",
);

/** The organisation's fields, since when each is defined, and whether no two customers share a value. */
export const fieldsDefined = statement<DefinedField>(
  "merge-fields-defined",
  `SELECT number, created_at AS since, is_unique AS "unique" FROM custom_fields
   WHERE org_id = $1 AND subject = 'customer' AND deleted_at IS NULL`,
);

export interface DefinedField {
  readonly number: number;
  readonly since: Date;
  readonly unique: boolean;
}

// Readers.

export const findMergeRow = statement<Merge>("find-merge", `SELECT ${shown} FROM merges WHERE org_id = $1 AND merge_id = $2`);

/** Those that the customer $2 was part of, behind the merge $4 of the time $3, $5 of them. */
export const mergesOf = statement<Merge>(
  "merges-of",
  `SELECT ${shown} FROM merges
   WHERE org_id = $1 AND (survivor_id = $2 OR loser_id = $2)
     AND ($3::timestamptz IS NULL OR (merged_at, merge_id) > ($3::timestamptz, $4::uuid))
   ORDER BY merged_at, merge_id LIMIT $5`,
);

/** Whether there is or was a customer of the number $2. */
export const numberIsKnown = statement<{ customer_id: number }>(
  "number-is-known",
  "SELECT customer_id FROM customers WHERE org_id = $1 AND customer_id = $2",
);
