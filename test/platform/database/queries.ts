export const counts = `SELECT (SELECT count(*)::int FROM customers) AS customers, (SELECT count(*)::int FROM accounts) AS accounts,
  (SELECT count(*)::int FROM writes) AS writes, (SELECT count(*)::int FROM changes) AS changes`;
