import { createHash } from "node:crypto";
import type { Core } from "../core.ts";
import { digestOf } from "./change.ts";
import {
  type AuditedChange,
  auditAfter,
  changesToSeal,
  insertSeal,
  lastSeal,
  lockChangeCounter,
  moveSealedCounter,
  organisationsToSeal,
  seals,
} from "./queries.ts";

const batch = 2_000;
const nothingBefore = Buffer.alloc(32);

/** Seals what has been numbered since the last seal, organisation by organisation, in batches that hash the seal before. */
export async function sealChanges(core: Pick<Core, "db" | "clock">): Promise<void> {
  for (const { org_id: orgId } of await core.db.read(organisationsToSeal, [])) while ((await sealBatch(core, orgId)) === batch);
}

async function sealBatch(core: Pick<Core, "db" | "clock">, orgId: number): Promise<number> {
  return core.db.transaction(async (tx) => {
    const [counter] = await tx.query(lockChangeCounter, [orgId]);
    const changes = await tx.query(changesToSeal, [orgId, counter!.sealed_seq, batch]);
    if (changes.length === 0) return 0;
    const [previous] = await tx.query(lastSeal, [orgId]);
    const before = previous?.hash ?? nothingBefore;
    const last = changes.at(-1)!.seq;
    tx.send(insertSeal, [orgId, last, changes[0]!.seq, before, hashOf(before, changes), core.clock.now()]);
    tx.send(moveSealedCounter, [orgId, last]);
    return changes.length;
  });
}

/** Everything about the changes but the erasable values, which their digests stand for. */
function hashOf(previous: Buffer, changes: readonly Omit<AuditedChange, "salt" | "field_values">[]): Buffer {
  const hash = createHash("sha256").update(previous);
  for (const c of changes) {
    const {
      seq,
      write_id,
      part,
      entity,
      entity_id,
      version,
      action,
      fields,
      occurred_at,
      key_id,
      user_name,
      protocol,
      call,
      request_id,
    } = c;
    const row = [
      seq,
      write_id,
      part,
      entity,
      entity_id,
      version,
      action,
      fields,
      occurred_at,
      key_id,
      user_name,
      protocol,
      call,
      request_id,
    ];
    hash.update(JSON.stringify([...row, c.digest.toString("hex")]));
  }
  return hash.digest();
}

/** What is wrong with an organisation's audit trail: a sentence each; none when all is well. Erased values are no fault. */
export async function checkSeals(core: { readonly db: Pick<Core["db"], "read"> }, orgId: number): Promise<string[]> {
  const faults: string[] = [];
  let previous: Buffer = nothingBefore;
  let at = 0;
  for (;;) {
    const [seal] = await core.db.read(seals, [orgId, at, 1]);
    if (!seal) return faults;
    const changes = await core.db.read(auditAfter, [orgId, at, seal.last_seq - at]);
    if (!seal.previous.equals(previous)) faults.push(`the seal of change ${seal.last_seq} does not follow the one before it`);
    if (changes.at(-1)?.seq !== seal.last_seq || changes.length !== seal.last_seq - seal.first_seq + 1) {
      faults.push(`changes between ${seal.first_seq} and ${seal.last_seq} are missing or were added`);
    } else if (!hashOf(seal.previous, changes).equals(seal.hash))
      faults.push(`changes ${seal.first_seq} to ${seal.last_seq} are not those that were sealed`);
    for (const c of changes) {
      if (c.salt && c.field_values !== null && !digestOf(c.salt, c.field_values).equals(c.digest))
        faults.push(`the values of change ${c.seq} were altered`);
    }
    previous = seal.hash;
    at = seal.last_seq;
  }
}
