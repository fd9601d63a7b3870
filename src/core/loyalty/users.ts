import type { Transaction } from "../../platform/database/transaction.ts";
import { hashKey } from "../../platform/secrets/api-key.ts";
import type { Core } from "../core.ts";
import type { LoyaltyUser, UserWithKeys } from "./account.ts";
import { insertKey, insertUser, listUsers, userWithKeys } from "./queries.ts";

/** A user of an organisation as the database has it now; undefined when there is none. */
export async function readUser(core: Pick<Core, "db">, orgId: number, userName: string): Promise<UserWithKeys | undefined> {
  const name = userName.trim().toLowerCase();
  if (!isUserName(name)) return undefined;
  const [found] = await core.db.read(userWithKeys, [orgId, name]);
  return found;
}

/** What can be a user's name: what is none need not be looked for, and PostgreSQL could not take all of it. */
export function isUserName(name: string): boolean {
  return /^[^\s\p{Cc}]{1,64}$/u.test(name) && name.isWellFormed();
}

/** A user to be made, with the hashes of what they prove themselves with. */
export interface NewUser extends Omit<LoyaltyUser, "hasPassword" | "hasPin" | "userKeyId"> {
  readonly passwordHash: string | null;
  readonly pinHash: string | null;
  readonly pinMark: Buffer | null;
  /** Each lets the user call; they are kept as hashes. */
  readonly keys: readonly string[];
}

/** Inserts a user with keys; a name in use shows as loyalty_users_pkey, a PIN as loyalty_users_pin. Whoever does it raises the directory's version. */
export function sendUser(tx: Transaction, core: Pick<Core, "ids">, orgId: number, user: NewUser, at: Date): void {
  tx.send(insertUser, [
    orgId,
    user.userName,
    core.ids.uuid(),
    user.role,
    user.names,
    user.givenName,
    user.familyName,
    user.passwordHash,
    user.pinHash,
    user.pinMark,
    user.additionalInfo,
    user.language,
    user.timeZone,
    user.allowedCampaigns,
    user.suppressed,
    user.callsPerMinute,
    user.endsOn,
    at,
  ]);
  for (const key of user.keys) tx.send(insertKey, [orgId, user.userName, hashKey(key), at, false]);
}

/** A user of whom nothing is said but the name and the role. */
export const plainUser = {
  names: null,
  givenName: null,
  familyName: null,
  additionalInfo: null,
  language: null,
  timeZone: null,
  allowedCampaigns: null,
  suppressed: [],
  callsPerMinute: 300,
  endsOn: null,
  passwordHash: null,
  pinHash: null,
  pinMark: null,
} as const satisfies Omit<NewUser, "userName" | "role" | "keys">;

/** All users of an organisation, by name. */
export function listUsersOf({ db }: Pick<Core, "db">, orgId: number): Promise<LoyaltyUser[]> {
  return db.read(listUsers, [orgId]);
}
