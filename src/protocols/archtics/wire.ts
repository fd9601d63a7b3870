import { instantIn } from "../../platform/clock.ts";

/** Money as the wire has it: a number of whole units. Null stays. */
export function moneyToWire(minor: number | null | undefined): number | null {
  return minor == null ? null : minor / 100;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** YYYY-MM-DD HH:MM:SS where the venue is. */
function localText(timeZone: string, instant: Date): string {
  let format = formats.get(timeZone);
  if (!format) {
    // Swedish writes 2012-07-28 22:59:59.
    format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
    formats.set(timeZone, format);
  }
  return format.format(instant);
}

/** YYYY-MM-DD HH:MM where the venue is (archtics.md, Output typing). Null stays. */
export function dateTimeToWire(timeZone: string, instant: Date | null | undefined): string | null {
  return instant ? localText(timeZone, instant).slice(0, 16) : null;
}

/** The same with seconds, for what is sent back to be gone on from. */
export function exactToWire(timeZone: string, instant: Date): string {
  return localText(timeZone, instant);
}

/** YYYY-MM-DD where the venue is. Null stays. */
export function dayToWire(timeZone: string, instant: Date | null | undefined): string | null {
  return instant ? localText(timeZone, instant).slice(0, 10) : null;
}

/** HH:MM where the venue is. Null stays. */
export function timeToWire(timeZone: string, instant: Date | null | undefined): string | null {
  return instant ? localText(timeZone, instant).slice(11, 16) : null;
}

/** The instant of a decoded moment where the venue is. Of an hour that clocks show twice it is the first: who asks for what is new must miss nothing. */
export function momentFromWire(timeZone: string, moment: string): Date {
  const at = instantIn(timeZone, moment);
  const hourBefore = new Date(at.getTime() - 3_600_000);
  return localText(timeZone, hourBefore) === localText(timeZone, at) ? hourBefore : at;
}

/** A letter for yes and no. */
export const yesNo = (is: boolean): "Y" | "N" => (is ? "Y" : "N");
