import { dayIn } from "../platform/clock.ts";
import type { Core } from "./core.ts";

/** Today, in the organisation's time zone: YYYY-MM-DD. */
export function today(core: Pick<Core, "clock">, timeZone: string): string {
  return dayIn(timeZone, core.clock.now());
}
