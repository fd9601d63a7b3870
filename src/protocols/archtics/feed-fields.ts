import { type FeedPage, type FeedPlace, type FeedRow, placeOf } from "../../core/ticketing/feeds/place.ts";
import { type CommandContext, refuseCommand } from "./command.ts";
import { char, type DecodedFields, digits, integer, moment } from "./fields.ts";
import { exactToWire, momentFromWire, yesNo } from "./wire.ts";

const defaultCount = 500;
const mostCount = 5_000;
const highestPage = 1_000_000;
/** Rows before a page are read to be left out. */
const furthest = 1_000_000;

/** The inputs of what is answered in pages (decisions.md, section 2, Commands without a public parameter page). */
export const pageInput = {
  count: integer(`Rows in an answer, at most ${mostCount}; ${defaultCount} unless it is sent`, "willcall"),
  page: digits(10, 'Which page, from "0" on', "willcall"),
} as const;

/** The outputs of it. */
export const pageOutput = {
  page: char(10, "The page that this is", "willcall"),
  more: char(1, "Y: there are further rows; N: there are none now", "willcall"),
} as const;

/** The inputs of what tells what is new. */
export const feedInput = {
  ...pageInput,
  start_datetime: moment(
    "What is new since then, by the time where the venue is; rows of the last moments before it may come again, none is missed",
    "willcall",
  ),
  start_date_time: moment("Another name of start_datetime", "willcall"),
  start_date: moment("Another name of start_datetime", "willcall"),
  cursor: char(
    100,
    "The cursor of an earlier answer: what has become new since, each row once. Wins over start_datetime",
    "willcall",
  ),
} as const;

/** The outputs of it. */
export const feedOutput = {
  ...pageOutput,
  next_start_datetime: char(19, "On the last page: sent as start_datetime, goes on here", "willcall"),
  cursor: char(100, "Sent as cursor, goes on here; opaque", "willcall"),
} as const;

/** How many rows, and which page. Refuses with 9999. */
export function pageFromWire({ count, page }: DecodedFields<typeof pageInput>): { count: number; page: number } {
  if (count != null && (count < 1 || count > mostCount)) refuseCommand(9999, `count: must be from 1 to ${mostCount}`);
  const number = page == null ? 0 : Number(/^\d{1,7}$/.exec(page.trim())?.[0] ?? Number.NaN);
  if (!(number <= highestPage)) refuseCommand(9999, 'page: must be a number from "0" on');
  if (number * (count ?? defaultCount) > furthest) refuseCommand(9999, `page: reaches beyond ${furthest} rows; go on by cursor`);
  return { count: count ?? defaultCount, page: number };
}

type FeedValues = DecodedFields<typeof feedInput>;

/** Whether a caller has said since when. */
export function hasStart({ start_datetime, start_date_time, start_date, cursor }: FeedValues): boolean {
  return [start_datetime, start_date_time, start_date, cursor].some((one) => one != null);
}

/** Where a caller wants to go on. Refuses with 9999. */
export function feedFromWire({ caller }: CommandContext, values: FeedValues): { from: FeedPlace; count: number; page: number } {
  const { count, page } = pageFromWire(values);
  const start = values.start_datetime ?? values.start_date_time ?? values.start_date;
  const since = start == null ? null : momentFromWire(caller.timeZone, start);
  const from = placeOf({ cursor: values.cursor, since, page }, count);
  return from ? { from, count, page } : refuseCommand(9999, "cursor: is none of this server's");
}

/** The members of an answer that say where it ends. With `start`: what was asked for, for an answer without rows. */
export function feedToWire({ caller }: CommandContext, { more, cursor, at }: FeedPage<FeedRow>, page: number) {
  return {
    page: String(page),
    more: yesNo(more),
    // By time one goes on behind the last page: the time of a full one may be that of the next, too.
    next_start_datetime: at.getTime() > 0 && !more ? exactToWire(caller.timeZone, at) : null,
    cursor,
  };
}
