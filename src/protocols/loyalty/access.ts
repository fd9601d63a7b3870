import { timingSafeEqual } from "node:crypto";
import type { Core } from "../../core/core.ts";
import type { LoyaltyAccount, LoyaltyUser, UserWithKeys } from "../../core/loyalty/account.ts";
import { checkUserPassword } from "../../core/loyalty/log-in.ts";
import { hasEnded } from "../../core/loyalty/users/rules.ts";
import { readUser } from "../../core/loyalty/users.ts";
import type { Directory } from "../../core/organisations/directory.ts";
import type { Organisation } from "../../core/organisations/organisation.ts";
import { today } from "../../core/today.ts";
import { hashKey } from "../../platform/secrets/api-key.ts";
import { fail } from "./failures.ts";
import type { Parameters } from "./parameters.ts";

/** Who calls, and for which account. */
export interface Access {
  readonly organisation: Organisation;
  readonly account: LoyaltyAccount;
  readonly accountId: string;
  /** Which of the organisation's accounts that is. */
  readonly accountNumber: number;
  readonly user: LoyaltyUser;
}

/** The account that a request names; undefined for one that nobody has. */
export async function accountOf(directory: Directory, accountId: string) {
  const named = await directory.loyaltyName(accountId);
  if (!named) return undefined;
  const { orgId, accountNumber } = named;
  const [organisation, account] = await Promise.all([directory.organisation(orgId), directory.loyaltyAccount(orgId)]);
  return organisation && account && { organisation, account, accountNumber };
}

/**
 * Judges the caller: the user, one of the user's keys, and whether that user may call for the account. Whatever of it is wrong, it fails with
 * wrong-credentials; a suspended account is told only to who proved to belong to it.
 */
export async function judge(
  core: Core,
  directory: Directory,
  found: Awaited<ReturnType<typeof accountOf>>,
  parameters: Parameters,
  header: string | undefined,
): Promise<Access> {
  const [accountId, userName] = [parameters.get("account_id")?.trim() ?? "", parameters.get("user_id")?.trim() ?? ""];
  // The header alone counts where there is one (loyalty.md, section 1).
  const keys = header ? [header] : [parameters.get("user_api_key"), parameters.get("user_password")].filter((one) => one);
  const user = found && (await userByKey(core, directory, found.organisation.orgId, userName, keys as string[]));
  if (!found || !user || !mayCall(core, user, found.organisation, accountId)) return fail("wrong-credentials");
  if (found.account.suspended) fail("account-suspended");
  return { ...found, accountId, user };
}

/** The same for who proves themselves by their password, as to be given a key. */
export async function judgeByPassword(
  core: Core,
  found: Awaited<ReturnType<typeof accountOf>>,
  accountId: string,
  parameters: Parameters,
): Promise<Access> {
  const [name, password] = [parameters.get("user_id")?.trim() ?? "", parameters.get("user_password") ?? ""];
  if (password === "") fail("missing", { field: "user_password" });
  const user = await checkUserPassword(core, found?.organisation.orgId, name, password);
  // Who names no account means one that they may call for.
  const named = parameters.get("account_id")?.trim() || user?.names?.[0] || accountId;
  if (!found || !user || !mayCall(core, user, found.organisation, named)) return fail("wrong-credentials");
  if (found.account.suspended) fail("account-suspended");
  return { ...found, accountId: named, user };
}

async function userByKey(core: Core, directory: Directory, orgId: number, name: string, keys: readonly string[]) {
  const hashes = keys.map((one) => hashKey(one));
  const known = await directory.loyaltyUser(orgId, name);
  if (known && bears(known, hashes)) return known;
  // A key that was made a moment ago, perhaps by another process, is in no memory yet. Nobody's name takes as long as somebody's.
  const fresh = hashes.length > 0 ? await readUser(core, orgId, name) : undefined;
  return fresh && bears(fresh, hashes) ? fresh : undefined;
}

function bears({ keyHashes }: UserWithKeys, hashes: readonly Buffer[]): boolean {
  let found = false;
  for (const held of keyHashes) for (const hash of hashes) found = timingSafeEqual(held, hash) || found;
  return found;
}

function mayCall(core: Core, { names, endsOn }: LoyaltyUser, { timeZone }: Organisation, accountId: string): boolean {
  if (names !== null && !names.includes(accountId.toLowerCase())) return false;
  return !hasEnded({ endsOn }, today(core, timeZone));
}
