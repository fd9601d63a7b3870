import type { Transaction } from "../../../platform/database/transaction.ts";
import { holdCards } from "../../loyalty/cards.ts";
import { cardsOf } from "./queries.ts";

/** The card numbers of whoever the numbers lead to. A look, not a lock. */
export async function findCards(tx: Transaction, orgId: number, customerIds: readonly number[]): Promise<string[]> {
  return (await tx.query(cardsOf, [orgId, customerIds])).map((row) => row.value);
}

/**
 * Holds the cards of whoever the numbers lead to until the transaction ends, and then what `lock` locks, in the order that every write keeps to. A card
 * that one of them was given between the look and the lock is held behind it: the database begins the transaction anew if two wait for each other then.
 */
export async function withCards(
  tx: Transaction,
  orgId: number,
  customerIds: readonly number[],
  lock: () => Promise<unknown>,
): Promise<void> {
  const first = await findCards(tx, orgId, customerIds);
  await holdCards(tx, { orgId }, [], first);
  await lock();
  const since = (await findCards(tx, orgId, customerIds)).filter((card) => !first.includes(card));
  if (since.length > 0) await holdCards(tx, { orgId }, [], since);
}
