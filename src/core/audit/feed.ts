import type { Core } from "../core.ts";
import type { Entity } from "./change.ts";
import {
  type AuditedChange,
  auditAfter,
  auditOfEntity,
  changesAfter,
  type LoggedChange,
  type RecordedRead,
  readsBefore,
} from "./queries.ts";

export type { AuditedChange, LoggedChange, RecordedRead };

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

/** The audit trail behind the number `after`, at most `limit` changes: who changed what from what to what. Erased values are null. */
export function auditSince(core: Pick<Core, "db">, orgId: number, after: number, limit: number): Promise<AuditedChange[]> {
  return core.db.read(auditAfter, [orgId, after, limit]);
}

/** The same of one entity, by its versions above `afterVersion`. */
export function historyOf(
  core: Pick<Core, "db">,
  orgId: number,
  of: { readonly entity: Entity; readonly entityId: number },
  afterVersion: number,
  limit: number,
): Promise<AuditedChange[]> {
  return core.db.read(auditOfEntity, [orgId, of.entity, of.entityId, afterVersion, limit]);
}

/** Who read whose data, latest first: batches that ended before `before`, of one customer if one is named. At most `limit`. */
export function readsOf(
  core: Pick<Core, "db">,
  orgId: number,
  before: { readonly at: string; readonly id: string } | undefined,
  limit: number,
  customerId: number | undefined,
): Promise<RecordedRead[]> {
  return core.db.read(readsBefore, [orgId, before?.at ?? null, before?.id ?? null, limit, customerId ?? null]);
}
