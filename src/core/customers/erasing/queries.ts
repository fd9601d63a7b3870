import { statement } from "../../../platform/database/statement.ts";

// Everything that is known of the customers $2, in the order in which it must go: what refers to a row goes before it.

export const eraseTokens = statement(
  "erase-tokens",
  "DELETE FROM customer_tokens WHERE org_id = $1 AND customer_id = ANY ($2::int[])",
);

/** Mails to them, sent or not. */
export const eraseMails = statement(
  "erase-mails",
  `DELETE FROM mails m WHERE m.org_id = $1 AND lower(m.recipient) IN (
     SELECT i.value_key FROM identifiers i WHERE i.org_id = $1 AND i.kind = 'email' AND i.customer_id = ANY ($2::int[]))`,
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

/**
 * The same of others' changes while one of the customers led to them: those that were meant for one of these or were the merging and the parting,
 * and of the others' own those of a field that one of these changed, for they tell what it was before. Whom a customer led to is told by the writes that
 * made it lead there.
 */
export const eraseChangeValuesOfOthers = statement(
  "erase-change-values-of-others",
  `WITH moves AS (
     SELECT DISTINCT write_id FROM changes
     WHERE org_id = $1 AND entity = 'customer' AND entity_id = ANY ($2::bigint[]) AND action IN ('merged-away', 'merge-undone')
   ), moved AS (
     SELECT c.write_id, c.entity_id, c.version, c.action FROM moves m
     CROSS JOIN LATERAL (SELECT * FROM changes x WHERE x.org_id = $1 AND x.write_id = m.write_id) c
     WHERE c.entity = 'customer' AND c.entity_id <> ALL ($2::bigint[])
   ), spans AS (
     SELECT entity_id, min(version) FILTER (WHERE action = 'merged') AS first, max(version) AS last
     FROM moved GROUP BY entity_id HAVING bool_or(action = 'merged')
   ), during AS (
     SELECT c.write_id, c.part, c.entity_id, c.fields,
       (c.write_id IN (SELECT write_id FROM moves) OR coalesce(c.meant_for = ANY ($2::int[]), false)) AS theirs
     FROM spans s CROSS JOIN LATERAL (SELECT * FROM changes x
       WHERE x.org_id = $1 AND x.entity = 'customer' AND x.entity_id = s.entity_id AND x.version BETWEEN s.first AND s.last) c
   ), touched AS (
     SELECT DISTINCT d.entity_id, f.field FROM during d CROSS JOIN LATERAL unnest(d.fields) AS f (field) WHERE d.theirs
   )
   DELETE FROM change_values v USING during d WHERE v.org_id = $1 AND v.write_id = d.write_id AND v.part = d.part
     AND (d.theirs OR EXISTS (SELECT 1 FROM touched t WHERE t.entity_id = d.entity_id AND t.field = ANY (d.fields)))`,
);

/** What the merges that the customers $2 survive found; they can't be undone any more. */
export const eraseJournals = statement(
  "erase-journals",
  "UPDATE merges SET before = NULL WHERE org_id = $1 AND survivor_id = ANY ($2::int[])",
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
