import { toRecord } from "../../customers/record.ts";
import { gramsOf } from "../../customers/search-grams.ts";
import { type Check, organisationsOf } from "../check.ts";
import { gramsAfter } from "./queries.ts";

const batch = 1_000;

/** Searches find everybody. */
export const searchCheck: Check = {
  name: "search",
  holds: "each customer can be searched for by what they are",
  async *faults({ db, slug: only, looked }) {
    for (const { orgId, slug } of await organisationsOf({ db, slug: only }))
      for (let after = 0; ; ) {
        // No time that depends on the zone is looked at.
        const rows = await db.read(gramsAfter, [orgId, "UTC", after, batch]);
        looked?.(rows.length);
        for (const row of rows) {
          const { customerId, data, identifiers } = toRecord(row);
          after = customerId;
          const held = row.at(-1) as readonly number[] | null;
          // Those from before there were searches get theirs when a server starts.
          if (held !== null && !isSame(gramsOf(orgId, data, identifiers), held))
            yield `${slug}: customer ${customerId} is searched for by what they are not`;
        }
        if (rows.length < batch) break;
      }
  },
};

function isSame(some: readonly number[], others: readonly number[]): boolean {
  const known = new Set(others);
  return some.length === known.size && some.every((one) => known.has(one));
}
