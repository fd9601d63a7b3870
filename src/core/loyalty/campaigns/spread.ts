import type { Core } from "../../core.ts";
import { campaignsToSpread, clearRulesChanged, makeDue } from "./queries.ts";

/** How many balances one statement makes due: nobody who earns something waits long for it. */
const batch = 2_000;

/**
 * Has all balances of campaigns whose rules have changed looked at for what may be due, some at a time; a campaign that changes meanwhile is begun again by the next call.
 * `goesOn`: asked between statements; false ends it.
 */
export async function spreadRules(
  { db }: Pick<Core, "db">,
  orgId: number,
  goesOn: () => Promise<boolean> = async () => true,
): Promise<void> {
  for (const { campaignId, day, version } of await db.read(campaignsToSpread, [orgId])) {
    for (let after = 0; ; ) {
      if (!(await goesOn())) return;
      const [row] = await db.run(makeDue, [orgId, campaignId, day, after, batch]);
      if (!row || row.last === null || row.count < batch) break;
      after = row.last;
    }
    await db.run(clearRulesChanged, [orgId, campaignId, version]);
  }
}
