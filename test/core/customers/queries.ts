import { statement } from "../../../src/platform/database/statement.ts";

/** As customers are from before there were grams. */
export const forgetGrams = statement(
  "test-forget-grams",
  "UPDATE customers SET search_grams = NULL WHERE org_id = $1 AND merged_into IS NULL",
);

export const allGrams = statement<{ customer_id: number; grams: number[] | null; version: number }>(
  "test-all-grams",
  "SELECT customer_id, search_grams AS grams, version FROM customers WHERE org_id = $1 ORDER BY customer_id",
);
