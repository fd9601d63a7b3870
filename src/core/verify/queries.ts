import { statement } from "../../platform/database/statement.ts";
import type { AuditedChange } from "../audit/queries.ts";

// Each reads a bounded part of an organisation, so that none takes long.

export const changeCounter = statement<{ last_seq: number; sealed_seq: number; last_seal: number }>(
  "verify-change-counter",
  `SELECT last_seq, sealed_seq, coalesce((SELECT max(last_seq) FROM audit_seals WHERE org_id = $1), 0) AS last_seal
   FROM change_counters WHERE org_id = $1`,
);

/** How many changes have numbers after $2 and up to $3. */
export const numbersBetween = statement<{ count: number }>(
  "verify-numbers-between",
  "SELECT count(*) AS count FROM changes WHERE org_id = $1 AND seq > $2 AND seq <= $3",
);

export const numberAfter = statement<{ seq: number }>(
  "verify-number-after",
  "SELECT seq FROM changes WHERE org_id = $1 AND seq > $2 ORDER BY seq LIMIT 1",
);

/**
 * The $7 changes of entities of the kind $2 behind the part $6 of the write $5, which made the version $4 of number $3: entity by entity, each
 * from its first version on; also those that have no number yet. Each LIMIT 1 keeps the planner to one look-up by key per change.
 */
export const changesByEntity = statement<Omit<AuditedChange, "seq"> & { readonly seq: number | null }>(
  "verify-changes-by-entity",
  `SELECT c.seq, c.write_id, c.part, c.entity, c.entity_id, c.version, c.action, c.fields, c.occurred_at, c.digest,
     w.key_id, w.user_name, w.protocol, w.call, w.request_id, v.salt, v.field_values
   FROM (SELECT * FROM changes
         WHERE org_id = $1 AND entity = $2 AND (entity_id, version, write_id, part) > ($3::bigint, $4::bigint, $5::uuid, $6::int)
         ORDER BY entity_id, version, write_id, part LIMIT $7) c
   CROSS JOIN LATERAL (SELECT * FROM writes WHERE org_id = $1 AND write_id = c.write_id LIMIT 1) w
   LEFT JOIN LATERAL (SELECT * FROM change_values WHERE org_id = $1 AND write_id = c.write_id AND part = c.part LIMIT 1) v ON true
   ORDER BY c.entity_id, c.version, c.write_id, c.part`,
);

// For each kind of entity: the $3 rows behind the number $2 with their versions and the last ones that the change log has of them; and
// which of the numbers $2 have no row.

export interface VersionRow {
  readonly id: number;
  readonly version: number;
  readonly logged: number | null;
}

export const customerVersions = statement<VersionRow>(
  "verify-customer-versions",
  `SELECT customer_id AS id, version, (SELECT version FROM changes h
     WHERE h.org_id = $1 AND h.entity = 'customer' AND h.entity_id = c.customer_id ORDER BY h.version DESC LIMIT 1) AS logged
   FROM customers c WHERE c.org_id = $1 AND c.customer_id > $2 ORDER BY c.customer_id LIMIT $3`,
);

export const accountVersions = statement<VersionRow>(
  "verify-account-versions",
  `SELECT account_id AS id, version, (SELECT version FROM changes h
     WHERE h.org_id = $1 AND h.entity = 'account' AND h.entity_id = a.account_id ORDER BY h.version DESC LIMIT 1) AS logged
   FROM accounts a WHERE a.org_id = $1 AND a.account_id > $2 ORDER BY a.account_id LIMIT $3`,
);

export const deliveryVersions = statement<VersionRow>(
  "verify-delivery-versions",
  `SELECT delivery_id AS id, version, (SELECT version FROM changes h
     WHERE h.org_id = $1 AND h.entity = 'delivery' AND h.entity_id = d.delivery_id ORDER BY h.version DESC LIMIT 1) AS logged
   FROM deliveries d WHERE d.org_id = $1 AND d.delivery_id > $2 ORDER BY d.delivery_id LIMIT $3`,
);

/** An organisation has one, under the number 1; what it was made with is not told. */
export const loyaltyAccountVersions = statement<VersionRow>(
  "verify-loyalty-account-versions",
  `SELECT 1 AS id, version, (SELECT version FROM changes h
     WHERE h.org_id = $1 AND h.entity = 'loyalty-account' AND h.entity_id = 1 ORDER BY h.version DESC LIMIT 1) AS logged
   FROM loyalty_accounts a WHERE a.org_id = $1 AND $2::int < 1 AND a.version > 0 LIMIT $3`,
);

export const campaignVersions = statement<VersionRow>(
  "verify-campaign-versions",
  `SELECT campaign_id AS id, version, (SELECT version FROM changes h
     WHERE h.org_id = $1 AND h.entity = 'campaign' AND h.entity_id = c.campaign_id ORDER BY h.version DESC LIMIT 1) AS logged
   FROM campaigns c WHERE c.org_id = $1 AND c.campaign_id > $2 ORDER BY c.campaign_id LIMIT $3`,
);

/** One who was erased is missing rightly. */
export const customersMissing = statement<{ id: number }>(
  "verify-customers-missing",
  `SELECT id FROM unnest($2::bigint[]) AS id WHERE NOT EXISTS (SELECT 1 FROM customers WHERE org_id = $1 AND customer_id = id)
     AND (SELECT action FROM changes h WHERE h.org_id = $1 AND h.entity = 'customer' AND h.entity_id = id ORDER BY h.version DESC LIMIT 1) IS DISTINCT FROM 'erased'`,
);

export const accountsMissing = statement<{ id: number }>(
  "verify-accounts-missing",
  `SELECT id FROM unnest($2::bigint[]) AS id WHERE NOT EXISTS (SELECT 1 FROM accounts WHERE org_id = $1 AND account_id = id)`,
);

export const deliveriesMissing = statement<{ id: number }>(
  "verify-deliveries-missing",
  `SELECT id FROM unnest($2::bigint[]) AS id WHERE NOT EXISTS (SELECT 1 FROM deliveries WHERE org_id = $1 AND delivery_id = id)`,
);

export const loyaltyAccountsMissing = statement<{ id: number }>(
  "verify-loyalty-accounts-missing",
  `SELECT id FROM unnest($2::bigint[]) AS id WHERE id <> 1 OR NOT EXISTS (SELECT 1 FROM loyalty_accounts WHERE org_id = $1)`,
);

export const campaignsMissing = statement<{ id: number }>(
  "verify-campaigns-missing",
  `SELECT id FROM unnest($2::bigint[]) AS id WHERE NOT EXISTS (SELECT 1 FROM campaigns WHERE org_id = $1 AND campaign_id = id)`,
);

/** An entry goes with its customer, or whom they were merged into, when these are erased or their loyalty side ends, and with its campaign. */
export const transactionsMissing = statement<{ id: number }>(
  "verify-transactions-missing",
  `SELECT t.id FROM unnest($2::bigint[]) AS t (id)
   CROSS JOIN LATERAL (SELECT * FROM changes x WHERE x.org_id = $1 AND x.entity = 'transaction' AND x.entity_id = t.id LIMIT 1) h
   WHERE NOT EXISTS (SELECT 1 FROM ledger_entries e WHERE e.org_id = $1 AND e.entry_id = t.id)
     AND NOT EXISTS (SELECT 1 FROM changes g WHERE g.org_id = $1 AND g.entity = 'customer' AND g.action IN ('erased', 'loyalty-ended')
       AND (g.entity_id IN (h.meant_for, (SELECT m.merged_into FROM customers m WHERE m.org_id = $1 AND m.customer_id = h.meant_for))
         OR g.entity_id IN (SELECT r.survivor_id FROM merges r WHERE r.org_id = $1 AND r.loser_id = h.meant_for)))
     AND NOT EXISTS (SELECT 1 FROM campaigns c WHERE c.org_id = $1 AND 'campaign-' || c.campaign_id = ANY (h.fields) AND c.deleted_at IS NOT NULL)`,
);
