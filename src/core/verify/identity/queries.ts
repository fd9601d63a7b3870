import { statement } from "../../../platform/database/statement.ts";
import { recordColumns } from "../../customers/queries.ts";
import type { IdentifierRow } from "../../identity/queries.ts";

// Each reads a bounded part of an organisation, so that none takes long.

/** The $3 customers behind the number $2 that were merged into another, with what they should not have and should. */
export const mergedAway = statement<{
  readonly id: number;
  readonly leads_on: boolean;
  readonly has_identifiers: boolean;
  readonly has_names: boolean;
  readonly has_balances: boolean;
  readonly is_merged: boolean;
}>(
  "verify-merged-away",
  `SELECT c.customer_id AS id,
     EXISTS (SELECT 1 FROM customers s WHERE s.org_id = $1 AND s.customer_id = c.merged_into AND s.merged_into IS NOT NULL) AS leads_on,
     EXISTS (SELECT 1 FROM identifiers i WHERE i.org_id = $1 AND i.customer_id = c.customer_id) AS has_identifiers,
     EXISTS (SELECT 1 FROM account_names n WHERE n.org_id = $1 AND n.customer_id = c.customer_id) AS has_names,
     EXISTS (SELECT 1 FROM ledger_balances b WHERE b.org_id = $1 AND b.customer_id = c.customer_id) AS has_balances,
     EXISTS (SELECT 1 FROM merges m WHERE m.org_id = $1 AND m.loser_id = c.customer_id AND m.undone_at IS NULL) AS is_merged
   FROM customers c WHERE c.org_id = $1 AND c.customer_id > $2 AND c.merged_into IS NOT NULL ORDER BY c.customer_id LIMIT $3`,
);

/** The $3 merges behind $2 that stand, with who the loser and the survivor are now; NULL: there is no such customer, and of a loser also: nobody but themselves. */
export const standingMerges = statement<{
  readonly id: string;
  readonly loser_id: number;
  readonly loser: number | null;
  readonly survivor: number | null;
}>(
  "verify-standing-merges",
  `SELECT m.merge_id AS id, m.loser_id,
     (SELECT l.merged_into FROM customers l WHERE l.org_id = $1 AND l.customer_id = m.loser_id) AS loser,
     (SELECT COALESCE(s.merged_into, s.customer_id) FROM customers s WHERE s.org_id = $1 AND s.customer_id = m.survivor_id) AS survivor
   FROM merges m WHERE m.org_id = $1 AND m.merge_id > $2::uuid AND m.undone_at IS NULL ORDER BY m.merge_id LIMIT $3`,
);

/** An identifier with what its row must follow from. */
export interface HeldIdentifier extends IdentifierRow {
  readonly customer_id: number;
  readonly on_account: boolean;
  readonly is_there: boolean;
}

/** The $6 identifiers behind that of the kind $2, the key $3, the customer $4 and the type $5: those of one kind and key follow each other. */
export const identifiersAfter = statement<HeldIdentifier>(
  "verify-identifiers-after",
  `SELECT i.kind, i.type, i.value_key, i.value, i.comment, i.exclusive, i.valid, i.retired, i.customer_id,
     EXISTS (SELECT 1 FROM account_names n WHERE n.org_id = $1 AND n.customer_id = i.customer_id) AS on_account,
     EXISTS (SELECT 1 FROM customers c WHERE c.org_id = $1 AND c.customer_id = i.customer_id) AS is_there
   FROM (SELECT * FROM identifiers x WHERE x.org_id = $1 AND (x.kind, x.value_key, x.customer_id, x.type) > ($2::text, $3::text, $4::int, $5::text)
         ORDER BY x.kind, x.value_key, x.customer_id, x.type LIMIT $6) i
   ORDER BY i.kind, i.value_key, i.customer_id, i.type`,
);

/** $4 customers numbered above $3 who are searched for, as record.ts reads one, and their grams last. */
export const gramsAfter = statement<unknown[]>(
  "verify-grams-after",
  `SELECT ${recordColumns}, c.search_grams FROM customers c
   WHERE c.org_id = $1 AND c.customer_id > $3 AND c.merged_into IS NULL ORDER BY c.customer_id LIMIT $4`,
  { rowMode: "array" },
);
