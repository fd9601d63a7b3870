import type { Transaction } from "../../../platform/database/transaction.ts";
import { type StampedIdentifier, stampIdentifiers } from "./queries.ts";

/** Gives identifiers of a customer the times of adding and the origins that belong to them; those that are not there are passed over. */
export function stamp(tx: Transaction, orgId: number, customerId: number, stamps: readonly StampedIdentifier[]): void {
  if (stamps.length === 0) return;
  const columns = ["kind", "type", "value_key", "created_at", "came_from"] as const;
  tx.send(stampIdentifiers, [orgId, customerId, ...columns.map((column) => stamps.map((one) => one[column]))]);
}
