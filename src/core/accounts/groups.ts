import { newWrite, runWrite } from "../audit/write.ts";
import type { Caller, Core } from "../core.ts";
import { refuse } from "../refusal.ts";
import { groupsOf, insertGroup, insertGroupMember, lockAccountRow, touchAccount } from "./queries.ts";

/** Puts an account into a group, which is made under `name` when it is new. Being in it already changes nothing. Refuses with account-not-found. */
export async function addToGroup(
  core: Core,
  caller: Caller,
  accountId: number,
  group: { readonly groupId: number; readonly name: string },
): Promise<void> {
  const write = newWrite(core);
  await runWrite(core, caller, write, async (tx, record) => {
    const [[account], held] = await Promise.all([
      tx.query(lockAccountRow, [caller.orgId, accountId]),
      tx.query(groupsOf, [caller.orgId, accountId]),
    ]);
    if (!account) refuse("account-not-found", { field: "accountId" });
    const before = held.map((one) => one.group_id);
    if (before.includes(group.groupId)) return;
    const version = account.version + 1;
    tx.send(insertGroup, [caller.orgId, group.groupId, group.name]);
    tx.send(insertGroupMember, [caller.orgId, accountId, group.groupId]);
    tx.send(touchAccount, [caller.orgId, accountId, version, write.at]);
    const after = [...before, group.groupId].sort((a, b) => a - b);
    record({
      entity: "account",
      entityId: accountId,
      version,
      action: "group-added",
      values: { groups: [before.length ? before : null, after] },
    });
  });
}
