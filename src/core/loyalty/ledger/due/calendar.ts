import { dayIn } from "../../../../platform/clock.ts";
import type { Depreciation } from "../../campaigns/campaign.ts";

/** How often something is due. */
export type Interval = Pick<Depreciation, "intervalCount" | "intervalUnit">;

const dayMs = 86_400_000;
/** 9999-12-31. Nothing is due later. */
const lastDay = Date.UTC(9999, 11, 31) / dayMs;

/** A day (YYYY-MM-DD) as the count of days since 1970-01-01. */
export function countOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / dayMs;
}

/** The day (YYYY-MM-DD) of such a count. */
export function dayOf(count: number): string {
  return new Date(count * dayMs).toISOString().slice(0, 10);
}

/**
 * The first day after `after` that lies a whole number of intervals, at the least one, after `anchor`; Infinity past the year 9999. Months and years keep the anchor's day of the month, or take the
 * month's last where it has no such day; they are counted from the anchor, not chained: 31 January, 28 February, 31 March.
 */
export function nextAfter(anchor: number, { intervalCount, intervalUnit }: Interval, after: number): number {
  if (intervalUnit === "days") {
    const times = Math.max(1, Math.floor((after - anchor) / intervalCount) + 1);
    return bounded(anchor + times * intervalCount);
  }
  const months = intervalUnit === "years" ? 12 * intervalCount : intervalCount;
  const times = Math.max(1, Math.floor((monthOf(after) - monthOf(anchor)) / months));
  const next = monthsAfter(anchor, times * months);
  return next > after ? next : monthsAfter(anchor, (times + 1) * months);
}

function monthOf(count: number): number {
  const date = new Date(count * dayMs);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function monthsAfter(count: number, months: number): number {
  const [all, day] = [monthOf(count) + months, new Date(count * dayMs).getUTCDate()];
  const [year, month] = [Math.floor(all / 12), all % 12];
  // Day 0 of the following month is the last of this one.
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return bounded(Date.UTC(year, month, Math.min(day, last)) / dayMs);
}

/** What is no date any more is NaN, and past every day too. */
const bounded = (count: number): number => (count <= lastDay ? count : Number.POSITIVE_INFINITY);

/** The first instant of a day where the time zone is; of a day that the zone has left out, the first after it. */
export function firstInstant(timeZone: string, day: string): Date {
  // No zone is further than 15 hours from UTC. Searched for, as a day may begin at any hour where clocks are changed at midnight.
  const midnight = countOf(day) * 86_400;
  let [before, from] = [midnight - 54_000, midnight + 54_000];
  while (from - before > 1) {
    const middle = Math.floor((before + from) / 2);
    if (dayIn(timeZone, new Date(middle * 1_000)) < day) before = middle;
    else from = middle;
  }
  return new Date(from * 1_000);
}
