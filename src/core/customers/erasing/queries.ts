import { statement } from "../../../platform/database/statement.ts";

// Everything that is known of the customers $2, in the order in which it must go: what refers to a row goes before it.

export const eraseTokens = statement(
  "erase-tokens",
  "DELETE FROM customer_tokens WHERE org_id = $1 AND customer_id = ANY ($2::int[])",
);

export const eraseIdentifiers = statement(
  "erase-identifiers",
  "DELETE FROM identifiers WHERE org_id = $1 AND customer_id = ANY ($2::int[])",
);

/** With both customers as they were, of merges that were undone, too. */
export const eraseMergesOfSurvivors = statement(
  "erase-merges-of-survivors",
  "DELETE FROM merges WHERE org_id = $1 AND survivor_id = ANY ($2::int[])",
);

export const eraseMergesOfLosers = statement(
  "erase-merges-of-losers",
  "DELETE FROM merges WHERE org_id = $1 AND loser_id = ANY ($2::int[])",
);

/** What changed, from what and to what; the digests stay. */
export const eraseChangeValues = statement(
  "erase-change-values",
  "DELETE FROM change_values WHERE org_id = $1 AND entity = 'customer' AND entity_id = ANY ($2::bigint[])",
);

/** In one statement, since those that lead to another refer to it. */
export const eraseRows = statement(
  "erase-customers",
  "DELETE FROM customers WHERE org_id = $1 AND customer_id = ANY ($2::int[])",
);

/** Whether the delivery protocol holds one of the customers $2: it made them, or there is a delivery for them. */
export const heldByDelivery = statement<{ held: boolean }>(
  "held-by-delivery",
  `SELECT EXISTS (SELECT 1 FROM deliveries d WHERE d.org_id = $1 AND d.customer_id = ANY ($2::int[]))
     OR EXISTS (SELECT 1 FROM unnest($2::bigint[]) AS id
       CROSS JOIN LATERAL (SELECT * FROM changes x WHERE x.org_id = $1 AND x.entity = 'customer' AND x.entity_id = id AND x.version = 1 LIMIT 1) c
       CROSS JOIN LATERAL (SELECT * FROM writes y WHERE y.org_id = $1 AND y.write_id = c.write_id LIMIT 1) w
       WHERE w.protocol = 'delivery') AS held`,
);
