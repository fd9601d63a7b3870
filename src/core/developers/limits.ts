import type { Core } from "../core.ts";
import { countTowardsLimit } from "./queries.ts";

/** How often something may be done within a while that begins with the first time. Counted in the database, for all processes together. */
export interface Limit {
  readonly name: string;
  readonly most: number;
  readonly withinMs: number;
}

const hour = 3_600_000;

/** Mails to one address. */
export const linksPerEmail: Limit = { name: "links per e-mail", most: 5, withinMs: hour };
/** Mails that one network address can cause; a network of 64 bits counts as one. */
export const linksPerClient: Limit = { name: "links per client", most: 30, withinMs: hour };
/** Making, rotating and revoking: each empties the key caches of all processes. */
export const keyChanges: Limit = { name: "key changes", most: 20, withinMs: hour };

/** Counts one more of `subject`; gives after how many seconds to come again when it is too many. What is stored tells nothing about the subject. */
export async function overLimit(core: Core, orgId: number, limit: Limit, subject: string): Promise<number | undefined> {
  const now = core.clock.now();
  const id = core.mac(`developer limit\0${limit.name}\0${subject}`);
  const [row] = await core.db.run(countTowardsLimit, [orgId, id, now, new Date(now.getTime() + limit.withinMs)]);
  if (row!.count <= limit.most) return undefined;
  return Math.max(1, Math.ceil((row!.window_ends_at.getTime() - now.getTime()) / 1000));
}
