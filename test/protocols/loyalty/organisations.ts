import type { Role } from "../../../src/core/loyalty/roles.ts";
import { type NewUser, plainUser, sendUser } from "../../../src/core/loyalty/users.ts";
import { createOrganisation } from "../../../src/core/organisations/set-up.ts";
import type { TestApp } from "../../support/app.ts";
import type { Credentials } from "./support.ts";

/** Makes a user of an organisation; the key is the name with "-key". */
export async function addUser(
  { parts }: Pick<TestApp, "parts">,
  orgId: number,
  userName: string,
  role: Role,
  more: Partial<NewUser> = {},
): Promise<Credentials> {
  const key = `${userName}-key`;
  await parts.core.db.transaction(async (tx) => {
    sendUser(tx, parts.core, orgId, { ...plainUser, callsPerMinute: null, ...more, userName, role, keys: [key] }, new Date());
  });
  return { user_id: userName, user_password: key, account_id: "greatwidgets" };
}

/** A second organisation on the same server, with the account "rivals" and an administrator of the same name and key as the sandbox's. */
export async function rivals(test: Pick<TestApp, "parts">): Promise<Credentials> {
  const orgId = await createOrganisation(test.parts.core, {
    slug: "rivals",
    name: "Rivals",
    timeZone: "America/Los_Angeles",
    currency: "USD",
    names: [{ protocol: "loyalty", name: "rivals" }],
  });
  await test.parts.core.db.transaction(async (tx) => {
    const john = { ...plainUser, userName: "john1970", role: "administrator", keys: ["1959caadac9b13dcb3"] } as const;
    sendUser(tx, test.parts.core, orgId, john, new Date());
  });
  return { user_id: "john1970", user_password: "1959caadac9b13dcb3", account_id: "rivals" };
}
