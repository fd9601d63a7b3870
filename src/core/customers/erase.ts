import type { Transaction } from "../../platform/database/transaction.ts";
import type { Record as RecordChange } from "../audit/write.ts";
import { lockLeading } from "../identity/merge/queries.ts";
import { eraseBalances, eraseEntries } from "../loyalty/ledger/merging/queries.ts";
import type { HeldCustomer } from "./change.ts";
import {
  eraseChangeValues,
  eraseChangeValuesOfOthers,
  eraseIdentifiers,
  eraseMails,
  eraseMergesOfLosers,
  eraseMergesOfSurvivors,
  eraseRows,
  eraseTokens,
  heldByDelivery,
} from "./erasing/queries.ts";

/** A customer and those who have been merged into it. */
export interface Erasable {
  readonly held: HeldCustomer;
  readonly led: readonly { readonly customer_id: number; readonly version: number }[];
  /** Whether the delivery protocol made one of them, has a reference for the customer, or a delivery. */
  readonly ofDelivery: boolean;
}

/** A held customer with all that erasing concerns, locked. */
export async function holdErasable(tx: Transaction, orgId: number, held: HeldCustomer): Promise<Erasable> {
  const { customer_id: customerId } = held.row;
  const led = await tx.query(lockLeading, [orgId, customerId]);
  const [row] = await tx.query(heldByDelivery, [orgId, [customerId, ...led.map((one) => one.customer_id)]]);
  const { references, retired } = held.identifiers;
  const hasReference = references.length > 0 || retired.some((one) => one.kind === "external-reference");
  return { held, led, ofDelivery: hasReference || row!.held };
}

/**
 * Erases a customer and those who have been merged into it: what is known of them goes, the values of the audit trail included, of those too from whom
 * they were parted again. What stays are numbers: that there were changes, their digests, and who read of whom. Card numbers are remembered without
 * their customer, so none that is made repeats one; a number that a caller chooses can be given out again, as if it had never been on file.
 * Never for one who is on an account or held by the delivery protocol: the caller has looked, with the rows locked.
 */
export function eraseHeld(tx: Transaction, record: RecordChange, orgId: number, { held, led }: Erasable): void {
  const all = [held.row, ...led];
  const numbers = all.map((one) => one.customer_id);
  const merges = [eraseMergesOfSurvivors, eraseMergesOfLosers];
  const values = [eraseChangeValuesOfOthers, eraseChangeValues];
  // Whoever writes an entry holds its balance: behind those no entry comes any more.
  for (const one of [eraseBalances, eraseEntries, eraseMails, eraseTokens, eraseIdentifiers, ...merges, ...values, eraseRows])
    tx.send(one, [orgId, numbers]);
  for (const { customer_id: entityId, version } of all)
    record({ entity: "customer", entityId, version: version + 1, action: "erased", values: {} });
}
