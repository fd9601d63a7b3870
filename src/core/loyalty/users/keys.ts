import { hashKey } from "../../../platform/secrets/api-key.ts";
import { newWrite, runWrite } from "../../audit/write.ts";
import type { Caller, Core } from "../../core.ts";
import { refuse } from "../../refusal.ts";
import { insertKey } from "../queries.ts";
import { holdUser } from "./queries.ts";

/** A random key of a user, in the form of the vendor's: 40 hexadecimal digits. */
export function newKey(core: Pick<Core, "ids">): string {
  return Buffer.from(core.ids.token(20), "base64url").toString("hex");
}

/**
 * Gives a user who has proved themselves a further key; the ones before go on (decisions.md, section 3). It is told this once. The audit trail has the write
 * and no change: the settings' version stays, so that logging in stops nobody else. Refuses with loyalty-user-not-found who has been removed meanwhile.
 */
export async function giveKey(core: Core, caller: Caller, userName: string): Promise<string> {
  const key = newKey(core);
  const write = newWrite(core);
  await runWrite(core, caller, write, async (tx) => {
    const [held] = await tx.query(holdUser, [caller.orgId, userName]);
    if (!held) refuse("loyalty-user-not-found", { field: "userName" });
    tx.send(insertKey, [caller.orgId, userName, hashKey(key), write.at]);
  });
  return key;
}
