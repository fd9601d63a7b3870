import { statement } from "../../../../src/platform/database/statement.ts";

/** $2 customers with codes, numbered from 1000001, who have joined the campaign $3 and have a balance there. */
export const manyMembers = statement(
  "test-many-members",
  `WITH members AS (
     INSERT INTO customers (org_id, customer_id, kind, access_level, version, created_at, updated_at)
     SELECT $1, 1000000 + n, 'individual', 'full', 1, now(), now() FROM generate_series(1, $2::int) AS n RETURNING customer_id),
   codes AS (
     INSERT INTO identifiers (org_id, customer_id, kind, value_key, value, exclusive, created_at)
     SELECT $1, customer_id, 'loyalty-code', 'many-' || customer_id, 'many-' || customer_id, true, now() FROM members)
   INSERT INTO ledger_balances (org_id, customer_id, campaign_id, balance, cumulative, enrolled_at)
   SELECT $1, customer_id, $3, 100, 100, now() FROM members`,
);

/** $2 entries in the campaign $4 of $3 such customers in turn, one a minute, of which one in a hundred takes back the one before it. */
export const manyEntries = statement(
  "test-many-entries",
  `WITH undone AS (INSERT INTO ledger_undone (org_id, entry_id, undone_by)
     SELECT $1, 1000000 + n - 1, 1000000 + n FROM generate_series(100, $2::int, 100) AS n)
   INSERT INTO ledger_entries (org_id, entry_id, customer_id, campaign_id, item_id, kind, amount, occurred_at, undoes, write_id, part, recorded_at, protocol, call,
     request_id, salt)
   SELECT $1, 1000000 + n, 1000001 + n % $3::int, $4, 0, 'activity', 1, '2020-01-01'::timestamptz + n * interval '1 minute',
     CASE WHEN n % 100 = 0 THEN 1000000 + n - 1 END, '00000000-0000-4000-8000-000000000001', n, now(), 'server', 'test', 'test', '\\x00112233445566778899aabbccddeeff'
   FROM generate_series(1, $2::int) AS n`,
);

/** Every entry, and whose it is now. */
export const rawEntries = statement<{
  entryId: number;
  holderId: number;
  campaignId: number;
  kind: string;
  amount: number;
  occurredAt: Date;
  undoes: number | null;
}>(
  "test-raw-entries",
  `SELECT e.entry_id AS "entryId", COALESCE(c.merged_into, c.customer_id) AS "holderId", e.campaign_id AS "campaignId", e.kind, e.amount,
     e.occurred_at AS "occurredAt", e.undoes
   FROM ledger_entries e JOIN customers c ON c.org_id = $1 AND c.customer_id = e.customer_id WHERE e.org_id = $1`,
);

/** The customer of the code $2. */
export const numberOfCode = statement<{ customerId: number }>(
  "test-number-of-code",
  `SELECT customer_id AS "customerId" FROM identifiers WHERE org_id = $1 AND kind = 'loyalty-code' AND value_key = $2`,
);
