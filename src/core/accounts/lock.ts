import { newWrite, runWrite } from "../audit/write.ts";
import type { Caller, Core } from "../core.ts";
import { refuse } from "../refusal.ts";
import { lockAccountRow, setAccountLock } from "./queries.ts";

/** Locks an account against its consumer or lifts the lock; either way wrong PINs count from nought. Refuses with account-not-found. */
export async function setLock(core: Core, caller: Caller, accountId: number, locked: boolean): Promise<void> {
  const write = newWrite(core);
  await runWrite(core, caller, write, async (tx, record) => {
    const [account] = await tx.query(lockAccountRow, [caller.orgId, accountId]);
    if (!account) refuse("account-not-found", { field: "accountId" });
    const changes = account.locked !== locked;
    const version = changes ? account.version + 1 : account.version;
    tx.send(setAccountLock, [caller.orgId, accountId, locked, version, changes ? write.at : account.updated_at]);
    if (changes)
      record({
        entity: "account",
        entityId: accountId,
        version,
        action: locked ? "locked" : "unlocked",
        values: { locked: [!locked, locked] },
      });
  });
}
