import { readsBefore } from "../../../src/core/audit/queries.ts";
import type { Role } from "../../../src/core/loyalty/roles.ts";
import { plainUser, sendUser } from "../../../src/core/loyalty/users.ts";
import { createOrganisation } from "../../../src/core/organisations/set-up.ts";
import type { TestApp } from "../../support/app.ts";
import { sandboxOrgId } from "../archtics/support.ts";
import type { Credentials } from "./support.ts";

let made = 0;

/** A user of a role, by default of the sandbox's account. */
export async function userOf(
  { parts: { core } }: Pick<TestApp, "parts">,
  role: Role,
  orgId = sandboxOrgId,
  account_id = "greatwidgets",
): Promise<Credentials> {
  const userName = `user-${++made}`;
  const user = { ...plainUser, userName, role, callsPerMinute: null, keys: [`${userName}-key`] };
  await core.db.transaction(async (tx) => sendUser(tx, core, orgId, user, core.clock.now()));
  return { user_id: userName, user_password: `${userName}-key`, account_id };
}

/** Another organisation, and an administrator of its account. */
export async function rivalOf(test: Pick<TestApp, "parts">): Promise<Credentials & { readonly orgId: number }> {
  const account_id = `rival-${++made}`;
  const names = [{ protocol: "loyalty", name: account_id }] as const;
  const more = { timeZone: "Europe/Oslo", currency: "NOK", names };
  const orgId = await createOrganisation(test.parts.core, { slug: account_id, name: "Rival", ...more });
  return { ...(await userOf(test, "administrator", orgId, account_id)), orgId };
}

/** The numbers of the customers whom the sandbox's callers were told of, by the call. */
export async function readBy({ parts }: Pick<TestApp, "parts">, call: string): Promise<number[]> {
  await parts.reads.flush();
  const rows = await parts.core.db.read(readsBefore, [sandboxOrgId, null, null, 100, null]);
  return rows.filter((row) => row.call === call).flatMap((row) => row.customer_ids);
}
