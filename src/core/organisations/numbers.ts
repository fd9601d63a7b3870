import type { Database } from "../../platform/database/database.ts";
import { violates } from "../../platform/database/errors.ts";
import { refuse } from "../refusal.ts";
import { skipUsedAccounts, skipUsedCustomers, skipUsedDeliveries, takeNumbers } from "./queries.ts";

const kinds = {
  customer: { skip: skipUsedCustomers, key: "customers_pkey" },
  account: { skip: skipUsedAccounts, key: "accounts_pkey" },
  delivery: { skip: skipUsedDeliveries, key: "deliveries_pkey" },
};

type Kind = keyof typeof kinds;
/** Numbers of some kinds. */
export type Numbers = { readonly [K in Kind]?: number };

/**
 * The next number of each of `wanted`, taken outside any transaction so that a slow write never holds the others up; what fails
 * afterwards leaves a gap. They may be in use (an import chose them): see withFreeNumbers. Undefined, and none taken, when somebody on
 * an account has the e-mail whose key is `unlessEmail`. Refuses with no-account-numbers or no-delivery-numbers past 2147483647.
 */
export async function takeFreeNumbers(
  db: Database,
  orgId: number,
  wanted: readonly Kind[],
  unlessEmail: string | null = null,
): Promise<Numbers | undefined> {
  const rows = await db.run(takeNumbers, [orgId, wanted, unlessEmail]);
  if (rows.length === 0 && unlessEmail !== null) return undefined;
  if (rows.length < wanted.length) refuse(wanted.includes("delivery") ? "no-delivery-numbers" : "no-account-numbers");
  return Object.fromEntries(rows.map(({ counter, last }) => [counter, last]));
}

/**
 * Runs `write` with the numbers that were taken, and again with others when one turns out to be in use.
 * The primary keys decide; the counter then skips the whole run of used numbers at once.
 */
export async function withFreeNumbers<T>(
  db: Database,
  orgId: number,
  taken: Numbers,
  write: (numbers: Numbers) => Promise<T>,
): Promise<T> {
  let numbers = taken;
  for (;;) {
    try {
      return await write(numbers);
    } catch (error) {
      const used = (Object.keys(numbers) as Kind[]).find((kind) => violates(error, kinds[kind].key));
      if (!used) throw error;
      await db.run(kinds[used].skip, [orgId, numbers[used]]);
      numbers = { ...numbers, ...(await takeFreeNumbers(db, orgId, [used])) };
    }
  }
}
