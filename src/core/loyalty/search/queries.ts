import { statement } from "../../../platform/database/statement.ts";
import { recordColumns } from "../../customers/queries.ts";

// Customers by the grams of what is looked for: lists of gram by gram, of the alternatives that each belongs to and of the grams themselves. The
// candidates are found first and by themselves: a LIMIT in sight of the table would lure the planner into walking along its key. So would the organisation, as long as there are
// no statistics; compared as another type it is no use for that. Planned for a table that has just begun, the index would never be used: so it is planned each time.
// OFFSET 0 keeps the look into the index apart: joined with what is wanted, whose number of rows the planner overrates, it would read the whole table once (at five grams and more).

const found = (alternatives: number): string => `
  wanted AS MATERIALIZED (
    SELECT array_agg(w.gram) AS grams FROM unnest($${alternatives}::int[], $${alternatives + 1}::int[]) AS w (alternative, gram)
    WHERE $1::int IS NOT NULL GROUP BY w.alternative),
  found AS MATERIALIZED (
    SELECT DISTINCT g.customer_id FROM wanted
    CROSS JOIN LATERAL (SELECT x.customer_id FROM customers x WHERE x.org_id = $1::numeric AND x.search_grams @> wanted.grams OFFSET 0) g)`;

const record = `JOIN LATERAL (SELECT * FROM customers x WHERE x.org_id = $1 AND x.customer_id = page.customer_id LIMIT 1) c ON true
   ORDER BY c.customer_id`;

/** The first $4 candidates numbered above $3, whole; $2 time zone, $5 and $6 the lists. */
export const candidates = statement<unknown[]>(
  "search-candidates",
  `WITH ${found(5)},
  page AS MATERIALIZED (SELECT customer_id FROM found WHERE customer_id > $3 ORDER BY customer_id LIMIT $4)
   SELECT ${recordColumns} FROM page ${record}`,
  { rowMode: "array", replanned: true },
);

/** The numbers of the first $3 candidates above $2; $4 and $5 the lists. */
export const candidateNumbers = statement<{ customer_id: number }>(
  "search-candidate-numbers",
  `WITH ${found(4)} SELECT customer_id FROM found WHERE customer_id > $2 ORDER BY customer_id LIMIT $3`,
  { replanned: true },
);

/** The customers $3, whole; $2 time zone. */
export const recordsOfNumbers = statement<unknown[]>(
  "search-records-of-numbers",
  `SELECT ${recordColumns} FROM unnest($3::int[]) AS page (customer_id) ${record}`,
  { rowMode: "array" },
);

export interface SecretsRow {
  readonly customer_id: number;
  readonly password_hash: string | null;
  readonly card_pin_hash: string | null;
}

/** What the customers $2 prove themselves with. */
export const secretsOfNumbers = statement<SecretsRow>(
  "search-secrets-of-numbers",
  "SELECT customer_id, password_hash, card_pin_hash FROM customers WHERE org_id = $1 AND customer_id = ANY ($2::int[])",
);
