import type { Transaction } from "../../platform/database/transaction.ts";
import { open, seal } from "../../platform/secrets/sealed.ts";
import type { CallReceipt, Core, Outcome } from "../core.ts";
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

function marksOf(core: Core, { orgId, keyId, idempotencyKey, request }: IdempotentCall) {
  const whose = `${orgId} ${keyId} ${idempotencyKey}`;
  return {
    mark: core.mac(`idempotency mark ${whose}`),
    secret: core.mac(`idempotency secret ${whose}`).toString("base64"),
    boundTo: core.mac(`idempotency request ${request}`),
  };
}
