import type { Database } from "../../../platform/database/database.ts";
import type { Core } from "../../core.ts";
import type { LoyaltyAccount } from "../account.ts";
import { type CustomField, readFields } from "../fields.ts";
import { checkedValues, nextValues, refuseMissingValues, valuesOf } from "../values.ts";

const mostRemembered = 1_000;
const memories = new WeakMap<Database, Map<number, { version: number; fields: readonly CustomField[] }>>();

/**
 * The fields that an organisation has defined for transactions: as they are when some are `sent`, and else remembered until its account's version goes up, as it does when they change; a
 * process hears of that a second later at the most.
 */
export async function transactionFields(
  { db }: Pick<Core, "db">,
  orgId: number,
  { version }: Pick<LoyaltyAccount, "version">,
  sent: boolean,
): Promise<readonly CustomField[]> {
  let memory = memories.get(db);
  if (!memory) {
    memory = new Map();
    memories.set(db, memory);
  }
  const known = memory.get(orgId);
  if (known?.version === version && !sent) return known.fields;
  const fields = await readFields({ db }, orgId, "transaction");
  if (memory.size >= mostRemembered) memory.clear();
  memory.set(orgId, { version, fields });
  return fields;
}

/** The values of a transaction as they are kept; null for none. Refuses with field-value. */
export function transactionValues(
  fields: readonly CustomField[],
  sent: Readonly<Record<string, string | null>>,
): Readonly<Record<string, string>> | null {
  const values = nextValues(null, checkedValues(fields, sent));
  refuseMissingValues(fields, values, undefined);
  return valuesOf(values);
}
