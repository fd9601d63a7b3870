import { type Check, organisationsOf } from "../check.ts";
import { type EntryRow, entriesAfter } from "./queries.ts";

const batch = 20_000;

/** Nobody has changed the ledger's past, and all that it names is there. */
export const entriesCheck: Check = {
  name: "ledger-entries",
  holds: "each entry of the ledger is what the change log has the digest of, and names what is there",
  async *faults({ db, slug: only, looked }) {
    for (const { orgId, slug } of await organisationsOf({ db, slug: only }))
      for (let after = 0; ; ) {
        const found = await db.read(entriesAfter, [orgId, after, batch]);
        const { rows, last } = found[0]!;
        looked?.(rows);
        for (const fault of found.flatMap(faultsOf)) yield `${slug}: ${fault}`;
        if (rows < batch || last === null) break;
        after = last;
      }
  },
};

function faultsOf(row: EntryRow): string[] {
  if (row.entry_id === null) return [];
  const entry = `entry ${row.entry_id}`;
  const told: readonly (readonly [boolean, string])[] = [
    [row.untold, `the change log does not tell of ${entry}`],
    [row.altered, `${entry} was altered`],
    [row.other_write, `${entry} is said to be of another write, or by somebody else, than the change log and that write tell`],
    [row.no_write, `${entry} names a write that is not there`],
    [row.no_customer, `${entry} is of customer ${row.customer_id}, who is not there`],
    [row.no_campaign, `${entry} is of campaign ${row.campaign_id}, which is not there`],
    [row.no_item && !row.no_campaign, `${entry} names an item that its campaign does not have`],
    [row.no_reward && !row.no_campaign, `${entry} names a reward that its campaign does not have`],
    [row.no_promotion && !row.no_campaign, `${entry} names a promotion that its campaign does not have`],
    [row.no_rule && !row.no_campaign, `${entry} names a rule that its campaign does not have`],
    [row.undoes_nothing, `${entry} takes back entry ${row.undoes}, which is not there`],
    [row.undoes_other, `${entry} takes back entry ${row.undoes}, of another balance, kind or amount`],
    [row.undone_twice, `${entry} takes back entry ${row.undoes}, which had been taken back`],
  ];
  return told.filter(([is]) => is).map(([, fault]) => fault);
}
