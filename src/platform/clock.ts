/** Where the time comes from. Nothing else in the code asks the machine, so tests and the sandbox can turn it. */
export interface Clock {
  /** The present instant. */
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

interface Days {
  readonly format: Intl.DateTimeFormat;
  /** The last answer, and the minute that it is of: zones differ by whole minutes, so no day begins within one. */
  minute: number;
  day: string;
}

const zones = new Map<string, Days>();

/** The calendar day (YYYY-MM-DD) of an instant in an IANA time zone. */
export function dayIn(timeZone: string, instant: Date): string {
  let zone = zones.get(timeZone);
  if (!zone) {
    // en-CA writes YYYY-MM-DD.
    const format = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
    zone = { format, minute: Number.NaN, day: "" };
    zones.set(timeZone, zone);
  }
  const minute = Math.floor(instant.getTime() / 60_000);
  // Before 1972 zones had seconds, too.
  if (minute !== zone.minute || minute < 2 * 365 * 24 * 60) {
    zone.day = zone.format.format(instant);
    zone.minute = minute;
  }
  return zone.day;
}

/** Whether `text` (YYYY-MM-DD) is a day that exists in the calendar. */
export function isCalendarDay(text: string): boolean {
  const [year, month, day] = text.split("-").map(Number) as [number, number, number];
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return day <= [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]!;
}

/** The day so many days after another, YYYY-MM-DD; far ones end in the year 9999. */
export function daysAfter(day: string, days: number): string {
  const after = new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000);
  return after.getUTCFullYear() > 9999 ? "9999-12-31" : after.toISOString().slice(0, 10);
}

const clockFormats = new Map<string, Intl.DateTimeFormat>();

/** What clocks in an IANA time zone show at an instant: YYYY-MM-DD HH:MM:SS. */
export function localTime(timeZone: string, instant: Date): string {
  let format = clockFormats.get(timeZone);
  if (!format) {
    // Swedish writes 2012-07-28 22:59:59.
    format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
    clockFormats.set(timeZone, format);
  }
  return format.format(instant);
}

/** The instant at which clocks in an IANA time zone show `local` (YYYY-MM-DDTHH:MM:SS); of a time that they leave out, the one that is as far behind the change. */
export function instantIn(timeZone: string, local: string): Date {
  const wanted = Date.parse(`${local}Z`);
  let at = wanted;
  // Twice, since the first look may lie on the other side of a change.
  for (let look = 0; look < 2; look++) at += wanted - Date.parse(`${localTime(timeZone, new Date(at)).replace(" ", "T")}Z`);
  return new Date(at);
}
