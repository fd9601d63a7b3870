import type { Transaction } from "../../../platform/database/transaction.ts";
import { auditedNames } from "../../accounts/account.ts";
import {
  type AccountNameRow,
  type AccountRow,
  insertAccountName,
  lockAccountRow,
  namesOnAccount,
} from "../../accounts/queries.ts";
import { differences } from "../../audit/change.ts";
import type { Record as RecordChange } from "../../audit/write.ts";
import type { JournalName } from "./journal.ts";
import { dropName, handName, setPrimary } from "./queries.ts";

/** An account that is locked, with the names on it. */
export interface HeldAccount {
  readonly row: AccountRow;
  readonly names: readonly AccountNameRow[];
}

/** Locks accounts, in the order of their numbers. */
export function holdAccounts(tx: Transaction, orgId: number, accountIds: Iterable<number>): Promise<HeldAccount[]> {
  const inOrder = [...new Set(accountIds)].sort((a, b) => a - b);
  return Promise.all(
    inOrder.map(async (accountId) => {
      const [[row], names] = await Promise.all([
        tx.query(lockAccountRow, [orgId, accountId]),
        tx.query(namesOnAccount, [orgId, accountId]),
      ]);
      return { row: row!, names };
    }),
  );
}

type Names = readonly AccountNameRow[];

/** The survivor takes the loser's place on an account; where both are on it, the survivor's own name stays and the loser's goes. */
export function takePlace(
  tx: Transaction,
  record: RecordChange,
  orgId: number,
  at: Date,
  { row, names }: HeldAccount,
  survivorId: number,
  loserId: number,
): void {
  const theirs = names.find((name) => name.customer_id === loserId);
  if (!theirs) return;
  const others = names.filter((name) => name !== theirs);
  const isThere = others.some((name) => name.customer_id === survivorId);
  if (isThere) tx.send(dropName, [orgId, row.account_id, loserId]);
  else tx.send(handName, [orgId, row.account_id, loserId, survivorId, theirs.came_from ?? loserId]);
  const after = isThere ? others : [...others, { ...theirs, customer_id: survivorId }];
  const primary = row.primary_customer_id === loserId ? survivorId : row.primary_customer_id;
  write(tx, record, orgId, at, { row, names }, after, primary, "merged");
}

/** What goes back when a merge is undone. */
export interface Returning {
  readonly survivorId: number;
  readonly loserId: number;
  /** The loser's and those that led to it. */
  readonly numbers: readonly number[];
  /** The loser's names as they were. */
  readonly names: readonly JournalName[];
  /** The accounts whose primary the loser was. */
  readonly primaryOf: ReadonlySet<number>;
}

/** Gives the loser its name on an account back, and one that it was given there since; says whether the loser is on the account then. */
export function giveBackPlace(
  tx: Transaction,
  record: RecordChange,
  orgId: number,
  at: Date,
  { row, names }: HeldAccount,
  { survivorId, loserId, numbers, names: were, primaryOf }: Returning,
): boolean {
  const accountId = row.account_id;
  const was = were.find((name) => name.account_id === accountId);
  const handed = names.find(
    ({ customer_id: id, came_from: from }) => id === survivorId && typeof from === "number" && numbers.includes(from),
  );
  let after: Names = names;
  if (handed) {
    const origin = handed.came_from === loserId ? null : handed.came_from;
    tx.send(handName, [orgId, accountId, survivorId, loserId, was ? was.came_from : origin]);
    after = names.map((name) => (name === handed ? { ...name, customer_id: loserId } : name));
  } else if (was) {
    tx.send(insertAccountName, [orgId, accountId, loserId, was.nickname, was.nickname_order, was.came_from]);
    after = [...names, { customer_id: loserId, nickname: was.nickname, nickname_order: was.nickname_order }];
  } else return false;
  const isTheirs = primaryOf.has(accountId) && row.primary_customer_id === survivorId;
  write(tx, record, orgId, at, { row, names }, after, isTheirs ? loserId : row.primary_customer_id, "merge-undone");
  return true;
}

function write(
  tx: Transaction,
  record: RecordChange,
  orgId: number,
  at: Date,
  { row, names }: HeldAccount,
  after: Names,
  primary: number,
  action: string,
): void {
  const accountId = row.account_id;
  const version = row.version + 1;
  tx.send(setPrimary, [orgId, accountId, primary, version, at]);
  const told = (list: Names, primaryCustomerId: number) => ({ ...auditedNames(list), primaryCustomerId });
  const values = differences(told(names, row.primary_customer_id), told(after, primary));
  record({ entity: "account", entityId: accountId, version, action, values });
}
