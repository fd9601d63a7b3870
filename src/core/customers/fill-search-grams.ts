import type { Core } from "../core.ts";
import { listOrganisations } from "../organisations/queries.ts";
import { recordsWithoutGrams, setGrams } from "./queries.ts";
import { toRecord } from "./record.ts";
import { gramsOf } from "./search-grams.ts";

const batch = 1_000;

/**
 * Lets the customers be searched for that are from before there were searches; gives how many those were. Each batch commits by itself, so that what an end in
 * the middle leaves is done the next time. Nothing of a customer changes by it that anybody is told.
 */
export async function fillSearchGrams({ db }: Pick<Core, "db">): Promise<number> {
  let filled = 0;
  for (const { orgId } of await db.read(listOrganisations, []))
    for (let after: number | undefined = 0; after !== undefined; ) {
      const from: number = after;
      const numbers: number[] = await db.transaction(async (tx) => {
        // No time that depends on the zone is looked at.
        const records = (await tx.query(recordsWithoutGrams, [orgId, "UTC", from, batch])).map(toRecord);
        const grams = records.map(({ data, identifiers }) => `{${gramsOf(orgId, data, identifiers).join(",")}}`);
        const found = records.map((one) => one.customerId);
        if (found.length > 0) tx.send(setGrams, [orgId, found, grams]);
        return found;
      });
      filled += numbers.length;
      after = numbers.length === batch ? numbers.at(-1) : undefined;
    }
  return filled;
}
