import type { Transaction } from "../../../platform/database/transaction.ts";
import { newWrite, type Record as RecordChange, runWrite } from "../../audit/write.ts";
import type { Caller, Core } from "../../core.ts";
import { type CustomerRow, lockCustomer } from "../../customers/queries.ts";
import { partLedger } from "../../loyalty/ledger/merging/part.ts";
import { openLedger } from "../../loyalty/ledger/post.ts";
import { type RefusalName, refuse } from "../../refusal.ts";
import { exclusiveKeys, type Identifiers, isIdentifierTaken, readIdentifiers } from "../identifiers.ts";
import { giveBackPlace, type HeldAccount, holdAccounts } from "./accounts.ts";
import { type Journal, sideOf } from "./journal.ts";
import { part } from "./later-writes.ts";
import {
  accountsOfCustomer,
  changesSince,
  fieldsDefined,
  laterMerge,
  leadTo,
  lockAround,
  lockLeading,
  markUndone,
  mergeToUndo,
  othersWith,
  stampsOf,
} from "./queries.ts";
import { restoreLoser, restoreSurvivor, type Undoing, wanted } from "./restore.ts";

/**
 * Parts two customers again that a merge has made one: both are as they were, but for what was written to the survivor since, which goes to
 * whom it was meant for. Refuses with merge-not-found, merge-undone, merge-not-last (undo the later ones first), merge-erased, and with
 * email-in-use, reference-in-use or identifier-in-use when what must go back has been given to somebody else; changes nothing then.
 */
export async function undoMerge(core: Core, caller: Caller, mergeId: string): Promise<{ mergeId: string }> {
  const write = newWrite(core);
  const { orgId } = caller;
  try {
    return await runWrite(core, caller, write, async (tx, record) => {
      const held = await hold(tx, orgId, mergeId);
      const undoing = await prepare(tx, orgId, held);
      const isLosers = held.accounts.map((account) =>
        giveBackPlace(tx, record, orgId, write.at, account, {
          ...undoing,
          names: undoing.loser.names,
          primaryOf: undoing.primaryOf,
        }),
      );
      const own = await tx.query(accountsOfCustomer, [orgId, undoing.survivorId, null]);
      const onAccount = { survivor: own.length > 0, loser: isLosers.includes(true), before: held.onAccount };
      const next = wanted(undoing);
      await refuseTaken(tx, orgId, undoing, next, onAccount);
      restoreSurvivor(tx, record, orgId, write.at, undoing, next.survivor, onAccount);
      leadBack(tx, record, orgId, write.at, undoing, held.led);
      restoreLoser(tx, record, orgId, write.at, undoing, next.loser, onAccount.loser);
      const led = held.led.map((one) => one.customer_id).filter((one) => !undoing.numbers.includes(one));
      await partLedger(openLedger(core, caller, tx, write), {
        ...{ survivorId: undoing.survivorId, loserId: undoing.loserId, loserNumbers: undoing.numbers },
        survivorNumbers: [undoing.survivorId, ...led],
      });
      tx.send(markUndone, [orgId, mergeId, write.at]);
      return { mergeId };
    });
  } catch (error) {
    // Somebody has taken it between the look and the write.
    if (isIdentifierTaken(error)) refuse("identifier-in-use");
    throw error;
  }
}

type Found = NonNullable<typeof mergeToUndo.row>;

interface Held {
  readonly merge: Found;
  readonly journal: Journal;
  readonly survivor: CustomerRow;
  readonly loser: CustomerRow;
  readonly accounts: readonly HeldAccount[];
  /** Whether the survivor is on an account before it is undone. */
  readonly onAccount: boolean;
  /** Those that lead to the survivor. */
  readonly led: readonly { readonly customer_id: number; readonly version: number }[];
}

/** Locks everything that undoing a merge concerns, accounts before customers; refuses when it can't be undone. */
async function hold(tx: Transaction, orgId: number, mergeId: string): Promise<Held> {
  const [first] = await tx.query(mergeToUndo, [orgId, mergeId]);
  if (!first) refuse("merge-not-found", { field: "mergeId" });
  const { survivorId, loserId } = first;
  await holdAccounts(tx, orgId, await accountsOf(tx, orgId, first));
  await tx.query(lockAround, [orgId, [survivorId, loserId]]);
  // Behind the locks: as it is now.
  const [survivors, losers, [merge], [later], led, on] = await Promise.all([
    tx.query(lockCustomer, [orgId, survivorId]),
    tx.query(lockCustomer, [orgId, loserId]),
    tx.query(mergeToUndo, [orgId, mergeId]),
    tx.query(laterMerge, [orgId, survivorId, first.survivorVersion]),
    tx.query(lockLeading, [orgId, survivorId]),
    tx.query(accountsOfCustomer, [orgId, survivorId, null]),
  ]);
  const [survivor, loser] = [survivors[0]!, losers[0]!];
  if (!merge || merge.undoneAt) refuse("merge-undone");
  if (survivor.merged_into !== null || later) refuse("merge-not-last");
  const journal = merge.before ?? refuse("merge-erased");
  const accounts = await holdAccounts(tx, orgId, await accountsOf(tx, orgId, merge));
  return { merge, journal, survivor, loser, accounts, onAccount: on.length > 0, led };
}

/** The accounts that the loser was on, and those that it would be on by what was done since. */
async function accountsOf(tx: Transaction, orgId: number, { survivorId, loserId, before }: Found): Promise<number[]> {
  if (!before) return [];
  const since = await tx.query(accountsOfCustomer, [orgId, survivorId, [loserId, ...before.led]]);
  return [...sideOf(before, loserId).names, ...since].map((one) => one.account_id);
}

/** What the two were, and what has been written since. */
async function prepare(tx: Transaction, orgId: number, held: Held): Promise<Undoing> {
  const { merge, journal, survivor, loser } = held;
  const { survivorId, loserId, survivorVersion } = merge;
  const numbers = [loserId, ...journal.led];
  const [changes, identifiers, stamps, fields] = await Promise.all([
    tx.query(changesSince, [orgId, survivorId, survivorVersion]),
    readIdentifiers(tx, orgId, survivorId),
    tx.query(stampsOf, [orgId, survivorId]),
    tx.query(fieldsDefined, [orgId]),
  ]);
  const leading = new Set(held.led.map((one) => one.customer_id));
  return {
    survivorId,
    loserId,
    numbers,
    survivorRow: survivor,
    loserRow: loser,
    identifiers,
    stamps,
    survivor: sideOf(journal, survivorId),
    loser: sideOf(journal, loserId),
    primaryOf: new Set(journal.primaries.filter((one) => one.customer_id === loserId).map((one) => one.account_id)),
    later: part(changes, numbers, leading),
    mergedAt: merge.mergedAt,
    fields: new Map(fields.map((one) => [one.number, one])),
    led: journal.led,
  };
}

interface OnAccount {
  readonly survivor: boolean;
  readonly loser: boolean;
  readonly before: boolean;
}

const refusals: Readonly<Record<string, RefusalName>> = { email: "email-in-use", "external-reference": "reference-in-use" };

/** What must go back must be nobody else's, nor both's. */
async function refuseTaken(
  tx: Transaction,
  orgId: number,
  { survivorId, loserId }: Undoing,
  { survivor, loser }: { survivor: { identifiers: Identifiers }; loser: { identifiers: Identifiers } },
  onAccount: OnAccount,
): Promise<void> {
  const own = exclusiveKeys(survivor.identifiers, onAccount.survivor);
  const back = exclusiveKeys(loser.identifiers, onAccount.loser);
  const both = back.find(([kind, key]) => own.some((one) => one[0] === kind && one[1] === key));
  if (both) refuse(refusals[both[0]] ?? "identifier-in-use", { customerId: survivorId });
  const all = [...own, ...back];
  const [other] = await tx.query(othersWith, [
    orgId,
    [survivorId, loserId],
    all.map(([kind]) => kind),
    all.map(([, key]) => key),
  ]);
  if (other) refuse(refusals[other.kind] ?? "identifier-in-use", { customerId: other.customer_id });
}

/** The numbers that led to the loser lead to it again. */
function leadBack(
  tx: Transaction,
  record: RecordChange,
  orgId: number,
  at: Date,
  { survivorId, loserId, led: back }: Undoing,
  led: Held["led"],
): void {
  const theirs = led.filter((one) => back.includes(one.customer_id));
  if (theirs.length === 0) return;
  tx.send(leadTo, [orgId, theirs.map((one) => one.customer_id), loserId, at]);
  for (const { customer_id: entityId, version } of theirs)
    record({
      entity: "customer",
      entityId,
      version: version + 1,
      action: "merged-away",
      values: { mergedInto: [survivorId, loserId] },
    });
}
