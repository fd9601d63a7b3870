import type { Transaction } from "../../platform/database/transaction.ts";
import type { Caller, Core, Outcome } from "../core.ts";
import { type Change, sealValues } from "./change.ts";
import { insertChanges, insertWrite } from "./queries.ts";

/** Puts a change into the log and the audit trail, in the transaction of the write that made it. */
export type Record = (change: Change) => void;

/** One write: its id, chosen beforehand, and its time. */
export interface Write {
  readonly writeId: string;
  readonly at: Date;
}

/** Begins a write. Made once per call, outside of anything that runs again. */
export function newWrite(core: Core): Write {
  return { writeId: core.ids.uuid(), at: core.clock.now() };
}

/**
 * Runs `work` in one transaction as the write `write`. What it records commits with it; a connection lost at the end is
 * resolved by the write's id, so that an answered write is there and none is there twice. `outcome` says what the write's result
 * means for the call, for its receipt; undefined when the call goes on after it.
 */
export async function runWrite<T>(
  core: Core,
  caller: Caller,
  write: Write,
  work: (tx: Transaction, record: Record) => Promise<T>,
  outcome: (result: T) => Outcome | undefined = (result) => ({ done: result }),
): Promise<T> {
  let committed = false;
  try {
    const result = await core.db.transaction(
      async (tx) => {
        sendWrite(tx, caller, write);
        const changes: Change[] = [];
        const worked = await work(tx, (change) => void changes.push(change));
        sendChanges(tx, caller, write, changes);
        const decided = caller.receipt && outcome(worked);
        if (decided) await caller.receipt?.seal(tx, decided);
        return worked;
      },
      { constraint: "writes_pkey" },
    );
    committed = true;
    return result;
  } finally {
    caller.receipt?.settle(committed);
  }
}

function sendWrite(tx: Transaction, { orgId, keyId, userName, protocol, call, requestId }: Caller, write: Write): void {
  tx.send(insertWrite, [orgId, write.writeId, write.at, keyId, userName, protocol, call, requestId]);
}

function sendChanges(tx: Transaction, { orgId }: Caller, write: Write, changes: readonly Change[]): void {
  if (changes.length === 0) return;
  const sealed = changes.map(({ values }) => sealValues(values));
  tx.send(insertChanges, [
    orgId,
    write.writeId,
    write.at,
    changes.map((one) => one.entity),
    changes.map((one) => one.entityId),
    changes.map((one) => one.version),
    changes.map((one) => one.action),
    changes.map((one) => Object.keys(one.values).join(",")),
    sealed.map((one) => one.digest),
    sealed.map((one) => one.salt),
    sealed.map((one) => one.text),
    changes.map((one) => one.meantFor ?? null),
  ]);
}
