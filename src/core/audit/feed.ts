import type { Core } from "../core.ts";
import { type AuditedChange, auditAfter, changesAfter, type LoggedChange } from "./queries.ts";

/**
 * The changes of an organisation behind the number `after`, oldest first, at most `limit`. A reader who goes on from the last number
 * it has seen misses none and sees none twice, whatever is being written meanwhile.
 */
export function changesSince(core: Pick<Core, "db">, orgId: number, after: number, limit: number): Promise<LoggedChange[]> {
  return core.db.read(changesAfter, [orgId, after, limit]);
}

/** The whole audit trail of an organisation, in order, in batches: who changed what from what to what. Erased values are null. */
export async function* auditTrail(core: Pick<Core, "db">, orgId: number, batch = 1_000): AsyncGenerator<AuditedChange> {
  for (let after = 0; ; ) {
    const changes = await core.db.read(auditAfter, [orgId, after, batch]);
    yield* changes;
    if (changes.length < batch) return;
    after = changes.at(-1)!.seq;
  }
}
