import { connect } from "../../src/platform/database/connection.ts";
import type { Bench } from "../support/bench.ts";
import { campaignId } from "./request.ts";

/** A points campaign that all customers of the benches have joined. */
export async function fillCampaign({ database, orgId }: Bench): Promise<void> {
  const client = await connect(database, "bench", { statement_timeout: 0, query_timeout: 0 });
  try {
    await client.query(`
      INSERT INTO campaigns (org_id, campaign_id, account, name, type, points_ratio, in_coalition, two_tier, active, version, created_at, updated_at)
      VALUES (${orgId}, ${campaignId}, 1, 'Bench', 'points', 100, true, true, true, 1, now(), now())`);
    await client.query(`
      INSERT INTO ledger_balances (org_id, customer_id, campaign_id, balance, cumulative, enrolled_at)
      SELECT org_id, customer_id, ${campaignId}, 0, 0, now() FROM customers WHERE org_id = ${orgId}`);
    await client.query("VACUUM (ANALYZE) ledger_balances");
    await client.query("CHECKPOINT");
  } finally {
    await client.end();
  }
}
