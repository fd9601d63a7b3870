import type { Caller, Core } from "../core.ts";
import { refuse } from "../refusal.ts";
import { today } from "../today.ts";

/** The day after today, in the organisation's time zone: what a delivery is for unless its day is named (decisions.md, section 4). */
export function tomorrow(core: Pick<Core, "clock">, timeZone: string): string {
  const [year, month, day] = today(core, timeZone).split("-").map(Number) as [number, number, number];
  // Of calendar days, so that no change of the clocks can make it the same day or the one after.
  return new Date(Date.UTC(year, month - 1, day + 1)).toISOString().slice(0, 10);
}

/** Refuses with date-past a day that is over in the organisation's time zone. */
export function refusePastDay(core: Pick<Core, "clock">, caller: Caller, day: string): void {
  if (day < today(core, caller.timeZone)) refuse("date-past", { field: "deliveryDate" });
}
