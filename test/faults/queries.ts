// What the tests of this folder look at behind the server's back.

export const customersWithEmail = "SELECT count(*)::int AS count FROM identifiers WHERE kind = 'email' AND value_key = $1";

export const emailsLike =
  "SELECT value_key AS email, count(*)::int AS count FROM identifiers WHERE kind = 'email' AND value_key LIKE $1 GROUP BY 1";

export const citiesOf =
  "SELECT a.account_id, c.city FROM accounts a JOIN customers c USING (org_id) WHERE c.customer_id = a.primary_customer_id AND a.account_id = ANY($1)";

export const orgIds = "SELECT org_id FROM organisations";
