import type { Database } from "../../platform/database/database.ts";
import { violates } from "../../platform/database/errors.ts";
import { refuse } from "../refusal.ts";
import { skipUsedAccounts, skipUsedCustomers, takeNumber } from "./queries.ts";

const kinds = {
  customer: { skip: skipUsedCustomers, key: "customers_pkey" },
  account: { skip: skipUsedAccounts, key: "accounts_pkey" },
};

/**
 * The next number of a kind, taken outside any transaction so that a slow write never holds the others up; what fails afterwards
 * leaves a gap. It may be in use (an import chose it): see withFreeNumbers. Refuses with no-account-numbers past 2147483647.
 */
async function take(db: Database, orgId: number, kind: keyof typeof kinds): Promise<number> {
  const [row] = await db.run(takeNumber, [orgId, kind]);
  return row ? row.last : refuse("no-account-numbers");
}

/**
 * Runs `write` with a fresh number for each of `wanted`, and again with others when one turns out to be in use.
 * The primary keys decide; the counter then skips the whole run of used numbers at once.
 */
export async function withFreeNumbers<K extends keyof typeof kinds, T>(
  db: Database,
  orgId: number,
  wanted: readonly K[],
  write: (numbers: Record<K, number>) => Promise<T>,
): Promise<T> {
  const numbers = {} as Record<K, number>;
  for (const kind of wanted) numbers[kind] = await take(db, orgId, kind);
  for (;;) {
    try {
      return await write(numbers);
    } catch (error) {
      const used = wanted.find((kind) => violates(error, kinds[kind].key));
      if (!used) throw error;
      await db.run(kinds[used].skip, [orgId, numbers[used]]);
      numbers[used] = await take(db, orgId, used);
    }
  }
}
