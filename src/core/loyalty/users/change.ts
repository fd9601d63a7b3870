import { violates } from "../../../platform/database/errors.ts";
import { hashKey } from "../../../platform/secrets/api-key.ts";
import type { Caller, Core } from "../../core.ts";
import { refuse } from "../../refusal.ts";
import type { LoyaltyUser } from "../account.ts";
import { insertKey } from "../queries.ts";
import { temporaryRoles } from "../roles.ts";
import { type Changing, changeAccount, userField } from "../settings.ts";
import { isUserName, plainUser, sendUser } from "../users.ts";
import { newKey } from "./keys.ts";
import { deleteKeys, deleteUser, type HeldUser, holdUser, updateUser } from "./queries.ts";
import {
  covers,
  type Rights,
  refuseBeyond,
  refuseEndDate,
  refuseForeignCampaigns,
  refuseLastAdministrator,
  refuseShortPassword,
} from "./rules.ts";

type Facts = Pick<
  LoyaltyUser,
  | "role"
  | "givenName"
  | "familyName"
  | "additionalInfo"
  | "language"
  | "timeZone"
  | "allowedCampaigns"
  | "suppressed"
  | "endsOn"
  | "names"
>;

/** What is set of a user; what is left undefined stays as it is. */
export interface UserInput extends Partial<Facts> {
  readonly password?: string;
  /** Null takes it away. */
  readonly pin?: string | null;
  /** A key that calls are made with already; otherwise a new user gets a random one. */
  readonly importedKey?: string;
  /** All keys end, and another is made. */
  readonly renewsKeys?: boolean;
}

/**
 * Makes a user (decisions.md, section 3, roles); gives the key, which is told this once. `manager`: who does it, null for the operator. Refuses with
 * bad-user-name, loyalty-user-in-use, pin-in-use, password-too-short, end-date-missing, end-date-foreign, campaign-not-found, and not-permitted.
 */
export async function makeUser(
  core: Core,
  caller: Caller,
  manager: Rights | null,
  wantedName: string,
  input: UserInput & Pick<Facts, "role"> & { readonly callsPerMinute?: number },
): Promise<{ readonly userName: string; readonly key: string }> {
  const userName = wantedName.trim().toLowerCase();
  if (!isUserName(userName)) refuse("bad-user-name", { field: "userName" });
  refuseShortPassword(input.password);
  const { password: _, pin: __, importedKey, renewsKeys: ___, ...facts } = input;
  const key = importedKey ?? newKey(core);
  const own = { names: manager?.names ?? null, allowedCampaigns: manager?.allowedCampaigns ?? null };
  const user = { ...plainUser, userName, ...own, ...given(facts), keys: [key] };
  refuseEndDate(user);
  refuseBeyond(manager, user);
  await refuseForeignCampaigns(core, caller.orgId, manager, input.allowedCampaigns);
  const secrets = await hashed(core, caller, input);
  await namingTaken(
    changeAccount(core, caller, "user-added", async ({ tx, at }) => {
      sendUser(tx, core, caller.orgId, { ...user, ...secrets }, at);
    }),
  );
  return { userName, key };
}

/**
 * Changes what is sent of a user; gives the key, if one was imported or made. Refuses as makeUser does, with loyalty-user-not-found, and with last-administrator
 * when nobody would be left who may manage users.
 */
export async function changeUser(
  core: Core,
  caller: Caller,
  manager: Rights | null,
  userName: string,
  input: UserInput,
): Promise<{ readonly userName: string; readonly key: string | null }> {
  refuseShortPassword(input.password);
  await refuseForeignCampaigns(core, caller.orgId, manager, input.allowedCampaigns);
  const secrets = await hashed(core, caller, input);
  const { password: _, pin: __, importedKey, renewsKeys = false, ...facts } = input;
  const key = importedKey ?? (renewsKeys ? newKey(core) : null);
  return namingTaken(
    changeAccount(core, caller, "user-changed", async ({ tx, at, renewed }) => {
      const held = await hold(tx, caller.orgId, manager, userName);
      const role = input.role ?? held.role;
      // Who is no longer there for a time has no last day.
      const endsOn = temporaryRoles.includes(role) ? held.endsOn : null;
      const next = { ...held, endsOn, ...given(facts), ...secrets };
      refuseEndDate(next);
      refuseBeyond(manager, next);
      await refuseLastAdministrator(tx, core, caller, held, next);
      sendUpdate(tx, caller.orgId, next);
      if (renewsKeys) tx.send(deleteKeys, [caller.orgId, held.userName]);
      if (key !== null) tx.send(insertKey, [caller.orgId, held.userName, hashKey(key), at, false]);
      if (key !== null || Object.keys(secrets).length > 0) renewed(userField(held.userName));
      return { userName: held.userName, key };
    }),
  );
}

/**
 * Removes a user with their keys; all processes refuse them within a second. Refuses with loyalty-user-not-found, own-user (nobody removes themselves),
 * last-administrator and not-permitted.
 */
export async function removeUser(core: Core, caller: Caller, manager: Rights | null, userName: string): Promise<string> {
  return changeAccount(core, caller, "user-removed", async ({ tx }) => {
    const held = await hold(tx, caller.orgId, manager, userName);
    if (held.userName === manager?.userName) refuse("own-user", { field: "userName" });
    await refuseLastAdministrator(tx, core, caller, held, null);
    tx.send(deleteKeys, [caller.orgId, held.userName]);
    tx.send(deleteUser, [caller.orgId, held.userName]);
    return held.userName;
  });
}

/** Replaces a user's password within a change of the settings. */
export async function replacePassword({ tx, renewed }: Changing, orgId: number, userName: string, hash: string): Promise<void> {
  const held = await hold(tx, orgId, null, userName);
  sendUpdate(tx, orgId, { ...held, passwordHash: hash });
  renewed(userField(held.userName));
}

/** The user, whom nobody else changes until the transaction ends. */
async function hold(tx: Changing["tx"], orgId: number, manager: Rights | null, wanted: string): Promise<HeldUser> {
  const userName = wanted.trim().toLowerCase();
  const [held] = isUserName(userName) ? await tx.query(holdUser, [orgId, userName]) : [];
  if (!held || !covers(manager, held)) return refuse("loyalty-user-not-found", { field: "userName" });
  refuseBeyond(manager, held);
  return held;
}

function sendUpdate(tx: Changing["tx"], orgId: number, user: Omit<HeldUser, "hasPassword" | "hasPin">): void {
  tx.send(updateUser, [
    orgId,
    user.userName,
    user.role,
    user.names,
    user.givenName,
    user.familyName,
    user.additionalInfo,
    user.language,
    user.timeZone,
    user.allowedCampaigns,
    user.suppressed,
    user.endsOn,
    user.passwordHash,
    user.pinHash,
    user.pinMark,
  ]);
}

type Secrets = Partial<Pick<HeldUser, "passwordHash" | "pinHash" | "pinMark">>;

/** The hashes of what was sent. The mark tells that two PINs are one, and nothing else. */
async function hashed(core: Core, { orgId }: Caller, { password, pin }: UserInput): Promise<Secrets> {
  const hash = (secret: string) => core.hasher.slots.run(() => core.hasher.hash(secret));
  const [passwordHash, pinHash] = await Promise.all([
    password === undefined ? undefined : hash(password),
    typeof pin === "string" ? hash(pin) : pin,
  ]);
  const pinMark = typeof pin === "string" ? core.mac(`loyalty-pin ${orgId} ${pin}`) : pin;
  return given({ passwordHash, pinHash, pinMark });
}

/** Without what is undefined: a spread would put it over what is there. */
function given<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}

async function namingTaken<T>(change: Promise<T>): Promise<T> {
  try {
    return await change;
  } catch (error) {
    if (violates(error, "loyalty_users_pkey")) refuse("loyalty-user-in-use", { field: "userName" });
    if (violates(error, "loyalty_users_pin")) refuse("pin-in-use", { field: "pin" });
    throw error;
  }
}
