import type { Core } from "../../src/core/core.ts";
import { createOrganisation } from "../../src/core/organisations/set-up.ts";
import { type ConnectionTarget, connect } from "../../src/platform/database/connection.ts";

export const slug = "bench-ledger";

const campaigns = [1111222233334444, 3333444455556666];
const entriesEach = 10;
const cut = 1_000_000;

/**
 * An organisation of its own with so many entries, ten of each balance, two campaigns a customer: the enrolment, eight activities and a redemption. They lie as
 * time would have brought them: those of a customer far from each other.
 */
export async function makeLedger(core: Core, target: ConnectionTarget, entries: number): Promise<void> {
  const balances = entries / entriesEach;
  const customers = balances / campaigns.length;
  const names = [{ protocol: "loyalty", name: slug }] as const;
  const more = { timeZone: "America/New_York", currency: "USD", lastCustomer: customers, names };
  const orgId = await createOrganisation(core, { slug, name: "Ledger", ...more });
  const client = await connect(target, "bench", { pipeline: false, statement_timeout: 0, query_timeout: 0 } as never);
  try {
    await client.query(`
      INSERT INTO customers (org_id, customer_id, kind, given_name, family_name, access_level, version, created_at, updated_at, search_grams)
      SELECT ${orgId}, n, 'individual', 'Lisa', 'Smith', 'full', 1, now(), now(), '{}' FROM generate_series(1, ${customers}) AS n`);
    for (const id of campaigns)
      await client.query(`
        INSERT INTO campaigns (org_id, campaign_id, account, name, type, in_coalition, two_tier, active, version, created_at, updated_at)
        VALUES (${orgId}, ${id}, 1, 'Bench', 'points', true, true, true, 1, now(), now())`);
    const { rows: indexes } = await client.query<{ indexname: string; indexdef: string }>(
      "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = 'ledger_entries' AND indexname NOT LIKE '%pkey'",
    );
    // Built at the end, as filling them row by row takes several times as long.
    for (const { indexname } of indexes) await client.query(`DROP INDEX ${indexname}`);
    for (let at = 0; at < entries; at += cut) {
      const to = Math.min(at + cut, entries);
      // 611953 has no divisor in common with the number of balances, so each round goes through all of them, in leaps.
      await client.query(`
        INSERT INTO ledger_entries (org_id, entry_id, customer_id, campaign_id, item_id, kind, amount, occurred_at, write_id, part, recorded_at, protocol, call,
          request_id, salt)
        SELECT ${orgId}, n + 1, 1 + k % ${customers}, (ARRAY[${campaigns.join(", ")}])[1 + k / ${customers}], 0,
          CASE r WHEN 0 THEN 'enrolment' WHEN 9 THEN 'redemption' ELSE 'activity' END, CASE r WHEN 0 THEN 0 WHEN 9 THEN -200 ELSE 100 + n % 50 END,
          timestamptz '2025-01-01' + n * interval '3 s', '00000000-0000-7000-8000-000000000001', n, now(), 'loyalty', 'record_activity', 'bench', decode(md5(n::text), 'hex')
        FROM (SELECT n, n / ${balances} AS r, n * 611953 % ${balances} AS k FROM generate_series(${at}::bigint, ${to - 1}) AS n) g`);
    }
    for (const { indexdef } of indexes) await client.query(indexdef);
    await client.query(`
      INSERT INTO ledger_balances (org_id, customer_id, campaign_id, item_id, balance, cumulative, enrolled_at)
      SELECT org_id, customer_id, campaign_id, item_id, sum(amount), sum(amount) FILTER (WHERE kind = 'activity'), min(occurred_at)
      FROM ledger_entries WHERE org_id = ${orgId} GROUP BY 1, 2, 3, 4`);
    await client.query("VACUUM (ANALYZE) customers, ledger_entries, ledger_balances");
    await client.query("CHECKPOINT");
  } finally {
    await client.end();
  }
}
