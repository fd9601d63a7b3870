import { listOrganisations } from "../organisations/queries.ts";
import type { Check } from "./check.ts";
import { mergedAway } from "./queries.ts";

const batch = 2_000;

/** Who was merged away is nothing any more but a number that leads on. */
export const mergesCheck: Check = {
  name: "merges",
  holds: "who was merged into another leads to one who was not, and has no identifiers and no accounts of their own",
  async *faults({ db }) {
    for (const { orgId, slug } of await db.read(listOrganisations, []))
      for (let after = 0; ; ) {
        const rows = await db.read(mergedAway, [orgId, after, batch]);
        for (const { id, leads_on: leadsOn, has_identifiers: hasIdentifiers, has_names: hasNames } of rows) {
          if (leadsOn) yield `${slug}: customer ${id} was merged into one who was merged away`;
          if (hasIdentifiers) yield `${slug}: customer ${id} was merged away and has identifiers`;
          if (hasNames) yield `${slug}: customer ${id} was merged away and is on an account`;
        }
        if (rows.length < batch) break;
        after = rows.at(-1)!.id;
      }
  },
};
