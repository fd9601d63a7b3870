import type { Client } from "pg";
import { connect } from "../../src/platform/database/connection.ts";
import type { Bench } from "../support/bench.ts";
import { accounts } from "../support/organisation.ts";

/** A sold-out season: a plan of 81 games in a stadium of 80,000 seats, in which 20,000 accounts have four seats each. */
export const season = {
  games: 81,
  rows: 4_000,
  seats: 20,
  together: 4,
  holders: 20_000,
  plan: 800_000_000,
  firstRow: 800_010_000,
} as const;

/** Makes it: 6,480,000 tickets. Indexes are made behind them, which is quicker. */
export async function fillSeason({ database, orgId }: Bench): Promise<void> {
  const client = await connect(database, "bench", { statement_timeout: 0, query_timeout: 0 });
  const { plan, games, rows, seats, together, firstRow } = season;
  const made = "1, now(), now()";
  const run = (text: string) => client.query(text);
  try {
    await run(
      `INSERT INTO hold_classes (org_id, hold_class_id, name, version, created_at, updated_at) VALUES (${orgId}, ${plan}, 'SEASON', ${made})`,
    );
    await run(
      `INSERT INTO ticket_types (org_id, ticket_type_id, code, name, version, created_at, updated_at) VALUES (${orgId}, ${plan}, '_P', 'Plan', ${made})`,
    );
    await run(
      `INSERT INTO delivery_methods (org_id, delivery_method_id, code, name, type, version, created_at, updated_at) VALUES (${orgId}, ${plan}, 'PM', 'Mobile', 'mobile', ${made})`,
    );
    await run(
      `INSERT INTO item_sets (org_id, item_set_id, name, all_events, version, created_at, updated_at) VALUES (${orgId}, ${plan}, 'INET_SOLD', true, ${made})`,
    );
    await run(
      `INSERT INTO venues (org_id, venue_id, name, version, created_at, updated_at) VALUES (${orgId}, ${plan}, 'Ballpark', ${made})`,
    );
    await run(
      `INSERT INTO manifests (org_id, manifest_id, venue_id, name, version, created_at, updated_at) VALUES (${orgId}, ${plan}, ${plan}, 'BASEBALL', ${made})`,
    );
    await run(`INSERT INTO sections (org_id, section_id, manifest_id, name, type, seating, gate, version, created_at, updated_at)
      SELECT ${orgId}, ${plan} + s, ${plan}, s::text, 'standard', 'reserved', 'Gate A', ${made} FROM generate_series(1, 100) s`);
    await run(`INSERT INTO seat_rows (org_id, row_id, section_id, name, version, created_at, updated_at)
      SELECT ${orgId}, ${firstRow} + r, ${plan} + 1 + r / 40, (r % 40)::text, ${made} FROM generate_series(0, ${rows - 1}) r`);
    await run(
      `INSERT INTO seat_blocks (org_id, row_id, first_seat, seats, class_id, price_code) SELECT ${orgId}, ${firstRow} + r, 1, ${seats}, ${plan}, 'P' FROM generate_series(0, ${rows - 1}) r`,
    );
    await run(`INSERT INTO events (org_id, event_id, name, plan_type, venue_id, manifest_id, status, category, starts_at, version, created_at, updated_at)
      SELECT ${orgId}, ${plan} + g, CASE g WHEN 0 THEN 'PLAN81' ELSE 'G' || g END, CASE g WHEN 0 THEN 'plan' ELSE 'single' END, ${plan}, ${plan}, 'published', 'event',
        now() + g * interval '2 days', ${made} FROM generate_series(0, ${games}) g`);
    await run(
      `INSERT INTO plan_events (org_id, plan_id, event_id) SELECT ${orgId}, ${plan}, ${plan} + g FROM generate_series(1, ${games}) g`,
    );
    await run(`INSERT INTO prices (org_id, price_id, event_id, price_code, ticket_type_id, ticket, version, created_at, updated_at)
      SELECT ${orgId}, ${plan} + g, ${plan} + g, 'P', ${plan}, 2500, ${made} FROM generate_series(1, ${games}) g`);
    await run(`INSERT INTO orders (org_id, order_id, account_id, status, created_at, updated_at)
      SELECT ${orgId}, ${plan} + h, ${accounts.first} + h, 'sold', now(), now() FROM generate_series(0, ${season.holders - 1}) h`);
    await withoutIndexes(client, "order_lines", () =>
      run(`INSERT INTO order_lines (org_id, order_id, line, event_id, plan_id, row_id, first_seat, seats, price_code, ticket_type_id, full_price, purchase_price, paid, delivery_method_id, sold_at, updated_at)
        SELECT ${orgId}, ${plan} + h, g, ${plan} + g, ${plan}, ${firstRow} + h / 5, 1 + h % 5 * ${together}, ${together}, 'P', ${plan}, 2500, 2250, 2250, ${plan}, now(), now()
        FROM generate_series(0, ${season.holders - 1}) h, generate_series(1, ${games}) g`),
    );
    await withoutIndexes(client, "event_seats", () =>
      run(`INSERT INTO event_seats (org_id, event_id, row_id, seat, first_seat, class_id, state, order_id, line, account_id, price_code, barcode)
        SELECT ${orgId}, ${plan} + g, ${firstRow} + r, s, 1, ${plan}, 'sold', ${plan} + r * 5 + (s - 1) / ${together}, g, ${accounts.first} + r * 5 + (s - 1) / ${together}, 'P',
          2000000000000000 + (g * 1000000::bigint + r * 100 + s) * 1000
        FROM generate_series(1, ${games}) g, generate_series(0, ${rows - 1}) r, generate_series(1, ${seats}) s`),
    );
    await run("VACUUM (ANALYZE) event_seats, order_lines, orders, events, prices, seat_rows, sections");
    await run("CHECKPOINT");
  } finally {
    await client.end();
  }
}

async function withoutIndexes(client: Client, table: string, work: () => Promise<unknown>): Promise<void> {
  const { rows } = await client.query(
    "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = $1 AND indexname NOT LIKE '%pkey'",
    [table],
  );
  for (const { indexname } of rows) await client.query(`DROP INDEX ${indexname}`);
  await work();
  for (const { indexdef } of rows) await client.query(indexdef);
}
