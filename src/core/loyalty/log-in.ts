import type { Core } from "../core.ts";
import type { UserWithKeys } from "./account.ts";
import { attempt, nobodysOrganisation } from "./attempts.ts";
import { loginsOf, userPassword } from "./queries.ts";
import { isUserName, readUser } from "./users.ts";

/** The account_id of the one organisation that has a user of that name; empty when there is none or more than one. */
export async function accountIdOfUser(core: Pick<Core, "db">, userName: string): Promise<string> {
  const name = userName.trim().toLowerCase();
  const found = isUserName(name) ? await core.db.read(loginsOf, [name]) : [];
  return found.length === 1 ? (found[0]!.account_id ?? "") : "";
}

/**
 * The user of an organisation whose password this is; undefined when it is nobody's, which takes as long. Refuses with attempts-locked after five wrong
 * ones in a row for a name, whether there is such a user or not.
 */
export async function checkUserPassword(
  core: Core,
  orgId: number | undefined,
  userName: string,
  password: string,
): Promise<UserWithKeys | undefined> {
  const name = userName.trim().toLowerCase();
  return attempt(core, { orgId, name: `user ${name}` }, async () => {
    // Who is nobody is looked for like anybody.
    const [of, wanted] = [orgId ?? nobodysOrganisation, isUserName(name) ? name : "-"];
    const [user, [stored]] = await Promise.all([readUser(core, of, wanted), core.db.read(userPassword, [of, wanted])]);
    const right = await core.hasher.slots.run(() => core.hasher.verify(password, stored?.password_hash ?? null));
    return right ? user : undefined;
  });
}
