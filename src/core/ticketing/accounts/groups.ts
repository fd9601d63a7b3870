import type { Core } from "../../core.ts";
import { accountGroups } from "./queries.ts";

/** The groups that accounts may be in, by their numbers. */
export function listAccountGroups(
  { db }: Pick<Core, "db">,
  orgId: number,
): Promise<readonly { readonly groupId: number; readonly name: string }[]> {
  return db.read(accountGroups, [orgId]);
}
