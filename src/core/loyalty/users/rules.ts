import type { Transaction } from "../../../platform/database/transaction.ts";
import type { Caller, Core } from "../../core.ts";
import { refuse } from "../../refusal.ts";
import { today } from "../../today.ts";
import type { LoyaltyUser } from "../account.ts";
import { isOpenTo } from "../campaigns/key.ts";
import { readCampaigns } from "../campaigns/read.ts";
import { listUsers } from "../queries.ts";
import { isPermitted, permissions, type Role, temporaryRoles } from "../roles.ts";

/** What is looked at of who manages users, and of who is managed. */
export type Rights = Pick<LoyaltyUser, "userName" | "role" | "suppressed" | "names" | "allowedCampaigns">;

/** Characters that a user's password has at least. */
export const shortestPassword = 8;

/** Whether a user calls only under names that the manager may call under, too; nobody sees other users. Null: the operator, who sees all. */
export function covers(manager: Rights | null, { names }: Pick<Rights, "names">): boolean {
  const own = manager?.names ?? null;
  return own === null || names?.every((one) => own.includes(one)) === true;
}

/** Refuses with not-permitted when the user may do what the manager may not: nobody gives, or takes over, what they don't have. */
export function refuseBeyond(manager: Rights | null, user: Pick<Rights, "role" | "suppressed">): void {
  if (manager === null) return;
  const beyond = permissions.find((one) => isPermitted(user, one) && !isPermitted(manager, one));
  if (beyond) refuse("not-permitted", { field: beyond });
}

/**
 * Refuses with campaign-not-found what is to be allowed of campaigns when the organisation has no such campaign, active or not, or the manager may not use it; `wanted` null: all
 * campaigns, which nobody gives who may not use all.
 */
export async function refuseForeignCampaigns(
  core: Pick<Core, "db">,
  orgId: number,
  manager: Rights | null,
  wanted: readonly string[] | null | undefined,
): Promise<void> {
  const allowed = manager?.allowedCampaigns ?? null;
  const field = "allowedCampaigns";
  if (wanted === null && allowed !== null) refuse("campaign-not-found", { field, id: "all" });
  if (!wanted || wanted.length === 0) return;
  const open = (await readCampaigns(core, orgId)).filter((one) => isOpenTo(one, { account: null, allowed }));
  const ids = new Set(open.map((one) => String(one.campaignId)));
  const foreign = wanted.find((id) => !ids.has(id));
  if (foreign !== undefined) refuse("campaign-not-found", { field, id: foreign });
}

/** Refuses with password-too-short. */
export function refuseShortPassword(password: string | undefined): void {
  if (password !== undefined && [...password].length < shortestPassword)
    refuse("password-too-short", { field: "password", least: shortestPassword });
}

/** Refuses with end-date-missing one who is there for a time and has no last day, and with end-date-foreign anybody else who has one. */
export function refuseEndDate({ role, endsOn }: { readonly role: Role; readonly endsOn: string | null }): void {
  const temporary = temporaryRoles.includes(role);
  if (temporary && endsOn === null) refuse("end-date-missing", { field: "endsOn" });
  if (!temporary && endsOn !== null) refuse("end-date-foreign", { field: "endsOn" });
}

/** Whether the last day of one who is there for a time is over; `day`: today where the organisation is. */
export function hasEnded({ endsOn }: Pick<LoyaltyUser, "endsOn">, day: string): boolean {
  return endsOn !== null && endsOn < day;
}

type Administrator = Rights & Pick<LoyaltyUser, "endsOn">;

/** Whether somebody may manage users on that day, and `whom` among them. */
function administers(user: Administrator, whom: Rights, day: string): boolean {
  return user.role === "administrator" && isPermitted(user, "manage-users") && covers(user, whom) && !hasEnded(user, day);
}

/**
 * Refuses with last-administrator when nobody would be left who may manage users, and among them those whom the user sees who is changed; `after` null: the user goes.
 * In a transaction that has locked the account.
 */
export async function refuseLastAdministrator(
  tx: Transaction,
  core: Pick<Core, "clock">,
  { orgId, timeZone }: Pick<Caller, "orgId" | "timeZone">,
  before: Administrator,
  after: Administrator | null,
): Promise<void> {
  const day = today(core, timeZone);
  if (!administers(before, before, day) || (after && administers(after, before, day))) return;
  const others = (await tx.query(listUsers, [orgId])).filter((one) => one.userName !== before.userName);
  if (!others.some((one) => administers(one, before, day))) refuse("last-administrator", { field: after ? "role" : "userName" });
}
