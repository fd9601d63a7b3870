import type { Core } from "../core.ts";
import { readStage } from "./behaviour.ts";
import { turnClock } from "./queries.ts";

/** A hundred years: further than anybody's tickets, and near enough for every date to stay one of four digits. */
export const furthestMs = 100 * 366 * 86_400_000;

/** The core with the clock of an organisation that is ahead by so many milliseconds, or behind by as many if negative. */
export function turned(core: Core, aheadMs: number): Core {
  if (aheadMs === 0) return core;
  const { machineClock } = core;
  return { ...core, clock: { now: () => new Date(machineClock.now().getTime() + aheadMs) } };
}

/** How an organisation's clock stands. */
export async function clockOf(core: Core, orgId: number): Promise<{ now: Date; aheadMs: number }> {
  const { aheadMs } = await readStage(core, orgId, undefined);
  return { now: turned(core, aheadMs).clock.now(), aheadMs };
}

/** Turns an organisation's clock, for all calls from the next one on. `aheadMs` must be within `furthestMs` of zero. */
export async function turnClockTo(core: Core, orgId: number, aheadMs: number): Promise<void> {
  await core.db.run(turnClock, [orgId, aheadMs]);
}
