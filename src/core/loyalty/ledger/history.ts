import type { Caller, Core } from "../../core.ts";
import { entriesOfCustomer, type Standing, standings, type ToldEntry } from "./queries.ts";

export type { Standing, ToldEntry };

const page = 2_000;

/** Which entries are wanted. */
export interface Wanted {
  readonly campaignIds: readonly number[];
  /** Undefined: all. */
  readonly limit?: number;
  /** With those that were taken back and those that take back. */
  readonly withTakenBack?: boolean;
  /** Behind which they begin. */
  readonly after?: Pick<ToldEntry, "occurredAt" | "entryId">;
}

/** The entries of a customer and of those who were merged into them, latest first. */
export async function historyOf(
  core: Pick<Core, "db">,
  { orgId }: Caller,
  customerId: number,
  wanted: Wanted,
): Promise<ToldEntry[]> {
  const { campaignIds, limit = Number.POSITIVE_INFINITY, withTakenBack = false } = wanted;
  const all: ToldEntry[] = [];
  for (let { after } = wanted; all.length < limit; after = all.at(-1)) {
    const most = Math.min(page, limit - all.length);
    const from = [after?.occurredAt ?? null, after?.entryId ?? null];
    const found = await core.db.read(entriesOfCustomer, [orgId, customerId, campaignIds, ...from, most, withTakenBack]);
    all.push(...found);
    if (found.length < most) break;
  }
  return all;
}

/** What customers have in campaigns; of campaigns that they have not joined nothing is told. `withDates`: with when they did something there. */
export function standingsOf(
  core: Pick<Core, "db">,
  { orgId }: Caller,
  customerIds: readonly number[],
  campaignIds: readonly number[],
  withDates: boolean,
): Promise<Standing[]> {
  return core.db.read(standings, [orgId, customerIds, campaignIds, withDates]);
}
