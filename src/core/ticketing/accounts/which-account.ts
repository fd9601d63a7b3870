import type { Core } from "../../core.ts";
import { emailKey } from "../../identity/email.ts";
import { emailOwner } from "../../identity/queries.ts";
import { accountOfNumber } from "./queries.ts";

/** What an account is named by: its number, or otherwise the e-mail of somebody on it. */
export interface AccountKey {
  readonly accountId?: number | null;
  readonly email?: string | null;
}

/**
 * The account that is meant, and whom it is about: by number its main customer, by e-mail whose it is, on the main account or the first in nickname order. Undefined when there is none.
 */
export async function whichAccount(
  { db }: Pick<Core, "db">,
  orgId: number,
  { accountId, email }: AccountKey,
): Promise<{ readonly accountId: number; readonly customerId: number } | undefined> {
  if (accountId != null) return (await db.read(accountOfNumber, [orgId, accountId]))[0];
  if (!email) return undefined;
  const [owner] = await db.read(emailOwner, [orgId, emailKey(email)]);
  return owner && { accountId: owner.account_id, customerId: owner.customer_id };
}
