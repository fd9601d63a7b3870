import { hashKey } from "../../../platform/secrets/api-key.ts";
import { newWrite, runWrite } from "../../audit/write.ts";
import type { Caller, Core } from "../../core.ts";
import { raiseDirectoryVersion } from "../../organisations/queries.ts";
import { refuse } from "../../refusal.ts";
import { insertKey } from "../queries.ts";
import { endOlderKeys, holdUser } from "./queries.ts";

/** Keys that log-ins gave out and a user keeps. */
export const mostLoginKeys = 20;

/** A random key of a user, in the form of the vendor's: 40 hexadecimal digits. */
export function newKey(core: Pick<Core, "ids">): string {
  return Buffer.from(core.ids.token(20), "base64url").toString("hex");
}

/**
 * Gives a user who has proved themselves a further key, told this once; the ones before go on (decisions.md, section 3), but of those that log-ins gave out
 * only the newest: clients that log in before each call would fill the table. `ended`: others have ended, and all processes hear of it within a second. The audit
 * trail has the write and no change: the settings' version stays, so that logging in stops nobody else. Refuses with loyalty-user-not-found who has
 * been removed meanwhile.
 */
export async function giveKey(
  core: Core,
  caller: Caller,
  userName: string,
): Promise<{ readonly key: string; readonly ended: boolean }> {
  const key = newKey(core);
  const hash = hashKey(key);
  const write = newWrite(core);
  return runWrite(core, caller, write, async (tx) => {
    const [held] = await tx.query(holdUser, [caller.orgId, userName]);
    if (!held) refuse("loyalty-user-not-found", { field: "userName" });
    tx.send(insertKey, [caller.orgId, userName, hash, write.at, true]);
    const ended = (await tx.query(endOlderKeys, [caller.orgId, userName, hash, mostLoginKeys - 1])).length > 0;
    if (ended) tx.send(raiseDirectoryVersion, []);
    return { key, ended };
  });
}
