import type { Transaction } from "../../platform/database/transaction.ts";
import type { Caller, Core, Outcome } from "../core.ts";
import { type Change, sealValues } from "./change.ts";
import { insertChange, insertChangeValues, insertWrite } from "./queries.ts";

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
        const worked = await work(tx, recorder(tx, caller, write));
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

function recorder(tx: Transaction, { orgId }: Caller, write: Write): Record {
  let part = 0;
  return ({ entity, entityId, version, action, values }) => {
    const { salt, text, digest } = sealValues(values);
    part++;
    tx.send(insertChange, [orgId, write.writeId, part, entity, entityId, version, action, Object.keys(values), write.at, digest]);
    tx.send(insertChangeValues, [orgId, write.writeId, part, entity, entityId, salt, text]);
  };
}
