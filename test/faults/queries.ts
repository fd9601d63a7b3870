// What the tests of this folder look at behind the server's back.

export const customersWithEmail = "SELECT count(*)::int AS count FROM identifiers WHERE kind = 'email' AND value_key = $1";

export const emailsLike =
  "SELECT value_key AS email, count(*)::int AS count FROM identifiers WHERE kind = 'email' AND value_key LIKE $1 GROUP BY 1";

export const citiesOf =
  "SELECT a.account_id, c.city FROM accounts a JOIN customers c USING (org_id) WHERE c.customer_id = a.primary_customer_id AND a.account_id = ANY($1)";

export const orgIds = "SELECT org_id FROM organisations";

/** How often each entry's description that is like $1 is there. */
export const entriesByDescription =
  "SELECT description, count(*)::int AS count FROM ledger_entries WHERE description LIKE $1 GROUP BY description";

/** Balances that are not the sum of their entries, of any organisation. */
export const unevenBalances = `
  SELECT b.* FROM ledger_balances b WHERE b.balance <> (
    SELECT COALESCE(sum(e.amount), 0) FROM ledger_entries e JOIN customers c ON c.org_id = e.org_id AND c.customer_id = e.customer_id
    WHERE e.org_id = b.org_id AND COALESCE(c.merged_into, c.customer_id) = b.customer_id AND e.campaign_id = b.campaign_id AND e.item_id = b.item_id)`;

/** What seats of an event ($1) are at, with when that began and when it was last changed. */
export const admissionsOf = `
  SELECT a.barcode::text AS barcode, a.inside, f.happened_at AS first_at, a.last_at FROM admissions a
  JOIN scans f ON f.org_id = a.org_id AND f.scan_id = a.first_scan WHERE a.event_id = $1`;

export const eventByName = "SELECT event_id FROM events WHERE org_id = 1 AND name = $1";
/** The seats of rows of a section at an event. */
export const seatsOfSection = `SELECT r.name AS row, e.seat, e.state, e.account_id FROM event_seats e JOIN seat_rows r USING (org_id, row_id) JOIN sections s USING (org_id, section_id)
  WHERE e.org_id = 1 AND e.event_id = $1 AND s.name = $2 AND r.name = ANY ($3)`;
