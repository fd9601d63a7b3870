import type { Transaction } from "../../../platform/database/transaction.ts";
import { refuse } from "../../refusal.ts";
import type { LoyaltyUser } from "../account.ts";
import { isPermitted, type Permission, permissions, type Role, temporaryRoles } from "../roles.ts";
import { otherAdministrator } from "./queries.ts";

/** What is looked at of who manages users, and of who is managed. */
export type Rights = Pick<LoyaltyUser, "userName" | "role" | "suppressed" | "names">;

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

const administers = ({ role, suppressed }: Pick<Rights, "role" | "suppressed">): boolean =>
  role === "administrator" && !suppressed.includes("manage-users" satisfies Permission);

/** Refuses with last-administrator when nobody would be left who may manage users; `after` null: the user goes. In a transaction that has locked the account. */
export async function refuseLastAdministrator(
  tx: Transaction,
  orgId: number,
  before: Rights,
  after: Pick<Rights, "role" | "suppressed"> | null,
): Promise<void> {
  if (!administers(before) || (after && administers(after))) return;
  const [other] = await tx.query(otherAdministrator, [orgId, before.userName]);
  if (!other) refuse("last-administrator", { field: after ? "role" : "userName" });
}
