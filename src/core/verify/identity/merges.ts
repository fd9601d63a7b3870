import { type Check, organisationsOf, type Verified } from "../check.ts";
import { mergedAway, standingMerges } from "./queries.ts";

const batch = 2_000;

/** Who was merged away is nothing any more but a number that leads on, and the journal says where. */
export const mergesCheck: Check = {
  name: "merges",
  holds:
    "who was merged into another leads to one who was not, by a merge that stands, and has no identifiers, accounts and balances of their own",
  async *faults(what) {
    for (const { orgId, slug } of await organisationsOf(what)) {
      for await (const fault of faultsOfLosers(what, orgId)) yield `${slug}: ${fault}`;
      for await (const fault of faultsOfJournal(what, orgId)) yield `${slug}: ${fault}`;
    }
  },
};

async function* faultsOfLosers({ db, looked }: Verified, orgId: number): AsyncGenerator<string> {
  for (let after = 0; ; ) {
    const rows = await db.read(mergedAway, [orgId, after, batch]);
    looked?.(rows.length);
    for (const row of rows) {
      if (row.leads_on) yield `customer ${row.id} was merged into one who was merged away`;
      if (row.has_identifiers) yield `customer ${row.id} was merged away and has identifiers`;
      if (row.has_names) yield `customer ${row.id} was merged away and is on an account`;
      if (row.has_balances) yield `customer ${row.id} was merged away and has balances`;
      if (!row.is_merged) yield `customer ${row.id} was merged away, and no merge that stands says so`;
    }
    if (rows.length < batch) break;
    after = rows.at(-1)!.id;
  }
}

/** What was undone says nothing of where its loser leads: they may have been merged again. */
async function* faultsOfJournal({ db, looked }: Verified, orgId: number): AsyncGenerator<string> {
  for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
    const rows = await db.read(standingMerges, [orgId, after, batch]);
    looked?.(rows.length);
    for (const { id, loser_id: loserId, loser, survivor } of rows)
      if (loser === null) yield `the merge ${id} stands, and customer ${loserId} leads to nobody`;
      else if (loser !== survivor) yield `by the merge ${id} customer ${loserId} leads to ${survivor}, and leads to ${loser}`;
    if (rows.length < batch) break;
    after = rows.at(-1)!.id;
  }
}
