import { daysAfter } from "../../../platform/clock.ts";

/** Days, YYYY-MM-DD, in the organisation's time zone, both of them included; null: no bound. */
export interface Days {
  readonly from: string | null;
  readonly to: string | null;
}

const mostDays = 366;

/**
 * The birthdays on some days, whatever the year: month and day as 714. Somebody who was born on 29 February has it on the 28th in years without one. Null for all: days without a bound have every
 * birthday among them, and so has a year. Days that end before they begin go across the new year.
 */
export function birthdaysOn({ from, to }: Days): readonly number[] | null {
  if (from === null || to === null) return null;
  const birthdays: number[] = [];
  const last = to < from ? acrossNewYear(from, to) : to;
  let day = from;
  for (let count = 0; day <= last; count++) {
    if (count === mostDays) return null;
    const [year, month, date] = day.split("-").map(Number) as [number, number, number];
    birthdays.push(month * 100 + date);
    if (month === 2 && date === 28 && !isLeap(year)) birthdays.push(229);
    day = daysAfter(day, 1);
  }
  return birthdays;
}

/** The same day of the first year in which it is not before `from`. */
function acrossNewYear(from: string, to: string): string {
  const year = Number(from.slice(0, 4));
  const monthDay = to.slice(5);
  const next = monthDay < from.slice(5) ? year + 1 : year;
  return `${String(next).padStart(4, "0")}-${monthDay}`;
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** The first of the days that are the last `count` up to one of them. */
export function daysBefore(last: string, count: number): string {
  return daysAfter(last, 1 - count);
}
