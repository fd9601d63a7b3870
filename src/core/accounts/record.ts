import type { Caller, Core } from "../core.ts";
import type { AccountData } from "./account.ts";
import { accountRecord, accountRecordsOf, customerExists } from "./queries.ts";

/** An account with its groups and the names on it. */
export interface AccountRecord extends AccountData {
  readonly accountId: number;
  readonly primaryCustomerId: number;
  readonly type: "personal" | "business";
  readonly status: "active" | "inactive";
  readonly locked: boolean;
  readonly groups: readonly { readonly groupId: number; readonly name: string }[];
  /** In nickname order. */
  readonly names: readonly { readonly customerId: number; readonly nickname: string | null; readonly order: number }[];
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** The account of a number, in one round trip. */
export async function findAccount(core: Pick<Core, "db">, caller: Caller, accountId: number): Promise<AccountRecord | undefined> {
  const [found] = await core.db.read(accountRecord, [caller.orgId, accountId]);
  return found;
}

/** The accounts that a customer is on with numbers above `after`, in their order, at most `limit`; undefined when there is no such customer. */
export async function listAccountsOf(
  core: Pick<Core, "db">,
  caller: Caller,
  customerId: number,
  after: number,
  limit: number,
): Promise<AccountRecord[] | undefined> {
  const [[customer], accounts] = await Promise.all([
    core.db.read(customerExists, [caller.orgId, customerId]),
    core.db.read(accountRecordsOf, [caller.orgId, customerId, after, limit]),
  ]);
  return customer && accounts;
}
