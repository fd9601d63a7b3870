import type { Transaction } from "../../platform/database/transaction.ts";
import { open, seal } from "../../platform/secrets/sealed.ts";
import type { CallReceipt, Core, Outcome } from "../core.ts";
import { Refusal } from "../refusal.ts";
import { deleteExpiredIdempotentCalls, findIdempotentCall, insertIdempotentCall } from "./queries.ts";

/** How long a repeated call gets the first one's answer. */
const lifeMs = 24 * 3_600_000;

/** Another call under the same Idempotency-Key was first: its outcome is there to be found. */
export class DoneAlready extends Error {}
/** The Idempotency-Key has been used for something else. */
export class UsedForAnother extends Error {}

/** A call that its caller may send again without its being done again. */
export interface IdempotentCall {
  readonly orgId: number;
  readonly keyId: string;
  /** As the caller chose it. */
  readonly idempotencyKey: string;
  /** What it is for: method, path and body. */
  readonly request: string;
}

/** What an earlier call under the key has come to, in braces; undefined when there was none. Throws UsedForAnother. */
export async function findOutcome(core: Core, call: IdempotentCall): Promise<{ done: unknown } | undefined> {
  const { mark, secret, boundTo } = marksOf(core, call);
  const [row] = await core.db.read(findIdempotentCall, [call.orgId, call.keyId, mark]);
  if (!row || row.expires_at < core.clock.now()) return undefined;
  if (!row.bound_to.equals(boundTo)) throw new UsedForAnother("the Idempotency-Key has been used for another request");
  return { done: JSON.parse(open(secret, "idempotent call", row.outcome)) };
}

/** The receipt that stores a call's outcome with the write that decides it. The write fails with DoneAlready when another was first. */
export function receiptOf(core: Core, call: IdempotentCall): CallReceipt {
  return {
    async seal(tx: Transaction, outcome: Outcome) {
      if (!("done" in outcome)) return;
      const { mark, secret, boundTo } = marksOf(core, call);
      const now = core.clock.now();
      const sealed = seal(secret, "idempotent call", JSON.stringify(outcome.done ?? null));
      const values = [call.orgId, call.keyId, mark, boundTo, sealed, new Date(now.getTime() + lifeMs), now];
      const [mine] = await tx.query(insertIdempotentCall, values);
      if (!mine) throw new DoneAlready("another call under this Idempotency-Key was first");
      tx.send(deleteExpiredIdempotentCalls, [call.orgId, now]);
    },
    settle() {},
  };
}

/** What a caller may choose for a key. */
export const idempotencyKeyShape = /^[\x21-\x7e]{1,255}$/;

/**
 * Does a call, or answers what the same call under its key has come to: `work` must make its one write by runWrite with the receipt, and `again` answers from what that write gave, as
 * JSON keeps it. Throws UsedForAnother.
 */
export async function doOnce<T>(
  core: Core,
  call: IdempotentCall,
  work: (receipt: CallReceipt) => Promise<T>,
  again: (done: never) => Promise<T>,
): Promise<{ answer: T; replayed: boolean }> {
  const earlier = async () => {
    const found = await findOutcome(core, call);
    return found && { answer: await again(found.done as never), replayed: true };
  };
  const first = await earlier();
  if (first) return first;
  try {
    return { answer: await work(receiptOf(core, call)), replayed: false };
  } catch (error) {
    // The one that was first may also be what this one was refused for: its reference is in use now.
    if (!(error instanceof DoneAlready || error instanceof Refusal)) throw error;
    const other = await earlier();
    if (!other) throw error;
    return other;
  }
}

function marksOf(core: Core, { orgId, keyId, idempotencyKey, request }: IdempotentCall) {
  const whose = `${orgId} ${keyId} ${idempotencyKey}`;
  return {
    mark: core.mac(`idempotency mark ${whose}`),
    secret: core.mac(`idempotency secret ${whose}`).toString("base64"),
    boundTo: core.mac(`idempotency request ${request}`),
  };
}
