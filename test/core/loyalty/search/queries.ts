import { candidates } from "../../../../src/core/loyalty/search/queries.ts";
import { statement } from "../../../../src/platform/database/statement.ts";

/** Many customers, of whom one in a thousand has the gram 7. */
export const manyCustomers = statement(
  "test-many-customers",
  `INSERT INTO customers (org_id, customer_id, kind, access_level, version, created_at, updated_at, search_grams)
   SELECT $1, 1000000 + n, 'individual', 'full', 1, now(), now(), CASE WHEN n % 1000 = 0 THEN '{7}'::int[] ELSE ARRAY[n % 97 + 8, n % 89 + 200] END
   FROM generate_series(1, 20000) AS n`,
);

/** How PostgreSQL goes about finding candidates, as it does it at this moment. */
export const explainCandidates = statement<{ "QUERY PLAN": string }>("test-explain-candidates", `EXPLAIN ${candidates.text}`, {
  replanned: candidates.replanned,
});
