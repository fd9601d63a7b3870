import type { Core } from "../../core.ts";
import { type ChangedRow, changesOfAccounts } from "./changes/queries.ts";
import { lastOfEach } from "./events-with-sales.ts";
import { type FeedPage, type FeedPlace, pageOf } from "./place.ts";

/** An account that was changed, itself or by a customer who is on it. */
export interface ChangedAccount {
  readonly accountId: number;
  /** Who was changed; of an account its primary customer. */
  readonly customerId: number;
  readonly changedAt: Date;
  readonly userName: string | null;
}

/** A page of changes, told as the accounts that they are about. */
export type ChangedPage = FeedPage<ChangedRow> & { readonly told: readonly ChangedAccount[] };

/**
 * Accounts that changed since a place, by whatever protocol. A page covers `count` changes in the order of the change log and has each account and customer that they are about once, with the last of them. A customer's change is told for each
 * of their accounts; one who is on none is left out. What is only counted, as wrong PINs, may be told too.
 */
export async function changedAccounts(
  { db }: Pick<Core, "db">,
  orgId: number,
  from: FeedPlace,
  count: number,
): Promise<ChangedPage> {
  const read = await db.run(changesOfAccounts, [orgId, from.at, from.seq, count + 1, from.skip]);
  const page = pageOf(read, count, from);
  const last = page.rows.at(-1);
  const all = page.rows.flatMap(({ accounts, customerId, occurredAt, userName }) =>
    accounts.map((accountId) => ({ accountId, customerId, changedAt: occurredAt, userName })),
  );
  return {
    ...page,
    // When old changes were numbered is not known; by time they go by when they happened.
    at: last && last.numbered_at.getTime() === 0 ? last.occurredAt : page.at,
    told: lastOfEach(all, (one) => `${one.accountId} ${one.customerId}`),
  };
}
