import { instantIn, localTime } from "../../platform/clock.ts";

/** Money as the wire has it: a number of whole units. Null stays. */
export function moneyToWire(minor: number | null | undefined): number | null {
  return minor == null ? null : minor / 100;
}

/** YYYY-MM-DD HH:MM where the venue is (archtics.md, Output typing). Null stays. */
export function dateTimeToWire(timeZone: string, instant: Date | null | undefined): string | null {
  return instant ? localTime(timeZone, instant).slice(0, 16) : null;
}

/** The same with seconds, for what is sent back to be gone on from. */
export function exactToWire(timeZone: string, instant: Date): string {
  return localTime(timeZone, instant);
}

/** YYYY-MM-DD where the venue is. Null stays. */
export function dayToWire(timeZone: string, instant: Date | null | undefined): string | null {
  return instant ? localTime(timeZone, instant).slice(0, 10) : null;
}

/** HH:MM where the venue is. Null stays. */
export function timeToWire(timeZone: string, instant: Date | null | undefined): string | null {
  return instant ? localTime(timeZone, instant).slice(11, 16) : null;
}

/** The instant of a decoded moment where the venue is. Of an hour that clocks show twice it is the first: who asks for what is new must miss nothing. */
export function momentFromWire(timeZone: string, moment: string): Date {
  const at = instantIn(timeZone, moment);
  const hourBefore = new Date(at.getTime() - 3_600_000);
  return localTime(timeZone, hourBefore) === localTime(timeZone, at) ? hourBefore : at;
}

/** A text that the vendor has as a whole number; null where it is none. Colours may be written as #RRGGBB. */
export function numberOf(text: string | null | undefined): number | null {
  if (!text) return null;
  const hex = /^#([0-9a-f]{6})$/i.exec(text)?.[1];
  if (hex) return Number.parseInt(hex, 16);
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

/** A letter for yes and no. */
export const yesNo = (is: boolean): "Y" | "N" => (is ? "Y" : "N");

/** From the start of the one day to the end of the other where the venue is, by the decoded dates of a filter; null where there is none. */
export function daysFromWire(
  timeZone: string,
  first: string | null | undefined,
  last: string | null | undefined,
): { from: Date | null; before: Date | null } {
  const after = last && new Date(Date.parse(`${last}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  const start = (day: string | null | undefined): Date | null => (day ? momentFromWire(timeZone, `${day}T00:00:00`) : null);
  return { from: start(first), before: start(after) };
}

/** Money in minor units; undefined for what has a fraction of them. */
export function moneyFromWire(amount: number): number | undefined {
  const minor = Math.round(amount * 100);
  return Math.abs(amount * 100 - minor) < 1e-6 && Number.isSafeInteger(minor) ? minor : undefined;
}
