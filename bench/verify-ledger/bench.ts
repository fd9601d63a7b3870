import { loadConfig } from "../../src/config.ts";
import { balancesCheck } from "../../src/core/verify/ledger/balances.ts";
import { runCheck } from "../../src/core/verify/run.ts";
import { createCore } from "../../src/parts.ts";
import { connect } from "../../src/platform/database/connection.ts";
import { openDatabase } from "../../src/platform/database/database.ts";
import { atOneMoment } from "../../src/platform/database/one-moment.ts";
import { loadPepper } from "../../src/platform/secrets/pepper.ts";
import type { Bench } from "../support/bench.ts";
import { makeLedger, slug } from "./fill.ts";

/**
 * The check of balances, which adds up every entry of the ledger in statements that each read a bounded part of it, against one statement that adds all of them up and
 * compares nothing: as the planner does it, and kept from taking the order of an index, as the check is.
 */
export async function benchVerifyLedger(bench: Bench): Promise<void> {
  const entries = bench.quick ? 1_000_000 : 10_000_000;
  const config = loadConfig(bench.settings);
  const db = openDatabase(bench.database, { writers: 2, readers: 1 });
  await makeLedger(createCore(config, db), bench.database, entries).finally(() => db.close());
  console.log(`verify-ledger, ${entries} entries of ${entries / 10} balances`);
  const pepper = loadPepper(config.dataDir, config.pepper);
  const look = () =>
    atOneMoment(bench.database, new AbortController().signal, (one) =>
      runCheck(balancesCheck, { db: one, pepper, slug }, { mostShown: 1 }),
    );
  // Once for the caches.
  await look();
  const { rows, seconds, faults } = await look();
  if (rows !== entries || faults > 0) throw new Error(`the check looked at ${rows} entries and found ${faults} faults`);
  tell("ours", rows, seconds);
  const group = (by: string) =>
    `SELECT count(*) FROM (SELECT sum(amount) FROM ledger_entries GROUP BY org_id, ${by}, campaign_id, item_id) s`;
  tell("floor, without the index", entries, await timed(bench, group("customer_id + 0")));
  tell("floor, as the planner does it", entries, await timed(bench, group("customer_id")));
}

const tell = (what: string, rows: number, seconds: number): void =>
  console.log(`  ${what}: ${seconds.toFixed(1)} s, ${Math.round(rows / seconds)} entries per second`);

async function timed({ database }: Bench, text: string): Promise<number> {
  const client = await connect(database, "bench", { pipeline: false, statement_timeout: 0, query_timeout: 0 } as never);
  try {
    const began = performance.now();
    await client.query(text);
    return (performance.now() - began) / 1000;
  } finally {
    await client.end();
  }
}
