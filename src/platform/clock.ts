/** Where the time comes from. Nothing else in the code asks the machine, so tests and the sandbox can turn it. */
export interface Clock {
  /** The present instant. */
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

const formats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day (YYYY-MM-DD) of an instant in an IANA time zone. */
export function dayIn(timeZone: string, instant: Date): string {
  let format = formats.get(timeZone);
  if (!format) {
    // en-CA writes YYYY-MM-DD.
    format = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
    formats.set(timeZone, format);
  }
  return format.format(instant);
}

/** Whether `text` (YYYY-MM-DD) is a day that exists in the calendar. */
export function isCalendarDay(text: string): boolean {
  const [year, month, day] = text.split("-").map(Number) as [number, number, number];
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return day <= [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]!;
}

const clockFormats = new Map<string, Intl.DateTimeFormat>();

/** The instant at which clocks in an IANA time zone show `local` (YYYY-MM-DDTHH:MM:SS); of a time that they leave out, the one that is as far behind the change. */
export function instantIn(timeZone: string, local: string): Date {
  let format = clockFormats.get(timeZone);
  if (!format) {
    // Swedish writes 2012-07-28 22:59:59.
    format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
    clockFormats.set(timeZone, format);
  }
  const wanted = Date.parse(`${local}Z`);
  let at = wanted;
  // Twice, since the first look may lie on the other side of a change.
  for (let look = 0; look < 2; look++) at += wanted - Date.parse(`${format.format(new Date(at)).replace(" ", "T")}Z`);
  return new Date(at);
}
